import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { proven, tagIs } from './answers.ts';
import { type ClientOptions, PLAIN, rangeOf, rule, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions): Promise<TestClient> {
  client = await startClient(options);
  return client;
}

describe('a client that is told', () => {
  const capabilities = PLAIN;

  it('hears of files that are not open, and of an open one at every keystroke, with its version', async () => {
    const files = { 'a/Dockerfile': 'FROM alpine\n', 'b/Dockerfile': 'FROM scratch\n' };
    const { pushed, until, open, change } = await start({ capabilities, files });
    await until(() => pushed.has('a/Dockerfile'));
    expect(pushed.get('a/Dockerfile')?.version).toBeUndefined();
    expect(pushed.get('a/Dockerfile')?.diagnostics.map(rule)).toEqual(['latest-tag']);

    open('a/Dockerfile', 'FROM alpine:3\n');
    await until(() => pushed.get('a/Dockerfile')?.version === 1);
    expect(pushed.get('a/Dockerfile')?.diagnostics.map(rule)).toEqual(['unpinned-image']);
    change('a/Dockerfile', '\n\nFROM alpine:3\n');
    await until(() => pushed.get('a/Dockerfile')?.version === 2);
    expect(pushed.get('a/Dockerfile')?.diagnostics[0]?.range.start.line).toBe(2);
    expect(pushed.has('b/Dockerfile')).toBe(false);
  });

  it('sees what is on disk again after closing without saving', async () => {
    const { pushed, until, open, close } = await start({ capabilities, files: { Dockerfile: 'FROM alpine\n' } });
    await until(() => pushed.has('Dockerfile'));
    open('Dockerfile', 'FROM scratch\n');
    await until(() => pushed.get('Dockerfile')?.diagnostics.length === 0);
    close('Dockerfile');
    await until(() => pushed.get('Dockerfile')?.diagnostics.length === 1);
  });

  it.each<[string, (to: TestClient) => Promise<void>]>([
    [
      'deleted',
      async to => {
        await to.remove('Dockerfile');
        to.touch('Dockerfile', FileChangeType.Deleted);
      },
    ],
    [
      'emptied',
      async to => {
        await to.write('Dockerfile', '');
        to.touch('Dockerfile', FileChangeType.Changed);
      },
    ],
    [
      'ignored by git',
      async to => {
        await to.write('.gitignore', 'Dockerfile\n');
        to.touch('.gitignore', FileChangeType.Created);
      },
    ],
    [
      'renamed',
      async to => {
        await to.write('other/Dockerfile', 'FROM alpine\n');
        await to.remove('Dockerfile');
        to.touch('Dockerfile', FileChangeType.Deleted);
        to.touch('other/Dockerfile', FileChangeType.Created);
        await to.until(() => to.pushed.has('other/Dockerfile'));
      },
    ],
    [
      'not on the branch that git went to, of which the editor told no more',
      async to => {
        await to.remove('Dockerfile');
        to.touch('.git/HEAD', FileChangeType.Created);
      },
    ],
    [
      'excluded',
      async to => {
        const settings = { 'registryLens.exclude': ['Docker*'] };
        await to.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      },
    ],
    [
      'no longer to be read unless it is open',
      async to => {
        const settings = { registryLens: { scanWorkspace: false } };
        await to.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      },
    ],
  ])('loses the findings of a file that is %s', async (_, happens) => {
    const { pushed, until } = await start({ capabilities, files: { Dockerfile: 'FROM alpine\n' } });
    await until(() => pushed.get('Dockerfile')?.diagnostics.length === 1);
    await happens(client);
    await until(() => pushed.get('Dockerfile')?.diagnostics.length === 0);
  });

  it('finds a file that is new or changed on disk', async () => {
    const { pushed, until, write, touch } = await start({ capabilities, files: { Dockerfile: 'FROM scratch\n' } });
    await write('api.Dockerfile', 'FROM alpine\n');
    touch('api.Dockerfile', FileChangeType.Created);
    await until(() => pushed.has('api.Dockerfile'));
    await write('Dockerfile', 'FROM alpine\n');
    touch('Dockerfile', FileChangeType.Changed);
    await until(() => pushed.get('Dockerfile')?.diagnostics.length === 1);
  });

  it('is told again when answers arrive, for the version that is open then', async () => {
    const { pushed, until, open, change, lens } = await start({ capabilities });
    open('Dockerfile', 'FROM alpine:3\n');
    await until(() => lens.wanted.length > 0);
    change('Dockerfile', '#\nFROM alpine:3\n');
    await until(() => pushed.get('Dockerfile')?.version === 2);
    lens.answer([tagIs('alpine', '3')[0], { state: 'absent', missing: 'tag', asOf: 0 }]);
    await until(() => pushed.get('Dockerfile')?.diagnostics.map(rule).includes('missing-image') === true);
    expect(pushed.get('Dockerfile')?.version).toBe(2);
    expect(pushed.get('Dockerfile')?.diagnostics[0]?.range).toEqual(rangeOf('#\nFROM alpine:3\n', 'alpine:3'));
  });

  it('reads an excluded or foreign file not even when it is open', async () => {
    const initializationOptions = { registryLens: { exclude: ['old'] } };
    const { pushed, until, open } = await start({ capabilities, initializationOptions });
    open('old/deep/Dockerfile', 'FROM alpine\n');
    open('node_modules/x/Dockerfile', 'FROM alpine\n');
    open('notes.txt', 'FROM alpine\n');
    open('large/Dockerfile', `FROM alpine\n${'#'.repeat(5_000_000)}\n`);
    open('Dockerfile', 'FROM alpine\n');
    await until(() => pushed.has('Dockerfile'));
    expect([...pushed.keys()]).toEqual(['Dockerfile']);
  });
});

describe('a client that asks', () => {
  it('gets findings, "unchanged", and a hint to ask again when answers have arrived', async () => {
    const { until, open, pull, lens } = await start({});
    open('Dockerfile', 'FROM alpine:3\n');
    const first = await pull('Dockerfile');
    expect(first.items?.map(rule)).toEqual(['unpinned-image']);
    expect(await pull('Dockerfile', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });

    await until(() => lens.wanted.length > 0);
    lens.answer([tagIs('alpine', '3')[0], { state: 'absent', missing: 'tag', asOf: 0 }]);
    await until(() => client.refreshes === 1);
    const second = await pull('Dockerfile', first.resultId);
    expect(second.items?.map(rule)).toEqual(['missing-image']);
    expect(client.pushed.size).toBe(0);
  });

  it('is not told to ask again about its own keystrokes', async () => {
    const { until, open, change, pull, statuses } = await start({});
    open('Dockerfile', 'FROM alpine\n');
    await pull('Dockerfile');
    change('Dockerfile', 'FROM alpine\nFROM busybox\n');
    // The status goes out after the hint would have.
    await until(() => statuses.at(-1)?.checked === 2);
    expect((await pull('Dockerfile')).items).toHaveLength(2);
    expect(client.refreshes).toBe(0);
  });

  it('has its question about the workspace held until something differs, and hears of what is gone', async () => {
    const { pullWorkspace, remove, touch, lens, until, statuses } = await start({
      files: { Dockerfile: 'FROM alpine:3\n', 'a/Dockerfile': 'FROM a.example/b\n' },
    });
    await until(() => statuses.at(-1)?.checked === 2);
    expect(await pullWorkspace()).toEqual({ Dockerfile: ['unpinned-image'], 'a/Dockerfile': ['latest-tag'] });

    await until(() => lens.wanted.some(({ key }) => key === 'manifest oci docker.io/library/alpine :3'));
    const held = pullWorkspace();
    lens.answer([tagIs('alpine', '3')[0], { state: 'absent', missing: 'tag', asOf: 0 }]);
    expect(await held).toEqual({ Dockerfile: ['missing-image'] });

    const heldAgain = pullWorkspace();
    await remove('Dockerfile');
    touch('Dockerfile', FileChangeType.Deleted);
    expect(await heldAgain).toEqual({ Dockerfile: [] });
  });

  it('hears of many changes by the answer itself, whose order against other answers is certain', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `${i}/Dockerfile`);
    const { pullWorkspace, connection, statuses, until } = await start({
      capabilities: { ...VSCODE, workspace: { ...VSCODE.workspace, configuration: false } },
      files: Object.fromEntries(names.map((name, i) => [name, `FROM a${i}\n`])),
    });
    await until(() => statuses.at(-1)?.checked === 25);
    await pullWorkspace();
    const held = pullWorkspace();
    const settings = { 'registryLens.rules': { 'latest-tag': 'off' } };
    void connection.sendNotification('workspace/didChangeConfiguration', { settings });
    // On a busy machine they come in several parts.
    const told = new Set(Object.keys(await held));
    while (told.size < 25) for (const file of Object.keys(await pullWorkspace())) told.add(file);
    expect([...told].sort()).toEqual([...names].sort());
  });

  it('hears of a document that it closed, even where nothing changed: it has dropped what it knew', async () => {
    const text = 'FROM alpine\n';
    const { pullWorkspace, open, pull, close, statuses, until } = await start({ files: { Dockerfile: text } });
    await until(() => statuses.at(-1)?.checked === 1);
    await pullWorkspace();
    open('Dockerfile', text);
    await pull('Dockerfile');
    const held = pullWorkspace();
    close('Dockerfile');
    expect(await held).toEqual({ Dockerfile: ['latest-tag'] });
  });

  it('sees one report for a file, open or not, whichever way its URI is spelled', async () => {
    const { pullWorkspace, connection, uri } = await start({ files: { 'a+b/Dockerfile': 'FROM alpine\n' } });
    await pullWorkspace();
    const spelled = uri('a+b/Dockerfile').replace('+', '%2B');
    void connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: spelled, languageId: 'dockerfile', version: 7, text: 'FROM scratch\n' },
    });
    expect(await pullWorkspace()).toEqual({ 'a+b/Dockerfile': [] });
  });
});

describe('the registries', () => {
  it('may hang: every handler answers all the same', async () => {
    const text = 'FROM alpine:3\n';
    const { open, pull, hover, actions, connection, uri } = await start({ files: { Dockerfile: text } });
    open('Dockerfile', text);
    const range = rangeOf(text, 'alpine:3');
    expect((await pull('Dockerfile')).items?.map(rule)).toEqual(['unpinned-image']);
    expect(await hover('Dockerfile', 0, 7)).toContain('Asking about');
    expect((await actions('Dockerfile', range)).map(({ title }) => title)).toEqual([
      'Ignore `unpinned-image` here',
      'Ignore `alpine` in this workspace',
    ]);
    expect(await actions('Dockerfile', range, ['source.fixAll'])).toEqual([]);
    const links = await connection.sendRequest('textDocument/documentLink', {
      textDocument: { uri: uri('Dockerfile') },
    });
    expect(links).toMatchObject([{ target: 'https://hub.docker.com/_/alpine', range }]);
  });

  it('are not asked for half a name that somebody is typing, and first for what is on screen', async () => {
    const { until, open, change, lens } = await start({
      files: { 'x/Dockerfile': 'FROM busybox:1\n' },
      typingDelay: 500,
    });
    await until(() => lens.wanted.some(({ key }) => key.includes('busybox')));
    open('Dockerfile', 'FROM scratch\n');
    for (const text of ['a', 'al', 'alpine:3']) change('Dockerfile', `FROM ${text}\n`);
    await until(() => lens.wanted.some(({ key }) => key.includes('alpine')));
    expect(lens.wanted.filter(({ key }) => key.startsWith('manifest'))).toEqual([
      { key: 'manifest oci docker.io/library/busybox :1', urgency: 'folder' },
      { key: 'manifest oci docker.io/library/alpine :3', urgency: 'screen' },
    ]);
  });

  it('that refuse are in the status and the log, and are no problem', async () => {
    const { until, open, pull, lens, statuses, logs } = await start({});
    open('Dockerfile', 'FROM ghcr.io/a/b:1\nFROM ghcr.io/a/c:1\n');
    const before = await pull('Dockerfile');
    await until(() => lens.wanted.length === 2);
    const why = { state: 'unknown', why: 'refused' } as const;
    lens.answer([tagIs('ghcr.io/a/b', '1')[0], why], [tagIs('ghcr.io/a/c', '1')[0], why]);
    await until(() => statuses.at(-1)?.pending === 0 && statuses.at(-1)?.unknown.length === 1);
    expect(statuses.at(-1)).toMatchObject({
      checked: 2,
      unknown: [{ why: 'ghcr.io refused access; it may want a login, or another one', count: 2 }],
    });
    expect(logs).toContain(
      'Could not check ghcr.io/a/b:1 (in Dockerfile): ghcr.io refused access; it may want a login, or another one.',
    );
    expect((await pull('Dockerfile')).items).toEqual(before.items);
    expect(client.shown).toEqual([]);
  });

  it('that allow little more, or want a pause, are in the status; those that allow much are not', async () => {
    const { until, open, lens, statuses } = await start({});
    const near = [
      { host: 'a.example', limit: 100, remaining: 9 },
      { host: 'b.example', until: 1_800_000_000_000 },
    ];
    lens.limits = [...near, { host: 'c.example', limit: 100, remaining: 10 }];
    open('Dockerfile', 'FROM ghcr.io/a/b:1\n');
    await until(() => statuses.at(-1)?.limits !== undefined);
    expect(statuses.at(-1)?.limits).toEqual(near);
  });

  it('answer what an open document of another version asked before, without harm', async () => {
    const { until, open, change, pull, lens } = await start({});
    open('Dockerfile', 'FROM alpine:3\n');
    await until(() => lens.wanted.length > 0);
    change('Dockerfile', 'FROM scratch\n');
    lens.answer(tagIs('alpine', '3'), proven('alpine'));
    expect((await pull('Dockerfile')).items).toEqual([]);
  });
});
