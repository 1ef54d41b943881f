import { describe, expect, it, test } from 'vitest';
import { pypi } from '../../../server/src/ecosystems/pypi/index.ts';
import { pypiStanding } from '../../../server/src/ecosystems/pypi/standing.ts';
import { PYPI_VERSIONING, pypiWant } from '../../../server/src/ecosystems/pypi/versions.ts';
import type { Answer, AnyFact, PackageFact, ReleaseFact, Standing } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import { type Question, questionKey } from '../../../server/src/model/question.ts';
import type { ReleaseSubject, Want } from '../../../server/src/model/reference.ts';

/**
 * Releases as words: `1.0`, `1.1:yanked`, `1.2:disputed`, `2.0:>=3.12` for what it needs of Python, `2.1:gone` for one
 * that cannot be chosen.
 */
function packageOf(words: string, standing: Standing = { is: 'live' }): PackageFact {
  const releases = words.split(' ').map((word): ReleaseFact => {
    const [version = '', said] = word.split(':');
    switch (said) {
      case undefined:
        return { version, standing: { is: 'live' } };
      case 'yanked':
        return { version, standing: { is: 'yanked' } };
      case 'disputed':
        return { version, standing: { is: 'yanked', disputed: true } };
      case 'gone':
        return { version, standing: { is: 'unavailable', why: 'has no file' } };
      default:
        return { version, standing: { is: 'live' }, needs: said.replaceAll('|', ' || ') };
    }
  });
  return { standing, tags: {}, releases };
}

function wanted(text: string, source = 'pip', more: Partial<ReleaseSubject> = {}): ReleaseSubject {
  const want = pypiWant(text, source.startsWith('poetry') ? 'poetry' : 'pep440');
  if (want === undefined) throw new Error(`cannot read ${text}`);
  return { kind: 'release', registry: 'pypi', name: 'demo', want, source, ...more };
}

function stateOf(subject: ReleaseSubject, fact: PackageFact): string {
  const answer: Answer<PackageFact> = { state: 'known', fact, asOf: 0 };
  const missing = { state: 'absent', missing: 'version', asOf: 0 };
  const peek = (question: Question) => (question.ask === 'release' ? missing : answer);
  const state = pypiStanding(subject, peek as never, createDerive());
  const words = [state.is, 'version' in state ? state.version : '', 'disputed' in state ? 'disputed' : ''];
  return words.filter(word => word !== '').join(' ');
}

describe('what a text asks for', () => {
  test.each<[string, Want['is'] | undefined, string?]>([
    ['', 'range'],
    ['*', 'range'],
    ['==1.0', 'exact', '1.0'],
    [' == v1.0-RC1 ', 'exact', '1.0rc1'],
    ['===1.0', 'exact', '1.0'],
    ['===odd', 'exact', 'odd'],
    ['==1.*', 'range'],
    ['==1.0,>0', 'range'],
    ['>=1,<2', 'range'],
    ['~=1.4', 'range'],
    ['~=1', undefined],
    ['^1.2', undefined],
    ['1.0', undefined],
    ['>=1.0+cpu', undefined],
    ['==1.0a1.*', undefined],
    ['latest', undefined],
  ])('%j', (text, is, version) => {
    const want = is === undefined ? undefined : { is, text, ...(version === undefined ? {} : { version }) };
    expect(pypiWant(text)).toEqual(want);
  });

  test.each<[string, Want['is'] | undefined, string?]>([
    ['1.0', 'exact', '1.0'],
    ['=1.0', 'exact', '1.0'],
    ['==1.0', 'exact', '1.0'],
    ['^1.2', 'range'],
    ['~1.2', 'range'],
    ['~=1.2', 'range'],
    ['1.*', 'range'],
    ['>=1.0 <2', 'range'],
    ['^1 || ^2', 'range'],
    ['latest', undefined],
    ['^', undefined],
  ])('with Poetry, %j', (text, is, version) => {
    const want = is === undefined ? undefined : { is, text, ...(version === undefined ? {} : { version }) };
    expect(pypiWant(text, 'poetry')).toEqual(want);
  });
});

describe('what is chosen', () => {
  test.each<[string, string, string, string]>([
    // client, want, releases, state
    ['pip', '', '1.0 1.1 2.0rc1', 'live 1.1'],
    ['pip', '', '1.0a1 1.0a2', 'live 1.0a2'],
    ['pip', '>=2', '1.0 2.1rc1', 'untold'],
    ['pip', '>=2.0b1', '1.0 2.0rc1', 'live 2.0rc1'],
    ['pip', '==1.1', '1.0 1.1:yanked', 'yanked 1.1'],
    ['pip', '==1.1,>0', '1.0 1.1:yanked', 'yanked 1.1'],
    ['uv', '==1.1,>0', '1.0 1.1:yanked', 'all-yanked 1.1'],
    ['pdm', '==1.1,>0', '1.0 1.1:yanked', 'all-yanked 1.1'],
    ['pip', '~=1.1', '1.0 1.1:yanked', 'all-yanked 1.1'],
    ['poetry', '^1.1', '1.0 1.1:yanked', 'all-yanked 1.1 disputed'],
    ['poetry', '1.1', '1.0 1.1:yanked', 'yanked 1.1'],
    ['poetry', '^1.1', '1.1:yanked 1.2rc1', 'live 1.2rc1'],
    ['pip', '==1.0', '1.0 1.0+cpu', 'live 1.0+cpu'],
    ['pip', '==1.0', '1.0 1.0+cpu:yanked', 'live 1.0'],
    ['pip', '>=1', '1.0 1.1:disputed', 'yanked 1.1 disputed'],
    ['uv', '>=1', '1.0 1.1:disputed', 'live 1.0'],
    ['uv', '>=1', '1.1a1', 'live 1.1a1'],
    ['uv', '>=2', '1.0 2.1a1', 'untold'],
    ['pdm', '>=2', '1.0 2.1a1', 'live 2.1a1'],
    ['pip', '==3', '1.0', 'no-version'],
    ['pip find-links=1', '==3', '1.0', 'untold'],
    ['pip', '==1.1', '1.0 1.1:gone', 'unavailable 1.1'],
    ['pip', '>=1', '1.0 1.1:gone', 'live 1.0'],
    ['pip', '===1.0', '1.0 1.0.0', 'live 1.0'],
  ])('%s, %j of %s: %s', (source, text, words, state) => {
    expect(stateOf(wanted(text, source), packageOf(words))).toBe(state);
  });

  test.each<[string, string, string]>([
    ['>=3.9', '1.0 2.0:>=3.12', 'live 2.0'],
    ['>=3.9,<3.12', '1.0 2.0:>=3.12', 'live 1.0'],
    ['3.11.4', '1.0 2.0:>=3.12', 'live 1.0'],
    ['3.11', '1.0 2.0:>=3.11.5', 'live 2.0'],
    ['==3.11.*', '1.0 2.0:!=3.11.*', 'live 1.0'],
    ['^3.9', '2.0:<3', 'unavailable 2.0'],
    ['^3.9', '2.0:<3|>=3.8', 'live 2.0'],
    ['>=3.9', '2.0:nonsense', 'live 2.0'],
    ['nonsense', '2.0:>=99', 'live 2.0'],
  ])('for Python %s, of %s: %s', (toolchain, words, state) => {
    expect(stateOf(wanted('', 'pip', { toolchain }), packageOf(words))).toBe(state);
  });

  it('says of a project only what is not said of the release', () => {
    const archived = { is: 'archived', reason: 'moved' } as const;
    expect(stateOf(wanted(''), packageOf('1.0', archived))).toBe('archived 1.0');
    expect(stateOf(wanted('==1.0'), packageOf('1.0:yanked', archived))).toBe('yanked 1.0');
    expect(stateOf(wanted('==9'), packageOf('1.0', { is: 'quarantined' }))).toBe('package-quarantined');
  });

  it('says nothing of what cannot be read', () => {
    const subject = { ...wanted(''), want: { is: 'range', text: 'whatever' } } as const;
    expect(stateOf(subject, packageOf('1.0'))).toBe('untold');
  });

  it('takes pre-releases where the file says so', () => {
    expect(stateOf(wanted('>=1', 'pip', { prereleases: true }), packageOf('1.0 2.0rc1'))).toBe('live 2.0rc1');
  });
});

describe('where to go', () => {
  test.each<[string, string, string]>([
    ['==1.1', '1.0 1.1:yanked 1.2 2.0', '1.2 up, 2.0 up'],
    ['==1.1', '1.0 1.1:yanked 2.0', '1.0 down, 2.0 up'],
    ['==1.1', '0.9 1.1:yanked 2.0', '2.0 up'],
    ['==2.0', '1.0 2.0:yanked', '1.0 down'],
    ['==2.0rc1', '1.0 2.0rc1:yanked 2.0rc2', '2.0rc2 up'],
    ['==1.1', '1.1:yanked 1.2rc1', ''],
    ['==1.0+cpu', '1.0+cpu:yanked 1.1+cpu 1.0.5', '1.1+cpu up'],
    ['>=5', '4.2 4.1', '4.2 down'],
    ['==1.1', '1.1:yanked 1.2:>=3.12 1.3', '1.3 up'],
    // It is the file that is to be put right.
    ['==1.0,==1.1', '1.0 1.1 2.0', ''],
    ['>=2,<1', '1.0 2.0', ''],
  ])('from %s of %s: %s', (text, words, way) => {
    const subject = wanted(text, 'pip', { toolchain: '<3.12' });
    const good = PYPI_VERSIONING.nearestGood(subject, packageOf(words), createDerive());
    expect(good.map(({ version, direction }) => `${version} ${direction}`).join(', ')).toBe(way);
  });

  test.each<[string, string, string | undefined]>([
    ['==1.1', '1.2', '==1.2'],
    [' == 1.1', '1.2.3', ' == 1.2.3'],
    ['===1.1', '1.2', '===1.2'],
    ['==1.*', '2.3', '==2.*'],
    ['~=1.4', '2.0.3', '~=2.0'],
    ['~=1.4.2', '2.0.3', '~=2.0.3'],
    ['>=5', '4.2', '>=4.2'],
    ['^1.2', '2.3.4', '^2.3'],
    ['~1.2', '2.3.4', '~2.3'],
    ['1.2.0', '1.3', '1.3'],
    ['==1.0+cpu', '1.1+cpu', '==1.1+cpu'],
    ['==1.1', '1.1', undefined],
    ['>=1,<2', '2.1', undefined],
    ['<2', '2.1', undefined],
    ['!=1.1', '1.2', undefined],
    ['^1 || ^2', '3.0', undefined],
    ['*', '1.0', undefined],
  ])('%j for %s becomes %j', (text, version, rewritten) => {
    const want = pypiWant(text) ?? pypiWant(text, 'poetry');
    expect(want && PYPI_VERSIONING.rewrite(want, version)).toBe(rewritten);
  });
});

test.each<[string, string, Partial<ReleaseSubject>, boolean]>([
  ['', 'pip', {}, true],
  ['*', 'poetry', {}, true],
  ['>=0', 'pip', {}, true],
  ['>=1.0', 'pip', {}, false],
  ['>=1.0', 'pip', { deployed: true }, true],
  ['', 'pip', { deployed: false }, false],
  ['*', 'poetry', { deployed: false }, false],
  ['!=1.5', 'pip', { deployed: true }, true],
  ['>=1.0,<2', 'pip', { deployed: true }, false],
  ['~=1.0', 'pip', { deployed: true }, false],
  ['^1.0 || >=3', 'poetry', { deployed: true }, true],
  ['==1.0', 'pip', {}, false],
])('%j of %s, %j: whether it floats', (text, source, more, floats) => {
  expect(PYPI_VERSIONING.isFloating(wanted(text, source, more))).toBe(floats);
});

test.each([
  ['1.2.3', '~=1.2'],
  ['2', '~=2.0'],
  ['2024.7.4', '~=2024.7'],
  ['1!2.3', '~=1!2.3'],
  ['2.0rc1', '~=2.0rc1'],
])('a range from %s on is %s', (version, range) => {
  expect(PYPI_VERSIONING.rangeFrom(version)).toBe(range);
});

test('the newest is the highest that is good, and all are listed from the highest down', () => {
  const fact = packageOf('1.10 1.9 2.0:yanked 3.0rc1 1!0.1:yanked odd');
  expect(PYPI_VERSIONING.newest(fact, createDerive())).toBe('1.10');
  const versions = PYPI_VERSIONING.highestFirst(fact).map(({ version }) => version);
  expect(versions).toEqual(['1!0.1', '3.0rc1', '2.0', '1.10', '1.9']);
});

test.each<[string, ReleaseFact, string | undefined]>([
  ['~=1.0', { version: '2.0', standing: { is: 'live' } }, 'is not in the range'],
  ['==1.0', { version: '2.0', standing: { is: 'live' } }, 'is not the one that is pinned'],
  ['', { version: '2.0', standing: { is: 'yanked' } }, 'was yanked'],
  [
    '',
    { version: '2.0', standing: { is: 'live' }, needs: '>=3.12' },
    'needs Python >=3.12, and the project is for <3.12',
  ],
  ['', { version: '2.0', standing: { is: 'live' } }, undefined],
])('%j passes over %j: %s', (text, release, why) => {
  expect(PYPI_VERSIONING.refusal(wanted(text, 'pip', { toolchain: '<3.12' }), release)).toBe(why);
});

test('the page is that of the canonical name', () => {
  expect(pypi.page(wanted('', 'pip', { name: 'Foo.Bar' }))).toBe('https://pypi.org/project/foo-bar/');
  expect(pypi.page(wanted('==1.0'))).toBe('https://pypi.org/project/demo/1.0/');
  expect([pypi.nameText('demo', '==1.0'), pypi.nameText('demo', '^1.0')]).toEqual(['demo==1.0', 'demo ^1.0']);
});

describe('what the kept page of a project lacks', () => {
  const held = { held: { version: '1.1', by: 'poetry.lock' } };
  const absent: Answer<AnyFact> = { state: 'absent', missing: 'version', asOf: 0 };
  const there: Answer<AnyFact> = { state: 'known', fact: { version: '1.1', standing: { is: 'live' } }, asOf: 0 };
  test.each<[string, ReleaseSubject, Answer<AnyFact>, string, string?]>([
    ['a pin', wanted('==1.1'), absent, 'no-version', '1.1'],
    ['a range', wanted('~=1.1'), absent, 'no-version', '~=1.1'],
    ['what a lockfile holds', wanted('^1.0', 'poetry', held), absent, 'no-version', '1.1'],
    ['what is there after all', wanted('==1.1'), there, 'untold', '1.1'],
    ['what nobody tells of', wanted('==1.1'), { state: 'unknown', why: 'offline' }, 'untold', '1.1'],
    ['what may be elsewhere', wanted('==1.1', 'pip find-links=1'), absent, 'untold'],
    ['what no version can be', wanted('==1.1,==1.2'), absent, 'no-version'],
    ['what the page has', wanted('==1.0'), absent, 'live'],
  ])('is looked for again where that tells: %s', (_, subject, again, state, version) => {
    const asked: string[] = [];
    const peek = (question: Question) => {
      asked.push(questionKey(question));
      return question.ask === 'release' ? again : { state: 'known', fact: packageOf('1.0'), asOf: 0 };
    };
    expect(pypiStanding(subject, peek as never, createDerive()).is).toBe(state);
    const from = `from ${subject.source}`;
    expect(asked.slice(1)).toEqual(version === undefined ? [] : [`release pypi demo ${version} afresh ${from}`]);
  });
});
