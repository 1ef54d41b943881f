import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { type CountingProxy, startCountingProxy } from '../counting-proxy.ts';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { openFile, problemRows, runCommand } from '../workbench.ts';
import { removeFolder, settingsFor, startWorld, type World, writeFolder } from '../world.ts';

describe.skipIf(whyNoWorkbench() !== undefined)('an untrusted folder', () => {
  let world: World;
  let images: CountingProxy;
  let packages: CountingProxy;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    images = await startCountingProxy(world.images.base);
    packages = await startCountingProxy(world.packages.base);
    folder = writeFolder({
      Dockerfile: 'FROM redis\n',
      'package.json': '{ "dependencies": { "tiny-pad": "1.2.0", "@shop/cart": "*" } }\n',
      // What the folder says about registries is not obeyed either.
      '.npmrc': `registry=${packages.base}\n`,
      '.vscode/settings.json': JSON.stringify(settingsFor(images.base, packages.base)),
    });
    window = await openWindow(folder, {
      asksForTrust: true,
      settings: { ...settingsFor(images.base, packages.base), 'security.workspace.trust.startupPrompt': 'never' },
    });
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await images?.close();
    await packages?.close();
    await world?.close();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  test('is parsed, and no request is made until it is trusted', async () => {
    const { page } = window;
    await page.getByText('Restricted Mode').first().waitFor();
    await openFile(page, 'Dockerfile');
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, /redis/).first().waitFor();
    await problemRows(page, /@shop\/cart/)
      .first()
      .waitFor();
    expect([...images.requests, ...packages.requests]).toEqual([]);

    await runCommand(page, 'Workspaces: Manage Workspace Trust');
    await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    // The same folder, and the same path to the registries: so it was trust alone that was missing.
    await problemRows(page, /tiny-pad.*deprecated/)
      .first()
      .waitFor();
    expect(images.requests.length).toBeGreaterThan(0);
    expect(packages.requests.length).toBeGreaterThan(0);
  });
});
