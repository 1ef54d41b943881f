import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { whyNoCargo } from '../support/cargo.ts';
import { type CargoVerdict, cargoVerdicts, type Files, replacingCratesIo } from '../support/cargo-verdicts.ts';
import type { LocalServer } from '../support/local-server.ts';
import { type IndexedCrate, startSparseIndex } from '../support/static-indexes.ts';

/**
 * What would be chosen today, by our command line and by the cargo of this machine: crates with releases that are live,
 * yanked, made for another cargo, or for a newer Rust, pre-releases and builds among them; requirements as people write
 * them and as nobody would; manifests of the old resolver, of the new one, and for several Rust versions.
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
/** Projects: what their edition, resolver and Rust version make of it, and a workspace that shares its dependencies. */
const PROJECTS: readonly ((wanted: string) => Files)[] = [
  ...[
    'edition = "2021"',
    'edition = "2021"\nrust-version = "1.70"',
    'edition = "2021"\nresolver = "3"\nrust-version = "1.70"',
    'edition = "2021"\nresolver = "3"\nrust-version = "1.75"',
    'edition = "2024"\nrust-version = "1.85.0"',
    'edition = "2024"\nresolver = "2"\nrust-version = "1.85"',
  ].map(head => (wanted: string) => packageFiles(`${head}\n[dependencies]\n${wanted}`)),
  wanted => ({
    'Cargo.toml': `[workspace]\nmembers = ["m"]\nresolver = "3"\n[workspace.package]\nrust-version = "1.70"\n[workspace.dependencies]\n${wanted}`,
    ...packageFiles(
      `edition = "2021"\nrust-version.workspace = true\n[dependencies]\n${wanted.replaceAll(/ = .*/g, '.workspace = true')}`,
      'm/',
    ),
  }),
  wanted => ({
    ...packageFiles(
      `edition = "2024"\nrust-version = "1.85"\n[workspace]\nmembers = ["m"]\n[build-dependencies]\n${wanted.replaceAll(/ = (.*)/g, ' = { version = $1 }')}`,
    ),
    ...packageFiles('edition = "2021"\n', 'm/'),
  }),
  wanted => ({
    'Cargo.toml': '[workspace]\nmembers = ["m", "n"]\nresolver = "3"\n',
    ...packageFiles('edition = "2021"\nrust-version = "1.72"\n', 'm/'),
    ...packageFiles(`edition = "2021"\nrust-version = "1.80"\n[dependencies]\n${wanted}`, 'n/', 'other'),
  }),
];

interface Case {
  readonly crate: string;
  readonly requirement: string;
  readonly project: number;
  /** None: the index has no file for it. */
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
    project: n % PROJECTS.length,
    releases: VERSIONS.flatMap((vers, i) => {
      const { there = 0, state = 'live', rust } = states[i] ?? {};
      if (there === 0 || n % 31 === 0) return [];
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

/** What `list --resolve` says of one reference. */
interface Resolved {
  readonly chosen: string | null;
  readonly standing: string;
}

let folder: string;
let index: LocalServer;
let ours: ReadonlyMap<string, Resolved>;
let verdicts: ReadonlyMap<Case, CargoVerdict>;

/** In whose name it is skipped where it cannot be asked. */
const why = whyNoCargo();

describe.skipIf(why !== undefined)(why === undefined ? 'cargo' : `cargo (${why})`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cargo-verdicts-'));
    const crates = MADE.filter(({ releases }) => releases.length > 0).map(({ crate, releases }) => [crate, releases]);
    index = await startSparseIndex(Object.fromEntries(crates));
    PROJECTS.forEach((_, project) => {
      const files = filesOf(
        project,
        MADE.filter(one => one.project === project),
      );
      putFiles(path.join(folder, 'checked', `p${project}`), files);
    });
    putFiles(folder, { 'cargo-home/config.toml': replacingCratesIo(index.base) });
    ours = await listResolved(path.join(folder, 'checked'));
    const all = new Map<Case, CargoVerdict>();
    for (const project of PROJECTS.keys()) {
      const its = MADE.filter(one => one.project === project);
      const files = (cases: readonly Case[]) => filesOf(project, cases);
      const isLeft = ({ crate }: Case) => ours.get(crate)?.standing !== 'live';
      for (const [one, verdict] of await cargoVerdicts(its, isLeft, { folder, base: index.base, files })) {
        all.set(one, verdict);
      }
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
      const [we, cargo] = [told(ours.get(one.crate)), verdict === undefined ? 'not asked' : toldByCargo(verdict)];
      return we === cargo ? [] : [{ ...one, releases: one.releases.map(each => JSON.stringify(each)), we, cargo }];
    });
    expect(differing).toEqual([]);
    expect(verdicts.size).toBe(CASES);
  });

  test('and each way in which that can end was met many times', () => {
    const ends = [...ours.values()].map(({ standing }) => standing);
    for (const end of ['live', 'yanked', 'unavailable', 'missing-version', 'missing-package']) {
      expect(ends.filter(each => each === end).length, end).toBeGreaterThan(10);
    }
  });
});

function putFiles(top: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
    writeFileSync(path.join(top, file), text);
  }
}

function packageFiles(rest: string, at = '', name = at === '' ? 'app' : 'member'): Files {
  return {
    [`${at}Cargo.toml`]: `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`,
    [`${at}src/lib.rs`]: '',
    ...(rest.includes('[build-dependencies]') ? { [`${at}build.rs`]: 'fn main() {}' } : {}),
  };
}

function filesOf(project: number, cases: readonly Case[]): Files {
  const wanted = cases.map(({ crate, requirement: text }) => `${crate} = "${text}"\n`).join('');
  return PROJECTS[project]?.(wanted) ?? {};
}

/** Runs `list --resolve`, for a user whose cargo asks the index in place of crates.io. By crate. */
async function listResolved(checked: string): Promise<ReadonlyMap<string, Resolved>> {
  const out: string[] = [];
  const err: string[] = [];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  const environment = {
    CARGO_HOME: path.join(folder, 'cargo-home'),
    NO_PROXY: '127.0.0.1',
    REGISTRY_LENS_CACHE: path.join(folder, 'cache'),
  };
  await runIn(
    {
      ...{ cwd: checked, environment, home: path.join(folder, 'home'), platform: process.platform, version: '0.0.0' },
      ...{ signal: new AbortController().signal, createLens, out: stream(out), err: stream(err) },
    },
    ['list', '.', '--resolve', '--format', 'json'],
  );
  expect(err).toEqual([]);
  const { references } = JSON.parse(out.join(''));
  return new Map(
    references.flatMap(({ name, chosen, standing }: Resolved & { readonly name: string }) =>
      // What the root decides is asked there.
      typeof standing === 'string' ? [[name, { chosen, standing }]] : [],
    ),
  );
}

function told(resolved: Resolved | undefined): string {
  if (resolved === undefined) return 'not listed';
  return resolved.standing === 'live' ? (resolved.chosen ?? 'nothing') : resolved.standing;
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
  if (/version \S+ is yanked/.test(refused)) return 'yanked';
  if (/no matching package/.test(refused)) return 'missing-package';
  return /failed to select a version for the requirement/.test(refused) ? 'missing-version' : refused;
}

function core(version: string): string {
  return version.split(/[-+]/)[0] ?? '';
}
