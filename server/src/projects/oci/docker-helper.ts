import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import { isForScripts, wasStartedByManager } from '../manager-scripts.ts';
import { loginOf } from './docker-config.ts';

/** The names that Docker's own helpers have; nothing else is ever made into a program's name. */
const HELPER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
/** What helpers say where they have nothing (docker-credential-helpers, credentials/error.go). */
const NOTHING_STORED = /credentials not found|no credentials (?:server URL|username)/i;
const LINGERING_OUTPUT_MS = 300;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Asks a credential helper for a server's login (docker-credential-helpers, README: the server's name on standard input
 * of `get`, JSON or a message on standard output). Never rejects; a helper that has nothing is `anonymous`, one that
 * fails, hangs or is not there is `broken`.
 *
 * The program is looked for on the PATH where that is the user's, and started without a shell. What it starts in turn
 * is looked for on the same part of the PATH.
 */
export async function askHelper(name: string, server: string, world: RoutingWorld): Promise<Login> {
  if (!HELPER_NAME.test(name)) return broken('a credential helper has a name that no helper has');
  const folders = await world.ownership.programFolders(pathIn(world).entries);
  const program = await findHelper(`docker-credential-${name}`, folders, world);
  if (program === undefined) return broken(`the credential helper \`docker-credential-${name}\` is not on the PATH`);
  const environment = await environmentFor(folders, world);
  // Never where the command was started, which may be the folder that is checked.
  const isOwnHome = world.home !== undefined && !(await world.ownership.isFolders(world.home));
  const cwd = isOwnHome ? world.home : path.dirname(program);
  const output = await run({ program, environment, cwd }, server, world);
  if (output.is === 'failed') {
    if (NOTHING_STORED.test(output.text)) return { is: 'anonymous' };
    return broken(`\`docker-credential-${name}\` ${output.how}`);
  }
  try {
    const answer: unknown = JSON.parse(output.text);
    if (typeof answer === 'object' && answer !== null && 'Username' in answer && 'Secret' in answer) {
      const { Username: user, Secret: secret } = answer;
      if (typeof user === 'string' && typeof secret === 'string') return loginOf(user, secret);
    }
  } catch {
    // Said below, without the text: it may hold a secret.
  }
  return broken(`\`docker-credential-${name}\` answered something that is no login`);
}

type Output =
  | { readonly is: 'done'; readonly text: string }
  | { readonly is: 'failed'; readonly how: string; readonly text: string };

interface Start {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string | undefined;
}

function run({ program, environment, cwd }: Start, server: string, world: RoutingWorld): Promise<Output> {
  const seconds = world.settings.helperSeconds;
  return new Promise(resolve => {
    let text = '';
    const child = spawn(program, ['get'], {
      cwd,
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const end = (output: Output) => {
      clearTimeout(timer);
      resolve(output);
      child.stdout.destroy();
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => end({ is: 'failed', how: `did not answer within ${seconds} s`, text: '' }),
      seconds * 1000,
    );
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.length > LONGEST_ANSWER) end({ is: 'failed', how: 'answered too much', text: '' });
    });
    child.on('error', () => end({ is: 'failed', how: 'could not be started', text: '' }));
    const finish = (code: number | null) =>
      end(code === 0 ? { is: 'done', text } : { is: 'failed', how: `failed with status ${code}`, text });
    child.on('close', finish);
    // An agent that the helper left behind may hold its output open for ever.
    child.on('exit', code => setTimeout(finish, LINGERING_OUTPUT_MS, code).unref());
    // A helper that ends before it has read closes the pipe; its status tells what there is to tell.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${server}\n`);
  });
}

/** A bare name given to the system would be looked for in the current folder first on Windows. */
async function findHelper(
  command: string,
  folders: readonly string[],
  { ownership }: RoutingWorld,
): Promise<string | undefined> {
  const file = process.platform === 'win32' && !command.endsWith('.exe') ? `${command}.exe` : command;
  for (const folder of folders) {
    const program = path.join(folder, file);
    if (await ownership.mayRun(program)) return program;
  }
  return undefined;
}

/**
 * What a helper gets of the environment: nothing that leads into the folder, where its own configuration and programs
 * would be looked for, and nothing that a package manager set for a script of the folder's.
 */
async function environmentFor(folders: readonly string[], world: RoutingWorld): Promise<NodeJS.ProcessEnv> {
  const { environment, ownership } = world;
  const isScript = wasStartedByManager(world);
  const kept: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || (isScript && isForScripts(name))) continue;
    const places = value.split(path.delimiter).filter(place => path.isAbsolute(place));
    const isFolders = await Promise.all(places.map(place => ownership.isFolders(place)));
    if (!isFolders.includes(true)) kept[name] = value;
  }
  return { ...kept, [pathIn(world).variable]: folders.join(path.delimiter) };
}

/** The PATH, whose name Windows spells as it likes. */
function pathIn({ environment }: RoutingWorld): { readonly variable: string; readonly entries: readonly string[] } {
  const variable = Object.keys(environment).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { variable, entries: (environment[variable] ?? '').split(path.delimiter) };
}

function broken(detail: string): Login {
  return { is: 'broken', detail };
}
