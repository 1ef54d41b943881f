import { expect, it } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { COLLECTS_KEY, makesKey, PUSHES_INDEX_KEY, pinsKey, type Statement } from '../../server/src/model/statement.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { statementsOf } from '../../server/src/workspace/stating.ts';
import { digest } from '../support/judge.ts';

const REDIS = { host: 'docker.io', repository: 'library/redis' };

/** Statements, with the keys that each change of them told. */
function collected() {
  let changed: readonly string[] = [];
  const statements = createStatements(keys => {
    changed = [...keys].sort();
  });
  const changes = (change: () => void) => {
    changed = [];
    change();
    return changed;
  };
  const put = (file: string, text: string, name = 'Dockerfile') =>
    changes(() => {
      const reading = readerFor(name, undefined, text)?.read(text, name);
      if (reading === undefined) throw new Error('no reader');
      const folder = `/${file}`;
      const from = { id: `/${file}/${name}`, folder, file, rangeOf: linesOf(text).rangeOf };
      statements.put(from, 'document', statementsOf(reading));
    });
  const drop = (file: string, name = 'Dockerfile') => changes(() => statements.drop(`/${file}/${name}`, 'document'));
  const pins = (tag = '7') =>
    statements
      .toldIn([])(pinsKey(REDIS, tag))
      .map(each => {
        if (each.says !== 'pins') throw new Error('Only pins are stated there.');
        return `${each.from.file}:${each.from.rangeOf(each.span).start.line} ${each.digest.slice(7, 9)}`;
      });
  return { statements, changes, put, drop, pins };
}

it('finds the pins of one image and tag in all documents, by their names', () => {
  const { put, pins } = collected();
  put('b', `FROM redis:7@${digest('b')}\nFROM docker.io/library/redis:7@${digest('c')}\n`);
  put('a', `FROM redis:7@${digest('a')}\nFROM redis:6@${digest('d')}\nFROM node:7@${digest('e')}\nFROM redis:7\n`);
  expect(pins()).toEqual(['a:0 aa', 'b:0 bb', 'b:1 cc']);
  expect(pins('6')).toEqual(['a:1 dd']);
  expect(pins('5')).toEqual([]);
});

it('forgets what a document no longer pins, and documents that are gone', () => {
  const { put, drop, pins } = collected();
  put('a', `FROM redis:7@${digest('a')}\n`);
  put('b', `FROM redis:7@${digest('b')}\n`);
  put('a', 'FROM redis:7\n');
  expect(pins()).toEqual(['b:0 bb']);
  drop('b');
  drop('never');
  expect(pins()).toEqual([]);
});

it('tells the keys of what others can see, and nothing else', () => {
  const { put, drop, statements } = collected();
  const key = pinsKey(REDIS, '7');
  const told = () => statements.toldIn([])(key);
  expect(put('a', `FROM redis:7@${digest('a')}\n`)).toEqual([key]);
  const before = told();
  expect(put('a', `FROM redis:7@${digest('a')}\nRUN true\n`)).toEqual([]);
  expect(put('c', 'FROM redis:7\n')).toEqual([]);
  expect(told()).toBe(before);
  expect(put('a', `\nFROM redis:7@${digest('a')}\n`)).toEqual([key]);
  expect(told()).not.toBe(before);
  expect(put('a', `FROM redis:6@${digest('a')}\n`)).toEqual([pinsKey(REDIS, '6'), key]);
  expect(drop('c')).toEqual([]);
  expect(drop('a')).toEqual([pinsKey(REDIS, '6')]);
});

it('knows which hosts some document has cleaned up', () => {
  const { put, drop, statements } = collected();
  const hosts = () =>
    statements
      .toldIn([])(COLLECTS_KEY)
      .map(each => each.says === 'collects' && each.hosts);
  const step = '      - uses: actions/delete-package-versions@v5\n        with: { package-type: container }\n';
  const clean = `jobs:\n  a:\n    steps:\n${step}`;
  const workflow = '.github/workflows/clean.yml';
  expect(put('a', clean, workflow)).toEqual([COLLECTS_KEY]);
  expect(put('a', `${clean}# more\n`, workflow)).toEqual([]);
  expect(hosts()).toEqual(['ghcr.io']);
  expect(drop('a', workflow)).toEqual([COLLECTS_KEY]);
  expect(hosts()).toEqual([]);
});

it('knows which images some document pushes as indexes', () => {
  const { put, drop, statements } = collected();
  const images = () =>
    statements
      .toldIn([])(PUSHES_INDEX_KEY)
      .map(each => each.says === 'indexes' && `${each.image} ${each.of}`);
  const step =
    '      - uses: docker/build-push-action@v6\n        with: { push: true, platforms: "a,b", tags: "ghcr.io/acme/web:1" }\n';
  const workflow = '.github/workflows/release.yml';
  expect(put('a', `jobs:\n  a:\n    steps:\n${step}`, workflow)).toContain(PUSHES_INDEX_KEY);
  expect(images()).toEqual(['ghcr.io/acme/web platforms']);
  expect(drop('a', workflow)).toContain(PUSHES_INDEX_KEY);
  expect(images()).toEqual([]);
});

it('knows what some document builds, in every version and in one, until it does no more', () => {
  const { put, statements } = collected();
  const made = () =>
    [makesKey('oci', 'docker.io/shop/web'), makesKey('oci', 'docker.io/shop/web', '1')].map(
      key => statements.toldIn(['/elsewhere'])(key).length,
    );
  put('a', 'services: {web: {build: ., image: "shop/web:1"}}\n', 'compose.yaml');
  expect(made()).toEqual([1, 1]);
  put('a', 'services: {web: {build: ., image: "shop/web"}}\n', 'compose.yaml');
  expect(made()).toEqual([1, 0]);
  expect(statements.toldIn([])(makesKey('oci', 'docker.io/shop/web', 'latest'))).toHaveLength(1);
  put('a', 'services: {web: {image: "shop/web"}}\n', 'compose.yaml');
  expect(made()).toEqual([0, 0]);
});

it.each<[Statement['reach'], readonly boolean[]]>([
  ['everywhere', [true, true, true, true]],
  ['below', [true, true, false, false]],
  ['beside', [true, false, false, false]],
])('%s: speaks to those whom it reaches', (reach, expected) => {
  const { statements } = collected();
  const from = { id: '/a/x', folder: '/a', file: 'x', rangeOf: linesOf('').rangeOf };
  statements.put(from, 'document', [{ says: 'makes', key: 'k', reach }]);
  const views = [['/a', '/'], ['/a/b', '/a', '/'], ['/ab', '/'], []];
  expect(views.map(above => statements.toldIn(above)('k').length > 0)).toEqual(expected);
});

it('tells the nearest last of what folders around say, behind what is said everywhere', () => {
  const { statements } = collected();
  const state = (folder: string, file: string, reach: Statement['reach']) =>
    statements.put({ id: `${folder}/${file}`, folder, file, rangeOf: linesOf('').rangeOf }, 'document', [
      { says: 'gives', key: 'v', reach, value: `${folder} ${reach}` },
    ]);
  state('/a/b', 'a', 'below');
  state('/z', 'z', 'everywhere');
  state('/a', 'b', 'below');
  state('/a/b', 'b', 'beside');
  const values = (...above: string[]) =>
    statements
      .toldIn(above)('v')
      .map(each => each.says === 'gives' && each.value);
  expect(values('/a/b', '/a', '/')).toEqual(['/z everywhere', '/a below', '/a/b below', '/a/b beside']);
  expect(values('/a', '/')).toEqual(['/z everywhere', '/a below']);
});

it('tells whoever looks where a thing is said, of whatever kind it is', () => {
  const { statements, changes } = collected();
  const said = (text: string, line: number) => {
    const { rangeOf } = linesOf(text);
    const at = text.indexOf('v');
    const span = spanOf(at, at + 1);
    const state = () =>
      statements.put({ id: '/a/x', folder: '/a', file: 'x', rangeOf }, 'document', [
        { says: 'gives', key: 'v', reach: 'everywhere', value: '1', span },
      ]);
    const told = changes(state);
    const [first] = statements.toldIn([])('v');
    expect(first?.span && first.from.rangeOf(first.span).start.line).toBe(line);
    return told;
  };
  expect(said('v', 0)).toEqual(['v']);
  expect(said('v # more', 0)).toEqual([]);
  expect(said('#\nv', 1)).toEqual(['v']);
});

it('hears a document before the file on disk that it is, and the file when the document is gone', () => {
  const { statements, changes } = collected();
  const from = { id: '/a/.env', folder: '/a', file: '.env', rangeOf: linesOf('').rangeOf };
  const gives = (value: string): Statement => ({ says: 'gives', key: 'v', reach: 'beside', value });
  const values = () =>
    statements
      .toldIn(['/a'])('v')
      .map(each => each.says === 'gives' && each.value);
  statements.put(from, 'disk', [gives('1')]);
  expect(changes(() => statements.put(from, 'document', [gives('2')]))).toEqual(['v']);
  expect(values()).toEqual(['2']);
  expect(changes(() => statements.put(from, 'disk', [gives('3')]))).toEqual([]);
  expect(changes(() => statements.drop('/a/.env', 'document'))).toEqual(['v']);
  expect(values()).toEqual(['3']);
});
