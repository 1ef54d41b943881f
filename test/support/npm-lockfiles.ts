/**
 * A project that has all that lockfiles know, as npm, Yarn 1, Yarn, pnpm and Bun lock and install it, and what each of
 * them says by its own command of who takes what.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LockGraph } from '../../server/src/model/lock-graph.ts';
import type { NpmClients } from '../setup/npm-clients.ts';
import { type Ran, runClient } from './npm-clients.ts';
import type { StaticPackage, StaticRelease } from './static-packages.ts';

/** Who locks, and npm in each of its formats. */
export const LOCKERS = ['npm 1', 'npm 2', 'npm 3', 'yarn1', 'yarn', 'pnpm', 'bun'] as const;

export type Locker = (typeof LOCKERS)[number];

/**
 * Who takes what: `name@version > name@version`, aliases under their targets' names, and what is none of a registry's
 * under its own name. What a manifest wants is taken by `importer FOLDER`.
 */
export type Edges = ReadonlySet<string>;

export interface LockedProject {
  /** Of the lockfile. */
  readonly file: string;
  readonly text: string;
  /** All that was written before it was locked, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly edges: Edges;
}

function release(version: string, manifest: StaticRelease['manifest'] = {}): StaticRelease {
  return { version, manifest };
}

function one(name: string, manifest: StaticRelease['manifest']): StaticPackage {
  return { name, releases: [release('1.0.0', manifest)], tags: { latest: '1.0.0' } };
}

export const LOCKED_PACKAGES: readonly StaticPackage[] = [
  { name: 'leaf', releases: [release('1.0.0'), release('1.1.0'), release('2.0.0')], tags: { latest: '2.0.0' } },
  one('@scope/part', { dependencies: { leaf: '^1.0.0' } }),
  {
    name: 'stem',
    releases: [
      release('1.0.0', { dependencies: { leaf: '1.0.0', '@scope/part': '^1' } }),
      release('1.2.0', { dependencies: { leaf: '^2.0.0', other: 'npm:leaf@1.0.0' } }),
    ],
    tags: { latest: '1.2.0' },
  },
  { name: 'host', releases: [release('1.0.0'), release('2.0.0')], tags: { latest: '2.0.0' } },
  one('plugin', { peerDependencies: { host: '>=1' } }),
  one('maybe', { os: ['aix'], dependencies: { leaf: '^1.0.0' } }),
  one('wants-maybe', {
    optionalDependencies: { maybe: '^1.0.0' },
    peerDependencies: { ghost: '*' },
    peerDependenciesMeta: { ghost: { optional: true } },
  }),
  one('circle-a', { dependencies: { 'circle-b': '1' } }),
  one('circle-b', { dependencies: { 'circle-a': '1' } }),
  one('only-deep', {}),
  one('way-down', { dependencies: { 'further-down': '^1.0.0-rc.1 || ~1.0.0' } }),
  one('further-down', { dependencies: { 'only-deep': '>= 1.0.0 < 2' } }),
];

/** What the aliases above and below stand for. */
const TARGETS: Readonly<Record<string, string>> = { alias: 'leaf', other: 'leaf', tagged: 'host' };

/** The folders of the workspace, by the names of what they make. */
const FOLDERS: Readonly<Record<string, string>> = { app: '', a: 'packages/a', '@acme/b': 'packages/b' };

const WANTED = {
  dependencies: {
    ...{ stem: '^1.0.0', alias: 'npm:leaf@2.0.0', '@scope/part': '^1.0.0', filed: 'file:./filed' },
    ...{ leaf: '>=1.0.0 <2.0.0', 'way-down': 'latest' },
  },
  devDependencies: { 'circle-a': '*', tagged: 'npm:host@latest' },
  optionalDependencies: { 'wants-maybe': '1' },
};

interface Way {
  readonly client: 'npm' | keyof NpmClients;
  readonly file: string;
  readonly install: readonly string[];
  /** How a member is wanted. */
  readonly member: string;
  /** Whether it takes repositories that are folders. */
  readonly takesGit: boolean;
  files(base: string): Readonly<Record<string, string>>;
  /** What the root's manifest says besides, and what files, where `host` is overridden and a catalogue is used. */
  readonly overriding: {
    readonly manifest: object;
    readonly files?: Readonly<Record<string, string>>;
    readonly catalog?: true;
  };
  listed(run: (args: readonly string[]) => Promise<Ran>, folder: string): Promise<Edges>;
}

const NPM = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--lockfile-version'];

function npm(version: string): Way {
  return {
    ...{
      client: 'npm',
      file: 'package-lock.json',
      install: [...NPM, version],
      member: '1.0.0',
      takesGit: true,
      files: () => ({}),
    },
    overriding: { manifest: { overrides: { host: '2.0.0' } } },
    listed: async run => edgesOfTree(JSON.parse((await run(['ls', '--all', '--json'])).out), 'importer '),
  };
}

const WAYS: Readonly<Record<Locker, Way>> = {
  'npm 1': npm('1'),
  'npm 2': npm('2'),
  'npm 3': npm('3'),
  yarn1: {
    client: 'yarn1',
    file: 'yarn.lock',
    install: ['install', '--ignore-scripts', '--non-interactive', '--no-progress'],
    member: '1.0.0',
    takesGit: true,
    files: base => ({ '.yarnrc': `registry "${base}/"\ndisable-self-update-check true\n` }),
    overriding: { manifest: { resolutions: { host: '2.0.0', '**/only-deep': '1.0.0' } } },
    listed: async run => edgesOfYarn1((await run(['list', '--json', '--non-interactive', '--no-progress'])).out),
  },
  yarn: {
    client: 'yarn',
    file: 'yarn.lock',
    install: ['install'],
    member: 'workspace:*',
    takesGit: false,
    files: base => ({
      '.yarnrc.yml': `npmRegistryServer: "${base}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false\ncatalog:\n  way-down: ^1.0.0\n`,
      'yarn.lock': '',
    }),
    overriding: { manifest: { resolutions: { host: '2.0.0' } }, catalog: true },
    listed: async run => edgesOfYarn((await run(['info', '--json', '-A', '-R'])).out),
  },
  pnpm: {
    client: 'pnpm',
    file: 'pnpm-lock.yaml',
    install: ['install', '--ignore-scripts'],
    member: 'workspace:*',
    takesGit: true,
    files: () => ({
      'pnpm-workspace.yaml': 'packages: ["packages/*"]\nminimumReleaseAge: 0\ncatalog: {way-down: ^1.0.0}\n',
    }),
    overriding: {
      manifest: {},
      files: {
        'pnpm-workspace.yaml':
          'packages: ["packages/*"]\nminimumReleaseAge: 0\ncatalog: {way-down: ^1.0.0}\noverrides: {host: 2.0.0}\n',
      },
      catalog: true,
    },
    listed: async run => {
      const projects: Tree[] = JSON.parse((await run(['list', '--json', '--depth', 'Infinity', '-r'])).out);
      return new Set(projects.flatMap(each => [...edgesOfTree(each, `importer ${FOLDERS[each.name ?? '']}`)]));
    },
  },
  bun: {
    client: 'bun',
    file: 'bun.lock',
    install: ['install', '--ignore-scripts'],
    member: '1.0.0',
    takesGit: true,
    files: () => ({}),
    overriding: {
      manifest: {
        overrides: { host: '2.0.0' },
        workspaces: { packages: ['packages/*'], catalog: { 'way-down': '^1.0.0' } },
      },
      catalog: true,
    },
    listed: async run => {
      const edges = new Set<string>();
      for (const { name } of LOCKED_PACKAGES)
        for (const edge of edgesOfWhy((await run(['why', name])).out)) edges.add(edge);
      return edges;
    },
  },
};

/**
 * Has a client lock and install the project in a folder of its own, and asks it what it did.
 *
 * @param isOverridden whether something else than the manifests says what some of their dependencies are
 */
export async function lockedBy(
  locker: Locker,
  isOverridden: boolean,
  { clients, base, folder }: { readonly clients: NpmClients; readonly base: string; readonly folder: string },
): Promise<LockedProject> {
  const way = WAYS[locker];
  const repository = path.join(folder, '..', `${path.basename(folder)}-git`);
  const { manifest, files: more, catalog } = isOverridden ? way.overriding : ({ manifest: {} } as Way['overriding']);
  const dependencies = { ...WANTED.dependencies, ...(catalog === true ? { 'way-down': 'catalog:' } : {}) };
  const files = written({
    'package.json': {
      ...{ name: 'app', version: '1.0.0', private: true, workspaces: ['packages/*'], ...WANTED, dependencies },
      ...manifest,
    },
    'packages/a/package.json': {
      ...{ name: 'a', version: '1.0.0' },
      dependencies: { plugin: '^1.0.0', host: '^1.0.0', '@acme/b': way.member, leaf: '^1.0.0' },
    },
    'packages/b/package.json': {
      ...{ name: '@acme/b', version: '1.0.0' },
      dependencies: {
        ...{ plugin: '^1.0.0', host: '^2.0.0', stem: '1.0.0' },
        ...(way.takesGit ? { gitted: `git+file://${repository}` } : {}),
      },
    },
    'filed/package.json': { name: 'filed', version: '3.0.0', dependencies: { leaf: '2.0.0' } },
    '.npmrc': `registry=${base}/\n`,
    ...way.files(base),
    ...more,
  });
  write(folder, files);
  write(
    repository,
    written({ 'package.json': { name: 'gitted', version: '4.0.0', dependencies: { leaf: '^1.0.0' } } }),
  );
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd: repository,
      stdio: 'ignore',
    });
  git('init');
  git('add', '.');
  git('commit', '-m', 'a');
  const run = (args: readonly string[]) => runClient(way.client, clients, args, folder);
  const installed = await run(way.install);
  if (!installed.isDone) throw new Error(`${locker}: ${installed.out}${installed.err}`);
  const edges = await way.listed(run, folder);
  return { file: way.file, text: readFileSync(path.join(folder, way.file), 'utf8'), files, edges };
}

/** How each is asked for what the lockfile holds, and nothing else. */
const FROZEN: Readonly<Record<Way['client'], readonly string[]>> = {
  npm: ['ci', '--no-audit', '--no-fund', '--ignore-scripts'],
  yarn1: ['install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive', '--no-progress'],
  yarn: ['install', '--immutable'],
  pnpm: ['install', '--frozen-lockfile', '--ignore-scripts'],
  bun: ['install', '--frozen-lockfile', '--ignore-scripts'],
};

/** Whether a client that may not change the lockfile is content with another manifest of the root. */
export async function isContent(
  locker: Locker,
  manifest: string,
  { clients, folder }: { readonly clients: NpmClients; readonly folder: string },
): Promise<boolean> {
  const { client } = WAYS[locker];
  writeFileSync(path.join(folder, 'package.json'), manifest);
  return (await runClient(client, clients, FROZEN[client], folder)).isDone;
}

function written(files: Readonly<Record<string, string | object>>): Readonly<Record<string, string>> {
  const textOf = (content: string | object) =>
    typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, textOf(content)]));
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const place = path.join(folder, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
}

/** As the edges have it: what no registry has is told without its version. */
export function labelOf(name: string, version: string | undefined): string {
  const target = TARGETS[name] ?? name;
  return LOCKED_PACKAGES.some(each => each.name === target) ? `${target}@${version}` : target;
}

/** What npm and pnpm print. */
interface Tree {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Tree>>;
  readonly devDependencies?: Readonly<Record<string, Tree>>;
  readonly optionalDependencies?: Readonly<Record<string, Tree>>;
}

function edgesOfTree(root: Tree, importer: string): Set<string> {
  const edges = new Set<string>();
  const walk = (tree: Tree, above: string) => {
    for (const block of [tree.dependencies, tree.devDependencies, tree.optionalDependencies]) {
      for (const [name, below] of Object.entries(block ?? {})) {
        // npm lists what is not there without a version, and what the root links to below it.
        const isOwn = FOLDERS[name] !== undefined;
        if (below.version === undefined) continue;
        const label = labelOf(name, below.version);
        if (!(isOwn && above === 'importer ')) edges.add(`${above} > ${label}`);
        walk(below, isOwn ? `importer ${FOLDERS[name]}` : label);
      }
    }
  };
  walk(root, importer);
  return edges;
}

/** `yarn list` prints folders: what lies in them, and in the shade what each wants. */
function edgesOfYarn1(out: string): Edges {
  interface Listed {
    readonly name: string;
    readonly shadow?: true;
    readonly children?: readonly Listed[];
  }
  const trees: readonly Listed[] = JSON.parse(out).data.trees;
  const edges = new Set<string>();
  const nameOf = (text: string) => text.slice(0, text.indexOf('@', 1));
  const walk = (tree: Listed, above: readonly (readonly Listed[])[]) => {
    const name = nameOf(tree.name);
    const own =
      FOLDERS[name] === undefined ? labelOf(name, tree.name.slice(name.length + 1)) : `importer ${FOLDERS[name]}`;
    const folders = [tree.children ?? [], ...above];
    for (const child of tree.children ?? []) {
      if (child.shadow !== true) walk(child, folders);
      else {
        const wanted = nameOf(child.name);
        const found = folders.flat().find(each => each.shadow !== true && nameOf(each.name) === wanted);
        if (found !== undefined) edges.add(`${own} > ${labelOf(wanted, found.name.slice(wanted.length + 1))}`);
      }
    }
  };
  for (const tree of trees) walk(tree, [trees]);
  return edges;
}

/** `yarn info` prints a line for each package. */
function edgesOfYarn(out: string): Edges {
  const edges = new Set<string>();
  const label = (locator: string) => {
    const name = locator.slice(0, locator.indexOf('@', 1));
    return labelOf(name, /npm:([^:]+)/.exec(locator)?.[1]);
  };
  for (const line of out.trim().split('\n')) {
    const { value, children } = JSON.parse(line) as {
      value: string;
      children: { Dependencies?: { locator: string }[] };
    };
    const folder = /@workspace:(.*)$/.exec(value)?.[1];
    const own = folder === undefined ? label(value) : `importer ${folder === '.' ? '' : folder}`;
    for (const { locator } of children.Dependencies ?? []) edges.add(`${own} > ${label(locator)}`);
  }
  return edges;
}

/** `bun why` prints who takes a package, and below that who takes that. */
function edgesOfWhy(out: string): Edges {
  const edges = new Set<string>();
  const way: string[] = [];
  for (const line of out.split('\n')) {
    const [, before = '', own = '', version] =
      /^(?: {2}([│ ]*)[├└]─ )?(?:(?:optional|dev|peer) )*((?:@[^/\s]+\/)?[^@\s│├└]+)(?:@(\S+))?/.exec(line) ?? [];
    if (own === '' || own.startsWith('*')) continue;
    const depth = line.startsWith(' ') ? 1 + before.length / 3 : 0;
    const folder = FOLDERS[own];
    way[depth] = labelOf(own, version);
    if (depth > 0) edges.add(`${folder === undefined ? way[depth] : `importer ${folder}`} > ${way[depth - 1]}`);
  }
  return edges;
}

/** The same as a reader has it. */
export function edgesOf({ nodes, roots }: LockGraph): Edges {
  const edges = new Set<string>();
  const labels = nodes.map(({ name, version }) => labelOf(name, version));
  for (const [i, { name, needs }] of nodes.entries()) {
    const own = FOLDERS[name] === undefined ? labels[i] : `importer ${FOLDERS[name]}`;
    for (const need of needs) edges.add(`${own} > ${labels[need]}`);
  }
  for (const { importer, node } of roots) edges.add(`importer ${importer} > ${labels[node]}`);
  return edges;
}
