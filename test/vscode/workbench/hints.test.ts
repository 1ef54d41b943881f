import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { goTo, openFile, takePicture, visibleText } from '../workbench.ts';
import { headerDigest, removeFolder, startWorld, type World, writeFolder } from '../world.ts';

const FILES = {
  'api/Dockerfile':
    'FROM node:22 AS build\nRUN npm ci\n\nFROM nginx:1.27-alpine\nCOPY --from=redis:7.4 /etc/passwd /etc/\n',
  'web/web.Dockerfile': 'FROM scratch\n',
};

describe.skipIf(whyNoWorkbench() !== undefined)('hints, lenses and completions', () => {
  let world: World;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    folder = writeFolder(FILES);
    const settings = { 'registryLens.inlayHints': 'full', 'registryLens.completion.pinDigest': true };
    window = await openWindow(folder, { settings: { ...world.settings, ...settings } });
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await world?.close();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  test('an image has what its tag points to beside it', async () => {
    const { page } = window;
    await openFile(page, 'Dockerfile');
    const hex = (await headerDigest(world.images, 'library/node', '22')).slice('sha256:'.length);
    const brief = `→ ${hex.slice(0, 6)}…${hex.slice(-3)}`;
    await expect
      .poll(() => visibleText(page))
      .toMatch(new RegExp(`FROM node:22 ?${brief} · 2 platforms · \\d+ (?:h|d|mo|y) ?AS`));
    await page.getByText('Pin 3 images').waitFor();
    const last = page.locator('.view-line').filter({ hasText: /--from=redis:7.4.*→/ });
    await last.waitFor();
    await takePicture(page, 'hints', last);
  });

  test('a click on what is beside an image pins it', async () => {
    const { page } = window;
    const digest = await headerDigest(world.images, 'library/nginx', '1.27-alpine');
    const hint = page.getByText(`→ ${digest.slice(7, 13)}…${digest.slice(-3)}`);
    await page.keyboard.down('Control');
    await hint.hover();
    await hint.click();
    await page.keyboard.up('Control');
    await expect.poll(() => visibleText(page)).toContain(`FROM nginx:1.27-alpine@${digest}`);
    await expect.poll(() => hint.count()).toBe(0);
  });

  test('a lens above the file pins all its images', async () => {
    const { page } = window;
    await page.getByText('Pin 2 images').click();
    const node = await headerDigest(world.images, 'library/node', '22');
    const redis = await headerDigest(world.images, 'library/redis', '7.4');
    await expect.poll(() => visibleText(page)).toContain(`--from=redis:7.4@${redis}`);
    expect(await visibleText(page)).toContain(`FROM node:22@${node}`);
    await expect.poll(() => page.getByText('Pin 2 images').count()).toBe(0);
  });

  test('tags are completed, newest first, and pinned where that is wanted', async () => {
    const { page } = window;
    await openFile(page, 'web.Dockerfile');
    await goTo(page, 2, 1);
    await page.keyboard.type('FROM node:');
    const list = page.locator('.suggest-widget.visible .monaco-list-row');
    // Nothing more is typed: the list is there at the colon.
    await expect.poll(() => list.first().textContent({ timeout: 5_000 })).toContain('22.11.0');
    await page.keyboard.press('Enter');
    const digest = await headerDigest(world.images, 'library/node', '22.11.0');
    await expect.poll(() => visibleText(page)).toContain(`FROM node:22.11.0@${digest}`);
  });
});
