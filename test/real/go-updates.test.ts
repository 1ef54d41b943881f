import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GO_VERSIONING } from '../../server/src/ecosystems/go/versions.ts';
import type { PackageFact } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { GO, installCommand, isMissing } from '../setup/programs.ts';
import { listModules } from '../support/go.ts';
import type { LocalServer } from '../support/local-server.ts';
import type { ModuleSeed } from '../support/sample-registries/modules.ts';
import { startModuleProxy } from '../support/static-indexes.ts';

/**
 * Where we lead to from a version, and what we call the newest, held against the queries of the go of this machine:
 * `@latest`, and `@>` and `@<` for the nearest that it would choose on either side.
 */
const SEED = 20261129;
const CASES = 300;

const LISTED = [
  ...['v0.1.0', 'v0.2.0', 'v0.2.1', 'v0.10.0', 'v1.0.0', 'v1.0.1', 'v1.1.0', 'v1.2.0', 'v1.9.0', 'v1.10.0'],
  ...['v1.2.0-rc.1', 'v1.2.0-rc.10', 'v1.10.0-alpha', 'v2.0.0-pre', 'v2.0.0+incompatible', 'v3.1.0+incompatible'],
];
const WANTED = [...LISTED.slice(0, 10), 'v1.0.1-0.20240102030405-abcdef123456', 'v0.0.0-20240102030405-abcdef123456'];

interface Case {
  readonly name: string;
  readonly wanted: string;
  readonly seed: ModuleSeed;
  readonly fact: PackageFact;
}

const MADE: readonly Case[] = fc
  .sample(
    fc.record({
      there: fc.uniqueArray(fc.constantFrom(...LISTED), { minLength: 1, maxLength: 9 }),
      retracted: fc.array(fc.constantFrom(...LISTED), { maxLength: 7 }),
      wanted: fc.constantFrom(...WANTED),
    }),
    { seed: SEED, numRuns: CASES },
  )
  .map(({ there, retracted, wanted }, n): Case => {
    const name = `m${n}.example/module`;
    // Each says it, whichever go takes for the newest; what came before go.mod has no room for it.
    const all = [...new Set([...there, wanted])].filter(version => version !== 'v2.0.0-pre');
    const text = retracted.map(version => `retract ${version.replace('+incompatible', '')}\n`).join('');
    const isRetracted = (version: string) =>
      retracted.some(each => each.replace('+incompatible', '') === version.replace('+incompatible', ''));
    const listed = all.filter(version => LISTED.includes(version));
    const releases = listed.map(version => ({
      version,
      standing: isRetracted(version) ? ({ is: 'retracted', reasons: [] } as const) : ({ is: 'live' } as const),
    }));
    return {
      ...{ name, wanted, fact: { standing: { is: 'live' }, tags: {}, releases } },
      seed: {
        versions: Object.fromEntries(all.map(version => [version, text === '' ? ' ' : text])),
        unlisted: all.filter(version => !LISTED.includes(version)),
      },
    };
  });

describe.skipIf(isMissing(GO))(isMissing(GO) ? `go (${installCommand(GO)})` : 'go', () => {
  let proxy: LocalServer;
  let latest: readonly (string | undefined)[];
  let above: readonly (string | undefined)[];
  let below: readonly (string | undefined)[];

  beforeAll(async () => {
    const modules = Object.fromEntries(MADE.map(({ name, seed }) => [name, seed]));
    proxy = await startModuleProxy(modules);
    const ask = async (query: (made: Case) => string) => {
      const words = MADE.map(made => `${made.name}@${query(made)}`);
      const { modules: told, stderr } = await listModules(['-e', ...words], '', { GOPROXY: proxy.base });
      const versions = new Map(told.map(({ Path, Version, Error: error }) => [Path, error ? undefined : Version]));
      expect(versions.size, stderr).toBe(CASES);
      return MADE.map(({ name }) => versions.get(name));
    };
    latest = await ask(() => 'latest');
    above = await ask(({ wanted }) => `>${wanted}`);
    below = await ask(({ wanted }) => `<${wanted}`);
  }, 300_000);
  afterAll(() => proxy?.stop());

  const derive = createDerive();

  test('calls the same version the latest', () => {
    const differing = MADE.flatMap(({ name, fact }, n) => {
      const ours = GO_VERSIONING.newest(fact, derive);
      return ours === latest[n]
        ? []
        : [
            {
              name,
              ours,
              go: latest[n],
              all: fact.releases.map(({ version, standing: { is } }) => `${version} ${is}`).join(),
            },
          ];
    });
    expect(differing.slice(0, 3)).toEqual([]);
    expect(latest.filter(version => version === undefined).length).toBeGreaterThan(2);
  });

  test('would go where we lead', () => {
    const differing = MADE.flatMap(({ name, wanted, fact }, n) => {
      const want = { is: 'exact', text: wanted, version: wanted } as const;
      const [ours] = GO_VERSIONING.nearestGood({ want }, fact, derive);
      const expected = nearestOf(wanted, [above[n], below[n]], fact);
      return ours?.version === expected
        ? []
        : [
            {
              name,
              wanted,
              ours,
              go: [below[n], above[n]],
              all: fact.releases.map(({ version, standing: { is } }) => `${version} ${is}`).join(),
            },
          ];
    });
    expect(differing.slice(0, 3)).toEqual([]);
    expect(above.filter(version => version === undefined).length).toBeGreaterThan(20);
  });
});

/**
 * What go finds on both sides, by the rules that a major version is not left without need; that nobody is led to a
 * pre-release but from a version of a commit, where there is nothing else; and that what go hides from `latest` stays
 * hidden, though these queries bring it up.
 */
function nearestOf(
  wanted: string,
  sides: readonly (string | undefined)[],
  { releases }: PackageFact,
): string | undefined {
  const isSame = (version: string) => version.split('.')[0] === wanted.split('.')[0];
  const hides = releases.some(({ version, standing }) => standing.is === 'live' && /^[^+-]*$/.test(version));
  const found = sides.filter(version => version !== undefined && !(hides && version.includes('+')));
  const finals = found.filter(version => !version?.includes('-'));
  const open = (finals.length === 0 && wanted.includes('-') ? found : finals).filter(version => version !== undefined);
  return open.find(isSame) ?? open[0];
}
