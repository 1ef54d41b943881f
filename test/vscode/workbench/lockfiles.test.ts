import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { focusedEditor, goTo, openFile, problemRows, runCommand, takePicture, visibleText } from '../workbench.ts';
import { removeFolder, startWorld, type World, writeFolder } from '../world.ts';

const MANIFEST = { name: 'shop', private: true, dependencies: { 'shop-kit': '^1.0.0', 'serde-pad': '^1.0.0' } };
/** What is locked, and what each brings in. */
const LOCKED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'brittle-pad': {},
  'inner-pads': { 'brittle-pad': '^1.0.0' },
  'serde-pad': {},
  'shop-kit': { 'inner-pads': '^1.0.0' },
};

describe.skipIf(whyNoWorkbench() !== undefined)(
  'the workbench, with a release that was unpublished after it was locked',
  () => {
    let world: World;
    let folder: string;
    let window: Window;

    beforeAll(async () => {
      world = await startWorld();
      const { packages } = world;
      for (const name of ['brittle-pad', 'inner-pads', 'shop-kit']) {
        await packages.publish({ name, version: '1.0.0', dependencies: LOCKED[name] });
      }
      await packages.publish({ name: 'brittle-pad', version: '1.0.1' });
      const lockfile = await lockfileOf(packages.base);
      await packages.npm('unpublish', 'brittle-pad@1.0.0');
      folder = writeFolder({ 'package.json': json(MANIFEST), 'package-lock.json': lockfile });
      window = await openWindow(folder, {
        // Of a schema that cannot be had, VS Code's own extension would tell in the picture.
        settings: { ...world.settings, 'json.schemaDownload.enable': false },
      });
    }, 120_000);

    afterAll(async () => {
      await window?.close();
      await world?.close();
      if (folder !== undefined) removeFolder(folder);
    });

    beforeEach(({ task }) => {
      onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
    });

    test('is found at the manifest, which says how it comes in', async () => {
      const { page } = window;
      await openFile(page, 'package.json');
      await runCommand(page, 'Problems: Focus on Problems View');
      const row = problemRows(page, 'withdrawn-transitive');
      await row.waitFor();
      expect(await row.textContent()).toContain('brittle-pad');
    });

    test('is mended at the manifest, by an override', async () => {
      const { page } = window;
      await openFile(page, 'package.json');
      await goTo(page, 5, 8);
      const menu = page.locator('.action-widget').filter({ hasText: 'Override' }).last();
      const fix = menu.locator('.monaco-list-row').filter({ hasText: 'Override' });
      // What is better is asked about when somebody looks.
      await vi.waitFor(async () => {
        await page.keyboard.press('Escape');
        await runCommand(page, 'Quick Fix...');
        await fix.waitFor({ timeout: 2_000 });
      }, 30_000);
      await fix.click();
      await expect.poll(() => visibleText(page)).toContain('"brittle-pad": "1.0.1"');
      expect(await visibleText(page)).toContain('"overrides": {');
      // The other tests are about what is there.
      await focusedEditor(page).waitFor();
      await page.keyboard.press('Control+Z');
      await expect.poll(() => visibleText(page)).not.toContain('overrides');
      await runCommand(page, 'File: Save');
    });

    test('has a card that tells the way down to it', async () => {
      const { page } = window;
      await openFile(page, 'package-lock.json');
      await goTo(page, await lineOf('"node_modules/brittle-pad"'), 8);
      const card = page.locator('.monaco-hover:visible').filter({ hasText: 'Comes with' });
      await vi.waitFor(async () => {
        await page.keyboard.press('Escape');
        await runCommand(page, 'Show or Focus Hover');
        await card.waitFor({ timeout: 1_000 });
      }, 20_000);
      expect(await card.textContent()).toContain('inner-pads');
      await page.keyboard.press('Escape');
    });

    test('is shown in a tree, up to the manifest', async () => {
      const { page } = window;
      await openFile(page, 'package-lock.json');
      await goTo(page, await lineOf('"node_modules/brittle-pad"'), 8);
      await runCommand(page, 'Registry Lens: Show Why a Package Is Here');
      const rows = page.locator('.part.sidebar .monaco-list-row');
      for (const name of ['brittle-pad', 'inner-pads', 'shop-kit']) {
        const row = rows.filter({ hasText: name }).first();
        await row.waitFor();
        await row.click();
        await page.keyboard.press('ArrowRight');
      }
      await rows.filter({ hasText: 'package.json' }).first().waitFor();
      await rows.filter({ hasText: 'brittle-pad' }).first().click();
      await takePicture(page, 'why');
    });

    /** From 1. */
    async function lineOf(piece: string): Promise<number> {
      const lines = (await lockfileOf(world.packages.base)).split('\n');
      return lines.findIndex(line => line.includes(piece)) + 1;
    }
  },
);

/** As npm writes it. What is unpublished by now has a hash of its own. */
async function lockfileOf(base: string): Promise<string> {
  const packages: Record<string, object> = { '': MANIFEST };
  for (const [name, dependencies] of Object.entries(LOCKED)) {
    const answer = await fetch(`${base}/${name}/1.0.0`);
    const { dist } = (answer.ok ? await answer.json() : {}) as { dist?: { integrity?: string } };
    packages[`node_modules/${name}`] = {
      version: '1.0.0',
      resolved: `${base}/${name}/-/${name}-1.0.0.tgz`,
      integrity: dist?.integrity ?? `sha512-${'A'.repeat(86)}==`,
      ...(Object.keys(dependencies).length === 0 ? {} : { dependencies }),
    };
  }
  return json({ name: 'shop', lockfileVersion: 3, requires: true, packages });
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
