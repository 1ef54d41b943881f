import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM, findProgram } from '../setup/programs.ts';

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

/** Starts a headless Chromium that knows no host but this machine. Pictures have two pixels for each of the page's. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findProgram(CHROMIUM);
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  const profile = mkdtempSync(join(tmpdir(), 'registry-lens-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1120, height: 700 },
    deviceScaleFactor: 2,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      // Chromium's sandbox does not work for root, and only pages of this machine are shown.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Every other name fails at once, so nothing leaves and nothing waits.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  return {
    page,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
