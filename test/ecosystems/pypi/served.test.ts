import { expect, test } from 'vitest';
import { pypiServed } from '../../../server/src/ecosystems/pypi/served.ts';
import { pypiStanding } from '../../../server/src/ecosystems/pypi/standing.ts';
import type { Answer, PackageFact, Peek, Standing } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { Question } from '../../../server/src/model/question.ts';
import type { ReleaseSubject } from '../../../server/src/model/reference.ts';

const LIVE: Standing = { is: 'live' };
const release = (version: string, hash?: string, standing: Standing = LIVE) => ({
  ...{ version, standing },
  ...(hash === undefined
    ? {}
    : { hashes: [{ algorithm: 'sha256', text: `sha256:${hash}`, file: `demo-${version}.whl` }] }),
});
const FACT: PackageFact = {
  standing: LIVE,
  tags: {},
  releases: [
    release('1.0', '01'),
    release('1.0+cpu', '02'),
    release('2.0'),
    release('3.0', '03', { is: 'unavailable', why: 'is listed in its index without a file' }),
  ],
};

function subjectOf(text: string, version: string, source?: string): ReleaseSubject {
  return {
    ...{ kind: 'release', registry: 'pypi', name: 'demo', locked: { hashes: [] } },
    want: { is: 'exact', text, version },
    ...(source === undefined ? {} : { source }),
  };
}

const answering = (answer: Answer<PackageFact>) => (() => answer) as unknown as Peek;
const known = answering({ state: 'known', fact: FACT, asOf: 0 });

test.each([
  ['an entry of a lockfile', '1.0', '1.0', undefined, ['sha256:02', 'sha256:01']],
  ['an entry in another spelling', '1.0.0', '1.0.0', 'uv', ['sha256:02', 'sha256:01']],
  ['an entry of a local version', '1.0+cpu', '1.0+cpu', 'poetry', ['sha256:02']],
  ['a pin, which a local version meets too', '==1.0', '1.0', undefined, ['sha256:02', 'sha256:01']],
  ['a release without hashes', '2.0', '2.0', undefined, undefined],
  ['a release that is not there', '9.0', '9.0', undefined, undefined],
  ['what may lie elsewhere', '==1.0', '1.0', 'pip find-links=1', undefined],
])('of %s', (_, text, version, source, expected) => {
  const served = pypiServed(subjectOf(text, version, source), known, createDerive());
  expect(served?.hashes.map(hash => hash.text)).toEqual(expected);
});

test('of what is not known nothing', () => {
  const peek = answering({ state: 'unknown', why: 'unreachable' });
  expect(pypiServed(subjectOf('1.0', '1.0'), peek, createDerive())).toBeUndefined();
});

const MISSING = { state: 'absent', missing: 'version', asOf: 0 };

test.each([
  ['1.0', 'live 1.0'],
  ['1.0.0', 'live 1.0'],
  ['1.0+cpu', 'live 1.0+cpu'],
  ['3.0', 'unavailable 3.0'],
  ['9.0', 'no-version'],
])('an entry of version %s is that very release: %s', (version, expected) => {
  const peek = (question: Question) => (question.ask === 'release' ? MISSING : known(question)) as never;
  const state = pypiStanding(subjectOf(version, version), peek, createDerive());
  expect('version' in state ? `${state.is} ${state.version}` : state.is).toBe(expected);
});
