import { afterEach, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { type ClientOptions, PLAIN, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions): Promise<TestClient> {
  client = await startClient(options);
  return client;
}

/** `*` is a finding that needs no answer, wherever it is a registry's. */
const MEMBER = '{"name": "a", "dependencies": {"sibling": "*", "outside": "*"}}';

function asked(name: string): boolean {
  return client.lens.wanted.some(({ key }) => key.includes(name));
}

it.each([
  ['the workspace folder', ''],
  ['a folder in it', 'inner/'],
])('neither asks nor says anything about a sibling that no walk has reached, in %s', async (_, at) => {
  const files = {
    [`${at}package.json`]: '{"workspaces": ["packages/*"]}',
    [`${at}packages/b/package.json`]: '{"name": "sibling"}',
  };
  const initializationOptions = { registryLens: { scanWorkspace: false } };
  const { open, until, pushed } = await start({ capabilities: PLAIN, files, initializationOptions });
  open('Dockerfile', 'FROM alpine');
  await until(() => pushed.has('Dockerfile'));
  const member = `${at}packages/a/package.json`;
  open(member, MEMBER);
  await until(() => pushed.has(member) && asked('outside'));
  expect(pushed.get(member)?.diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('outside')]);
  expect(asked('sibling')).toBe(false);
});

it('answers a pull and a hover that come right behind the opening', async () => {
  const files = { 'x/package.json': '{"workspaces": ["b"]}', 'x/b/package.json': '{"name": "sibling"}' };
  const { open, pull, hover } = await start({ capabilities: VSCODE, files });
  await pull('Dockerfile');
  open('x/a/package.json', MEMBER);
  const [report, card] = await Promise.all([pull('x/a/package.json'), hover('x/a/package.json', 0, 55)]);
  expect(report.items?.map(({ message }) => message)).toEqual([expect.stringContaining('outside')]);
  expect(card).toContain('outside');
});

it('follows siblings that come, are renamed and go', async () => {
  const files = { 'package.json': '{"workspaces": ["packages/*"]}', 'packages/b/package.json': '{"name": "b"}' };
  const { open, until, pushed, write, touch, remove } = await start({ capabilities: PLAIN, files });
  const findings = () => pushed.get('packages/a/package.json')?.diagnostics.length;
  open('packages/a/package.json', MEMBER);
  await until(() => findings() === 2);

  await write('packages/b/package.json', '{"name": "sibling"}');
  touch('packages/b/package.json', FileChangeType.Changed);
  await until(() => findings() === 1);

  await remove('packages/b');
  touch('packages/b/package.json', FileChangeType.Deleted);
  await until(() => findings() === 2);

  await write('packages/c/package.json', '{"name": "sibling"}');
  touch('packages/c/package.json', FileChangeType.Created);
  await until(() => findings() === 1);

  await write('pnpm-workspace.yaml', 'packages: ["!packages/c"]');
  touch('pnpm-workspace.yaml', FileChangeType.Created);
  await until(() => findings() === 2);
});

it('asks nobody about a sibling that comes with the member that names it', async () => {
  const files = {
    'package.json': '{"workspaces": ["packages/*"]}',
    'packages/a/package.json': '{"dependencies": {"first": "1"}}',
  };
  const { until, write, touch } = await start({ capabilities: PLAIN, files });
  await until(() => asked('first'));
  await write('packages/b/package.json', '{"name": "sibling"}');
  await write('packages/a/package.json', MEMBER);
  touch('packages/a/package.json', FileChangeType.Changed);
  touch('packages/b/package.json', FileChangeType.Created);
  await until(() => asked('outside'));
  expect(asked('sibling')).toBe(false);
});
