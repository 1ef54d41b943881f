import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { type DockerRegistry, pushImage, pushIndex, startDockerRegistry } from '../../support/docker-registry.ts';
import { whyNoWorkbench } from '../run-suite.ts';
import { openWindow, type Window } from '../window.ts';
import { openFile, runCommand, takePicture, visibleText } from '../workbench.ts';
import { removeFolder, writeFolder } from '../world.ts';

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const POLICY = `resource "aws_ecr_repository" "web" {
  name = "shop/web"
}

resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection    = { tagStatus = "tagged", tagPatternList = ["v*"], countType = "imageCountMoreThan", countNumber = 1 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      },
    ]
  })
}
`;

describe.skipIf(whyNoWorkbench() !== undefined)('a retention policy', () => {
  let registry: DockerRegistry;
  let folder: string;
  let window: Window;
  let pinned: string;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    const repository = 'shop/web';
    const push = (tag: string, created: string) => pushImage(registry, { repository, tag, content: created, created });
    pinned = (await push('next', '2025-03-04T05:06:07Z')).digest;
    await push('next', '2025-05-06T07:08:09Z');
    await push('v1.0.0', '2025-03-01T00:00:00Z');
    const platform = await pushImage(registry, { repository, content: 'amd64', created: '2025-04-01T00:00:00Z' });
    await pushIndex(registry, { repository, tag: 'v1.1.0', images: [platform] });
    folder = writeFolder({ 'ecr.tf': POLICY, Dockerfile: `FROM ${HOST}/shop/web:next@${pinned}\n` });
    window = await openWindow(folder, {
      settings: { 'registryLens.registries': { oci: { [HOST]: registry.base } } },
    });
    await runCommand(window.page, 'View: Toggle Primary Side Bar Visibility');
  }, 120_000);

  afterAll(async () => {
    await window?.close();
    await registry?.stop();
    if (folder !== undefined) removeFolder(folder);
  });

  beforeEach(({ task }) => {
    onTestFailed(() => window?.keepEvidence(task.name.replaceAll(' ', '-')));
  });

  /** The row of the table that begins so; its cells. */
  const row = async (start: string) =>
    (await visibleText(window.page))
      .split('\n')
      .find(line => line.includes(start))
      ?.split('|')
      .map(cell => cell.trim());

  test('is tried on what its registry has, by the click above it', async () => {
    const { page } = window;
    await openFile(page, 'Dockerfile');
    await openFile(page, 'ecr.tf');
    await page.getByText('Simulate retention policy').click();
    const tab = page.locator('.tabs-container .tab.active', { hasText: 'Retention of shop web.md' });
    await tab.waitFor();
    await expect.poll(() => visibleText(page)).toContain('**deleted**');
    expect(await row('v1.0.0')).toMatchObject({ 4: '**deleted**', 5: '`1`', 6: '' });
    expect(await row('v1.1.0')).toMatchObject({ 4: 'kept', 5: '' });
    expect(await row('next')).toMatchObject({ 4: 'kept', 5: '' });
    expect(await row(pinned.slice(0, 19))).toMatchObject({ 1: '', 4: '**deleted**', 5: '`2`', 6: '`Dockerfile:1`' });
    await takePicture(page, 'retention', page.locator('.editor-group-container.active .view-line').last());
  });

  test('is tried again by the command, on what the editor shows, and nothing can be typed into the report', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close Editor');
    await openFile(page, 'ecr.tf');
    await runCommand(page, 'Registry Lens: Simulate Retention Policy');
    await expect.poll(() => visibleText(page)).toContain('# Retention policy of Amazon ECR');
    const before = await visibleText(page);
    await page.keyboard.type('x');
    expect(await visibleText(page)).toBe(before);
  });
});
