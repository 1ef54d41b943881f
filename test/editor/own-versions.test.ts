import { afterEach, expect, test } from 'vitest';
import type { TextDocumentEdit } from 'vscode-languageserver';
import { CLIENT_COMMANDS } from '../../server/src/editor/protocol.ts';
import { known } from './answers.ts';
import { rangeOf, rule, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const OWN = { name: '@acme/lib', version: '1.2.3' };
const MANIFEST = `${JSON.stringify(OWN, undefined, 2)}\n`;
const LOCKFILE = `${JSON.stringify({ ...OWN, lockfileVersion: 3, packages: { '': OWN } }, undefined, 2)}\n`;
const PLACE = { registry: 'npm', name: '@acme/lib' } as const;
const LIVE = { is: 'live' } as const;

async function start(files: Readonly<Record<string, string>>): Promise<void> {
  client = await startClient({ files, ...VSCODE, initializationOptions: { showsWhy: true, runsInTerminal: true } });
  client.open('package.json', MANIFEST);
  await client.until(() => client.lens.wanted.some(({ key }) => key === 'history npm @acme/lib'));
  client.lens.answer(
    [{ ask: 'history', ...PLACE }, known({ published: { '1.2.3': '2026-11-01T10:00:00Z' } })],
    [
      { ask: 'package', ...PLACE },
      known({ standing: LIVE, tags: {}, releases: [{ version: '1.2.3', standing: LIVE }] }),
    ],
  );
  await expect
    .poll(async () => (await client.pull('package.json')).items?.map(item => rule(item)))
    .toEqual(['already-published']);
}

test('a version that is published is told, and raised by an edit', async () => {
  await start({ 'package.json': MANIFEST });
  const actions = await client.actions('package.json', rangeOf(MANIFEST, '"version": "1.2.3"'));
  const titles = actions.map(({ title }) => title);
  expect(titles.filter(title => title.startsWith('Raise'))).toEqual([
    'Raise the version to `1.2.4` (patch)',
    'Raise the version to `1.3.0` (minor)',
    'Raise the version to `2.0.0` (major)',
    'Raise the version to `1.2.4-0` (pre-release)',
  ]);
  expect(titles.filter(title => title.startsWith('Run'))).toEqual([]);
  const [change] = (actions[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  expect(change?.edits.map(edit => ('newText' in edit ? edit.newText : ''))).toEqual(['1.2.4']);
});

test('beside a lockfile that has it too, npm raises it in both', async () => {
  await start({ 'package.json': MANIFEST, 'package-lock.json': LOCKFILE });
  const actions = await client.actions('package.json', rangeOf(MANIFEST, '"version": "1.2.3"'));
  expect(actions.map(({ command }) => command)).toContainEqual({
    title: 'Run `npm version 1.2.4 --no-git-tag-version` in the terminal',
    command: CLIENT_COMMANDS.runInTerminal,
    arguments: [
      {
        program: 'npm',
        arguments: ['version', '1.2.4', '--no-git-tag-version'],
        folder: client.uri('').replace(/\/$/, ''),
      },
    ],
  });
});

test('its hover says since when', async () => {
  await start({ 'package.json': MANIFEST });
  expect(JSON.stringify(await client.hover('package.json', 2, 5))).toMatch(/Published 2026\W+11\W+01/u);
});
