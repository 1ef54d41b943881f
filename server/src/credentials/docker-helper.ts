import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { liesIn } from '../files/folders-upward.ts';
import type { Login, RoutingWorld } from '../registries/route.ts';
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
 * The program is looked for on the PATH, in absolute folders outside of the workspace, and started without a shell.
 */
export async function askHelper(name: string, server: string, world: RoutingWorld): Promise<Login> {
  if (!HELPER_NAME.test(name)) return broken('a credential helper has a name that no helper has');
  const program = await findHelper(`docker-credential-${name}`, world);
  if (program === undefined) return broken(`the credential helper \`docker-credential-${name}\` is not on the PATH`);
  const output = await run(program, server, world);
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

function run(program: string, server: string, world: RoutingWorld): Promise<Output> {
  const seconds = world.settings.helperSeconds;
  return new Promise(resolve => {
    let text = '';
    const child = spawn(program, ['get'], {
      cwd: world.home,
      env: { ...world.environment },
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

/** A bare name given to the system would be looked for in the current folder first on Windows, and `npx` puts the workspace's own programs on the PATH. */
async function findHelper(command: string, world: RoutingWorld): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const variable = Object.keys(world.environment).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
  for (const folder of (world.environment[variable] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder) || isInside(folder, world.root)) continue;
    const program = path.join(folder, windows && !command.endsWith('.exe') ? `${command}.exe` : command);
    try {
      await access(program, constants.X_OK);
      return program;
    } catch {
      // Not here: the next folder may have it.
    }
  }
  return undefined;
}

function isInside(folder: string, root: string | undefined): boolean {
  return root !== undefined && (path.relative(root, folder) === '' || liesIn(root, folder));
}

function broken(detail: string): Login {
  return { is: 'broken', detail };
}
