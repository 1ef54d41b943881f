import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { integrityOf, packageLock } from '../../bench/lockfile-texts.ts';
import { type LocalServer, startLocalServer } from '../../support/local-server.ts';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { goTo, openFile, problemRows, runCommand } from '../workbench.ts';
import { removeFolder, writeFolder } from '../world.ts';

const ENTRIES = 20_000;
/** In milliseconds: long enough for a person to see that it goes on. */
const LATENCY = 30;
const MANIFEST = '{\n  "name": "app",\n  "private": true,\n  "dependencies": {\n    "locked-0": "^1.0.0"\n  }\n}\n';

describe.skipIf(whyNoWorkbench() !== undefined)('the workbench, with a lockfile of 20,000 entries', () => {
  let registry: LocalServer;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    // Each name is there, and one of them is advised against.
    registry = await startLocalServer((request, response) => {
      const [, name = '', version = '1.0.0'] = /^\/([^/?]+)(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
      const release = {
        ...{ name, version, dist: { integrity: integrityOf(name, version) } },
        ...(name === 'old-pad' ? { deprecated: 'use another' } : {}),
      };
      const whole = { name, 'dist-tags': { latest: version }, versions: { [version]: release } };
      response.setHeader('content-type', 'application/json');
      const text = JSON.stringify(request.url?.split('/').length === 3 ? release : whole);
      setTimeout(() => response.end(text), LATENCY);
    });
    folder = writeFolder({ 'package.json': MANIFEST, 'package-lock.json': packageLock(ENTRIES) });
    window = await openWindow(folder, {
      settings: { 'registryLens.registries': { npm: registry.base }, 'json.schemaDownload.enable': false },
    });
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await registry?.stop();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  test('tells how far the check is, and stops it at once', async () => {
    const { page } = window;
    await page.locator('.part.statusbar').getByText('questions left').first().waitFor();
    await runCommand(page, 'Registry Lens: Stop Checking the Workspace');
    await page.locator('.part.statusbar').getByText('stopped').first().waitFor();
    const asked = registry.requests.length;
    expect(asked).toBeLessThan(ENTRIES);
    await page.waitForTimeout(1_000);
    // What is under way comes to its end.
    expect(registry.requests.length - asked).toBeLessThan(100);
  });

  test('judges what is typed elsewhere while an open one is asked about', async () => {
    const { page } = window;
    await openFile(page, 'package-lock.json');
    await openFile(page, 'package.json');
    await goTo(page, 5, 25);
    await page.keyboard.type(',');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"old-pad": "1.0.0"');
    await runCommand(page, 'Problems: Focus on Problems View');
    const row = problemRows(page, 'deprecated-release');
    await row.waitFor();
    expect(await row.textContent()).toContain('old-pad');
    // It is judged before the rest was asked about.
    expect(new Set(registry.requests).size).toBeLessThan(ENTRIES);
  });
});
