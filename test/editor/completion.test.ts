import { afterEach, describe, expect, it } from 'vitest';
import { parseImageName } from '../../server/src/model/image-reference.ts';
import { DIGEST, known, proven, tagIs } from './answers.ts';
import { type ClientOptions, NOW, startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

/** Opens a text with `|` for the cursor, and asks there. */
async function completeAt(marked: string, options: ClientOptions = {}, file = 'Dockerfile') {
  client = await startClient(options);
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  client.open(file, marked.replace('|', ''));
  const line = before.length - 1;
  const character = before.at(-1)?.length ?? 0;
  return {
    line,
    ask: () => client.complete(file, line, character),
  };
}

function tagsAre(...tags: string[]) {
  const image = parseImageName('node');
  if (image === undefined) throw new Error('not an image');
  client.lens.answer([{ ask: 'tags', image }, known({ tags, complete: true })]);
}

it('an unknown list is asked for, and the editor is told to ask again', async () => {
  const { ask } = await completeAt('FROM node:|\n');
  expect(await ask()).toEqual({ isIncomplete: true, items: [] });
  await client.until(() => client.lens.wanted.some(({ key }) => key === 'tags oci docker.io/library/node'));
  expect(client.lens.wanted).toContainEqual({ key: 'tags oci docker.io/library/node', urgency: 'screen' });
  tagsAre('20', '22', 'latest');
  expect((await ask()).items.map(({ label }) => label)).toEqual(['22', '20', 'latest']);
});

it('the list is there at the first `:` where the registry answers in time', async () => {
  const { ask } = await completeAt('FROM node:|\n', { patience: 60_000 });
  const asking = ask();
  await client.until(() =>
    client.lens.wanted.some(({ key, urgency }) => key.startsWith('tags') && urgency === 'settle'),
  );
  tagsAre('20', '22');
  expect(await asking).toMatchObject({ isIncomplete: false, items: [{ label: '22' }, { label: '20' }] });
});

const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n';

describe('the tag that is typed is found', () => {
  it.each<[string, string, string, string?]>([
    ['where nothing is written of it', 'FROM node:| AS build\n', '0:10-0:10'],
    ['where a part is written', 'FROM node:2|\n', '0:10-0:11'],
    ['from its first letter on', 'FROM node:|20\n', '0:10-0:12'],
    ['before a digest, which stays', `FROM node:2|@${DIGEST}\n`, '0:10-0:11'],
    ['in another instruction', 'FROM scratch\nCOPY --from=node:| /a /b\n', '1:17-1:17'],
    ['in the default of a variable', 'ARG VERSION=|\nFROM node:$VERSION\n', '0:12-0:12'],
    ['in a default within the reference', 'FROM node:${VERSION:-|}\n', '0:21-0:21'],
    ['in YAML, where `node:` alone is a key', `${POD}  - image: node:|\n`, '4:16-4:16', 'pod.yaml'],
    ['in YAML, between quotes', `${POD}  - image: "node:|"\n`, '4:17-4:17', 'pod.yaml'],
    ['in JSON', '{"image": "node:|"}\n', '0:16-0:16', 'devcontainer.json'],
    ['in a Compose file', 'services:\n  web:\n    image: node:|\n', '2:16-2:16', 'compose.yaml'],
    ['in YAML, in another document', `kind: x\n---\n${POD}  - image: node:2|\n`, '6:16-6:17', 'pod.yaml'],
  ])('%s', async (_, text, range, file) => {
    const { ask } = await completeAt(text, {}, file);
    await ask();
    tagsAre('22', '20');
    const [first] = (await ask()).items;
    const edit = first?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('no edit');
    const { start, end } = edit.range;
    expect(`${start.line}:${start.character}-${end.line}:${end.character}`).toBe(range);
    expect(edit.newText).toBe('22');
  });

  it.each([
    ['in the name', 'FROM no|de:22\n'],
    ['in a comment', 'FROM node:22\n# node:|\n'],
    ['in a command', 'FROM node:22\nRUN echo node:|\n'],
    ['of a stage', 'FROM node:22 AS base\nFROM base|\n'],
  ])('and nowhere else: not %s', async (_, text) => {
    const { ask } = await completeAt(text);
    tagsAre('22');
    expect(await ask()).toEqual({ isIncomplete: false, items: [] });
  });
});

it('what begins as typed comes first, what holds it after that, and no more than a hundred', async () => {
  const { ask } = await completeAt('FROM node:alp|\n');
  tagsAre('alpine', '22-alpine', '22');
  expect((await ask()).items.map(({ label }) => label)).toEqual(['alpine', '22-alpine']);
  tagsAre(...Array.from({ length: 300 }, (_, i) => `${i}-alpine`));
  const { isIncomplete, items } = await ask();
  expect(isIncomplete).toBe(true);
  expect(items.map(({ label }) => label).slice(0, 2)).toEqual(['299-alpine', '298-alpine']);
  expect(items.length).toBe(100);
});

it('the tags of an image are put in order once, however often they are offered and looked through', async () => {
  const { ask } = await completeAt('FROM node:2|\n');
  let orders = 0;
  const tags = {
    complete: true,
    get tags() {
      orders += 1;
      return ['20', '22', '2'];
    },
  };
  const image = parseImageName('node');
  if (image === undefined) throw new Error('not an image');
  client.lens.answer([{ ask: 'tags', image }, known(tags)], tagIs('node', '2'), tagIs('node', '22'));
  for (let i = 0; i < 3; i++) expect((await ask()).items.length).toBe(3);
  for (let i = 0; i < 3; i++) expect(await client.hover('Dockerfile', 0, 11)).toContain('The same as `22`');
  expect(orders).toBe(1);
});

describe('a tag that is taken is pinned where the user wants that', () => {
  const settings = { registryLens: { completion: { pinDigest: true } } };

  it('after its digest was asked, downloaded and hashed', async () => {
    const { ask, line } = await completeAt('FROM node:2|\n', { settings });
    tagsAre('22');
    const [item] = (await ask()).items;
    client.change('Dockerfile', 'FROM node:22\n');
    const pinning = client.execute(item?.command?.command ?? '', ...(item?.command?.arguments ?? []));
    await client.until(() => client.lens.wanted.some(({ urgency }) => urgency === 'settle'));
    client.lens.answer(tagIs('node', '22'));
    await client.until(() =>
      client.lens.wanted.some(({ key, urgency }) => urgency === 'settle' && key.startsWith('contents')),
    );
    client.lens.answer(proven('node'));
    await pinning;
    const start = { line, character: 12 };
    expect(client.applied).toMatchObject([
      { documentChanges: [{ edits: [{ newText: `@${DIGEST}`, range: { start, end: start } }] }] },
    ]);
  });

  it('and left alone where something else was typed meanwhile', async () => {
    const { ask } = await completeAt('FROM node:2|\n', { settings });
    tagsAre('22');
    const [item] = (await ask()).items;
    client.change('Dockerfile', 'FROM node:22-slim\n');
    await client.execute(item?.command?.command ?? '', ...(item?.command?.arguments ?? []));
    expect(client.applied).toEqual([]);
    expect(client.shown).toEqual([]);
  });

  it('and not where a chart may put the tag into a label', async () => {
    const values = 'image:\n  repository: node\n  tag: "2|"\n';
    const { ask } = await completeAt(values, { settings }, 'values.yaml');
    await ask();
    tagsAre('22');
    const [item] = (await ask()).items;
    expect([item?.label, item?.command]).toEqual(['22', undefined]);
  });

  it('and not otherwise', async () => {
    const { ask } = await completeAt('FROM node:2|\n');
    tagsAre('22');
    expect((await ask()).items[0]?.command).toBeUndefined();
  });
});

describe('versions of a package', () => {
  const releases = [
    { version: '1.0.0', standing: { is: 'live' } },
    { version: '1.2.0', standing: { is: 'live' } },
    { version: '1.10.0', standing: { is: 'deprecated', message: 'no' } },
    { version: '2.0.0', standing: { is: 'live' } },
    { version: '3.0.0-rc.1', standing: { is: 'live' } },
  ] as const;
  const packageIs = () =>
    client.lens.answer([
      { ask: 'package', registry: 'npm', name: 'a' },
      known({ standing: { is: 'live' }, tags: {}, releases }),
    ]);

  it.each([
    ['{"dependencies": {"a": "|"}}', '2.0.0 1.2.0 1.0.0 3.0.0-rc.1 1.10.0', 'a": "2.0.0"'],
    ['{"dependencies": {"a": "^|"}}', '2.0.0 1.2.0 1.0.0 3.0.0-rc.1 1.10.0', 'a": "^2.0.0"'],
    ['{"dependencies": {"a": "^1.|"}}', '1.2.0 1.0.0 1.10.0', 'a": "^1.2.0"'],
    ['{"dependencies": {"a": "~1.|0.0"}}', '1.2.0 1.0.0 1.10.0', 'a": "~1.2.0"'],
    ['{"dependencies": {"a": ">=1.0.0 <|3"}}', '2.0.0 1.2.0 1.0.0 3.0.0-rc.1 1.10.0', '>=1.0.0 <2.0.0"'],
    ['{"dependencies": {"|a": "1.0.0"}}', '', ''],
    ['{"dependencies": {"a": "file:|"}}', '', ''],
  ])('are offered at %s', async (marked, versions, after) => {
    const { ask } = await completeAt(marked, {}, 'package.json');
    await ask();
    packageIs();
    const { items } = await ask();
    expect(items.map(({ label }) => label).join(' ')).toBe(versions);
    const [first] = items;
    if (first === undefined) return;
    const edit = first.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('no edit');
    const text = marked.replace('|', '');
    const { start, end } = edit.range;
    expect(text.slice(0, start.character) + edit.newText + text.slice(end.character)).toContain(after);
  });

  it.each([
    ['{"dependencies": {"a": "|"}}', 'latest 2.0.0, next 3.0.0-rc.1, old 1.10.0, deprecated'],
    ['{"dependencies": {"a": "n|"}}', 'next 3.0.0-rc.1'],
    ['{"dependencies": {"a": "2|"}}', ''],
    ['{"dependencies": {"a": "^|"}}', ''],
    ['{"overrides": {"b": {"a": "n|"}}}', 'next 3.0.0-rc.1'],
    ['{"resolutions": {"**/a": "n|"}}', 'next 3.0.0-rc.1'],
    ['{"pnpm": {"overrides": {"b>a": "n|"}}}', 'next 3.0.0-rc.1'],
    ['{"workspaces": {"catalog": {"a": "n|"}}}', 'next 3.0.0-rc.1'],
    ['catalog:\n  a: n|\n', 'next 3.0.0-rc.1', 'pnpm-workspace.yaml'],
    ['catalogs:\n  x:\n    a: "|"\n', 'latest 2.0.0, next 3.0.0-rc.1, old 1.10.0, deprecated', 'pnpm-workspace.yaml'],
    ['overrides:\n  b>a: n|\n', 'next 3.0.0-rc.1', 'pnpm-workspace.yaml'],
    ['catalog:\n  a: n|\n', 'next 3.0.0-rc.1', '.yarnrc.yml'],
  ])('and tags at %s: %s', async (marked, tags, file = 'package.json') => {
    const { ask } = await completeAt(marked, {}, file);
    await ask();
    const named = { latest: '2.0.0', next: '3.0.0-rc.1', old: '1.10.0' };
    const fact = { standing: { is: 'live' }, tags: named, releases } as const;
    client.lens.answer([{ ask: 'package', registry: 'npm', name: 'a' }, known(fact)]);
    client.lens.answer([{ ask: 'package', registry: 'npm', name: 'a', source: 'pnpm' }, known(fact)]);
    const { items } = await ask();
    const tagged = items.filter(({ label }) => !/^\d/.test(label));
    expect(tagged.map(({ label, detail }) => `${label} ${detail}`).join(', ')).toBe(tags);
  });

  it('and no tags where no file may have one', async () => {
    const { ask } = await completeAt(
      '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>|</version></dependency></dependencies></project>',
      {},
      'pom.xml',
    );
    await ask();
    const tags = { latest: '2.0', release: '2.0' };
    const fact = { standing: { is: 'live' }, tags, releases: [{ version: '2.0', standing: { is: 'live' } }] } as const;
    client.lens.answer([{ ask: 'package', registry: 'maven', name: 'g:a' }, known(fact)]);
    expect((await ask()).items.map(({ label }) => label)).toEqual(['2.0']);
  });

  it('what was taken back comes last, and is struck through', async () => {
    const { ask } = await completeAt('{"dependencies": {"a": "|"}}', {}, 'package.json');
    await ask();
    packageIs();
    const last = (await ask()).items.at(-1);
    expect(last).toMatchObject({ label: '1.10.0', detail: 'deprecated', tags: [1] });
  });

  describe('of a crate', () => {
    const crate = (needs: readonly (readonly [version: string, needs?: string])[]) =>
      client.lens.answer([
        { ask: 'package', registry: 'cargo', name: 'a' },
        known({
          ...{ standing: { is: 'live' }, tags: {} },
          releases: needs.map(([version, needs]) => ({
            ...{ version, standing: { is: 'live' } },
            ...(needs === undefined ? {} : { needs }),
          })),
        }),
      ]);

    it.each([
      ['a = "1.0.0-|"', '1.0.0-rc.1', 'a = "1.0.0-rc.1"'],
      ['a = ">=1,|"', '1.2.0 1.0.0 1.0.0-rc.1', 'a = ">=1,1.2.0"'],
      ['a = ">=1, |"', '1.2.0 1.0.0 1.0.0-rc.1', 'a = ">=1, 1.2.0"'],
      ['a = "1.*|"', '1.2.0 1.0.0 1.0.0-rc.1', 'a = "1.2.0"'],
      ['a = "1.|', '1.2.0 1.0.0 1.0.0-rc.1', 'a = "1.2.0'],
      ["a = { version = '1.2.|", '1.2.0', "version = '1.2.0"],
    ])('are offered at %s', async (marked, versions, after) => {
      const { ask } = await completeAt(`[dependencies]\n${marked}\n`, {}, 'Cargo.toml');
      await ask();
      crate([['1.0.0'], ['1.0.0-rc.1'], ['1.2.0+build']]);
      const { items } = await ask();
      expect(items.map(({ label }) => label).join(' ')).toBe(versions);
      const edit = items[0]?.textEdit;
      if (edit === undefined || !('range' in edit)) throw new Error('no edit');
      const text = marked.replace('|', '');
      const { start, end } = edit.range;
      expect(text.slice(0, start.character) + edit.newText + text.slice(end.character)).toContain(after);
      const typed = text.slice(start.character, end.character);
      expect(items[0]?.filterText?.startsWith(typed)).toBe(true);
    });

    it('come behind the others where they need a newer toolchain than the file names', async () => {
      const manifest = '[package]\nedition = "2024"\nrust-version = "1.85"\n[dependencies]\na = "|"\n';
      const { ask } = await completeAt(manifest, {}, 'Cargo.toml');
      await ask();
      crate([['1.0.0', '1.56'], ['1.2.0', '1.99'], ['1.1.0', '1.80'], ['2.0.0-rc.1']]);
      const { items } = await ask();
      expect(items.map(({ label, detail = '' }) => `${label} ${detail}`.trim())).toEqual([
        ...['1.1.0', '1.0.0', '1.2.0 needs Rust 1.99', '2.0.0-rc.1'],
      ]);
      expect(items[2]?.tags).toBeUndefined();
    });
  });

  it.each([
    ['are left out where they are younger than three days', {}, ['1.2.0', '1.0.0']],
    ['of any age are offered to who wants it so', { minimumDays: 0 }, ['1.3.0', '1.2.0', '1.0.0']],
    ['are left out where they are younger than somebody wants', { minimumDays: 5 }, ['1.0.0']],
  ])('%s', async (_, set, expected) => {
    const settings = { registryLens: { proposals: set } };
    const { ask } = await completeAt('[dependencies]\na = "|"\n', { settings }, 'Cargo.toml');
    await ask();
    const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
    const dates = { '1.0.0': undefined, '1.2.0': daysAgo(4), '1.3.0': daysAgo(2) };
    const releases = Object.entries(dates).map(([version, published]) => ({
      ...{ version, standing: { is: 'live' } as const },
      ...(published === undefined ? {} : { published }),
    }));
    const fact = { standing: { is: 'live' }, tags: {}, releases } as const;
    client.lens.answer([{ ask: 'package', registry: 'cargo', name: 'a' }, known(fact)]);
    expect((await ask()).items.map(({ label }) => label)).toEqual(expected);
  });

  it.each([
    ['\tgolang.example/a |', 'v1.1.0 v1.0.0 v1.2.0-rc.1 v1.2.0', '\tgolang.example/a v1.1.0'],
    ['\tgolang.example/a v|', 'v1.1.0 v1.0.0 v1.2.0-rc.1 v1.2.0', '\tgolang.example/a v1.1.0'],
    ['\tgolang.example/a v1.0| // why', 'v1.0.0', '\tgolang.example/a v1.0.0 // why'],
    ['\tgolang.example/a v1.2.0-|', 'v1.2.0-rc.1', '\tgolang.example/a v1.2.0-rc.1'],
    ['\t"golang.example/a" "v1.0|"', 'v1.0.0', '"v1.0.0"'],
  ])('are offered of a module at %s', async (marked, versions, after) => {
    const { ask } = await completeAt(`require (\n${marked}\n)\n`, {}, 'go.mod');
    await ask();
    const standings = { 'v1.0.0': 'live', 'v1.1.0': 'live', 'v1.2.0-rc.1': 'live', 'v1.2.0': 'retracted' } as const;
    client.lens.answer([
      { ask: 'package', registry: 'go', name: 'golang.example/a' },
      known({
        ...{ standing: { is: 'live' }, tags: {} },
        releases: Object.entries(standings).map(([version, is]) => ({
          version,
          standing: is === 'live' ? { is } : { is, reasons: [] },
        })),
      }),
    ]);
    const { items } = await ask();
    expect(items.map(({ label }) => label).join(' ')).toBe(versions);
    const edit = items[0]?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('no edit');
    const text = marked.replace('|', '');
    const { start, end } = edit.range;
    expect(text.slice(0, start.character) + edit.newText + text.slice(end.character)).toContain(after);
  });

  it('nobody is asked about a package that is ignored', async () => {
    const settings = { registryLens: { ignore: ['npm:a'] } };
    const { ask } = await completeAt('{"dependencies": {"a": "|"}}', { settings }, 'package.json');
    expect(await ask()).toEqual({ isIncomplete: false, items: [] });
    expect(client.lens.wanted).toEqual([]);
  });

  it('are not offered behind a name without a version, which a number would go on with', async () => {
    const { ask } = await completeAt('demo|\n', {}, 'requirements.txt');
    expect(await ask()).toEqual({ isIncomplete: false, items: [] });
  });
});
