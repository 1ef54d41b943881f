import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cargo } from '../../server/src/ecosystems/cargo/index.ts';
import { cargoToml } from '../../server/src/ecosystems/cargo/readers/cargo-toml.ts';
import type { PackageFact } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import type { ReleaseState } from '../../server/src/model/release-state.ts';
import { readIndexFile } from '../../server/src/registries/cargo/index-file.ts';
import { type CargoVerdict, cargoIsMissing, cargoVerdicts } from '../support/cargo-client.ts';
import type { LocalServer } from '../support/local-server.ts';
import { type IndexedCrate, indexFile, startSparseIndex } from '../support/static-indexes.ts';

/**
 * What would be chosen today, by us and by the cargo of this machine: crates with releases that are live, yanked, made
 * for another cargo, or for a newer Rust, pre-releases and builds among them; requirements as people write them and as
 * nobody would; manifests of the old resolver, of the new one, and for several Rust versions.
 */
const SEED = 20261129;
const CASES = 480;

const VERSIONS = [
  ...['0.0.1', '0.0.3', '0.1.0', '0.1.5', '0.2.0-alpha.1', '0.2.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-rc.1'],
  ...['1.0.0', '1.0.1+build.7', '1.2.0-beta.2', '1.2.0-beta.10', '1.2.0', '1.2.3', '1.3.0-pre', '1.10.0'],
  ...['2.0.0-alpha', '2.0.0-beta.1', '2.0.0', '2.1.0-x', '2.3.4', '3.0.0-0', '10.0.0'],
];
/** Of these, most are known to the index; one that is not is a version that nobody published. */
const release = fc.record({
  there: fc.nat(3),
  state: fc.constantFrom('live', 'live', 'live', 'live', 'yanked', 'yanked', 'newer form', 'invalid'),
  rust: fc.constantFrom(undefined, undefined, '1.60', '1.70', '1.75.1', '1.80', '1.99', '99'),
});
const part = fc
  .tuple(fc.constantFrom(...VERSIONS), fc.constantFrom(1, 2, 3, 4, 4))
  .map(([text, parts]) => (parts === 4 ? text : core(text).split('.').slice(0, parts).join('.')));
const comparator = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom('', '', '', '^', '~', '=', '=', '>', '>=', '<', '<='), fc.constantFrom('', '', ' '), part)
      .map(parts => parts.join('')),
  },
  fc.constantFrom('1.*', '0.*', '1.2.*', '2.x', '0.0.*', '>=1.*', '=1.*.*'),
);
const requirement = fc.oneof(
  { weight: 8, arbitrary: comparator },
  {
    weight: 3,
    arbitrary: fc.tuple(comparator, fc.constantFrom(',', ', ', ' , '), comparator).map(all => all.join('')),
  },
  fc.constant('*'),
);
/** Manifests' beginnings: what their edition, resolver and Rust version make of it. */
const HEADS = [
  'edition = "2021"',
  'edition = "2021"\nrust-version = "1.70"',
  'edition = "2021"\nresolver = "3"\nrust-version = "1.70"',
  'edition = "2021"\nresolver = "3"\nrust-version = "1.75"',
  'edition = "2024"\nrust-version = "1.85.0"',
  'edition = "2024"\nresolver = "2"\nrust-version = "1.85"',
];

interface Case {
  readonly crate: string;
  readonly requirement: string;
  readonly head: string;
  readonly releases: readonly IndexedCrate[];
}

const MADE: readonly Case[] = fc
  .sample(fc.tuple(requirement, fc.array(release, { minLength: VERSIONS.length, maxLength: VERSIONS.length })), {
    seed: SEED,
    numRuns: CASES,
  })
  .map(([text, states], n) => ({
    crate: `crate${n}`,
    requirement: text,
    head: HEADS[n % HEADS.length] ?? '',
    releases: VERSIONS.flatMap((vers, i) => {
      const { there = 0, state = 'live', rust } = states[i] ?? {};
      if (there === 0) return [];
      return [
        {
          ...{ vers, yanked: state === 'yanked' },
          ...(state === 'newer form' ? { v: 99 } : {}),
          ...(state === 'invalid' ? { deps: undefined } : {}),
          ...(rust === undefined ? {} : { rust_version: rust }),
        },
      ];
    }),
  }));

let folder: string;
let index: LocalServer;
let verdicts: ReadonlyMap<Case, CargoVerdict>;

describe.skipIf(cargoIsMissing())('cargo 1.84 or newer', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cargo-verdicts-'));
    // A crate without a release has no file.
    const crates = MADE.filter(({ releases }) => releases.length > 0).map(({ crate, releases }) => [crate, releases]);
    index = await startSparseIndex(Object.fromEntries(crates));
    const all = new Map<Case, CargoVerdict>();
    for (const head of HEADS) {
      const its = MADE.filter(one => one.head === head);
      const manifest = (cases: readonly Case[]) => manifestOf(head, cases);
      const asked = await cargoVerdicts(its, one => ours(one).is !== 'live', { folder, base: index.base, manifest });
      for (const [one, verdict] of asked) all.set(one, verdict);
    }
    verdicts = all;
  });
  afterAll(async () => {
    await index?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes what we say that it takes, and nothing where we say that nothing is left, and why', () => {
    const differing = MADE.flatMap(one => {
      const verdict = verdicts.get(one);
      const [we, cargo] = [told(ours(one)), verdict === undefined ? 'not asked' : toldByCargo(verdict)];
      return we === cargo ? [] : [{ ...one, releases: one.releases.map(each => JSON.stringify(each)), we, cargo }];
    });
    expect(differing).toEqual([]);
    expect(verdicts.size).toBeGreaterThanOrEqual(300);
  });

  test('and each way in which that can end was met many times', () => {
    const ends = MADE.map(one => ours(one).is);
    for (const end of ['live', 'all-yanked', 'unavailable', 'no-version']) {
      expect(ends.filter(each => each === end).length, end).toBeGreaterThan(20);
    }
  });
});

function manifestOf(head: string, cases: readonly Case[]): string {
  const wanted = cases.map(({ crate, requirement: text }) => `${crate} = "${text}"\n`).join('');
  return `[package]\nname = "app"\nversion = "0.1.0"\n${head}\n\n[dependencies]\n${wanted}`;
}

function ours(one: Case): ReleaseState {
  const [reference] = cargoToml.read(manifestOf(one.head, [one]), 'Cargo.toml').references;
  if (reference?.subject.kind !== 'release') throw new Error(`${one.requirement} is not read`);
  const file = readIndexFile(new TextEncoder().encode(indexFile(one.crate, one.releases)), one.crate);
  const fact: PackageFact | undefined = file.is === 'crate' ? file.fact : undefined;
  const answer =
    fact === undefined ? { state: 'absent', missing: 'package', asOf: 0 } : { state: 'known', fact, asOf: 0 };
  return cargo.standing(reference.subject, () => answer as never, createDerive());
}

function told(state: ReleaseState): string {
  return state.is === 'live' ? state.version : state.is;
}

/**
 * Cargo names each release that matches and cannot be chosen, with the reason: of one for another cargo which cargo
 * that is, where the release says so, else which form of the index.
 */
function toldByCargo(verdict: CargoVerdict): string {
  if ('version' in verdict) return verdict.version;
  const { refused } = verdict;
  if (/version \S+(?: requires a Cargo version that | requires cargo |'s index entry is invalid)/.test(refused))
    return 'unavailable';
  if (/version \S+ is yanked/.test(refused)) return 'all-yanked';
  if (/no matching package/.test(refused)) return 'no-package';
  return /failed to select a version for the requirement/.test(refused) ? 'no-version' : refused;
}

function core(version: string): string {
  return version.split(/[-+]/)[0] ?? '';
}
