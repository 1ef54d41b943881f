import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { median, runStore } from './measure.ts';

/** What the kept answers of a large workspace take, beside one file with the same content. */
export interface StoreMeasures {
  readonly answers: number;
  readonly files: number;
  /** What all files take on the disk, to the bytes of the one file. */
  readonly disk: number;
  /** Milliseconds. */
  readonly save: number;
  readonly load: number;
  /** Of the one file, read and parsed; and with the check of each fact, that nothing from a disk is taken without. */
  readonly parseOneFile: number;
  readonly checkOneFile: number;
  /** The longest that the event loop was held up while loading, in milliseconds. */
  readonly longestTurn: number;
}

const ANSWERS = 20_000;
const ROUNDS = 9;
/** In bytes: what `Stats.blocks` counts. */
const BLOCK = 512;

/** Medians over processes, each of which knows nothing before. */
export async function measureStore(temporary: string): Promise<StoreMeasures> {
  const folder = join(temporary, 'store');
  const oneFile = join(temporary, 'one-file');
  for (const made of [folder, oneFile]) await mkdir(made);
  const run = (work: 'save' | 'load') => runStore({ do: work, folder, answers: ANSWERS });
  const runOneFile = (work: 'write one file' | 'parse one file' | 'check one file') =>
    runStore({ do: work, folder: oneFile, answers: ANSWERS });

  const save = await run('save');
  await runOneFile('write one file');
  const loads = [];
  const parses = [];
  const checks = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    parses.push(await runOneFile('parse one file'));
    checks.push(await runOneFile('check one file'));
    loads.push(await run('load'));
  }
  const [kept, content] = [await sizeOf(folder), await sizeOf(oneFile)];
  return {
    answers: ANSWERS,
    files: kept.files,
    disk: kept.disk / content.bytes,
    save: save.milliseconds,
    load: median(loads.map(({ milliseconds }) => milliseconds)),
    parseOneFile: median(parses.map(({ milliseconds }) => milliseconds)),
    checkOneFile: median(checks.map(({ milliseconds }) => milliseconds)),
    longestTurn: median(loads.map(({ longestTurn }) => longestTurn)),
  };
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number; disk: number }> {
  const size = { files: 0, bytes: 0, disk: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const state = await stat(join(entry.parentPath, entry.name));
    // Windows counts no blocks.
    size.disk += state.blocks === undefined ? state.size : state.blocks * BLOCK;
    if (!entry.isFile()) continue;
    size.files += 1;
    size.bytes += state.size;
  }
  return size;
}
