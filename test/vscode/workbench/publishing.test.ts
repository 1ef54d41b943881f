import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { focusedEditor, goTo, openFile, problemRows, runCommand, takePicture, visibleText } from '../workbench.ts';
import { removeFolder, startWorld, type World, writeFolder } from '../world.ts';

const MANIFEST = { name: '@shop/paint', version: '1.0.0', description: 'Paint for shelves' };
const WORKFLOW = `name: Release
on: { push: { tags: ['v*'] } }
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
      - run: npm publish --provenance
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
`;

describe.skipIf(whyNoWorkbench() !== undefined)('the workbench, with a package that is published from it', () => {
  let world: World;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    await world.packages.publish(MANIFEST);
    folder = writeFolder({
      'package.json': `${JSON.stringify(MANIFEST, undefined, 2)}\n`,
      '.github/workflows/release.yml': WORKFLOW,
    });
    window = await openWindow(folder, { settings: { ...world.settings, 'json.schemaDownload.enable': false } });
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await world?.close();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  test('says that the version is published already, and raises it', async () => {
    const { page } = window;
    await openFile(page, 'package.json');
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, 'already-published').waitFor();
    await fix(3, 16, 'Raise the version to `1.0.1`');
    await expect.poll(() => visibleText(page)).toContain('"version": "1.0.1"');
    await focusedEditor(page).waitFor();
    await runCommand(page, 'File: Save');
    await expect.poll(() => problemRows(page, 'already-published').count()).toBe(0);
  });

  test('says that a step will fail, and gives its job the right that it lacks', async () => {
    const { page } = window;
    await openFile(page, 'release.yml');
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, 'publish-will-fail').waitFor();
    await openFile(page, 'release.yml');
    await goTo(page, 10, 20);
    await takePicture(page, 'publishing');
    await fix(10, 20, 'Let job `publish` say who it is');
    await expect.poll(() => visibleText(page)).toContain('id-token: write');
    await runCommand(page, 'File: Save');
    await expect.poll(() => problemRows(page, 'publish-will-fail').count()).toBe(0);
  });

  async function fix(line: number, column: number, title: string): Promise<void> {
    const { page } = window;
    await openFile(page, line === 3 ? 'package.json' : 'release.yml');
    await goTo(page, line, column);
    const row = page.locator('.action-widget .monaco-list-row').filter({ hasText: title });
    await vi.waitFor(async () => {
      await page.keyboard.press('Escape');
      await runCommand(page, 'Quick Fix...');
      await row.first().waitFor({ timeout: 2_000 });
    }, 30_000);
    await row.first().click();
  }
});
