/** A real npm registry: verdaccio on 127.0.0.1, and the real npm client to publish to it. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Verdaccio {
  /** As in `http://127.0.0.1:4873`. */
  readonly base: string;
  /** An `.npmrc` that names the registry and holds the token of the user who publishes. */
  readonly userconfig: string;
  /** The folder that its documents lie in, each as `NAME/package.json`. */
  readonly store: string;
  /** The token itself. */
  readonly token: string;
  /** Runs npm as that user and returns what it prints. Rejects where npm fails. */
  npm(...args: string[]): Promise<string>;
  /** Publishes a package of nothing but this manifest. */
  publish(manifest: PublishedManifest, ...args: string[]): Promise<void>;
  /** Ends the registry and removes what it stored. */
  stop(): Promise<void>;
}

export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

export const VERDACCIO_USER = 'lens';
export const VERDACCIO_PASSWORD = 'open-sesame';

const START_LIMIT_MS = 30_000;
const run = promisify(execFile);

/**
 * Starts a registry with an empty store and no upstream. `@private/*` is shown to users only, everything else to all.
 */
export async function startVerdaccio(): Promise<Verdaccio> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verdaccio-'));
  const child = await startProcess(folder);
  try {
    const port = await portOf(child);
    const base = `http://127.0.0.1:${port}`;
    const token = await createUser(base);
    const userconfig = path.join(folder, 'npmrc');
    await writeFile(userconfig, `registry=${base}/\n//127.0.0.1:${port}/:_authToken=${token}\n`);
    const npm = (...args: string[]) => runNpm(args, folder, userconfig);
    let published = 0;
    return {
      base,
      userconfig,
      store: path.join(folder, 'store'),
      token,
      npm,
      async publish(manifest, ...args) {
        published += 1;
        const source = path.join(folder, `package-${published}`);
        await mkdir(source);
        await writeFile(path.join(source, 'package.json'), JSON.stringify(manifest));
        await npm('publish', source, ...args);
      },
      stop: () => end(child, folder),
    };
  } catch (error) {
    await end(child, folder);
    throw error;
  }
}

async function startProcess(folder: string): Promise<ChildProcess> {
  const configuration = {
    storage: path.join(folder, 'store'),
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: 10, algorithm: 'bcrypt', rounds: 4 } },
    uplinks: {},
    packages: {
      '@private/*': { access: '$authenticated', publish: '$authenticated', unpublish: '$authenticated' },
      '**': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' },
    },
    publish: { allow_offline: true },
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'error' },
  };
  const file = path.join(folder, 'config.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(configuration));
  return fork(new URL('./verdaccio-process.ts', import.meta.url), [file], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
}

async function portOf(child: ChildProcess): Promise<number> {
  let complaint = '';
  child.stderr?.on('data', chunk => {
    complaint = (complaint + chunk).slice(-2000);
  });
  const giveUp = AbortSignal.timeout(START_LIMIT_MS);
  const told = once(child, 'message', { signal: giveUp }).then(([port]) => Number(port));
  const ended = once(child, 'exit', { signal: giveUp }).then(() => {
    throw new Error(`verdaccio ended: ${complaint}`);
  });
  ended.catch(() => {});
  return Promise.race([told, ended]);
}

/** npm's own way to sign up (`npm adduser`, legacy form), which answers with a token. */
async function createUser(base: string): Promise<string> {
  const answer = await fetch(`${base}/-/user/org.couchdb.user:${VERDACCIO_USER}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: VERDACCIO_USER, password: VERDACCIO_PASSWORD }),
  });
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'token' in body) return String(body.token);
  throw new Error(`verdaccio made no user: ${answer.status}`);
}

/** The client that runs the tests, else the one on the path, without the configuration of whoever runs them. */
async function runNpm(args: readonly string[], folder: string, userconfig: string): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const script = process.env.npm_execpath;
  const [program, ...before] = script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
  const { stdout } = await run(program ?? 'npm', [...before, ...args], {
    cwd: folder,
    timeout: 60_000,
    shell: program === 'npm' && process.platform === 'win32',
    env: {
      ...Object.fromEntries(inherited),
      npm_config_userconfig: userconfig,
      npm_config_globalconfig: path.join(folder, 'no-npmrc'),
      npm_config_cache: path.join(folder, 'cache'),
      npm_config_update_notifier: 'false',
    },
  });
  return stdout;
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
