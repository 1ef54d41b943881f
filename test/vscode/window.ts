import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Browser, startBrowser } from './browser.ts';
import { OUT } from './extension-host.ts';
import { NO_CONFIGURATION, VSIX } from './run-suite.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';
import { openWorkbench } from './workbench.ts';

/** A window of VS Code with the packaged extension installed, in a browser. */
export interface Window {
  readonly page: Page;
  /** Keeps a picture of the window and the logs under `out/vscode/NAME`. */
  keepEvidence(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Only what a picture should show: no bars with nothing to say. */
const CALM_WINDOW = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'editor.lightbulb.enabled': 'on',
  'explorer.openEditors.visible': 0,
  'outline.showVariables': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.navigationControl.enabled': false,
};

/** Opens a folder (an absolute path) in a window of its own. */
export async function openWindow(folder: string, options: ServerOptions): Promise<Window> {
  const server = await startServer({
    ...options,
    environment: { ...NO_CONFIGURATION, ...options.environment },
    extensions: [VSIX],
    settings: { ...CALM_WINDOW, ...options.settings },
  });
  let browser: Browser | undefined;
  try {
    browser = await startBrowser();
    await openWorkbench(browser.page, server.workbench(folder));
    return windowOf(server, browser);
  } catch (error) {
    await browser?.close();
    await server.close();
    throw error;
  }
}

function windowOf(server: Server, browser: Browser): Window {
  return {
    page: browser.page,
    async keepEvidence(name) {
      const folder = join(OUT, name);
      mkdirSync(folder, { recursive: true });
      await browser.page.screenshot({ path: join(folder, 'window.png') });
      cpSync(server.logFolder, join(folder, 'logs'), { recursive: true });
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
