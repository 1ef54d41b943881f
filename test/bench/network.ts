import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BareTime } from './bare-loop.ts';
import { type CheckRun, median, type RegistriesProcess, runBareLoop, runCheck } from './measure.ts';
import { NETWORK_WORKS, type NetworkWork } from './network-work.ts';

/** One kind of workspace, checked with so many requests at a time. */
export interface NetworkRow {
  readonly name: string;
  readonly atATime: number;
  /** For each coordinate, of the check. */
  readonly requests: number;
  /** Milliseconds, by the check's own count; of the bare loop, from its first request to its last answer. */
  readonly cold: number;
  readonly bare: number;
  readonly warm: number;
  /** Medians of what was measured in turns. */
  readonly coldToBare: number;
  readonly warmToBare: number;
  /** The same of processor time, with the start of Node in each. */
  readonly coldProcessor: number;
  readonly warmProcessor: number;
}

/**
 * Checks workspaces of one kind of coordinate each, against one minimal request for each coordinate: the same
 * registries, the same number at a time, in turns.
 *
 * @param wanted of the works those whose names have this in them
 */
export async function measureNetwork(
  registries: RegistriesProcess,
  temporary: string,
  rounds: number,
  wanted: string,
): Promise<readonly NetworkRow[]> {
  const rows: NetworkRow[] = [];
  for (const work of NETWORK_WORKS.filter(({ name }) => name.includes(wanted))) {
    const folder = join(temporary, work.name);
    await work.write(folder);
    for (const atATime of work.atATime) rows.push(await measureRow({ work, folder, atATime, rounds }, registries));
  }
  return rows;
}

interface Row {
  readonly work: NetworkWork;
  readonly folder: string;
  readonly atATime: number;
  readonly rounds: number;
}

async function measureRow(row: Row, registries: RegistriesProcess): Promise<NetworkRow> {
  const { work, folder, atATime, rounds } = row;
  const settingsFile = `${folder}-${atATime}.json`;
  await writeFile(settingsFile, JSON.stringify({ ...registries.settings, 'registryLens.requestsPerHost': atATime }));
  const home = `${folder}-home`;
  await mkdir(home, { recursive: true });
  const turns: { cold: CheckRun; bare: BareTime; warm: CheckRun }[] = [];
  let requests = 0;
  for (let round = 0; round < rounds; round += 1) {
    const place = { folder, settingsFile, home, cacheFolder: `${folder}-cache-${atATime}-${round}` };
    await registries.take();
    const cold = whole(await runCheck(place), work);
    requests = (await registries.take()).length;
    const bare = await runBareLoop({ origin: registries.origin, requests: work.least, concurrency: atATime });
    await registries.take();
    const warm = whole(await runCheck(place), work);
    if (warm.requests > 0) throw new Error(`The warm check sent ${warm.requests} requests.`);
    turns.push({ cold, bare, warm });
  }
  return {
    name: work.name,
    atATime,
    requests: requests / work.coordinates,
    cold: median(turns.map(({ cold }) => cold.milliseconds)),
    bare: median(turns.map(({ bare }) => bare.milliseconds)),
    warm: median(turns.map(({ warm }) => warm.milliseconds)),
    coldToBare: median(turns.map(({ cold, bare }) => cold.milliseconds / bare.milliseconds)),
    warmToBare: median(turns.map(({ warm, bare }) => warm.milliseconds / bare.milliseconds)),
    coldProcessor: median(turns.map(({ cold, bare }) => cold.processor / bare.processor)),
    warmProcessor: median(turns.map(({ warm, bare }) => warm.processor / bare.processor)),
  };
}

/** A fast run that did not do the work is no measurement. */
function whole(run: CheckRun, { coordinates }: NetworkWork): CheckRun {
  if (run.references !== coordinates) throw new Error(`The check found ${run.references} references.`);
  if (run.unknown > 0) throw new Error(`The check could not tell ${run.unknown} of the references.`);
  return run;
}
