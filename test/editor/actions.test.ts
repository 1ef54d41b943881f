import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, CodeActionTriggerKind, type TextDocumentEdit } from 'vscode-languageserver';
import { CHOOSE_PINS_REQUEST, type PinChoice } from '../../server/src/editor/protocol.ts';
import { DIGEST, digest, known, proven, tagIs } from './answers.ts';
import { type ClientOptions, PLAIN, rangeOf, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const TEXT = 'FROM alpine:3 AS build\nFROM busybox:1\n';
const ALPINE = rangeOf(TEXT, 'alpine:3');

/** Opens the text above, and lets the registries tell what its tags point to. */
async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await startClient(options);
  client.open('Dockerfile', TEXT);
  await client.until(() => client.lens.wanted.length >= 2);
  client.lens.answer(tagIs('alpine', '3'), tagIs('busybox', '1', digest('d')));
  return client;
}

/** A document's edits as `line:character text`. */
function edits(edit: { documentChanges?: unknown } | undefined): string[] {
  return ((edit?.documentChanges ?? []) as TextDocumentEdit[]).flatMap(change =>
    change.edits.map(
      one => `${one.range.start.line}:${one.range.start.character} ${'newText' in one ? one.newText : ''}`,
    ),
  );
}

async function pinOf(to: TestClient) {
  const found = (await to.actions('Dockerfile', ALPINE)).find(({ title }) => title === 'Pin to digest');
  if (found === undefined) throw new Error('no pin was offered');
  return found;
}

describe('a quick fix', () => {
  it('that mends two findings is offered once', async () => {
    const [old, now] = [digest('a'), digest('d')];
    const text = `FROM busybox:1@${old} AS build\nFROM busybox:1@${now}\n`;
    client = await startClient();
    client.open('Dockerfile', text);
    await client.until(() => client.lens.wanted.length >= 1);
    const [question] = tagIs('busybox', '1', now);
    client.lens.answer(tagIs('busybox', '1', now));
    client.lens.answer([{ ...question, at: { digest: old } } as never, known({ digest: old, shape: 'index' })]);
    client.lens.answer([{ ...question, at: { digest: now } } as never, known({ digest: now, shape: 'index' })]);
    const { items = [] } = await client.pull('Dockerfile');
    expect(items.map(({ code }) => code)).toEqual(['moved-tag', 'inconsistent-pins']);
    const titles = (await client.actions('Dockerfile', rangeOf(text, `busybox:1@${old}`))).map(({ title }) => title);
    expect(titles).toEqual(['Update pin', 'Ignore `moved-tag` here', 'Ignore `inconsistent-pins` here']);
  });

  it('whose digest is proven has its edit, with the document’s version, and is preferred', async () => {
    const { lens, uri } = await start();
    lens.answer(proven('alpine'));
    const pin = await pinOf(client);
    expect(pin).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'unpinned-image' }] });
    expect(pin.data).toBeUndefined();
    expect(pin.edit?.documentChanges).toMatchObject([{ textDocument: { uri: uri('Dockerfile'), version: 1 } }]);
    expect(edits(pin.edit)).toEqual([`0:13 @${DIGEST}`]);
  });

  it('whose digest only a header has told gets its edit when it is chosen and the bytes were hashed', async () => {
    const { lens, until, resolve } = await start();
    const pin = await pinOf(client);
    expect(pin.edit).toBeUndefined();
    const resolving = resolve(pin);
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    lens.answer(proven('alpine'));
    expect(edits((await resolving).edit)).toEqual([`0:13 @${DIGEST}`]);
    expect(client.shown).toEqual([]);
  });

  it('that cannot be verified comes back without an edit, and words say why', async () => {
    const { lens, until, resolve } = await start();
    const resolving = resolve(await pinOf(client));
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    lens.answer([proven('alpine')[0], { state: 'unknown', why: 'throttled' }]);
    expect((await resolving).edit).toBeUndefined();
    await until(() => client.shown.length > 0);
    expect(client.shown).toEqual([
      'Pin to digest: the digest could not be verified: the registry asked for a pause, or allows little more.',
    ]);
  });

  it.each([
    ['while its digest was verified', true],
    ['before it was chosen', false],
  ])('for a document that changed %s is refused, though another image stands in its place', async (_, during) => {
    const { lens, until, resolve, change, pull } = await start();
    const pin = await pinOf(client);
    const swap = async () => {
      change('Dockerfile', 'FROM busybox:1 AS build\nFROM alpine:3\n');
      await pull('Dockerfile');
      lens.answer(proven('alpine'), proven('busybox', digest('d')));
    };
    if (!during) await swap();
    const resolving = resolve(pin);
    if (during) {
      await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
      await swap();
    }
    expect((await resolving).edit).toBeUndefined();
    await until(() => client.shown.length > 0);
    expect(client.shown[0]).toContain('has changed');
  });

  it('that the user no longer waits for ends without an edit or a word', async () => {
    const { lens, until, resolve, pull } = await start();
    const patience = new CancellationTokenSource();
    const resolving = resolve(await pinOf(client), patience.token);
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    patience.cancel();
    expect((await resolving).edit).toBeUndefined();
    await pull('Dockerfile');
    expect(client.shown).toEqual([]);
  });

  it('that hides a finding needs no registry', async () => {
    await start();
    const ignore = (await client.actions('Dockerfile', ALPINE)).find(({ title }) => title.startsWith('Ignore'));
    expect(edits(ignore?.edit)).toEqual(['0:0 # registry-lens: ignore unpinned-image\n']);
    expect(ignore?.isPreferred).toBeUndefined();
  });

  it('is a command for clients that cannot resolve actions or take versions', async () => {
    const { lens, until, connection, uri } = await start({ capabilities: PLAIN });
    const pin = await pinOf(client);
    expect(pin.command?.command).toBe('registryLens.applyFix');
    const executing = connection.sendRequest('workspace/executeCommand', pin.command);
    await until(() => lens.wanted.some(({ urgency }) => urgency === 'settle'));
    lens.answer(proven('alpine'));
    await executing;
    expect(client.applied).toMatchObject([{ changes: { [uri('Dockerfile')]: [{ newText: `@${DIGEST}` }] } }]);
  });
});

describe('fix all', () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };

  it('is offered only where it is asked for', async () => {
    await start();
    const kinds = (await client.actions('Dockerfile', everything)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['quickfix']));
    for (const only of ['source', 'source.fixAll', 'source.fixAll.registryLens']) {
      expect(await client.actions('Dockerfile', everything, [only])).toMatchObject([
        { kind: 'source.fixAll.registryLens' },
      ]);
    }
    expect(await client.actions('Dockerfile', everything, ['source.fixAll.eslint'])).toEqual([]);
  });

  it('writes every digest that could be verified, and no other', async () => {
    const { lens, until, actions, resolve } = await start();
    const [fixAll] = await actions('Dockerfile', everything, ['source.fixAll']);
    if (fixAll === undefined) throw new Error('not offered');
    const resolving = resolve(fixAll);
    await until(() => lens.wanted.filter(({ urgency }) => urgency === 'settle').length === 2);
    lens.answer(proven('alpine'), [proven('busybox', digest('d'))[0], { state: 'unknown', why: 'garbled' }]);
    expect(edits((await resolving).edit)).toEqual([`0:13 @${DIGEST}`]);
  });
});

describe('fix all on a save', () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
  const save = (to: TestClient) =>
    to.actions('Dockerfile', everything, ['source.fixAll'], CodeActionTriggerKind.Automatic);

  it('waits for nobody: what is not verified is asked for and comes with a later one', async () => {
    const { lens, until } = await start();
    expect(await save(client)).toEqual([]);
    await until(() => lens.wanted.some(({ key }) => key.startsWith('contents')));
    lens.answer(proven('alpine'));
    expect((await save(client)).map(({ edit }) => edits(edit))).toEqual([[`0:13 @${DIGEST}`]]);
  });
});

describe('pin all images', () => {
  it('says what it could not do without a link of the folder’s making', async () => {
    const files = { '[run](command:quit)\n/Dockerfile': 'FROM alpine:3\n' };
    const { lens, until, execute } = await start({ files });
    const executing = execute('registryLens.pinAllImages');
    await until(() => lens.wanted.some(({ key, urgency }) => urgency === 'settle' && key.startsWith('contents')));
    const refused = { state: 'unknown', why: 'refused' } as const;
    lens.answer([proven('alpine')[0], refused], [proven('busybox', digest('d'))[0], refused]);
    await executing;
    const [shown] = client.shown;
    expect(shown).toMatch(/^3 images could not be pinned\. .*\[run\] \(command:quit\)/);
    expect(shown).not.toMatch(/\]\(|\n/);
  });

  it('pins open and closed files by verified digests, for the user to confirm', async () => {
    const files = { 'x/Dockerfile': 'FROM alpine:3\n' };
    const { lens, until, execute } = await start({ files });
    const executing = execute('registryLens.pinAllImages');
    await until(() => lens.wanted.some(({ key, urgency }) => urgency === 'settle' && key.startsWith('contents')));
    lens.answer(proven('alpine'), [proven('busybox', digest('d'))[0], { state: 'unknown', why: 'refused' }]);
    await executing;
    expect(client.applied).toHaveLength(1);
    expect(client.applied[0]?.documentChanges).toMatchObject([
      { textDocument: { version: 1 }, edits: [{ newText: `@${DIGEST}`, annotationId: 'registry-lens' }] },
      { textDocument: { version: null }, edits: [{ newText: `@${DIGEST}`, annotationId: 'registry-lens' }] },
    ]);
    expect(client.applied[0]?.changeAnnotations).toMatchObject({ 'registry-lens': { needsConfirmation: true } });
    // Progress is over while the user looks, and several files are saved once the user has agreed.
    expect(client.appliedAs).toEqual([{ isRefactoring: true, progress: 'end' }]);
    expect(client.shown).toEqual([
      '1 image could not be pinned. `busybox:1` in `Dockerfile`: the digest could not be verified: the registry refused access.',
    ]);
  });

  describe('where the client lets the user choose', () => {
    async function choose(answer: number[] | null) {
      const files = { 'x/Dockerfile': 'FROM alpine:3\nFROM busybox:2\n' };
      const { lens, until, execute, connection } = await start({ files, initializationOptions: { choosesPins: true } });
      const choices: PinChoice[] = [];
      connection.onRequest(CHOOSE_PINS_REQUEST, (choice: PinChoice) => {
        choices.push(choice);
        return answer;
      });
      const executing = execute('registryLens.pinAllImages');
      await until(() => lens.wanted.some(({ key }) => key.endsWith('busybox :2')));
      lens.answer([tagIs('busybox', '2')[0], { state: 'unknown', why: 'refused' }]);
      await until(() => lens.wanted.some(({ key, urgency }) => urgency === 'settle' && key.startsWith('contents')));
      lens.answer(proven('alpine'), proven('busybox', digest('d')));
      await executing;
      return choices;
    }

    it('offers what is safe, tells what is left out and why, and pins what stays ticked', async () => {
      const [choice] = await choose([0, 2]);
      expect(choice?.pins.map(({ file, line, text, title }) => `${file}:${line} ${text} ${title}`)).toEqual([
        'Dockerfile:1 alpine:3 Pin to digest',
        'Dockerfile:2 busybox:1 Pin to digest',
        'x/Dockerfile:1 alpine:3 Pin to digest',
      ]);
      expect(choice?.left).toEqual([
        { file: 'x/Dockerfile', line: 2, text: 'busybox:2', why: 'the registry refused access' },
      ]);
      expect(client.applied).toHaveLength(1);
      expect(client.applied[0]?.documentChanges).toMatchObject([
        { edits: [{ newText: `@${DIGEST}` }] },
        { edits: [{ newText: `@${DIGEST}` }] },
      ]);
      expect(client.applied[0]?.changeAnnotations).toBeUndefined();
      expect(client.shown).toEqual(['Pinned 2 images. 1 image could not be: the log says why.']);
      expect(client.logs).toContain('Not pinned: `busybox:2` in `x/Dockerfile`, line 2: the registry refused access.');
    });

    it('says that nothing was pinned where nothing stays ticked', async () => {
      await choose([]);
      expect([client.applied, client.shown]).toEqual([[], ['Nothing was pinned, because nothing was ticked.']]);
    });

    it('is silent where the user changes their mind', async () => {
      await choose(null);
      expect([client.applied, client.shown]).toEqual([[], []]);
    });
  });

  it('says so where there is nothing to pin', async () => {
    client = await startClient({ files: { Dockerfile: 'FROM scratch\n' } });
    await client.execute('registryLens.pinAllImages');
    await client.until(() => client.shown.length > 0);
    expect(client.shown).toEqual(['There is no image to pin.']);
    expect(client.applied).toEqual([]);
  });

  it('pins nothing when it is cancelled', async () => {
    const { lens, until, execute, cancelProgress } = await start({ capabilities: VSCODE });
    const executing = execute('registryLens.pinAllImages');
    await until(() => lens.wanted.some(({ key, urgency }) => urgency === 'settle' && key.startsWith('contents')));
    cancelProgress();
    await executing;
    expect([client.applied, client.shown]).toEqual([[], []]);
  });
});
