import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { findNpmClients, NPM_CLIENTS_HINT, type NpmClients } from '../setup/npm-clients.ts';
import { CLIENT_NAMES, type ClientName, chosenBy, type Wants } from '../support/npm-clients.ts';
import { type StaticPackage, type StaticRelease, servePackages } from '../support/static-packages.ts';

const PROJECTS = 64;
const EACH = 5;
/** So many that we expect to be refused are asked, since each costs an install of its own. */
const REFUSED = 16;

const VERSIONS = [
  ...['0.1.0', '0.1.2', '0.2.0', '0.9.0', '1.0.0', '1.0.1', '1.1.0', '1.2.0', '1.2.3', '1.10.0', '2.0.0', '2.1.0'],
  ...['1.0.0-a.1', '1.0.0-b.1', '1.2.0-rc.1', '1.2.3-beta.2', '2.0.0-rc.1', '2.0.0-rc.2', '3.0.0-alpha'],
];
const release: fc.Arbitrary<StaticRelease> = fc.record(
  {
    version: fc.constantFrom(...VERSIONS, '1.0.0', '1.1.0', '1.2.0'),
    deprecated: fc.constantFrom('use another', 'use another', true, false, ''),
  },
  { requiredKeys: ['version'] },
);
const WANTS = [
  ...['^1.0.0', '^1.0.0', '^1', '~1.2', '~1.0.0', '1.x', '1', '>=1', '>=1.0.0 <2.0.0', '1.0.0 - 1.2.0', '*', '*', 'x'],
  ...['', '^0.1.0', '^0.1', '~0', '^2.0.0', '>1.2.0', '<1.1', '<=1.0.0', '^1.0.0 || ^2.0.0', '1.1.0 || 2', '>=0.0.0'],
  ...['^1.0.0-a', '>=2.0.0-rc.1', '^2.0.0-rc', '~1.2.3-beta.1', '>=1.0.0-0', '1.0.0-a.1 - 1.0.0', 'latest', 'next'],
  ...['1.0.0', '1.1.0', '=1.1.0', 'v1.2.0', '2.0.0-rc.1', '^ 1.0.0', '> 1', '1.2.*', '=1.2'],
];

/** One dependency of a project, on a package of its own. */
interface Case extends StaticPackage {
  readonly want: string;
}

const cases: readonly Case[] = fc
  .sample(
    fc.uniqueArray(release, { minLength: 2, maxLength: 8, selector: ({ version }) => version }).chain(releases =>
      fc.record({
        releases: fc.constant(releases),
        latest: fc.constantFrom(...releases.map(({ version }) => version)),
        next: fc.constantFrom(...releases.map(({ version }) => version)),
        want: fc.constantFrom(...WANTS),
      }),
    ),
    { numRuns: PROJECTS * EACH, seed: 20261129 },
  )
  .map(({ releases, latest, next, want }, i) => ({ name: `demo-${i}`, releases, tags: { latest, next }, want }));

const clients = findNpmClients();

describe.skipIf(clients === undefined)(
  `what is chosen, by the client itself${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    it.each(CLIENT_NAMES)(
      '%s',
      async client => {
        if (clients === undefined) return;
        const server = await servePackages(cases);
        const folder = mkdtempSync(path.join(tmpdir(), 'npm-clients-'));
        try {
          const ours = await byUs(client, server.base, folder);
          const theirs = await byThem(client, ours, {
            clients,
            base: server.base,
            folder: path.join(folder, 'installed'),
          });
          const rows = cases.map(({ want, tags, releases }, i) => {
            return {
              want,
              ours: ours[i],
              theirs: theirs[i],
              tags: JSON.stringify(tags),
              releases: JSON.stringify(releases),
            };
          });
          expect(rows.filter(row => row.theirs !== undefined && row.ours !== row.theirs)).toEqual([]);
          const counts = [/none/, /^\d/].map(kind => theirs.filter(verdict => kind.test(verdict ?? '')).length);
          expect(Math.min(...counts), String(counts)).toBeGreaterThanOrEqual(REFUSED);
        } finally {
          rmSync(folder, { recursive: true, force: true });
          await server.stop();
        }
      },
      600_000,
    );
  },
);

interface Scene {
  readonly clients: NpmClients;
  readonly base: string;
  readonly folder: string;
}

/**
 * What a client chooses for each case that it is asked. Those for which we expect something go together into projects;
 * what is then refused, and what we expect to be, is asked alone.
 */
async function byThem(
  client: ClientName,
  expected: readonly string[],
  scene: Scene,
): Promise<readonly (string | undefined)[]> {
  const chosen = new Map<number, string>();
  let projects = 0;
  const ask = async (group: readonly number[]): Promise<void> => {
    const wants: Wants = Object.fromEntries(group.map(i => [cases[i]?.name ?? '', cases[i]?.want ?? '']));
    const folder = path.join(scene.folder, String(projects++));
    const verdict = await chosenBy(client, { ...scene, folder, wants });
    if (verdict === undefined && group.length > 1) {
      for (const one of group) await ask([one]);
      return;
    }
    for (const i of group) chosen.set(i, verdict?.[cases[i]?.name ?? ''] ?? 'none');
  };
  const numbers = cases.map((_, i) => i);
  const good = numbers.filter(i => expected[i] !== 'none');
  const groups = [
    ...Array.from({ length: Math.ceil(good.length / EACH) }, (_, i) => good.slice(EACH * i, EACH * i + EACH)),
    ...numbers
      .filter(i => expected[i] === 'none')
      .slice(0, REFUSED)
      .map(i => [i]),
  ];
  await Promise.all(
    [0, 1].map(async half => {
      for (const group of groups.filter((_, i) => i % 2 === half)) await ask(group);
    }),
  );
  expect(projects).toBeGreaterThanOrEqual(60);
  return numbers.map(i => chosen.get(i));
}

/** Files by which we know the client, at the root of a workspace or beside the manifest. */
const SHOWN: Readonly<Record<ClientName, Readonly<Record<string, string>>>> = {
  npm: { 'package-lock.json': '{}' },
  yarn1: { 'yarn.lock': '# yarn lockfile v1\n' },
  yarn: { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
  pnpm: { 'pnpm-lock.yaml': '' },
  'pnpm-lowest': { 'pnpm-workspace.yaml': 'resolutionMode: lowest-direct\n' },
  bun: { 'bun.lock': '' },
};
const DECLARED: Readonly<Record<ClientName, string>> = {
  npm: 'npm@11.0.0',
  yarn1: 'yarn@1.22.22',
  yarn: 'yarn@4.0.0',
  pnpm: 'pnpm@9.0.0',
  'pnpm-lowest': 'pnpm@9.0.0',
  bun: 'bun@1.2.0',
};

/** What our command line says of each case: half of them know their client by what is declared, half by a lockfile. */
async function byUs(client: ClientName, base: string, folder: string): Promise<readonly string[]> {
  const wantsOf = (half: number) =>
    Object.fromEntries(cases.flatMap(({ name, want }, i) => (i % 2 === half ? [[name, want]] : [])));
  const checked = path.join(folder, 'checked');
  const write = (file: string, text: string) => {
    const place = path.join(checked, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  };
  const declaring = { private: true, packageManager: DECLARED[client], dependencies: wantsOf(0) };
  write('declared/package.json', JSON.stringify(declaring));
  write('shown/package.json', JSON.stringify({ private: true, workspaces: ['packages/*'] }));
  for (const [name, text] of Object.entries(SHOWN[client])) write(`shown/${name}`, text);
  // How pnpm is told to choose stands in no manifest.
  const mode = SHOWN[client]['pnpm-workspace.yaml'];
  if (mode !== undefined) write('declared/pnpm-workspace.yaml', mode);
  write('shown/packages/app/package.json', JSON.stringify({ name: 'app', dependencies: wantsOf(1) }));
  const settings = path.join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'registryLens.registries': { npm: base } }));
  const [out, err]: [string[], string[]] = [[], []];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  await runIn(
    {
      ...{ cwd: checked, home: folder, platform: process.platform, version: '0.0.0', createLens },
      environment: { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(folder, '.cache') },
      ...{ signal: new AbortController().signal, out: stream(out), err: stream(err) },
    },
    ['list', '.', '--resolve', '--format', 'json', '--settings', settings],
  );
  expect(err).toEqual([]);
  const { references } = JSON.parse(out.join('')) as {
    references: readonly { readonly name: string; readonly chosen: string | null }[];
  };
  const byName = new Map(references.map(each => [each.name, each]));
  return cases.map(({ name }) => {
    const listed = byName.get(name);
    return listed === undefined ? 'not listed' : (listed.chosen ?? 'none');
  });
}
