import { afterEach, describe, expect, it } from 'vitest';
import {
  type CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  type TextDocumentEdit,
} from 'vscode-languageserver';
import { CLIENT_COMMANDS } from '../../server/src/editor/protocol.ts';
import type { Standing } from '../../server/src/model/answer.ts';
import { known } from './answers.ts';
import { type ClientOptions, rangeOf, rule, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const FILE = '.registry-lens.json';
const HASH = `sha512-${'A'.repeat(86)}==`;
const OTHER = `sha512-${'B'.repeat(86)}==`;
const MANIFEST = `${JSON.stringify({ name: 'app', workspaces: ['packages/*'], dependencies: { foo: '^1.0.0', baz: '1.0.0' } }, undefined, 2)}\n`;
const MEMBER = `${JSON.stringify({ name: 'member', dependencies: { foo: '^1.0.0' } }, undefined, 2)}\n`;

function locked(name: string, version: string, dependencies?: object): object {
  const resolved = `https://registry.example/${name}/-/${name}-${version}.tgz`;
  return { version, resolved, integrity: HASH, ...(dependencies === undefined ? {} : { dependencies }) };
}

const LOCKFILE = `${JSON.stringify(
  {
    name: 'app',
    lockfileVersion: 3,
    packages: {
      '': { name: 'app', workspaces: ['packages/*'], dependencies: { foo: '^1.0.0', baz: '1.0.0' } },
      'packages/member': { name: 'member', dependencies: { foo: '^1.0.0' } },
      'node_modules/member': { resolved: 'packages/member', link: true },
      'node_modules/foo': locked('foo', '1.2.0', { bar: '^1.0.0' }),
      'node_modules/bar': locked('bar', '1.1.0', { 'left-pad': '^1.3.0', foo: '*' }),
      'node_modules/baz': locked('baz', '1.0.0', { 'left-pad': '~1.3.0' }),
      'node_modules/left-pad': locked('left-pad', '1.3.0'),
    },
  },
  undefined,
  2,
)}\n`;
const FILES = { 'package.json': MANIFEST, 'packages/member/package.json': MEMBER, 'package-lock.json': LOCKFILE };
const SOURCE = 'recorded registry.example';

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await startClient({ files: FILES, ...options });
  client.open('package-lock.json', FILES['package-lock.json']);
  client.open('package.json', MANIFEST);
  await client.until(() => client.lens.wanted.some(({ key }) => key.includes('left-pad')));
  return client;
}

/** The registry tells what it has of left-pad, and that nothing is wrong with the others. */
function tell(standing: Standing = { is: 'deprecated', message: 'pads on the wrong side' }): void {
  const left = { registry: 'npm', name: 'left-pad', source: SOURCE } as const;
  const release = { version: '1.3.0', standing, hashes: [{ algorithm: 'sha512', text: HASH }] };
  client.lens.answer(
    [{ ask: 'release', ...left, version: '1.3.0' }, known(release)],
    [
      { ask: 'package', ...left },
      known({
        standing: { is: 'live' },
        tags: { latest: '1.3.1' },
        releases: [release, { version: '1.3.1', standing: { is: 'live' } }],
      }),
    ],
  );
}

async function prepare(file: string, text: string, piece: string): Promise<CallHierarchyItem[] | null> {
  return client.connection.sendRequest(CallHierarchyPrepareRequest.type, {
    textDocument: { uri: client.uri(file) },
    position: rangeOf(text, piece).start,
  });
}

async function above(item: CallHierarchyItem): Promise<CallHierarchyIncomingCall[]> {
  return (await client.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
}

async function below(item: CallHierarchyItem): Promise<string[]> {
  const calls = (await client.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item })) ?? [];
  return calls.map(({ to }) => to.name);
}

const CRATES = 'registry+https://github.com/rust-lang/crates.io-index';
const TARBALL = 'https://registry.example/x/-/x-1.0.0.tgz';
const PYPI = 'https://pypi.org/simple';
const LEFT_PAD = '"node_modules/left-pad"';

describe('a tree of who brings a package in', () => {
  it('begins at an entry, says what is wrong, and leads up to the manifests', async () => {
    await start();
    tell();
    const [leftPad] = (await prepare('package-lock.json', LOCKFILE, LEFT_PAD)) ?? [];
    if (leftPad === undefined) throw new Error('nothing is there');
    expect(leftPad).toMatchObject({ name: 'left-pad', detail: '1.3.0 · is deprecated' });
    expect(leftPad.selectionRange).toEqual(rangeOf(LOCKFILE, LEFT_PAD));
    const calls = await above(leftPad);
    expect(calls.map(({ from }) => `${from.name} ${from.detail}`)).toEqual(['bar 1.1.0', 'baz 1.0.0']);
    const bar = calls[0]?.from ?? leftPad;
    const byBar = await above(bar);
    expect(byBar.map(({ from }) => from.name)).toEqual(['foo']);
    expect(await below(bar)).toEqual(['left-pad', 'foo']);
    const foo = byBar[0]?.from ?? leftPad;
    await client.until(() => client.lens.wanted.some(({ key }) => key.includes('baz')));
    await expect
      .poll(async () => (await above(foo)).map(({ from }) => from.name))
      .toEqual(['package.json', 'packages/member/package.json', 'bar']);
    const [top] = await above(foo);
    expect(top?.fromRanges).toEqual([rangeOf(MANIFEST, '"foo": "^1.0.0"')]);
    expect(await above(top?.from ?? foo)).toEqual([]);
    expect(await below(top?.from ?? foo)).toEqual(['foo', 'baz']);
  });

  it('begins at a dependency of a manifest that the lockfile holds', async () => {
    await start();
    const items = (await prepare('package.json', MANIFEST, '"baz"')) ?? [];
    expect(items.map(({ name, uri }) => [name, uri])).toEqual([['baz', client.uri('package-lock.json')]]);
    expect(await prepare('package.json', MANIFEST, '"name"')).toBeNull();
    expect(await prepare('package-lock.json', LOCKFILE, '"lockfileVersion"')).toBeNull();
  });

  it('belongs to the entry whose lines the cursor is in', async () => {
    await start();
    const [item] = (await prepare('package-lock.json', LOCKFILE, '"foo": "*"')) ?? [];
    expect(item?.name).toBe('bar');
  });

  it('belongs to no entry in a section behind that says the same to older clients', async () => {
    const { packages } = JSON.parse(LOCKFILE) as { packages: object };
    const old = { 'left-pad': { version: '1.3.0', requires: { nothing: '1' } } };
    const text = JSON.stringify({ name: 'app', lockfileVersion: 2, packages, dependencies: old }, undefined, 2);
    client = await startClient({ files: { 'package-lock.json': text } });
    client.open('package-lock.json', text);
    await client.pull('package-lock.json');
    expect(await prepare('package-lock.json', text, '"nothing"')).toBeNull();
    expect(await prepare('package-lock.json', text, LEFT_PAD)).toHaveLength(1);
  });

  it('goes on by the name where the lockfile was written anew, and ends where the package is gone', async () => {
    await start();
    const [item] = (await prepare('package-lock.json', LOCKFILE, LEFT_PAD)) ?? [];
    if (item === undefined) throw new Error('nothing is there');
    client.change('package-lock.json', LOCKFILE.replace(/ {4}"node_modules\/baz"[^}]*\}[^}]*\},\n/, ''));
    await client.pull('package-lock.json');
    expect((await above(item)).map(({ from }) => from.name)).toEqual(['bar']);
    client.change('package-lock.json', LOCKFILE.replaceAll('left-pad', 'right-pad'));
    await client.pull('package-lock.json');
    expect(await above(item)).toEqual([]);
    for (const data of [undefined, 7, { what: 'node' }, { what: 'node', uri: 'x', node: -1, name: '' }]) {
      expect(await above({ ...item, data })).toEqual([]);
    }
  });

  it.each([
    ['for all documents where a client cannot say for which', VSCODE, true, 0],
    [
      'for files of packages where it can',
      { ...VSCODE, textDocument: { ...VSCODE.textDocument, callHierarchy: { dynamicRegistration: true } } },
      undefined,
      1,
    ],
  ])('is offered %s', async (_, capabilities, isStatic, registered) => {
    await start({ capabilities });
    expect(client.abilities.callHierarchyProvider).toBe(isStatic);
    const count = () => client.registered.filter(method => method === 'textDocument/prepareCallHierarchy').length;
    await client.until(() => count() === registered);
  });
});

describe('a tree of other tools’ lockfiles', () => {
  it.each<[string, string, string, string, string, string]>([
    [
      'Cargo.toml',
      '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\nouter = "1"\n',
      'Cargo.lock',
      [
        'version = 4',
        '[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "outer",\n]',
        `[[package]]\nname = "inner"\nversion = "1.0.0"\nsource = "${CRATES}"\nchecksum = "${'a'.repeat(64)}"`,
        `[[package]]\nname = "outer"\nversion = "1.0.0"\nsource = "${CRATES}"\nchecksum = "${'b'.repeat(64)}"\ndependencies = [\n "inner",\n]\n`,
      ].join('\n\n'),
      'name = "inner"',
      'outer = "1"',
    ],
    [
      'pyproject.toml',
      '[project]\nname = "app"\nversion = "0.1.0"\ndependencies = ["outer>=1"]\n\n[tool.uv]\n',
      'uv.lock',
      [
        'version = 1\nrevision = 3\nrequires-python = ">=3.12"',
        '[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "outer" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "outer", specifier = ">=1" }]',
        `[[package]]\nname = "inner"\nversion = "1.0.0"\nsource = { registry = "${PYPI}" }`,
        `[[package]]\nname = "outer"\nversion = "1.0.0"\nsource = { registry = "${PYPI}" }\ndependencies = [\n    { name = "inner" },\n]\n`,
      ].join('\n\n'),
      'name = "inner"',
      'outer>=1',
    ],
    [
      'package.json',
      '{ "name": "app", "dependencies": { "outer": "^1.0.0" } }\n',
      'yarn.lock',
      [
        '# yarn lockfile v1\n\n',
        `inner@^1.0.0:\n  version "1.0.0"\n  resolved "${TARBALL}"\n  integrity ${HASH}\n`,
        `outer@^1.0.0:\n  version "1.0.0"\n  resolved "${TARBALL}"\n  integrity ${HASH}\n  dependencies:\n    inner "^1.0.0"\n`,
      ].join('\n'),
      'inner@^1.0.0',
      '"outer"',
    ],
    [
      'package.json',
      '{ "name": "app", "dependencies": { "outer": "^1.0.0" } }\n',
      'pnpm-lock.yaml',
      [
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      outer:\n        specifier: ^1.0.0\n        version: 1.0.0\n",
        `packages:\n\n  inner@1.0.0:\n    resolution: {integrity: ${HASH}}\n\n  outer@1.0.0:\n    resolution: {integrity: ${HASH}}\n`,
        'snapshots:\n\n  inner@1.0.0: {}\n\n  outer@1.0.0:\n    dependencies:\n      inner: 1.0.0\n',
      ].join('\n'),
      'inner@1.0.0',
      '"outer"',
    ],
    [
      'package.json',
      '{ "name": "app", "dependencies": { "outer": "^1.0.0" } }\n',
      'bun.lock',
      `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {\n      "name": "app",\n      "dependencies": {\n        "outer": "^1.0.0",\n      },\n    },\n  },\n  "packages": {\n    "inner": ["inner@1.0.0", "", {}, "${HASH}"],\n\n    "outer": ["outer@1.0.0", "", { "dependencies": { "inner": "^1.0.0" } }, "${HASH}"],\n  }\n}\n`,
      '"inner": [',
      '"outer"',
    ],
  ])('leads up to %s', async (manifest, wants, lockfile, held, inner, outer) => {
    client = await startClient({ files: { [manifest]: wants, [lockfile]: held } });
    client.open(lockfile, held);
    client.open(manifest, wants);
    await client.pull(manifest);
    await expect.poll(async () => (await prepare(manifest, wants, outer))?.map(({ name }) => name)).toEqual(['outer']);
    const [item] = (await prepare(lockfile, held, inner)) ?? [];
    if (item === undefined) throw new Error('nothing is there');
    const [first] = await above(item);
    expect(first?.from).toMatchObject({ name: 'outer', detail: '1.0.0' });
    const top = await above(first?.from ?? item);
    expect(top.map(({ from, fromRanges }) => [from.name, fromRanges.length])).toEqual([[manifest, 1]]);
  });
});

describe('a hover', () => {
  it('at an entry tells the chain, the hash and where it came from', async () => {
    await start();
    tell();
    const { line, character } = rangeOf(LOCKFILE, LEFT_PAD).start;
    const card = await client.hover('package-lock.json', line, character + 3);
    expect(card).toContain('Comes with `baz`\\, the shortest of 2 ways');
    expect(card).toContain('Locked with `sha512-AAAAAAAAAAAAAAAAA…`\\, as the registry has it');
    expect(card).toContain('Recorded as from `https://registry.example/left-pad/-/left-pad-1.3.0.tgz`');
  });

  it('at an entry tells of other bytes', async () => {
    await start();
    const place = { registry: 'npm', name: 'left-pad', source: SOURCE } as const;
    const hashes = [{ algorithm: 'sha512', text: OTHER }];
    const fact = { version: '1.3.0', standing: { is: 'live' }, hashes } as const;
    client.lens.answer([{ ask: 'release', ...place, version: '1.3.0' }, known(fact)]);
    const { line, character } = rangeOf(LOCKFILE, LEFT_PAD).start;
    expect(await client.hover('package-lock.json', line, character + 3)).toContain(
      'and the registry has `sha512-BBBBBBBBBBBBBBBBB…`\\: these are other bytes',
    );
  });

  it('at a manifest tells what is written and what is held', async () => {
    await start();
    const place = { registry: 'npm', name: 'foo', source: `npm ${SOURCE}` } as const;
    const releases = [{ version: '1.2.0', standing: { is: 'live' } }] as const;
    const fact = { standing: { is: 'live' }, tags: { latest: '1.2.0' }, releases } as const;
    client.lens.answer([{ ask: 'package', ...place }, known(fact)]);
    const { line, character } = rangeOf(MANIFEST, '"foo"').start;
    expect(await client.hover('package.json', line, character + 2)).toContain(
      '`package-lock.json` holds `1.2.0` for `^1.0.0`\\, the latest',
    );
  });

  it('in a shrinkwrap tells who reads it no more', async () => {
    client = await startClient({ files: { 'npm-shrinkwrap.json': LOCKFILE } });
    client.open('npm-shrinkwrap.json', LOCKFILE);
    await client.pull('npm-shrinkwrap.json');
    const { line, character } = rangeOf(LOCKFILE, LEFT_PAD).start;
    expect(await client.hover('npm-shrinkwrap.json', line, character + 3)).toContain('npm from version 12 on');
  });
});

describe('what is ignored', () => {
  const GONE = { [FILE]: '{"ignore": ["npm:left-pad"]}' };

  it.each([
    ['is offered at an entry', {}, ['Ignore `left-pad` in this workspace'], ['integrity-mismatch'], 2],
    ['in a lockfile is told at no manifest either', GONE, [], [], 0],
  ])('%s', async (_, files, offered, rules, atManifest) => {
    client = await startClient({ files: { ...FILES, ...files } });
    client.open('package-lock.json', LOCKFILE);
    client.open('package.json', MANIFEST);
    await client.until(() => client.lens.wanted.some(({ key }) => key.includes('baz')));
    const left = { registry: 'npm', name: 'left-pad', source: SOURCE } as const;
    const fact = {
      version: '1.3.0',
      standing: { is: 'live' },
      hashes: [{ algorithm: 'sha512', text: OTHER }],
    } as const;
    client.lens.answer([{ ask: 'release', ...left, version: '1.3.0' }, known(fact)]);
    const actions = await client.actions('package-lock.json', rangeOf(LOCKFILE, LEFT_PAD));
    const titles = actions.map(({ title }) => title);
    expect(titles.filter(title => title.startsWith('Ignore'))).toEqual(offered);
    expect((await client.pull('package-lock.json')).items?.map(rule)).toEqual(rules);
    await expect.poll(async () => (await client.pull('package.json')).items).toHaveLength(atManifest);
  });
});

describe('actions', () => {
  const OPTIONS: ClientOptions = { initializationOptions: { showsWhy: true, runsInTerminal: true } };

  it('at an entry show why it is there, and run the tool that renews it', async () => {
    await start(OPTIONS);
    tell();
    const actions = await client.actions('package-lock.json', rangeOf(LOCKFILE, LEFT_PAD));
    const commands = actions.flatMap(({ command }) => command ?? []);
    expect(commands).toContainEqual({
      title: 'Show why `left-pad` is here',
      command: CLIENT_COMMANDS.showWhy,
      arguments: [{ uri: client.uri('package-lock.json'), position: rangeOf(LOCKFILE, LEFT_PAD).start }],
    });
    expect(commands).toContainEqual({
      title: 'Run `npm update left-pad` in the terminal',
      command: CLIENT_COMMANDS.runInTerminal,
      arguments: [{ program: 'npm', arguments: ['update', 'left-pad'], folder: client.uri('').replace(/\/$/, '') }],
    });
  });

  it('at the manifest override what others bring in, show why, and run the tool', async () => {
    await start(OPTIONS);
    tell({ is: 'yanked' });
    const find = async () =>
      (await client.pull('package.json')).items?.filter(item => rule(item) === 'withdrawn-transitive');
    await expect.poll(async () => (await find())?.length).toBe(2);
    const actions = await client.actions('package.json', rangeOf(MANIFEST, '"foo": "^1.0.0"'));
    const titles = actions.map(({ title }) => title);
    expect(titles.slice(0, 3)).toEqual([
      'Override `left-pad` `1.3.0` with `1.3.1` in the whole project',
      'Run `npm update left-pad` in the terminal',
      'Show why `left-pad` is here',
    ]);
    const [change] = (actions[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.edits.map(edit => ('newText' in edit ? edit.newText : ''))).toEqual([
      ',\n  "overrides": {\n    "left-pad": "1.3.1"\n  }',
    ]);
  });

  it.each([
    ['closed', false],
    ['open, and other than on disk', true],
  ])('at the manifest override in the manifest of pnpm’s workspace that is %s', async (_, isOpen) => {
    const manifest = '{ "name": "app", "dependencies": { "outer": "^1.0.0" } }\n';
    const held = [
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      outer:\n        specifier: ^1.0.0\n        version: 1.0.0\n",
      `packages:\n\n  inner@1.0.0:\n    resolution: {integrity: ${HASH}}\n\n  outer@1.0.0:\n    resolution: {integrity: ${HASH}}\n`,
      'snapshots:\n\n  inner@1.0.0: {}\n\n  outer@1.0.0:\n    dependencies:\n      inner: 1.0.0\n',
    ].join('\n');
    const written = 'autoInstallPeers: true\n';
    const files = { 'package.json': manifest, 'pnpm-lock.yaml': held, 'pnpm-workspace.yaml': written };
    client = await startClient({ files });
    for (const file of ['package.json', 'pnpm-lock.yaml'] as const) client.open(file, files[file]);
    if (isOpen) client.open('pnpm-workspace.yaml', `${written}overrides:\n  x: 1.0.0\n`);
    await client.until(() => client.lens.wanted.some(({ key }) => key.includes('inner')));
    const inner = { registry: 'npm', name: 'inner' } as const;
    const release = { version: '1.0.0', standing: { is: 'yanked' } } as const;
    const releases = [release, { version: '1.0.1', standing: { is: 'live' } }] as const;
    client.lens.answer(
      [{ ask: 'release', ...inner, version: '1.0.0' }, known(release)],
      [{ ask: 'package', ...inner }, known({ standing: { is: 'live' }, tags: {}, releases })],
    );
    const title = 'Override `inner` `1.0.0` with `1.0.1` in `pnpm-workspace.yaml`';
    const find = async () =>
      (await client.actions('package.json', rangeOf(manifest, '"outer"'))).find(action => action.title === title);
    await expect.poll(async () => (await find())?.title).toBe(title);
    expect((await find())?.edit?.documentChanges).toEqual([
      {
        textDocument: { uri: client.uri('pnpm-workspace.yaml'), version: isOpen ? 1 : null },
        edits: [
          isOpen
            ? {
                range: { start: { line: 2, character: 10 }, end: { line: 2, character: 10 } },
                newText: '\n  inner: 1.0.1',
              }
            : {
                range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
                newText: 'overrides:\n  inner: 1.0.1\n',
              },
        ],
      },
    ]);
    if (!isOpen) return;
    client.change('pnpm-workspace.yaml', `${written}nodeLinker: hoisted\noverrides:\n  x: 1.0.0\n`);
    const [changed] = (await find())?.edit?.documentChanges ?? [];
    expect([undefined, 3]).toContain(changed && 'edits' in changed ? changed.edits[0]?.range.start.line : undefined);
    await expect.poll(async () => (await find())?.title).toBe(title);
  });

  it('at a member of a workspace override nothing', async () => {
    await start(OPTIONS);
    client.open('packages/member/package.json', MEMBER);
    tell({ is: 'yanked' });
    const at = rangeOf(MEMBER, '"foo": "^1.0.0"');
    await expect
      .poll(async () => (await client.actions('packages/member/package.json', at)).map(({ title }) => title))
      .toContain('Show why `left-pad` is here');
    const titles = (await client.actions('packages/member/package.json', at)).map(({ title }) => title);
    expect(titles.filter(title => title.startsWith('Override'))).toEqual([]);
  });

  it.each([
    ['a client that does not say that it has them', {}],
    ['a workspace that is not trusted', { showsWhy: false, runsInTerminal: true, trusted: false }],
  ])('are no commands of the client’s for %s', async (_, initializationOptions) => {
    client = await startClient({ files: FILES, initializationOptions });
    client.open('package-lock.json', LOCKFILE);
    await client.pull('package-lock.json');
    tell();
    const actions = await client.actions('package-lock.json', rangeOf(LOCKFILE, LEFT_PAD));
    const theirs: readonly string[] = Object.values(CLIENT_COMMANDS);
    expect(actions.filter(({ command }) => theirs.includes(command?.command ?? ''))).toEqual([]);
  });

  it.each([
    ['left-pad; rm -rf ~', 'left-pad\\u003b rm -rf ~'],
    ['$(touch x)', '$(touch x)'],
    ['--registry=http://evil.example', '--registry=http://evil.example'],
    ['`id`', '`id`'],
  ])('run nothing for a lockfile with %s in it', async (name, written) => {
    const text = LOCKFILE.replaceAll('left-pad', written);
    client = await startClient({ files: { 'package-lock.json': text }, ...OPTIONS });
    client.open('package-lock.json', text);
    await client.pull('package-lock.json');
    const place = { registry: 'npm', name, source: SOURCE } as const;
    const release = { version: '1.3.0', standing: { is: 'yanked' } } as const;
    const releases = [release, { version: '1.3.1', standing: { is: 'live' } }] as const;
    client.lens.answer(
      [{ ask: 'release', ...place, version: '1.3.0' }, known(release)],
      [{ ask: 'package', ...place }, known({ standing: { is: 'live' }, tags: {}, releases })],
    );
    await client.pull('package-lock.json');
    const start = rangeOf(text, `"node_modules/${written}"`);
    const actions = await client.actions('package-lock.json', start);
    expect(actions.filter(({ command }) => command?.command === CLIENT_COMMANDS.runInTerminal)).toEqual([]);
  });
});
