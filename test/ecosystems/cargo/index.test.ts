import { expect, test } from 'vitest';
import { cargo } from '../../../server/src/ecosystems/cargo/index.ts';
import { cargoWant } from '../../../server/src/ecosystems/cargo/versions.ts';
import type { PackageFact, Standing } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import { questionKey } from '../../../server/src/model/question.ts';
import type { ReleaseSubject } from '../../../server/src/model/reference.ts';

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
    const state = cargo.standing(subject(text), () => ({ state: 'known', fact, asOf: 0 }) as never, createDerive());
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
