/**
 * What `npm start` runs on the freshly built bundle: shows the main job on `examples/` against registries that run
 * inside of this process, with no account and no network. `npm start -- PATH` checks the user's own files with the real
 * registries instead.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSampleRegistries } from '../support/sample-registries/server.ts';
import { type CheckOutput, drawFix } from './drawing.ts';

const project = path.resolve(import.meta.dirname, '../..');
const server = path.join(project, 'dist/server.js');

const INTRODUCTION =
  'A small shop in examples/, checked against registries inside of this process. Their data is made up.\n\n';
const NEXT = `Next: \`npm start -- PATH\` checks a folder of yours with the real registries, and \`npm run code\` opens these examples in VS Code.
`;

process.exitCode = await (process.argv.length > 2 ? checkOwn(process.argv.slice(2)) : showExamples());

/** Paths are those of the folder in which the user typed the command, which npm has left for the project's. */
async function checkOwn(argv: readonly string[]): Promise<number> {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const { status } = await node([server, 'check', '--fail-on', 'never', ...argv], { cwd });
  return status;
}

async function showExamples(): Promise<number> {
  const registries = await startSampleRegistries();
  const temporary = mkdtempSync(path.join(tmpdir(), 'registry-lens-demo-'));
  try {
    const settings = path.join(temporary, 'settings.json');
    writeFileSync(settings, JSON.stringify(registries.settings));
    // A home without the user's credentials, a cache of its own, and no proxy between this process and itself.
    const home = { HOME: temporary, USERPROFILE: temporary, XDG_STATE_HOME: '', LOCALAPPDATA: '' };
    const own = { ...home, REGISTRY_LENS_CACHE: path.join(temporary, 'cache') };
    const argv = [server, 'check', 'examples', '--settings', settings, '--fail-on', 'never'];
    const env = { ...process.env, ...own, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    process.stdout.write(INTRODUCTION);
    // What people see here is what they will see of their own files.
    const shown = await node(argv, { cwd: project, env });
    if (shown.status !== 0) return shown.status;
    // The same once more for its fixes: the answers are kept by now.
    const { status, out } = await node([...argv, '--format', 'json'], { cwd: project, env, captured: true });
    if (status !== 0) return status;
    const checked: CheckOutput = JSON.parse(out);
    const examples = path.join(project, 'examples');
    const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined ? true : isForced();
    process.stdout.write(`\n${drawFix(checked, examples, 'Pin and name the version', colours)}\n`);
    process.stdout.write(NEXT);
    return 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    await registries.stop();
  }
}

function isForced(): boolean {
  return process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0';
}

interface NodeOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the output is handed back instead of shown. */
  readonly captured?: boolean;
}

function node(argv: readonly string[], options: NodeOptions): Promise<{ status: number; out: string }> {
  return new Promise((resolve, reject) => {
    const { cwd, env = process.env, captured = false } = options;
    const child = spawn(process.execPath, argv, {
      cwd,
      env,
      stdio: ['ignore', captured ? 'pipe' : 'inherit', 'inherit'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', status => resolve({ status: status ?? 1, out: Buffer.concat(chunks).toString('utf8') }));
  });
}
