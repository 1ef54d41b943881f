import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { findNpmClients, NPM_CLIENTS_HINT, type NpmClients } from '../setup/npm-clients.ts';
import { type ClientName, chosenBy } from '../support/npm-clients.ts';
import { type StaticPackage, servePackages } from '../support/static-packages.ts';

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const PACKAGES: readonly StaticPackage[] = [
  {
    name: 'two',
    releases: [
      { version: '1.0.0', published: ago(240) },
      { version: '1.1.0', published: ago(2) },
    ],
    tags: { latest: '1.1.0' },
  },
  { name: 'young', releases: [{ version: '1.0.0', published: ago(2) }], tags: { latest: '1.0.0' } },
  {
    name: 'part',
    releases: [
      { version: '1.0.0', published: ago(240) },
      { version: '1.1.0', published: null },
    ],
    tags: { latest: '1.1.0' },
  },
  {
    name: 'mixed',
    releases: [
      { version: '1.0.0', published: ago(240), deprecated: 'no' },
      { version: '1.1.0', published: ago(2) },
      { version: '1.2.0-rc.1', published: ago(240) },
      { version: '2.0.0', published: ago(2) },
    ],
    tags: { latest: '2.0.0' },
  },
];

const WANTS: readonly (readonly [name: string, want: string])[] = [
  ...(['^1.0.0', 'latest', '*', '1.1.0', '1.0.0', '>=1.1.0', ''] as const).map(want => ['two', want] as const),
  ...(['^1.0.0', 'latest', '1.0.0'] as const).map(want => ['young', want] as const),
  ...(['^1.0.0', '1.1.0'] as const).map(want => ['part', want] as const),
  ...(['^1.0.0', '>=1', '^2.0.0', 'latest'] as const).map(want => ['mixed', want] as const),
];

interface Limit {
  readonly client: ClientName;
  readonly what: string;
  /** The files of a project, and by them who its client is. */
  readonly files: Readonly<Record<string, (base: string) => string>>;
}

const npmrc = (lines: string) => (base: string) => `registry=${base}/\n${lines}`;
const yarnrc = (lines: string) => (base: string) =>
  `npmRegistryServer: "${base}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false\n${lines}`;
const plain = (text: string) => () => text;

const LIMITS: readonly Limit[] = [
  { client: 'npm', what: 'a day', files: { '.npmrc': npmrc('min-release-age=1\n') } },
  {
    client: 'npm',
    what: 'a day, but for one',
    files: { '.npmrc': npmrc('min-release-age=1\nmin-release-age-exclude[]=two\n') },
  },
  { client: 'npm', what: 'a date', files: { '.npmrc': npmrc(`before=${ago(24)}\n`) } },
  { client: 'pnpm', what: 'an hour', files: { 'pnpm-workspace.yaml': plain('minimumReleaseAge: 60\n') } },
  { client: 'pnpm', what: 'three hours', files: { 'pnpm-workspace.yaml': plain('minimumReleaseAge: 180\n') } },
  {
    client: 'pnpm',
    what: 'three hours, but for a version',
    files: { 'pnpm-workspace.yaml': plain('minimumReleaseAge: 180\nminimumReleaseAgeExclude: ["two@1.1.0"]\n') },
  },
  {
    client: 'pnpm',
    what: 'three hours, and not strictly',
    files: { 'pnpm-workspace.yaml': plain('minimumReleaseAge: 180\nminimumReleaseAgeStrict: false\n') },
  },
  { client: 'yarn', what: 'three hours', files: { '.yarnrc.yml': yarnrc('npmMinimalAgeGate: "3h"\n') } },
  { client: 'yarn', what: 'minutes', files: { '.yarnrc.yml': yarnrc('npmMinimalAgeGate: 180\n') } },
  {
    client: 'yarn',
    what: 'three hours, but for one',
    files: { '.yarnrc.yml': yarnrc('npmMinimalAgeGate: "3h"\nnpmPreapprovedPackages: ["tw*"]\n') },
  },
  { client: 'bun', what: 'three hours', files: { 'bunfig.toml': plain('[install]\nminimumReleaseAge = 10800\n') } },
  {
    client: 'bun',
    what: 'three hours, but for one',
    files: { 'bunfig.toml': plain('[install]\nminimumReleaseAge = 10800\nminimumReleaseAgeExcludes = ["two"]\n') },
  },
];

const clients = findNpmClients();

describe.skipIf(clients === undefined)(
  `what is too new, by the client itself${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    it.each(LIMITS.map(limit => [limit.client, limit.what, limit] as const))(
      '%s: %s',
      async (_client, _what, limit) => {
        if (clients === undefined) return;
        const server = await servePackages(PACKAGES);
        const folder = mkdtempSync(path.join(tmpdir(), 'npm-ages-'));
        try {
          const rows = [];
          for (const [i, [name, want]] of WANTS.entries()) {
            // What has no date, Yarn does not take, and we say nothing of it.
            if (limit.client === 'yarn' && name === 'part') continue;
            const its = { limit, name, want, base: server.base, folder: path.join(folder, String(i)) };
            rows.push({ name, want, ours: await byUs(its), theirs: await byThem(clients, its) });
          }
          expect(rows.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
          expect(new Set(rows.map(({ theirs }) => theirs)).size).toBeGreaterThan(1);
        } finally {
          rmSync(folder, { recursive: true, force: true });
          await server.stop();
        }
      },
      600_000,
    );
  },
);

describe.skipIf(clients === undefined)('what is locked already', () => {
  it.each([
    ['npm', 'a day', 'taken'],
    ['pnpm', 'three hours', 'stops'],
    ['yarn', 'three hours', 'taken'],
    ['bun', 'three hours', 'taken'],
  ] as const)(
    '%s: %s: %s',
    async (client, what, expected) => {
      const limit = LIMITS.find(each => each.client === client && each.what === what);
      if (clients === undefined || limit === undefined) throw new Error('No such limit');
      const server = await servePackages(PACKAGES);
      const folder = mkdtempSync(path.join(tmpdir(), 'npm-ages-'));
      try {
        const asked = { clients, base: server.base, folder: path.join(folder, 'project'), wants: { two: '^1.0.0' } };
        const free = client === 'yarn' ? { '.yarnrc.yml': yarnrc('npmMinimalAgeGate: 0\n')(server.base) } : {};
        expect(await chosenBy(client, { ...asked, also: free })).toEqual({ two: '1.1.0' });
        const also = filesOf(limit, server.base);
        const chosen = await chosenBy(client, { ...asked, also, isLocked: true });
        expect(chosen?.two === '1.1.0' ? 'taken' : chosen === undefined ? 'stops' : chosen).toBe(expected);
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await server.stop();
      }
    },
    120_000,
  );
});

interface Scene {
  readonly limit: Limit;
  readonly name: string;
  readonly want: string;
  readonly base: string;
  readonly folder: string;
}

async function byThem(clients: NpmClients, { limit, name, want, base, folder }: Scene): Promise<string> {
  const also = filesOf(limit, base);
  const wants = { [name]: want };
  const chosen = await chosenBy(limit.client, { clients, base, folder: path.join(folder, 'theirs'), wants, also });
  return chosen?.[name] ?? 'none';
}

/** What our command line says would be taken: what it would choose anyway, unless a finding says otherwise. */
async function byUs({ limit, name, want, base, folder }: Scene): Promise<string> {
  const project = path.join(folder, 'ours');
  mkdirSync(project, { recursive: true });
  const declared = { packageManager: `${limit.client}@${limit.client === 'npm' ? '11.19.0' : '4.0.0'}` };
  const manifest = { private: true, dependencies: { [name]: want }, ...(limit.client === 'bun' ? {} : declared) };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify(manifest));
  for (const [file, text] of Object.entries(filesOf(limit, base))) writeFileSync(path.join(project, file), text);
  const { findings } = await run(['check', '.'], project, { base, folder });
  const found = findings.find(({ rule }: { rule: string }) => rule === 'release-too-new');
  const instead = /takes `([^`]+)` instead/.exec(found?.message ?? '')?.[1];
  if (instead !== undefined) return instead;
  if (found?.severity === 'warning') return 'none';
  const { references } = await run(['list', '.', '--resolve'], project, { base, folder });
  return references.find((each: { name: string }) => each.name === name)?.chosen ?? 'none';
}

async function run(args: string[], cwd: string, { base, folder }: { base: string; folder: string }) {
  const settings = path.join(folder, 'settings.json');
  const rules = { 'deprecated-release': 'off', 'floating-range': 'off', 'missing-release': 'off' };
  const own = { 'registryLens.registries': { npm: base }, 'registryLens.rules': rules };
  writeFileSync(settings, JSON.stringify(own));
  const out: string[] = [];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  await runIn(
    {
      ...{ cwd, home: folder, platform: process.platform, version: '0.0.0', createLens },
      environment: { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(folder, '.cache') },
      ...{ signal: new AbortController().signal, out: stream(out), err: stream([]) },
    },
    [...args, '--format', 'json', '--settings', settings],
  );
  return JSON.parse(out.join(''));
}

function filesOf({ files }: Limit, base: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text(base)]));
}
