import { rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { tagIs } from './answers.ts';
import { type ClientOptions, PLAIN, rule, startClient, type TestClient } from './client.ts';

const { Created, Changed, Deleted } = FileChangeType;
const FROM = 'FROM alpine\n';
/** What a test waits for to see that all was looked at: it is read last. */
const LAST = 'zz/Dockerfile';

/** `*` is a finding that needs no answer, wherever it is a registry's. */
const MEMBER = '{"name": "a", "dependencies": {"sibling": "*", "outside": "*"}}';

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions): Promise<TestClient> {
  client = await startClient({ capabilities: PLAIN, ...options });
  return client;
}

/** Rules by file, as the panel has them. */
function panel(): Record<string, string> {
  const shown = [...client.pushed].filter(([, { diagnostics }]) => diagnostics.length > 0);
  return Object.fromEntries(
    shown.map(([file, { diagnostics }]) => [decodeURIComponent(file), diagnostics.map(rule).join(' ')]).sort(),
  );
}

function here(...files: string[]): Record<string, string> {
  return Object.fromEntries(files.map(file => [file, 'latest-tag']));
}

async function move(from: string, to: string): Promise<void> {
  await rename(path.join(client.root, from), path.join(client.root, to));
}

/** Tells of what happened, and of a file that is read after all else; waits until it was, and forgets it. */
async function tell(...events: readonly (readonly [string, FileChangeType])[]): Promise<void> {
  await client.write(LAST, FROM);
  const changes = [...events, [LAST, Created] as const].map(([file, type]) => ({ uri: client.uri(file), type }));
  void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await client.until(() => LAST in panel());
}

const FILES = {
  'api/Dockerfile': FROM,
  'api/deep/er/Dockerfile': FROM,
  'api-2/Dockerfile': FROM,
  'b/Dockerfile': FROM,
};

describe('the panel, when the editor tells', () => {
  it.each<[string, (to: TestClient) => Promise<unknown>, string[]]>([
    [
      'that a folder is gone, and of nothing in it',
      async to => {
        await to.remove('api');
        await tell(['api', Deleted]);
      },
      ['api-2/Dockerfile', 'b/Dockerfile'],
    ],
    [
      'that a folder is there, and of nothing in it',
      async to => {
        await to.write('c/deep/er/Dockerfile', FROM);
        await tell(['c', Created]);
      },
      [...Object.keys(FILES), 'c/deep/er/Dockerfile'],
    ],
    [
      'that a folder went and another one came',
      async () => {
        await move('api', 'web');
        await tell(['web', Created], ['api', Deleted]);
      },
      ['api-2/Dockerfile', 'b/Dockerfile', 'web/Dockerfile', 'web/deep/er/Dockerfile'],
    ],
    [
      'that a folder is gone which is there',
      () => tell(['api', Deleted], ['b/Dockerfile', Deleted]),
      Object.keys(FILES),
    ],
    [
      'that a folder changed which is another one now',
      async to => {
        await to.remove('api');
        await to.write('api/new/Dockerfile', FROM);
        await tell(['api', Changed]);
      },
      ['api-2/Dockerfile', 'api/new/Dockerfile', 'b/Dockerfile'],
    ],
    [
      'of a file in a folder that is gone',
      async to => {
        await to.remove('api');
        await tell(['api/Dockerfile', Deleted], ['api/deep/er/Dockerfile', Changed]);
      },
      ['api-2/Dockerfile', 'b/Dockerfile'],
    ],
    [
      'of a file that is where a folder was',
      async to => {
        await to.remove('api');
        await to.write('api', '');
        await tell(['api', Changed]);
      },
      ['api-2/Dockerfile', 'b/Dockerfile'],
    ],
    [
      'of a branch that git went to, and of nothing else',
      async to => {
        await to.remove('api/deep');
        await to.write('c/Dockerfile', FROM);
        await tell(['.git/HEAD', Created]);
      },
      ['api-2/Dockerfile', 'api/Dockerfile', 'b/Dockerfile', 'c/Dockerfile'],
    ],
    [
      'of folders that no walk enters',
      async to => {
        for (const folder of ['node_modules/a', 'vendor', 'hidden', 'out/deep', 'c/.git'])
          await to.write(`${folder}/Dockerfile`, FROM);
        await tell(
          ...[
            'node_modules',
            'node_modules/a',
            'node_modules/a/Dockerfile',
            'vendor',
            'vendor/Dockerfile',
            'hidden',
          ].map(place => [place, Created] as const),
          ...['hidden/Dockerfile', 'out', 'out/deep', 'out/deep/Dockerfile', 'c/.git/Dockerfile', 'c'].map(
            place => [place, Created] as const,
          ),
        );
      },
      Object.keys(FILES),
    ],
    [
      'of a folder that is linked, and of what is behind the link',
      async to => {
        await symlink('b', path.join(to.root, 'link'));
        await symlink('b/Dockerfile', path.join(to.root, 'Dockerfile.link'));
        await tell(['link', Created], ['link/Dockerfile', Created], ['Dockerfile.link', Created]);
      },
      ['Dockerfile.link', ...Object.keys(FILES)],
    ],
    [
      'of a folder that brings rules along of what is hidden in it',
      async to => {
        await to.write('c/.gitignore', 'x\n');
        for (const folder of ['c', 'c/x', 'd/x']) await to.write(`${folder}/Dockerfile`, FROM);
        await tell(['c', Created], ['d', Created]);
      },
      [...Object.keys(FILES), 'c/Dockerfile', 'd/x/Dockerfile'],
    ],
    [
      'of rules that go, and those that come',
      async to => {
        await to.write('out/Dockerfile', FROM);
        await to.write('.gitignore', 'deep\n');
        await tell(['.gitignore', Changed]);
      },
      ['api-2/Dockerfile', 'api/Dockerfile', 'b/Dockerfile', 'out/Dockerfile'],
    ],
  ])('%s', async (_, happens, expected) => {
    const { until } = await start({
      files: { ...FILES, '.gitignore': 'out\n' },
      initializationOptions: { registryLens: { exclude: ['hidden'] } },
    });
    await until(() => Object.keys(panel()).length === 4);
    await happens(client);
    expect(panel()).toEqual(here(...expected, LAST));
  });

  it.each<[string, string, object, string[]]>([
    [
      'that a folder was renamed in it',
      'didRenameFiles',
      { oldUri: 'api', newUri: 'web' },
      ['web/Dockerfile', 'web/deep/er/Dockerfile'],
    ],
    ['that a folder was deleted in it', 'didDeleteFiles', { uri: 'api' }, []],
    // Where it was before is not told.
    [
      'that a folder was pasted in it',
      'didCreateFiles',
      { uri: 'web' },
      ['api/Dockerfile', 'api/deep/er/Dockerfile', 'web/Dockerfile', 'web/deep/er/Dockerfile'],
    ],
  ])('%s', async (_, method, places, expected) => {
    await start({ files: FILES });
    await untilPanel(here(...Object.keys(FILES)));
    await move('api', method === 'didDeleteFiles' ? 'node_modules' : 'web');
    const file = Object.fromEntries(Object.entries(places).map(([key, place]) => [key, client.uri(place)]));
    void client.connection.sendNotification(`workspace/${method}`, { files: [file] });
    await untilPanel(here(...expected, 'api-2/Dockerfile', 'b/Dockerfile'));
  });

  it('by another spelling of the folder’s URI', async () => {
    await start({ files: { 'a b+ü/x/Dockerfile': FROM, 'b/Dockerfile': FROM } });
    await untilPanel(here('a b+ü/x/Dockerfile', 'b/Dockerfile'));
    await client.remove('a b+ü/x');
    const uri = client.uri('a b+ü/x').replace('+', '%2B').replace('%C3%BC', '%c3%bc');
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: Deleted }] });
    await untilPanel(here('b/Dockerfile'));
  });
});

describe('a document that is open in a folder that is gone', () => {
  it('is what the editor says that it is, until it is closed', async () => {
    const { open, close, remove } = await start({ files: FILES });
    await untilPanel(here(...Object.keys(FILES)));
    open('api/Dockerfile', 'FROM alpine\nFROM busybox\n');
    const shown = { ...here('api-2/Dockerfile', 'b/Dockerfile'), 'api/Dockerfile': 'latest-tag latest-tag' };
    await untilPanel({ ...shown, ...here('api/deep/er/Dockerfile') });
    await remove('api');
    await tell(['api', Deleted]);
    expect(panel()).toEqual({ ...shown, ...here(LAST) });
    close('api/Dockerfile');
    await untilPanel(here('api-2/Dockerfile', 'b/Dockerfile', LAST));
  });
});

describe('an opened folder', () => {
  const opened = (added: readonly string[]) =>
    client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: added.map(name => ({ uri: client.uri(name), name })), removed: [] },
    });
  const capabilities = { ...PLAIN, workspace: { workspaceFolders: true } };

  it('that lies in a folder goes and comes with it', async () => {
    await start({ capabilities, files: { 'a/inner/Dockerfile': FROM, 'b/Dockerfile': FROM } });
    await opened(['a/inner']);
    await client.until(() => client.lens.opened.some(({ root }) => root?.endsWith('inner')));
    await untilPanel(here('a/inner/Dockerfile', 'b/Dockerfile'));
    await move('a', 'node_modules');
    client.touch('a', Deleted);
    await untilPanel(here('b/Dockerfile'));
    await move('node_modules', 'a');
    client.touch('a', Created);
    await untilPanel(here('a/inner/Dockerfile', 'b/Dockerfile'));
  });

  it('that is gone itself has nothing, until it comes back', async () => {
    await start({ capabilities, files: { 'a/deep/Dockerfile': FROM } });
    await untilPanel(here('a/deep/Dockerfile'));
    await rename(client.root, `${client.root}-away`);
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri('').replace(/\/$/, ''), type: Deleted }],
    });
    await untilPanel({});
    await rename(`${client.root}-away`, client.root);
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri('').replace(/\/$/, ''), type: Created }],
    });
    await untilPanel(here('a/deep/Dockerfile'));
  });
});

describe('what a folder brings along and takes away', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a configuration of routes', 'c', { 'c/deep/.npmrc': '', 'c/Dockerfile': FROM }],
    ['one that git does not read', 'c', { 'c/.npmrc': '', 'c/.gitignore': '.npmrc\n', 'c/Dockerfile': FROM }],
  ])('%s is read with it, and not obeyed without it', async (_, folder, files) => {
    const { lens, write, until } = await start({ files: FILES });
    await untilPanel(here(...Object.keys(FILES)));
    const { length } = lens.opened;
    for (const [file, text] of Object.entries(files)) await write(file, text);
    client.touch(folder, Created);
    await until(() => lens.opened.length > length);
    await untilPanel(here(...Object.keys(FILES), 'c/Dockerfile'));
    const before = lens.opened.length;
    await client.remove(folder);
    client.touch(folder, Deleted);
    await until(() => lens.opened.length > before);
    await untilPanel(here(...Object.keys(FILES)));
  });

  it('a project around a document that is open where no walk goes', async () => {
    const { open, lens, until } = await start({ files: { '.gitignore': 'out\n', ...FILES } });
    await untilPanel(here(...Object.keys(FILES)));
    open('out/front/Dockerfile', FROM);
    await untilPanel(here(...Object.keys(FILES), 'out/front/Dockerfile'));
    const { length } = lens.opened;
    client.touch('out/front', Created);
    await until(() => lens.opened.length > length);
  });

  it('nothing of the kind, and all stays as it was opened', async () => {
    const { lens, write, remove } = await start({ files: { ...FILES, 'a/.npmrc': '' } });
    await untilPanel(here(...Object.keys(FILES)));
    const { length } = lens.opened;
    await write('c/Dockerfile', FROM);
    await tell(['c', Created], ['a', Changed]);
    await remove('c');
    client.touch('c', Deleted);
    await untilPanel(here(...Object.keys(FILES), LAST));
    expect(lens.opened).toHaveLength(length);
  });

  it.each([true, false])('a package of the workspace, whether the workspace is walked (%s) or not', async walked => {
    const { open, write, remove, until, pushed } = await start({
      files: { 'package.json': '{"workspaces": ["packages/*"]}', Dockerfile: FROM },
      initializationOptions: { registryLens: { scanWorkspace: walked } },
    });
    const findings = () => pushed.get('packages/a/package.json')?.diagnostics.length;
    open('packages/a/package.json', MEMBER);
    await until(() => findings() === 2);
    await write('packages/b/package.json', '{"name": "sibling"}');
    client.touch('packages/b', Created);
    await until(() => findings() === 1);
    await remove('packages/b');
    client.touch('packages/b', Deleted);
    await until(() => findings() === 2);
  });

  it('packages of the workspace, of which nobody is asked', async () => {
    const { write, until, lens } = await start({
      files: { 'package.json': '{"workspaces": ["packages/*"]}', ...FILES },
    });
    await untilPanel(here(...Object.keys(FILES)));
    await write('packages/a/package.json', MEMBER);
    await write('packages/b/package.json', '{"name": "sibling"}');
    client.touch('packages', Created);
    await until(() => lens.wanted.some(({ key }) => key.includes('outside')));
    expect(lens.wanted.filter(({ key }) => key.includes('sibling'))).toEqual([]);
  });

  it('variables, whether git reads them or not', async () => {
    const compose = 'services:\n  a:\n    image: ${IMAGE:-alpine:3}\n';
    const { write, remove } = await start({ files: { '.gitignore': '.env\n', 'b/c/compose.yaml': compose } });
    await untilPanel({ 'b/c/compose.yaml': 'unpinned-image' });
    await write('d/c/.env', 'IMAGE=alpine\n');
    await write('d/c/compose.yaml', compose);
    await remove('b/c');
    await move('d/c', 'b/c');
    client.touch(['b/c', 'd'], Changed);
    await untilPanel({ 'b/c/compose.yaml': 'latest-tag' });
  });
});

describe('the check of a workspace', () => {
  it('goes on while files come and go', async () => {
    const { lens, until, progress, write, touch } = await start({
      capabilities: { ...PLAIN, window: { workDoneProgress: true } },
      files: { 'a/Dockerfile': 'FROM alpine:3\n' },
    });
    await until(() => lens.wanted.length === 1 && progress.includes('begin'));
    await write('b/Dockerfile', 'FROM busybox:1\n');
    touch('b', Created);
    await until(() => lens.wanted.some(({ key }) => key.includes('busybox')));
    expect(progress).not.toContain('end');
    lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1'));
    await until(() => progress.includes('end'));
    expect(progress.filter(kind => kind === 'begin')).toHaveLength(1);
  });

  it('once cancelled finds nothing new, and follows what it found', async () => {
    const { until, progress, cancelProgress, write, remove, statuses } = await start({
      capabilities: { ...PLAIN, window: { workDoneProgress: true } },
      files: { ...FILES, 'c/Dockerfile': 'FROM alpine:3\n' },
    });
    await untilPanel({ ...here(...Object.keys(FILES)), 'c/Dockerfile': 'unpinned-image' });
    cancelProgress();
    await until(() => progress.includes('end') && statuses.at(-1)?.scanning === false);
    // It would be read before the others.
    await write('a/Dockerfile', FROM);
    await write('b/Dockerfile', 'FROM alpine:3\n');
    await remove('api');
    client.touch(['a', 'b', 'api'], Changed);
    await untilPanel({
      ...here('api-2/Dockerfile'),
      'b/Dockerfile': 'unpinned-image',
      'c/Dockerfile': 'unpinned-image',
    });
  });
});

/** Waits until the panel has exactly that. */
async function untilPanel(expected: Record<string, string>): Promise<void> {
  const wanted = JSON.stringify(Object.fromEntries(Object.entries(expected).sort()));
  await client.until(() => JSON.stringify(panel()) === wanted);
}
