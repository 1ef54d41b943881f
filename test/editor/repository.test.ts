import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { DEFAULT_OVERRIDES } from '../../server/src/overrides.ts';
import { tagIs } from './answers.ts';
import { type ClientOptions, PLAIN, rangeOf, rule, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await startClient({ capabilities: PLAIN, ...options });
  return client;
}

const FILE = '.registry-lens.json';
const rulesIn = (file: string) => client.pushed.get(file)?.diagnostics.map(rule).join();
const severitiesIn = (file: string) =>
  client.pushed
    .get(file)
    ?.diagnostics.map(({ severity }) => severity)
    .join();
const problems = () => client.pushed.get(FILE)?.diagnostics.map(({ message }) => message) ?? [];

describe('the repository’s own file', () => {
  it('is heard from the start: what it ignores is never asked about', async () => {
    const files = {
      [FILE]: '{"ignore": ["oci:alpine"]}',
      'a/Dockerfile': 'FROM alpine:3\n',
      'b/Dockerfile': 'FROM busybox:1\n',
    };
    const { lens, until, open, hover, hints, complete } = await start({ files });
    await until(() => lens.wanted.some(({ key }) => key.includes('busybox')));
    open('a/Dockerfile', 'FROM alpine:3\n');
    expect(await hover('a/Dockerfile', 0, 7)).toContain('the settings ignore it');
    expect(await hints('a/Dockerfile')).toEqual([]);
    expect((await complete('a/Dockerfile', 0, 13)).items).toEqual([]);
    expect(lens.wanted.filter(({ key }) => key.includes('alpine'))).toEqual([]);
  });

  it('counts at once as it is typed, and as it was before when it is closed unsaved', async () => {
    const { open, change, close, until } = await start({ files: { [FILE]: '{}', Dockerfile: 'FROM alpine\n' } });
    await until(() => rulesIn('Dockerfile') === 'latest-tag');
    open(FILE, '{}', 'jsonc');
    change(FILE, '{"rules": {"latest-tag": "error"}}');
    await until(() => severitiesIn('Dockerfile') === '1');
    change(FILE, '{"ignore": ["oci:*"]}');
    await until(() => rulesIn('Dockerfile') === '');
    close(FILE);
    await until(() => severitiesIn('Dockerfile') === '2');
  });

  it('counts at once as it is written, comes and goes on disk', async () => {
    const { write, remove, touch, until, lens } = await start({ files: { Dockerfile: 'FROM alpine\n' } });
    await until(() => severitiesIn('Dockerfile') === '2');
    await write(FILE, '{"overrides": [{"files": ["Docker*"], "rules": {"latest-tag": "hint"}}]}');
    touch(FILE, FileChangeType.Created);
    await until(() => severitiesIn('Dockerfile') === '4');
    await write(FILE, '{"exclude": ["Docker*"]}');
    touch(FILE, FileChangeType.Changed);
    await until(() => rulesIn('Dockerfile') === '');
    const before = lens.opened.length;
    await remove(FILE);
    touch(FILE, FileChangeType.Deleted);
    await until(() => severitiesIn('Dockerfile') === '2');
    expect(lens.opened.length).toBeGreaterThan(before);
  });

  it('has what is judged anew, and no folder opened anew, where nothing else has to be read', async () => {
    const { open, change, until, lens } = await start({ files: { [FILE]: '{}', Dockerfile: 'FROM alpine\n' } });
    await until(() => rulesIn('Dockerfile') === 'latest-tag');
    open(FILE, '{}', 'jsonc');
    const before = lens.opened.length;
    change(FILE, '{"rules": {"latest-tag": "error"}}');
    await until(() => severitiesIn('Dockerfile') === '1');
    expect(lens.opened.length).toBe(before);
  });

  it('shows what is wrong with it where it stands, until it is right', async () => {
    const text = '{\n  "registries": {"npm": "https://evil.example"},\n  "rules": {"latest-tag": "hint"}\n}\n';
    const { until, open, change } = await start({ files: { [FILE]: text, Dockerfile: 'FROM alpine\n' } });
    await until(() => problems().length === 1 && severitiesIn('Dockerfile') === '4');
    expect(client.pushed.get(FILE)?.diagnostics).toMatchObject([
      { range: rangeOf(text, '"registries"'), message: expect.stringContaining('is not allowed here') },
    ]);
    open(FILE, text, 'jsonc');
    change(FILE, '{}');
    await until(() => problems().length === 0);
  });

  it('is shown so by a client that pulls, too', async () => {
    const { until } = await start({ capabilities: VSCODE, files: { [FILE]: '[' } });
    await until(() => problems().length > 0);
  });

  it('comes behind what the user says', async () => {
    const files = { [FILE]: '{"rules": {"latest-tag": "hint"}}', Dockerfile: 'FROM alpine\n' };
    const { until } = await start({ files, initializationOptions: { rules: { 'latest-tag': 'error' } } });
    await until(() => severitiesIn('Dockerfile') === '1');
  });

  it('is not heard in a folder that is not trusted, and is when it is', async () => {
    const files = {
      [FILE]: '{"ignore": ["oci:alpine"], "exclude": ["b"]}',
      Dockerfile: 'FROM alpine\n',
      'b/Dockerfile': 'FROM alpine\n',
    };
    const { until, connection, open, actions } = await start({ files, initializationOptions: { trusted: false } });
    await until(() => rulesIn('Dockerfile') === 'latest-tag' && rulesIn('b/Dockerfile') === 'latest-tag');
    open('Dockerfile', 'FROM alpine\n');
    const titles = (await actions('Dockerfile', rangeOf('FROM alpine\n', 'alpine'))).map(({ title }) => title);
    expect(titles).toEqual(['Ignore `latest-tag` here']);
    void connection.sendNotification('registryLens/trust');
    await until(() => rulesIn('Dockerfile') === '' && rulesIn('b/Dockerfile') === '');
    expect(client.lens.wanted).toEqual([]);
  });

  it('has its defaults replaced where VS Code sends the default of a setting for one that is set', async () => {
    const files = { [FILE]: '{"overrides": []}', 'test/Dockerfile': 'FROM alpine\n' };
    const { until } = await start({ files, initializationOptions: { overrides: structuredClone(DEFAULT_OVERRIDES) } });
    await until(() => severitiesIn('test/Dockerfile') === '2');
  });
});

describe('“Ignore … in this workspace”', () => {
  const TEXT = '{\n  "dependencies": {\n    "@acme/queue": "*"\n  }\n}\n';
  const QUEUE = rangeOf(TEXT, '"@acme/queue": "*"');
  const capabilities = {
    ...VSCODE,
    workspace: {
      ...VSCODE.workspace,
      workspaceEdit: { ...VSCODE.workspace?.workspaceEdit, resourceOperations: ['create' as const] },
    },
  };

  async function ignore(): Promise<void> {
    client.open('package.json', TEXT, 'json');
    const found = (await client.actions('package.json', QUEUE)).filter(({ title }) =>
      title.endsWith('in this workspace'),
    );
    expect(found).toMatchObject([
      { title: 'Ignore `@acme/queue` in this workspace', kind: 'quickfix', diagnostics: [{ code: 'floating-range' }] },
    ]);
    const { command = '', arguments: args = [] } = found[0]?.command ?? {};
    await client.execute(command, ...args);
  }

  it('makes the file, and has it saved', async () => {
    const { uri, applied, appliedAs } = await start({ capabilities });
    await ignore();
    expect(applied).toEqual([
      {
        documentChanges: [
          { kind: 'create', uri: uri(FILE), options: { ignoreIfExists: true } },
          {
            textDocument: { uri: uri(FILE), version: null },
            edits: [{ range: rangeOf('', ''), newText: '{\n  "ignore": ["npm:@acme/queue"]\n}\n' }],
          },
        ],
      },
    ]);
    expect(appliedAs).toMatchObject([{ isRefactoring: true }]);
  });

  it('changes the file that is there by the smallest edit', async () => {
    const { applied, uri } = await start({ capabilities, files: { [FILE]: '{\n  "ignore": ["npm:a"] // mine\n}\n' } });
    await ignore();
    expect(applied).toMatchObject([
      { documentChanges: [{ textDocument: { uri: uri(FILE) }, edits: [{ newText: ', "npm:@acme/queue"' }] }] },
    ]);
  });

  it('changes what the editor has open, not what is on disk', async () => {
    const { applied, open } = await start({ capabilities, files: { [FILE]: '{}' } });
    open(FILE, '{"ignore": ["npm:b"]}', 'jsonc');
    await ignore();
    expect(applied).toMatchObject([
      { documentChanges: [{ textDocument: { version: 1 }, edits: [{ newText: ', "npm:@acme/queue"' }] }] },
    ]);
  });

  it.each([
    ['the file is broken', capabilities, { [FILE]: '{"ignore": [' }, 'is not the JSON that it should be'],
    ['the client makes no files', VSCODE, {}, 'The editor lets nobody make files'],
  ])('says what to write where %s', async (_, abilities, files, words) => {
    const { shown, until, applied } = await start({ capabilities: abilities, files });
    await ignore();
    await until(() => shown.length > 0);
    expect(shown[0]).toContain(words);
    expect(shown[0]).toContain('"ignore": ["npm:@acme/queue"]');
    expect(applied).toEqual([]);
  });

  it('is one for several findings at a name, and is offered for images as well', async () => {
    const { open, until, lens, actions } = await start({ capabilities });
    open('Dockerfile', 'FROM alpine:3\n');
    await until(() => lens.wanted.length > 0);
    lens.answer(tagIs('alpine', '3'));
    const titles = (await actions('Dockerfile', rangeOf('FROM alpine:3\n', 'alpine:3'))).map(({ title }) => title);
    expect(titles.filter(title => title.endsWith('in this workspace'))).toEqual(['Ignore `alpine` in this workspace']);
  });
});

describe('a repository’s file above the opened folder', () => {
  const ABOVE = `r/${FILE}`;
  const FILES = {
    'r/.git/HEAD': '',
    [ABOVE]: '{"rules": {"latest-tag": "hint"}}',
    'r/sub/Dockerfile': 'FROM alpine\n',
  };
  const watching = (can: object) => ({
    capabilities: { ...PLAIN, workspace: { ...PLAIN.workspace, didChangeWatchedFiles: can } },
    files: FILES,
    folder: 'r/sub',
  });

  it('is watched by a client that can, and counts at once as it is written', async () => {
    const { until, write, touch, watched, uri } = await start(
      watching({ dynamicRegistration: true, relativePatternSupport: true }),
    );
    await until(() => severitiesIn('r/sub/Dockerfile') === '4');
    await until(() => watched.includes(`${uri('r')} ${FILE}`));
    await write(ABOVE, '{"rules": {"latest-tag": "error"}}');
    touch(ABOVE, FileChangeType.Changed);
    await until(() => severitiesIn('r/sub/Dockerfile') === '1');
    expect(watched.filter(glob => glob.includes(uri('r')))).toHaveLength(1);
  });

  it('is looked at when a document is saved in one that cannot', async () => {
    const { until, write, open, connection, watched, uri } = await start(watching({ dynamicRegistration: true }));
    await until(() => severitiesIn('r/sub/Dockerfile') === '4' && watched.length > 0);
    expect(watched.filter(glob => glob.includes(uri('r')))).toEqual([]);
    open('r/sub/Dockerfile', 'FROM alpine\n');
    await write(ABOVE, '{"rules": {"latest-tag": "error"}}');
    void connection.sendNotification('textDocument/didSave', { textDocument: { uri: uri('r/sub/Dockerfile') } });
    await until(() => severitiesIn('r/sub/Dockerfile') === '1');
  });
});
