import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { startDockerRegistry } from '../../support/docker-registry.ts';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { focusedEditor, goTo, openFile, problemRows, runCommand, visibleText } from '../workbench.ts';
import { headerDigest, removeFolder, startWorld, type World, writeFolder } from '../world.ts';

const filesOf = (formerDigest: string) => ({
  'cluster/shop.yaml': [
    '# What customers see.',
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: shop',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: web',
    "          image: 'node:22.11.0' # as tested",
    '        - {name: cache, image: redis:7.4}',
    '',
  ].join('\n'),
  // Lines of this file end as Windows ends them.
  'cluster/nightly.yaml': [
    'apiVersion: batch/v1',
    'kind: CronJob',
    'metadata: {name: nightly}',
    'spec:',
    '  jobTemplate:',
    '    spec:',
    '      template:',
    '        spec:',
    '          containers:',
    '            - image: nginx:1.27.5',
    '',
  ].join('\r\n'),
  'tools/Dockerfile': 'FROM node:22\n',
  'compose.yaml': [
    'services:',
    '  web:',
    '    image: nginx:1.27-alpine # the front',
    '  worker:',
    `    image: "python:3.12-slim@${formerDigest}"`,
    '',
  ].join('\n'),
});

describe.skipIf(whyNoWorkbench() !== undefined)('Kubernetes and Compose', () => {
  let world: World;
  let files: ReturnType<typeof filesOf>;
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    world = await startWorld();
    files = filesOf(world.formerDigest);
    folder = writeFolder(files);
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

  const digestOf = (image: string) => {
    const [name = '', tag = ''] = image.split(':');
    return headerDigest(world.images, `library/${name}`, tag);
  };
  const pinned = async (image: string) => `${image}@${await digestOf(image)}`;
  const onDisk = (file: string) => readFileSync(join(folder, file), 'utf8');

  test('a manifest’s containers have their problems before it is open, and hints once it is', async () => {
    const { page } = window;
    await runCommand(page, 'Problems: Focus on Problems View');
    await problemRows(page, '`node:22.11.0` is named by a tag').filter({ hasText: 'unpinned-image' }).waitFor();
    await problemRows(page, '`redis:7.4` is named by a tag').filter({ hasText: 'unpinned-image' }).waitFor();
    expect(await page.locator('.tabs-container .tab').count()).toBe(0);

    await openFile(page, 'shop.yaml');
    const hint = async (image: string) => (await digestOf(image)).replace(/^sha256:(.{6}).*(.{3})$/, '→ $1…$2');
    const [node, redis] = [await hint('node:22.11.0'), await hint('redis:7.4')];
    await expect.poll(() => visibleText(page)).toMatch(new RegExp(`image: 'node:22\\.11\\.0' ?${node} ?# as tested`));
    await expect.poll(() => visibleText(page)).toMatch(new RegExp(`image: redis:7\\.4 ?${redis} ?}`));
    await page.getByText('Pin 2 images').waitFor();
  });

  test('a container’s image is pinned to the digest that the registry names', async () => {
    const { page } = window;
    await openFile(page, 'shop.yaml');
    await goTo(page, 11, 22);
    await takeQuickFix(page, 'Pin to digest');
    const node = await pinned('node:22.11.0');
    await saveOnce(node, 'cluster/shop.yaml', files['cluster/shop.yaml'].replace('node:22.11.0', node));
    await expect.poll(() => problemRows(page, 'node:22.11.0').count()).toBe(0);
  });

  test('a Compose file’s moved pin is updated, and the rest is pinned by “Fix All”', async () => {
    const { page } = window;
    await openFile(page, 'compose.yaml');
    await runCommand(page, 'Problems: Focus on Problems View');
    const moved = problemRows(page, '`python:3.12-slim` has moved on').filter({ hasText: 'moved-tag' });
    await moved.waitFor();
    await problemRows(page, '`nginx:1.27-alpine`').filter({ hasText: 'unpinned-image' }).waitFor();

    await openFile(page, 'compose.yaml');
    await goTo(page, 5, 22);
    await takeQuickFix(page, 'Update pin');
    const python = await digestOf('python:3.12-slim');
    const updated = files['compose.yaml'].replace(world.formerDigest, python);
    await saveOnce(python, 'compose.yaml', updated);
    await expect.poll(() => moved.count()).toBe(0);

    await runCommand(page, 'Fix All');
    const nginx = await pinned('nginx:1.27-alpine');
    await saveOnce(nginx, 'compose.yaml', updated.replace('nginx:1.27-alpine', nginx));
    await expect.poll(() => problemRows(page, 'compose.yaml').count()).toBe(0);
  });

  test('pinning all images in the workspace shows every image first, ticked, and then writes them all', async () => {
    const { page } = window;
    const places = {
      'cluster/nightly.yaml': 'nginx:1.27.5',
      'cluster/shop.yaml': 'redis:7.4',
      'tools/Dockerfile': 'node:22',
    };
    const before = new Map(Object.keys(places).map(file => [file, onDisk(file)]));
    await runCommand(page, 'Registry Lens: Pin All Images in the Workspace');
    const picker = page.locator('.quick-input-widget:visible');
    for (const [file, image] of Object.entries(places)) {
      const row = picker
        .locator('.monaco-list-row')
        .filter({ hasText: image })
        .filter({ hasText: `${file}:` });
      await row.waitFor();
      // What is safe is ticked from the start.
      await row.locator('[aria-checked="true"], input:checked').first().waitFor({ state: 'attached' });
      expect(onDisk(file)).toBe(before.get(file));
    }
    await page.keyboard.press('Enter');
    for (const [file, image] of Object.entries(places)) {
      const wanted = before.get(file)?.replace(image, await pinned(image));
      await expect.poll(() => onDisk(file), { message: file }).toBe(wanted);
    }
    await expect.poll(() => page.locator('.tabs-container .tab.dirty').count()).toBe(0);
    await page.getByText('No problems have been detected').waitFor();
  });

  test('what could not be checked is told in the status bar, and is no problem', async () => {
    const { page } = window;
    const item = page.locator('.part.statusbar').getByText('could not be checked');
    expect(await item.count()).toBe(0);
    const locked = await startDockerRegistry({ htpasswd: true });
    const gone = await startDockerRegistry();
    await gone.stop();
    try {
      const digest = `sha256:${'0'.repeat(64)}`;
      writeFileSync(
        join(folder, 'cluster/debug.yaml'),
        [
          'apiVersion: v1',
          'kind: Pod',
          'metadata: {name: debug}',
          'spec:',
          '  containers:',
          `    - image: ${locked.host}/team/tool:1.0.0@${digest}`,
          `    - image: ${gone.host}/team/tool:1.0.0@${digest}`,
          '',
        ].join('\n'),
      );
      await expect.poll(() => item.textContent()).toContain('Registry Lens: 2 names could not be checked');
      await item.hover();
      const tooltip = page.locator('.monaco-hover:visible, .workbench-hover:visible').first();
      await expect.poll(() => tooltip.textContent()).toContain(`${locked.host} refused access`);
      expect(await tooltip.textContent()).toContain(`docker login ${locked.host}`);
      expect(await tooltip.textContent()).toContain(`${gone.host} could not be reached: it refused the connection`);
      await runCommand(page, 'Problems: Focus on Problems View');
      await page.getByText('No problems have been detected').waitFor();
    } finally {
      await locked.stop();
    }
  });

  test('asking again a registry that is gone says so at once, also of what is known', async () => {
    const { page } = window;
    await world.images.stop();
    await runCommand(page, 'Registry Lens: Ask Registries Again');
    await page.locator('.part.statusbar').getByText('could not be checked').waitFor();
    await runCommand(page, 'Notifications: Show Notifications');
    await page.locator('.notifications-center').getByText('is still shown').first().waitFor();
    await runCommand(page, 'Notifications: Hide Notifications');
    await page.locator('.part.statusbar').getByText('Registry Lens: ').click();
    const menu = page.locator('.quick-input-widget:visible');
    for (const label of ['Check Workspace', 'Ask Registries Again', 'Go Offline', 'Show Log', 'Open Settings']) {
      await menu.getByText(label).waitFor();
    }
    await page.keyboard.press('Escape');
  });

  /** Takes a fix from the menu at the cursor. */
  async function takeQuickFix(page: Page, title: string): Promise<void> {
    await runCommand(page, 'Quick Fix...');
    await page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).last().click();
    await focusedEditor(page).waitFor();
  }

  /** Saves the active file, once it holds these words, and wants this text on the disk. */
  async function saveOnce(words: string, file: string, text: string): Promise<void> {
    await expect.poll(() => visibleText(window.page)).toContain(words);
    await runCommand(window.page, 'File: Save');
    await expect.poll(() => onDisk(file)).toBe(text);
  }
});
