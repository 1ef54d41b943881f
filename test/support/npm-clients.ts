/**
 * What the real npm, Yarn 1, Yarn, pnpm and Bun choose of a registry on 127.0.0.1, by the lockfiles that they write.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NpmClients } from '../setup/npm-clients.ts';

/** `pnpm-lowest` is pnpm, told by its configuration to begin low. */
export type ClientName = 'npm' | keyof NpmClients | 'pnpm-lowest';

export const CLIENT_NAMES: readonly ClientName[] = ['npm', 'yarn1', 'yarn', 'pnpm', 'pnpm-lowest', 'bun'];

/** What a project wants: by name, the text behind it. */
export type Wants = Readonly<Record<string, string>>;

/** How one client is asked. */
interface Way {
  readonly args: readonly string[];
  readonly lockfile: string;
  /** Configuration besides the manifest. */
  files(base: string): Readonly<Record<string, string>>;
  /** What the lockfile has for a name that the project wants. */
  lockedIn(lockfile: string, name: string, want: string): string | undefined;
}

const PNPM: Way = {
  args: ['install', '--lockfile-only', '--ignore-scripts'],
  lockfile: 'pnpm-lock.yaml',
  files: () => ({ 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n' }),
  lockedIn: (text, name) =>
    new RegExp(`^      ${name}:\n        specifier: .*\n        version: (\\S+)`, 'm').exec(text)?.[1],
};

const WAYS: Readonly<Record<ClientName, Way>> = {
  npm: {
    args: ['install', '--package-lock-only', '--no-audit', '--no-fund', '--ignore-scripts'],
    lockfile: 'package-lock.json',
    files: () => ({}),
    lockedIn: (text, name) => JSON.parse(text).packages[`node_modules/${name}`]?.version,
  },
  yarn1: {
    args: ['install', '--ignore-scripts', '--non-interactive', '--no-progress'],
    lockfile: 'yarn.lock',
    files: base => ({ '.yarnrc': `registry "${base}/"\ndisable-self-update-check true\n` }),
    lockedIn: (text, name) => new RegExp(`^"?${name}@.*:\n  version "([^"]+)"`, 'm').exec(text)?.[1],
  },
  yarn: {
    args: ['install', '--mode=update-lockfile'],
    lockfile: 'yarn.lock',
    files: base => ({
      '.yarnrc.yml': `npmRegistryServer: "${base}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false\nnpmMinimalAgeGate: 0\n`,
      'yarn.lock': '',
    }),
    lockedIn: (text, name) => new RegExp(`^"?${name}@npm:.*:\n  version: "?([^"\n]+)`, 'm').exec(text)?.[1],
  },
  pnpm: PNPM,
  'pnpm-lowest': {
    ...PNPM,
    files: () => ({ 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\nresolutionMode: lowest-direct\n' }),
  },
  bun: {
    args: ['install', '--lockfile-only', '--ignore-scripts'],
    lockfile: 'bun.lock',
    files: () => ({}),
    lockedIn: (text, name) => new RegExp(`"${name}": \\["${name}@([^"]+)"`).exec(text)?.[1],
  },
};

/** What a client is asked, and where. */
interface Asked {
  readonly clients: NpmClients;
  readonly base: string;
  /** A folder of its own. */
  readonly folder: string;
  readonly wants: Wants;
  /** Files besides, or in place of others. */
  readonly also?: Readonly<Record<string, string>>;
  /** Set where it is asked again in the same folder, and has a lockfile by now. */
  readonly isLocked?: boolean;
}

/**
 * What a client chooses for all that a project wants, in a folder of its own; `undefined` where it refuses. It stops at
 * the first that it cannot have.
 */
export async function chosenBy(
  client: ClientName,
  { clients, base, folder, wants, also = {}, isLocked = false }: Asked,
): Promise<Wants | undefined> {
  const way = WAYS[client];
  const files = {
    'package.json': JSON.stringify({ name: 'app', version: '1.0.0', private: true, dependencies: wants }),
    '.npmrc': `registry=${base}/\n`,
    ...way.files(base),
  };
  for (const [name, text] of Object.entries(also)) Object.assign(files, { [name]: text });
  if (isLocked) Reflect.deleteProperty(files, way.lockfile);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const program = client === 'pnpm-lowest' ? 'pnpm' : client;
  const { isDone } = await runClient(program, clients, way.args, folder);
  if (!isDone) return undefined;
  const text = readFileSync(path.join(folder, way.lockfile), 'utf8');
  return Object.fromEntries(
    Object.entries(wants).map(([name, want]) => [name, way.lockedIn(text, name, want) ?? 'not locked']),
  );
}

/** Installs once more in a folder in which {@link chosenBy} has. Whether it ended well. */
export async function installAgain(client: ClientName, clients: NpmClients, folder: string): Promise<boolean> {
  const program = client === 'pnpm-lowest' ? 'pnpm' : client;
  return (await runClient(program, clients, WAYS[client].args, folder)).isDone;
}

/** What a program said, and whether it was content. */
export interface Ran {
  readonly isDone: boolean;
  readonly out: string;
  readonly err: string;
}

/** Runs a client with nothing of the user's around it, for a minute at most. */
export function runClient(
  client: 'npm' | keyof NpmClients,
  clients: NpmClients,
  args: readonly string[],
  cwd: string,
): Promise<Ran> {
  const [command, ...before] = client === 'npm' ? (['npm'] as const) : clients[client];
  const { PATH } = process.env;
  const cache = path.join(cwd, '..', 'cache');
  const child = spawn(command, [...before, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME: cwd, LANG: 'C.UTF-8', npm_config_cache: cache, YARN_CACHE_FOLDER: `${cache}-yarn` },
      ...{
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
        COREPACK_ENABLE_STRICT: '0',
        BUN_INSTALL_CACHE_DIR: `${cache}-bun`,
      },
      XDG_CACHE_HOME: cache,
    },
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  return new Promise(done => {
    const clock = setTimeout(() => child.kill('SIGKILL'), 60_000);
    const end = (isDone: boolean) => {
      clearTimeout(clock);
      done({ isDone, ...texts });
    };
    child.once('error', () => end(false));
    child.once('close', code => end(code === 0));
  });
}
