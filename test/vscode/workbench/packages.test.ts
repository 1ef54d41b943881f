import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { goTo, openFile, problemRows, runCommand, takePicture } from '../workbench.ts';
import { removeFolder, startWorld, type World, writeFolder } from '../world.ts';

/** The folder of the pictures in the README. */
const FILES = {
  'Cargo.toml': [
    '[package]',
    'name = "shop"',
    'version = "0.1.0"',
    'edition = "2024"',
    '',
    '[dependencies]',
    'serde_pad = "1.1"',
    'tiny-pad = "=1.0.0"',
    '',
  ].join('\n'),
  'requirements.txt': 'serde-pad~=1.1\ntiny-pad==1.0\n',
  'service/go.mod': [
    ...['module shop.example/service', '', 'go 1.22', '', 'require ('],
    ...['\tpads.example/Tiny v1.2.0', '\tpads.example/serde v1.2.0', ')', ''],
  ].join('\n'),
  'service/pom.xml': [
    ...['<project>', '  <modelVersion>4.0.0</modelVersion>', '  <groupId>org.shop</groupId>'],
    ...['  <artifactId>service</artifactId>', '  <version>1</version>', '  <dependencies>', '    <dependency>'],
    ...['      <groupId>org.pads.old</groupId>', '      <artifactId>tiny</artifactId>'],
    ...['      <version>1.2.0</version>', '    </dependency>', '  </dependencies>', '</project>', ''],
  ].join('\n'),
};

describe.skipIf(whyNoWorkbench() !== undefined)('the workbench, with packages that were pulled back', () => {
  let world: World;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    folder = writeFolder(FILES);
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

  test('problems and a card of a release that was yanked', async () => {
    const { page } = window;
    await openFile(page, 'requirements.txt');
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, 'pads on the wrong side').filter({ hasText: 'yanked-release' }).waitFor();
    await problemRows(page, 'Cargo chooses no yanked release anew').waitFor();
    await goTo(page, 2, 3);
    expect(await cardWith('It was yanked')).toContain('1.1');
    await takePicture(page, 'yanked');
  });

  test('a module that was retracted and an artifact that was relocated, each in its own words', async () => {
    const { page } = window;
    await openFile(page, 'go.mod');
    await openFile(page, 'pom.xml');
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, 'pads on the wrong side').filter({ hasText: 'retracted-release' }).waitFor();
    await problemRows(page, 'was relocated to').filter({ hasText: 'relocated-artifact' }).waitFor();
    await goTo(page, 10, 18);
    expect(await cardWith('relocated')).toContain('org.pads:tiny-pad');
    await takePicture(page, 'relocated');
  });

  /** Opens the card under the cursor until it says so. */
  async function cardWith(words: string): Promise<string | null> {
    const { page } = window;
    const card = page.locator('.monaco-hover:visible').filter({ hasText: words });
    await vi.waitFor(async () => {
      await page.keyboard.press('Escape');
      await runCommand(page, 'Show or Focus Hover');
      await card.waitFor({ timeout: 1_000 });
    }, 20_000);
    return card.textContent();
  }
});
