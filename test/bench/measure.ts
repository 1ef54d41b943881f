import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { NODE_OPTIONS } from '../../server/src/editor/protocol.ts';
import type { SampleRequest } from '../support/sample-registries/server.ts';
import type { ArrivalTimes } from './arrivals-process.ts';
import type { BareTime, BareWork } from './bare-loop.ts';
import type { RegistriesReady } from './registries-process.ts';
import type { StoreTime, StoreWork } from './store-process.ts';

/** The bundle, as it is shipped. */
export const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
/** Preloaded: tells on file descriptor 3, at the very end, what the process took, as `process.resourceUsage` has it. */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));",
)}`;

export interface CheckRun {
  /** What the command says of itself: from reading the first file to the finished report. */
  readonly milliseconds: number;
  /** With the start of Node and the loading of the bundle. */
  readonly wallMilliseconds: number;
  /** Milliseconds of processor time, of all threads, with the start of Node: what a busy machine does not change. */
  readonly processor: number;
  /** The most memory that the process took, in MiB. */
  readonly peak: number;
  readonly references: number;
  readonly requests: number;
  readonly unknown: number;
}

export interface CheckPlace {
  readonly folder: string;
  readonly settingsFile: string;
  readonly cacheFolder: string;
  readonly home: string;
}

/** Runs the bundled command line as users run it, in an environment without the user's own configuration. */
export async function runCheck({ folder, settingsFile, cacheFolder, home }: CheckPlace): Promise<CheckRun> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      REPORT_USAGE,
      SERVER,
      'check',
      folder,
      '--settings',
      settingsFile,
      '--format',
      'json',
      '--fail-on',
      'never',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      env: {
        PATH: process.env.PATH,
        SystemRoot: process.env.SystemRoot,
        HOME: home,
        USERPROFILE: home,
        REGISTRY_LENS_CACHE: cacheFolder,
      },
    },
  );
  const [output, usage] = await Promise.all([
    text(child.stdio[1] as Readable),
    text(child.stdio[3] as Readable),
    exited(child),
  ]);
  const wallMilliseconds = performance.now() - start;
  const { stats, unknown } = JSON.parse(output);
  const { maxRSS, userCPUTime, systemCPUTime }: NodeJS.ResourceUsage = JSON.parse(usage);
  return {
    milliseconds: stats.milliseconds,
    wallMilliseconds,
    processor: (userCPUTime + systemCPUTime) / 1000,
    peak: maxRSS / 1024,
    references: stats.references,
    requests: stats.requests,
    unknown: unknown.length,
  };
}

/** What undici takes for the same requests. */
export async function runBareLoop(work: BareWork): Promise<BareTime> {
  const child = forkBeside('bare-loop.ts');
  const told: Promise<BareTime[]> = once(child, 'message');
  child.send(work);
  const [time] = await told;
  await exited(child);
  if (time === undefined) throw new Error('The bare loop told nothing.');
  return time;
}

/** Does one piece of work with a store in a fresh process. */
export async function runStore(work: StoreWork): Promise<StoreTime> {
  const child = forkBeside('store-process.ts');
  const told = once(child, 'message');
  child.send(work);
  const [time] = await told;
  await exited(child);
  return time;
}

/** What answers cost that arrive in many small parts. */
export async function runArrivals(): Promise<ArrivalTimes> {
  const child = forkBeside('arrivals-process.ts', NODE_OPTIONS);
  const [times]: ArrivalTimes[] = await once(child, 'message');
  await exited(child);
  if (times === undefined) throw new Error('The process told nothing.');
  return times;
}

/** Milliseconds that it takes to walk a folder and to read what may name something in it. */
export async function runFloor(folder: string): Promise<number> {
  const child = fork(fileURLToPath(new URL('floor-process.ts', import.meta.url)), [folder], { stdio: 'inherit' });
  const [{ milliseconds }] = await once(child, 'message');
  await exited(child);
  return milliseconds;
}

/** Runs the bundled command line, and tells how many milliseconds it took with the start of Node. */
export async function runCommand(words: readonly string[], home: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [SERVER, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, REGISTRY_LENS_CACHE: `${home}-cache` },
  });
  child.stdout.resume();
  await once(child, 'exit');
  if (child.exitCode === null || child.exitCode > 2)
    throw new Error(`${words.join(' ')} ended with ${child.exitCode}.`);
  return performance.now() - start;
}

export interface RegistriesProcess extends RegistriesReady {
  /** What was asked since the last call. */
  take(): Promise<readonly SampleRequest[]>;
  stop(): void;
}

/** Starts the sample registries, with 30 ms of latency, beside this process. */
export async function startRegistriesProcess(): Promise<RegistriesProcess> {
  const child = forkBeside('registries-process.ts');
  const [ready]: RegistriesReady[] = await once(child, 'message');
  if (ready === undefined) throw new Error('The sample registries did not start.');
  return {
    ...ready,
    async take() {
      const told = once(child, 'message');
      child.send('take');
      const [{ requests }] = await told;
      return requests;
    },
    stop: () => child.disconnect(),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], hundredths: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * hundredths) / 100))] ?? Number.NaN;
}

function forkBeside(file: string, execArgv: string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: 'inherit', execArgv });
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}.`);
}
