import { afterEach, describe, expect, it } from 'vitest';
import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver';
import { DIGEST, digest, known, proven, tagIs } from './answers.ts';
import { type ClientOptions, NOW, PLAIN, startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const TEXT = 'FROM alpine:3 AS build\nFROM busybox:1\n';

async function start(options: ClientOptions = {}, text = TEXT): Promise<TestClient> {
  client = await startClient(options);
  client.open('Dockerfile', text);
  await client.pull('Dockerfile');
  return client;
}

/** What can be clicked; a plain label is a part that does nothing. */
function partOf(label: InlayHint['label'] | undefined): InlayHintLabelPart | undefined {
  return typeof label === 'string' ? { value: label } : label?.[0];
}

/** `line:character text`, with `!` where a click does something and `=` where the edit is at hand. */
async function hints(of: TestClient): Promise<string[]> {
  return (await of.hints('Dockerfile')).map(({ position, label, textEdits }) => {
    const part = partOf(label);
    const marks = `${part?.command === undefined ? '' : ' !'}${textEdits === undefined ? '' : ' ='}`;
    return `${position.line}:${position.character} ${part?.value}${marks}`;
  });
}

describe('inlay hints', () => {
  it('come when answers arrive', async () => {
    const { lens, until } = await start();
    expect(await hints(client)).toEqual([]);
    await until(() => lens.wanted.length >= 2);
    lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1', digest('d')));
    await until(() => client.hintRefreshes > 0);
    expect(await hints(client)).toEqual(['0:13 → aaaaaa…aaa !', '1:14 → dddddd…ddd !']);
  });

  it('pin by a click, once the bytes were hashed', async () => {
    const { lens, until, connection } = await start();
    lens.answer(tagIs('alpine', '3'));
    const [hint] = await client.hints('Dockerfile');
    const part = partOf(hint?.label);
    expect(part?.tooltip).toBe('The tag 3 points to sha256:aaaaaaaaaaaa. Pin to digest.');
    const clicking = connection.sendRequest('workspace/executeCommand', part?.command);
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    lens.answer(proven('alpine'));
    await clicking;
    expect(client.applied).toMatchObject([{ documentChanges: [{ edits: [{ newText: `@${DIGEST}` }] }] }]);
  });

  it('have their edit at hand where the digest is proven', async () => {
    const { lens } = await start();
    lens.answer(tagIs('alpine', '3'), proven('alpine'));
    expect(await hints(client)).toEqual(['0:13 → aaaaaa…aaa ! =']);
  });

  it('tell nothing of a pin that is what its tag points to, and what one that is not would become', async () => {
    const { lens } = await start({}, `FROM alpine:3@${DIGEST} AS build\nFROM busybox:1@${DIGEST}\n`);
    lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1', digest('d')));
    expect(await hints(client)).toEqual([`1:${14 + 1 + DIGEST.length} → dddddd…ddd`]);
  });

  it('tell platforms and age in the long form, and ask for them', async () => {
    const { lens, until } = await start({ settings: { registryLens: { inlayHints: 'full' } } });
    lens.answer(tagIs('alpine', '3'));
    expect(await hints(client)).toEqual(['0:13 → aaaaaa…aaa !']);
    const [contents] = proven('alpine');
    await until(() => lens.wanted.some(({ key }) => key.startsWith('contents')));
    lens.answer(proven('alpine'));
    await until(() => client.hintRefreshes === 1);
    expect(await hints(client)).toEqual(['0:13 → aaaaaa…aaa · 2 platforms ! =']);
    await until(() => lens.wanted.some(({ key }) => key.startsWith('config')));
    const created = new Date(NOW - 12.5 * 86_400_000).toISOString();
    const config = known({ created, platform: 'linux/amd64', labels: {} });
    lens.answer([{ ...contents, ask: 'config', digest: digest('b') } as typeof contents, config]);
    await until(() => client.hintRefreshes === 2);
    expect(await hints(client)).toEqual(['0:13 → aaaaaa…aaa · 2 platforms · 12 d ! =']);
  });

  it('are off where the user wants none, and plain words for clients that take no edits', async () => {
    const { lens } = await start({ settings: { registryLens: { inlayHints: 'off' } } });
    lens.answer(tagIs('alpine', '3'));
    expect(await hints(client)).toEqual([]);
    await client.stop();
    const plain = await start({ capabilities: { ...PLAIN, workspace: {} } });
    plain.lens.answer(tagIs('alpine', '3'));
    await plain.pull('Dockerfile');
    expect(await hints(plain)).toEqual(['0:13 → aaaaaa…aaa']);
  });
});

describe('the code lens', () => {
  it('pins all images of a document that are not pinned, and leaves those that are', async () => {
    const { lens, until } = await start({}, `${TEXT}FROM node:22@${DIGEST}\n`);
    expect(await client.lenses('Dockerfile')).toEqual([]);
    lens.answer(tagIs('alpine', '3'), tagIs('node', '22', digest('e')));
    expect(await client.lenses('Dockerfile')).toEqual([]);
    lens.answer(tagIs('busybox', '1', digest('d')));
    await until(() => client.lensRefreshes > 0);
    const [found] = await client.lenses('Dockerfile');
    expect(found?.command?.title).toBe('Pin 2 images');
    lens.answer(proven('alpine'), proven('busybox', digest('d')), [
      { ...tagIs('node', '22')[0], at: { digest: DIGEST } } as never,
      known({ digest: DIGEST, shape: 'index' }),
    ]);
    await client.execute(found?.command?.command ?? '', ...(found?.command?.arguments ?? []));
    expect(client.applied).toMatchObject([
      { documentChanges: [{ edits: [{ newText: `@${DIGEST}` }, { newText: `@${digest('d')}` }] }] },
    ]);
    expect(client.applied[0]?.changeAnnotations).toBeUndefined();
    expect(client.appliedAs).toMatchObject([{ isRefactoring: false }]);
  });

  it('counts an image once, whatever is said about it', async () => {
    const text = [
      'kind: Pod',
      'apiVersion: v1',
      'spec:',
      '  containers:',
      '    - image: alpine:3',
      '    - image: busybox:1',
      '',
    ];
    client = await startClient();
    client.open('pod.yaml', text.join('\n'), 'yaml');
    expect(await client.lenses('pod.yaml')).toEqual([]);
    client.lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1', digest('d')));
    await client.until(() => client.lensRefreshes > 0);
    const { items = [] } = await client.pull('pod.yaml');
    expect(items.map(({ code }) => code)).toEqual(['unpinned-image', 'unpinned-image']);
    expect((await client.lenses('pod.yaml')).map(({ command }) => command?.title)).toEqual(['Pin 2 images']);
  });

  it('is not there for a single image', async () => {
    const { lens } = await start({}, 'FROM alpine:3\n');
    lens.answer(tagIs('alpine', '3'));
    expect(await client.lenses('Dockerfile')).toEqual([]);
  });
});
