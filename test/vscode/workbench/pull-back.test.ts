import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { openFile, runCommand, takePicture, visibleText } from '../workbench.ts';
import { removeFolder, startWorld, type World, writeFolder } from '../world.ts';

const OWN = { name: '@acme/lib', version: '1.2.3' };
const MODULE = 'module pads.example/serde\n\ngo 1.22\n';

describe.skipIf(whyNoWorkbench() !== undefined)('a version of one’s own that is taken back', () => {
  let world: World;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    await world.packages.publish({ name: OWN.name, version: '1.2.2' });
    await world.packages.publish(OWN);
    folder = writeFolder({ 'package.json': `${JSON.stringify(OWN, undefined, 2)}\n`, 'go.mod': MODULE });
    window = await openWindow(folder, { settings: world.settings });
    await runCommand(window.page, 'View: Toggle Primary Side Bar Visibility');
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await world?.close();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  test('the lens asks why, and opens the plan', async () => {
    const { page } = window;
    await openFile(page, 'package.json');
    await page.getByText('Plan a pull-back…').click();
    await choose('It has a security fault');
    await expect.poll(() => visibleText(page)).toContain('# Take back `@acme/lib` `1.2.3`');
    expect(await visibleText(page)).toContain('npm deprecate "@acme/lib@1.2.3"');
  });

  test('a module is asked for its version, and its line goes into go.mod by a click', async () => {
    const { page } = window;
    await openFile(page, 'go.mod');
    await runCommand(page, 'Registry Lens: Plan a Pull-Back…');
    const input = page.locator('.quick-input-widget input[type=text]:visible').first();
    await page.locator('.quick-input-widget').getByText('Which version is meant?').waitFor();
    await input.fill('v1.2.0');
    await page.keyboard.press('Enter');
    await choose('It is broken');
    await expect.poll(() => visibleText(page)).toContain('retract v1.2.0 // Does not work, use v1.2.1.');
    await takePicture(page, 'pull-back');
    await runCommand(page, 'Notifications: Show Notifications');
    await page.locator('.notifications-center').getByText('Insert “retract v1.2.0').first().click();
    await page.locator('.tabs-container .tab.active[data-resource-name="go.mod"]').waitFor();
    await expect.poll(() => visibleText(page)).toContain('go 1.22\n\nretract v1.2.0 // Does not work, use v1.2.1.');
  });

  async function choose(label: string): Promise<void> {
    const rows = window.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    await rows.filter({ hasText: label }).click();
  }
});
