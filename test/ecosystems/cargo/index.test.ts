import { describe, expect, test } from 'vitest';
import { cargo } from '../../../server/src/ecosystems/cargo/index.ts';
import { cargoWant } from '../../../server/src/ecosystems/cargo/versions.ts';
import type { Answer, AnyFact, PackageFact, Standing } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import { type Question, questionKey } from '../../../server/src/model/question.ts';
import type { ReleaseSubject } from '../../../server/src/model/reference.ts';

const LIVE: Standing = { is: 'live' };
const MISSING: Answer<AnyFact> = { state: 'absent', missing: 'version', asOf: 0 };

function subject(text: string, more: Partial<ReleaseSubject> = {}): ReleaseSubject {
  const want = cargoWant(text);
  if (want === undefined) throw new Error(`cargo refuses ${text}`);
  return { kind: 'release', registry: 'cargo', name: 'serde', want, ...more };
}

test.each([
  ['1', {}, 'https://crates.io/crates/serde'],
  ['=1.2.3+b', {}, 'https://crates.io/crates/serde/1.2.3'],
  ['1', { source: 'registry=mine' }, undefined],
  ['1', { name: 'crate/../x' }, undefined],
] as const)('%j has the page %s', (text, more, expected) => {
  expect(cargo.page(subject(text, more))).toBe(expected);
});

test('the questions go where the manifest says, one for each crate', () => {
  const asked: string[] = [];
  for (const source of [undefined, 'registry=mine']) {
    const of = subject('=1.0.0', source === undefined ? {} : { source });
    cargo.standing(
      of,
      question => {
        asked.push(questionKey(question));
        return { state: 'unknown', why: 'not-asked' };
      },
      createDerive(),
    );
  }
  expect(asked).toEqual(['package cargo serde', 'package cargo serde from registry=mine']);
});

test('a reason travels along', () => {
  const state = (standing: Standing) => {
    const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases: [{ version: '1.0.0', standing }] };
    return cargo.standing(subject('1'), () => ({ state: 'known', fact, asOf: 0 }) as never, createDerive());
  };
  const yanked = { is: 'yanked', reason: 'a hole', disputed: true } as const;
  expect(state(yanked)).toEqual({ is: 'all-yanked', version: '1.0.0', reason: 'a hole', disputed: true });
});

test('why nothing matches is told where there is a reason', () => {
  const why = (text: string, ...versions: string[]) => {
    const releases = versions.map(version => ({ version, standing: { is: 'live' } as const }));
    const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases };
    const state = cargo.standing(subject(text), lacking(fact), createDerive());
    return state.is === 'no-version' ? (state.why ?? '') : state.is;
  };
  expect(why('1', '1.0.0-alpha', '1.0.0-rc.1')).toContain('write `1.0.0-rc.1` for the newest');
  expect(why('=1, =2', '1.0.0-alpha')).toContain('the contradiction is in the file');
  expect(why('2', '1.0.0', '2.0.0-rc.1')).toBe('');
  expect(why('2')).toBe('');
  expect(why('>=1.0.0-z', '1.0.0-rc.1')).toBe('');
});

test('where the Rust at hand decides, only what each may build is known to be chosen', () => {
  const release = (version: string, needs: string) => ({ version, needs, standing: { is: 'live' } as const });
  const state = (text: string, toolchain: string) => {
    const releases = [release('1.0.0', '1.56'), release('2.0.0', '1.85'), release('3.0.0', '1.90')];
    const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases };
    const { is } = cargo.standing(
      subject(text, { toolchain }),
      () => ({ state: 'known', fact, asOf: 0 }) as never,
      createDerive(),
    );
    return is;
  };
  expect(['1', '2', '>=1'].map(text => state(text, '>=1.85'))).toEqual(['live', 'live', 'untold']);
  expect(['1', '2', '>=1'].map(text => state(text, '>=1.84'))).toEqual(['live', 'untold', 'untold']);
  expect(state('>=1', '1.85')).toBe('live');
});

test('what people read', () => {
  expect(cargo.nameText('serde', '1.0')).toBe('serde 1.0');
  expect(cargo.nameText('serde', undefined)).toBe('serde');
  expect(cargo.loginCommand('https://a.example')).toBe('cargo login');
  expect(cargo.registryText('serde')).toBe('crates.io');
});

test.each([
  ['the same version', '1.0.0', 'a'],
  ['one that differs behind the plus', '1.1.0+build.1', 'b'],
  ['one without what stands behind the plus', '1.1.0', 'b'],
  ['one that is not there', '1.2.0', undefined],
  ['one of which the index tells no checksum', '2.0.0', undefined],
])('a locked release is served with the checksum of %s', (_, version, expected) => {
  const hashes = (text: string) => ({ hashes: [{ algorithm: 'sha256', text }] });
  const releases = [
    { version: '1.0.0', standing: { is: 'live' }, ...hashes('a') },
    { version: '1.1.0+build.2', standing: { is: 'live' }, ...hashes('b') },
    { version: '2.0.0', standing: { is: 'live' } },
  ] as const;
  const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases };
  const want = { is: 'exact', text: version, version } as const;
  const of = { ...subject('1'), want, locked: { hashes: [] } };
  const asked: string[] = [];
  const peek = (question: Question) => {
    asked.push(questionKey(question));
    return { state: 'known', fact, asOf: 0 } as never;
  };
  expect(cargo.served?.(of, peek, createDerive())).toEqual(expected === undefined ? undefined : hashes(expected));
  expect(cargo.served?.(subject('1'), peek, createDerive())).toBeUndefined();
  cargo.standing(of, peek, createDerive());
  const again = expected === undefined && version === '1.2.0' ? ['release cargo serde 1.2.0 afresh'] : [];
  expect([...new Set(asked)]).toEqual(['package cargo serde', ...again]);
});

test.each([
  ['a yanked one', '1.0.0', { is: 'yanked', version: '1.0.0' }],
  ['one that is taken by its version, and not by a range', '1.0.1', { is: 'live', version: '1.0.1' }],
  ['one that the index lacks', '1.0.2', { is: 'no-version' }],
])('what a lockfile has is judged itself: %s', (_, version, state) => {
  const releases = [
    { version: '1.0.0', standing: { is: 'yanked' } },
    { version: '1.0.1', standing: { is: 'live' } },
    { version: '1.9.0', standing: { is: 'live' } },
  ] as const;
  const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases };
  const of = { ...subject('1'), want: { is: 'exact', text: version, version } as const, locked: {} };
  expect(cargo.standing(of, lacking(fact), createDerive())).toEqual(state);
});

describe('what the kept file of a crate lacks', () => {
  const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases: [{ version: '1.0.0', standing: LIVE }] };
  const told = { state: 'known', fact: { version: '1.1.0', standing: LIVE }, asOf: 0 } as const;
  const locked = { want: { is: 'exact', text: '1.1.0', version: '1.1.0' }, locked: {} } as const;
  const held = { held: { version: '1.1.0', by: 'Cargo.lock' } } as const;
  test.each<[string, object, Answer<AnyFact>, string]>([
    ['an exact version', { ...subject('=1.1.0') }, MISSING, 'no-version'],
    ['a version that is locked', { ...subject('1'), ...locked }, MISSING, 'no-version'],
    ['one that a lockfile holds', { ...subject('1'), ...held }, MISSING, 'no-version'],
    ['one that is there after all', { ...subject('1'), ...locked }, told, 'untold'],
    ['one that nobody tells of', { ...subject('1'), ...locked }, { state: 'unknown', why: 'offline' }, 'untold'],
    ['one that is being looked for', { ...subject('=1.1.0') }, { state: 'unknown', why: 'asking' }, 'untold'],
  ])('is looked for again: %s', (_, of, again, state) => {
    const asked: string[] = [];
    const peek = (question: Question) => {
      asked.push(questionKey(question));
      return (question.ask === 'release' ? again : { state: 'known', fact, asOf: 0 }) as never;
    };
    expect(cargo.standing(of as ReleaseSubject, peek, createDerive()).is).toBe(state);
    expect(asked).toEqual(['package cargo serde', 'release cargo serde 1.1.0 afresh']);
  });

  test('is a range, too, and not what no version can be', () => {
    const asked: string[] = [];
    for (const text of ['1', '^1.1', '>=1.1, <2', '=1, =2']) {
      const peek = (question: Question) => {
        asked.push(questionKey(question));
        return lacking(fact)(question);
      };
      cargo.standing(subject(text), peek as never, createDerive());
    }
    expect(asked.filter(key => key.startsWith('release'))).toEqual([
      'release cargo serde ^1.1 afresh',
      'release cargo serde >=1.1, <2 afresh',
    ]);
  });
});

/** An index with one file that says again what it said. */
function lacking(fact: PackageFact) {
  return (question: Question) => (question.ask === 'release' ? MISSING : { state: 'known', fact, asOf: 0 }) as never;
}
