import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { focusedEditor, goTo, openFile, problemRows, runCommand, takePicture, visibleText } from '../workbench.ts';
import { headerDigest, removeFolder, startWorld, type World, writeFolder } from '../world.ts';

/** The folder of the pictures in the README. */
const FILES = (formerDigest: string) => ({
  Dockerfile: [
    'FROM node:22 AS build',
    'WORKDIR /app',
    'COPY package.json package-lock.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build',
    '',
    'FROM nginx',
    'COPY --from=build /app/dist /usr/share/nginx/html',
    'EXPOSE 80',
    '',
  ].join('\n'),
  'jobs/Dockerfile': `FROM python:3.12-slim@${formerDigest}\nCOPY --from=ndoe:22 /usr/local/bin/node /usr/local/bin/\n`,
  'package.json': `${JSON.stringify(
    { name: 'shop', private: true, dependencies: { '@shop/cart': '2.0.1', 'tiny-pad': '1.2.0', 'tiny-padd': '1.0.0' } },
    undefined,
    2,
  )}\n`,
});

describe.skipIf(whyNoWorkbench() !== undefined)('the workbench', () => {
  let world: World;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    folder = writeFolder(FILES(world.formerDigest));
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

  test('the Problems panel lists files that are not open', async () => {
    const { page } = window;
    await openFile(page, 'Dockerfile');
    await runCommand(page, 'Problems: Focus on Problems View');
    for (const [rule, text] of Object.entries({
      'latest-tag': '`nginx` has no tag',
      'moved-tag': '3.12-slim` has moved',
      'missing-image': 'ndoe',
      'deprecated-release': 'pads on the wrong side',
      'missing-package': 'tiny-padd',
    })) {
      await problemRows(page, text).filter({ hasText: rule }).waitFor();
    }
    expect(await page.locator('.tabs-container .tab').count()).toBe(1);
    await takePicture(page, 'problems');
  });

  test('hovering over an image shows a card', async () => {
    const { page } = window;
    await openFile(page, 'Dockerfile');
    await goTo(page, 1, 8);
    const card = page.locator('.monaco-hover:visible').filter({ hasText: 'Created 2026-03-04' });
    // A card tells what is known, and has the rest asked: the next one tells more.
    await vi.waitFor(async () => {
      await page.keyboard.press('Escape');
      await runCommand(page, 'Show or Focus Hover');
      await card.waitFor({ timeout: 1_000 });
    }, 20_000);
    expect(await card.textContent()).toContain(await headerDigest(world.images, 'library/node', '22'));
    await takePicture(page, 'hover', card);
  });

  test('the menu of quick fixes pins an image to its digest', async () => {
    const { page } = window;
    await openFile(page, 'Dockerfile');
    await goTo(page, 1, 8);
    await runCommand(page, 'Quick Fix...');
    const menu = page.locator('.action-widget').filter({ hasText: 'Pin to digest' }).last();
    const fix = menu.locator('.monaco-list-row').filter({ hasText: 'Pin to digest' });
    await fix.waitFor();
    await takePicture(page, 'fix', menu);
    await fix.click();
    const wanted = `FROM node:22@${await headerDigest(world.images, 'library/node', '22')} AS build`;
    await expect.poll(() => visibleText(page)).toContain(wanted);
    await focusedEditor(page).waitFor();
    await runCommand(page, 'File: Save');
    await expect.poll(() => readFileSync(join(folder, 'Dockerfile'), 'utf8').split('\n')[0]).toBe(wanted);
  });
});
