/** What the real go says of modules at a proxy on 127.0.0.1. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram, GO } from '../setup/programs.ts';

/** What go prints of one module (`go help list`, “Module”), as far as tests look at it. */
export interface GoModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Main?: boolean;
  readonly Update?: { readonly Version: string };
  readonly Retracted?: readonly string[];
  readonly Deprecated?: string;
  readonly Error?: { readonly Err: string };
}

/** What came of running go. */
export interface GoRun {
  readonly modules: readonly GoModule[];
  readonly stderr: string;
}

/**
 * Runs `go list -m -json` with more words behind, in a module of its own that keeps nothing, for a user whom nothing is
 * configured for but the variables that are given.
 *
 * @param mod what stands in the `go.mod` below its first lines
 */
export async function listModules(
  words: readonly string[],
  mod: string,
  environment: Readonly<Record<string, string>>,
): Promise<GoRun> {
  const files = { 'go.mod': `module app.example/app\n\ngo 1.16\n\n${mod}\n` };
  const { stdout, stderr } = await runGo(['list', '-m', '-json', ...words], files, environment);
  const documents = stdout.split(/(?<=^\})\n/m).filter(text => text.trim() !== '');
  return { modules: documents.map(text => JSON.parse(text)), stderr };
}

/** What a run of go came to. */
export interface GoOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** What go.sum holds behind it. */
  readonly sum: string | undefined;
}

/**
 * Runs go in a module of its own that keeps nothing, for a user whom nothing is configured for but the variables that
 * are given.
 *
 * @param files of the module, by name
 */
export async function runGo(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): Promise<GoOutcome> {
  const place = mkdtempSync(path.join(tmpdir(), 'go-itself-'));
  const folder = path.join(place, 'app');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const go = spawn(findProgram(GO) ?? 'go', words, {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, HOME: place, GOPATH: path.join(place, 'path'), GOCACHE: path.join(place, 'cache') },
      ...{ GOMODCACHE: path.join(place, 'modules'), GOFLAGS: '-mod=mod -modcacherw', GOENV: 'off', GOSUMDB: 'off' },
      ...{ GOTOOLCHAIN: 'local', GO111MODULE: 'on', GOVCS: '*:off', GIT_TERMINAL_PROMPT: '0', NO_PROXY: '127.0.0.1' },
      ...environment,
    },
  });
  let [stdout, stderr] = ['', ''];
  go.stdout.on('data', part => {
    stdout += part;
  });
  go.stderr.on('data', part => {
    stderr += part;
  });
  await new Promise((resolve, reject) => {
    go.once('error', reject);
    go.once('close', resolve);
  });
  const file = path.join(folder, 'go.sum');
  const sum = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  rmSync(place, { recursive: true, force: true });
  return { stdout, stderr, sum };
}
