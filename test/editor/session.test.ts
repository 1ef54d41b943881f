import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, FileChangeType, HoverRequest } from 'vscode-languageserver';
import { parseImageName } from '../../server/src/model/image-reference.ts';
import { DIGEST, digest, known, proven, tagIs } from './answers.ts';
import { type ClientOptions, PLAIN, rule, startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await startClient(options);
  return client;
}

describe('an untrusted workspace', () => {
  it('is read and judged, asks nobody, and says so', async () => {
    const { lens, until, pull, open, hover, statuses } = await start({ initializationOptions: { trusted: false } });
    open('Dockerfile', 'FROM alpine\n');
    expect((await pull('Dockerfile')).items?.map(rule)).toEqual(['latest-tag']);
    expect(await hover('Dockerfile', 0, 7)).toContain('the folder is not trusted');
    await until(() => statuses.at(-1)?.trusted === false);
    expect(lens.wanted).toEqual([]);
    expect(lens.opened.map(({ trusted }) => trusted)).not.toContain(true);
  });

  it('is asked about as soon as the user trusts it', async () => {
    const { lens, until, pull, open, connection } = await start({ initializationOptions: { trusted: false } });
    open('Dockerfile', 'FROM alpine\n');
    await pull('Dockerfile');
    void connection.sendNotification('registryLens/trust');
    await until(() => lens.wanted.length > 0);
    expect(lens.opened.at(-1)?.trusted).toBe(true);
  });
});

describe('while somebody types', () => {
  it('what is queued is judged once, and a request sees the text that it was asked about', async () => {
    const { lens, pull, open, change, until } = await start();
    open('Dockerfile', 'FROM alpine:3\n');
    await until(() => lens.wanted.length > 0);
    const looks = async (type: () => void) => {
      const before = lens.looks;
      type();
      await pull('Dockerfile');
      return lens.looks - before;
    };
    const once = await looks(() => change('Dockerfile', 'FROM alpine\n# one\n'));
    const before = lens.looks;
    for (let i = 0; i < 30; i++) change('Dockerfile', `FROM alpine:3\n#${'x'.repeat(i)}\n`);
    change('Dockerfile', 'FROM alpine\n');
    expect((await pull('Dockerfile')).items?.map(rule)).toEqual(['latest-tag']);
    expect(lens.looks - before).toBe(once);
    expect(once).toBeGreaterThan(0);
  });

  it('what is closed before it was judged is judged as it is on disk', async () => {
    const files = { Dockerfile: 'FROM alpine\n' };
    const { pushed, open, change, close, until } = await start({ capabilities: PLAIN, files });
    const rules = () => pushed.get('Dockerfile')?.diagnostics.map(rule).join();
    open('Dockerfile', 'FROM alpine:3\n');
    await until(() => rules() === 'unpinned-image');
    change('Dockerfile', 'FROM alpine:4\n');
    close('Dockerfile');
    await until(() => rules() === 'latest-tag');
  });
});

describe('settings', () => {
  it('come from the client by folder, and their change is seen at once', async () => {
    const settings: Record<string, unknown> = { registryLens: { rules: { 'latest-tag': 'error' } } };
    const { pull, open, connection, until } = await start({ settings });
    open('Dockerfile', 'FROM alpine\n');
    const before = await pull('Dockerfile');
    expect(before.items).toMatchObject([{ code: 'latest-tag', severity: 1 }]);
    client.settings.registryLens = { rules: { 'latest-tag': 'off', 'unpinned-image': 'off' } };
    void connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until(() => client.refreshes > 0);
    expect((await pull('Dockerfile', before.resultId)).items).toEqual([]);
  });

  it('that do not fit are named in the log, and hidden files are passed over', async () => {
    const settings = { registryLens: { offline: 'yes' }, 'files.exclude': { '**/old': true, '**/new': false } };
    const files = { 'a/old/Dockerfile': 'FROM alpine\n', 'a/new/Dockerfile': 'FROM alpine\n' };
    const { pullWorkspace, logs, statuses, until } = await start({ settings, files });
    await until(() => statuses.some(({ checked }) => checked === 1));
    expect(await pullWorkspace()).toEqual({ 'a/new/Dockerfile': ['latest-tag'] });
    expect(logs).toContain('`registryLens.offline` must be `true` or `false`; its default is used.');
  });

  it('of time limits make the asking start anew', async () => {
    const { lens, until, open, pull, connection } = await start({ settings: { registryLens: { offline: false } } });
    open('Dockerfile', 'FROM alpine:3\n');
    await pull('Dockerfile');
    expect(lens.lenses).toBe(1);
    client.settings.registryLens = { timeout: { connectSeconds: 1 } };
    void connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until(() => lens.lenses === 2 && lens.wanted.filter(({ key }) => key.includes('alpine')).length === 2);
    lens.answer(tagIs('alpine', '3'));
    expect((await pull('Dockerfile')).items?.map(rule)).toEqual(['unpinned-image']);
  });

  it('of package tools are read again when a folder’s .npmrc changes', async () => {
    const { lens, until, touch, pull } = await start();
    await pull('Dockerfile');
    const before = lens.opened.length;
    touch('.npmrc', FileChangeType.Changed);
    await until(() => lens.opened.length > before);
  });
});

describe('the check of a workspace', () => {
  const files = { 'a/Dockerfile': 'FROM alpine:3\n' };

  it('shows progress until the last answer', async () => {
    const { lens, until, progress } = await start({ files });
    await until(() => lens.wanted.length === 1);
    expect(progress).toContain('begin');
    expect(progress).not.toContain('end');
    lens.answer(tagIs('alpine', '3'));
    await until(() => progress.includes('end'));
  });

  it('once cancelled stays so for files that are not open, until it is asked for', async () => {
    const { lens, until, progress, cancelProgress, write, touch, execute, open, pull, statuses } = await start({
      files,
    });
    await until(() => lens.wanted.length === 1);
    cancelProgress();
    await until(() => progress.includes('end') && statuses.at(-1)?.scanning === false);
    expect(lens.forsaken).toBe(1);
    await write('b/Dockerfile', 'FROM busybox:1\n');
    touch('b/Dockerfile', FileChangeType.Created);
    open('Dockerfile', 'FROM nginx:1\n');
    await until(() => lens.wanted.some(({ key }) => key.includes('nginx')));
    // Time enough to read a file, if anybody did.
    for (let i = 0; i < 50; i++) await pull('Dockerfile');
    expect(lens.wanted.some(({ key }) => key.includes('busybox'))).toBe(false);

    const executing = execute('registryLens.checkWorkspace');
    await until(() => lens.wanted.some(({ key }) => key.includes('busybox')));
    lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1'), tagIs('nginx', '1'));
    await executing;
  });

  it('leaves files alone that the settings leave alone, unless it is asked for', async () => {
    const settings = { registryLens: { scanWorkspace: false } };
    const { lens, until, pull, open, execute } = await start({ files, settings });
    open('Dockerfile', 'FROM scratch\n');
    await pull('Dockerfile');
    expect(lens.wanted).toEqual([]);
    const executing = execute('registryLens.checkWorkspace');
    await until(() => lens.wanted.length > 0);
    lens.answer(tagIs('alpine', '3'));
    await executing;
  });

  it('asks again, however fresh the answers are, when told to', async () => {
    const { lens, until, execute } = await start({ files });
    await until(() => lens.wanted.length === 1);
    lens.answer(tagIs('alpine', '3'));
    await execute('registryLens.refresh');
    expect(lens.wanted.map(({ urgency }) => urgency)).toEqual(['folder', 'refresh', 'folder']);
  });

  it('registers for files and folders', async () => {
    const { until, registered, watched, abilities } = await start();
    await until(() => registered.includes('workspace/didChangeWatchedFiles'));
    expect(watched).toEqual(expect.arrayContaining(['**/*', '**/.npmrc', '**/package.json']));
    expect(abilities.workspace?.fileOperations).toEqual({});
  });

  it('hears of what the user does to them in an editor that tells', async () => {
    const fileOperations = { didRename: true, didDelete: true, willRename: true };
    const { abilities } = await start({ capabilities: { ...PLAIN, workspace: { fileOperations } } });
    const all = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };
    expect(abilities.workspace?.fileOperations).toEqual({ didRename: all, didDelete: all });
  });
});

describe('folders', () => {
  it('come and go', async () => {
    const files = { 'a/Dockerfile': 'FROM alpine:3\n' };
    const { connection, root, until, pushed } = await start({
      capabilities: { ...PLAIN, workspace: { workspaceFolders: true } },
      files,
    });
    await until(() => pushed.get('a/Dockerfile')?.diagnostics.length === 1);
    const folder = { uri: pathToFileURL(root).href, name: 'root' };
    const change = (added: object[], removed: object[]) =>
      connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
    void change([], [folder]);
    await until(() => pushed.get('a/Dockerfile')?.diagnostics.length === 0);
    void change([folder], []);
    await until(() => pushed.get('a/Dockerfile')?.diagnostics.length === 1);
  });

  it('inside of folders count by themselves', async () => {
    const { connection, until, pushed, uri } = await start({
      capabilities: { ...PLAIN, workspace: { workspaceFolders: true } },
      initializationOptions: { exclude: ['inner'] },
      files: { Dockerfile: 'FROM scratch\n', 'inner/Dockerfile': 'FROM alpine:3\n' },
    });
    const added = [{ uri: uri('inner'), name: 'inner' }];
    void connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
    await until(() => pushed.has('inner/Dockerfile'));
    expect(pushed.get('inner/Dockerfile')?.diagnostics.map(rule)).toEqual(['unpinned-image']);
  });
});

describe('asking registries again', () => {
  it('says that a registry cannot be asked, also of what is known', async () => {
    const { lens, open, pull, execute, shown, statuses, until } = await start();
    open('Dockerfile', 'FROM alpine:3\n');
    await pull('Dockerfile');
    await until(() => lens.wanted.length > 0);
    lens.answer(tagIs('alpine', '3'));
    lens.failure = () => 'unreachable';
    lens.whereabouts = () => ({
      ...{ base: 'https://mirror.example', isUsual: false, mirrors: [] },
      trouble: { is: 'not-connected', code: 'ECONNREFUSED' },
    });
    await execute('registryLens.refresh');
    expect(shown).toEqual([
      'mirror.example (for docker.io) could not be reached: it refused the connection. What was known of 1 name is still shown.',
    ]);
    await until(() => statuses.at(-1)?.old?.length === 1);
    lens.failure = () => undefined;
    lens.answer(tagIs('alpine', '3'));
    await until(() => statuses.at(-1)?.old === undefined);
  });
});

describe('a hover', () => {
  /** The registry says this once it was asked. */
  async function answered(what: string, told: Parameters<TestClient['lens']['answer']>[number]): Promise<void> {
    await client.until(() =>
      client.lens.wanted.some(({ key, urgency }) => key.startsWith(what) && urgency === 'settle'),
    );
    client.lens.answer(told);
  }

  it('is whole at first sight: it waits for one answer after the other', async () => {
    const { open, hover } = await start({ patience: 60_000 });
    open('Dockerfile', 'FROM alpine:3\n');
    const hovering = hover('Dockerfile', 0, 7);
    await answered('manifest oci docker.io/library/alpine :3', tagIs('alpine', '3'));
    await answered('contents', proven('alpine'));
    const platform = { platform: 'linux/amd64', labels: {}, created: '2023-12-31' };
    const image = parseImageName('alpine');
    if (image === undefined) throw new Error('not an image');
    await answered('referrers', [{ ask: 'referrers', image, digest: DIGEST }, known({ attached: [], complete: true })]);
    const layers = known({ shape: 'image', platforms: [], layerBytes: 4_000_000 });
    for (const one of ['b', 'c']) {
      await answered('contents', [{ ask: 'contents', image, digest: digest(one) }, layers]);
    }
    await answered('config', [{ ask: 'config', image, digest: digest('b') }, known(platform)]);
    const whole = await hovering;
    expect(whole).toContain('`linux/arm64` | 4\\.0 MB');
    expect(whole).toContain('Created 2023\\-12\\-31');
    expect(whole).not.toContain('Asking');
  });

  it('ends its wait when the user looks elsewhere, and other requests go on meanwhile', async () => {
    const { open, pull, connection, uri, until, lens } = await start({ patience: 60_000 });
    open('Dockerfile', 'FROM alpine:3\n');
    const cancel = new CancellationTokenSource();
    const position = { line: 0, character: 7 };
    const params = { textDocument: { uri: uri('Dockerfile') }, position };
    const hovering = connection.sendRequest(HoverRequest.type, params, cancel.token).catch(() => undefined);
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    expect((await pull('Dockerfile')).kind).toBe('full');
    cancel.cancel();
    await hovering;
  });

  it('tells what is known and asks for what is not, so that the next one tells more', async () => {
    const { lens, until, open, pull, hover } = await start();
    open('Dockerfile', 'FROM alpine:3\n');
    await pull('Dockerfile');
    lens.answer(tagIs('alpine', '3'));
    const first = await hover('Dockerfile', 0, 7);
    expect(first).toContain(`\`${DIGEST}\``);
    expect(first).toContain('checked 1 minute ago');
    await until(() => lens.wanted.some(({ key, urgency }) => key.startsWith('contents') && urgency === 'screen'));
    lens.answer(proven('alpine'));
    expect(await hover('Dockerfile', 0, 7)).toContain('`linux/arm64`');
    expect(await hover('Dockerfile', 0, 2)).toBeUndefined();
  });

  it('is plain text where the editor draws no Markdown', async () => {
    const { lens, open, hover } = await start({ capabilities: PLAIN });
    lens.isDefault = false;
    open('package.json', '{"dependencies":{"@a/b_c":"^1.0.0"}}');
    const fact = { standing: { is: 'live' }, tags: {}, releases: [] } as const;
    lens.answer([{ ask: 'package', registry: 'npm', name: '@a/b_c' }, known(fact)]);
    expect(await hover('package.json', 0, 20)).toBe('@a/b_c ^1.0.0 · checked 1 minute ago\nNo release matches ^1.0.0');
  });

  it('stands at each part of a name that is written in several places', async () => {
    const { lens, open, hover } = await start();
    const fact = { standing: { is: 'live' }, tags: {}, releases: [] } as const;
    lens.answer([{ ask: 'package', registry: 'maven', name: 'org.pads:tiny' }, known(fact)]);
    open(
      'pom.xml',
      `<project>
<dependencies><dependency>
<groupId>org.pads</groupId>
<artifactId>tiny</artifactId>
<version>1.0</version>
</dependency></dependencies>
</project>`,
    );
    for (const line of [2, 3, 4]) expect(await hover('pom.xml', line, 13)).toContain('org.pads');
    expect(await hover('pom.xml', 1, 13)).toBeUndefined();
  });
});
