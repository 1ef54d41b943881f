/**
 * `npm run bench`: how far the program is from the least that its work can cost, against sample registries with 30 ms
 * of latency on this machine.
 *
 * A check is measured as users run it, the bundled command in a process of its own. Its own count of milliseconds (from
 * reading the first file to the finished report, with writing the cache) is compared, because starting Node is the same
 * for every program; the time with it is printed beside. The bare loop is undici in a fresh process as well, sending
 * exactly the requests that the registries recorded of the check just before, so many at a time as the setting allows.
 * It knows them all from the start, while a check learns half of them from answers. Both are measured in turns, and of
 * the turns the medians are printed. Only ratios mean something: the machine, the registries and the noise are the same
 * for both.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../server/src/read-settings.ts';
import { type HoverTimes, measureHovers } from './hover.ts';
import { measureKeystrokes } from './keystroke.ts';
import { measureLockfiles } from './lockfiles.ts';
import { measureLockfilesInEditor } from './lockfiles-in-editor.ts';
import {
  type CheckPlace,
  type CheckRun,
  median,
  percentile,
  runArrivals,
  runBareLoop,
  runCheck,
  startRegistriesProcess,
} from './measure.ts';
import { measureNetwork, type NetworkRow } from './network.ts';
import { measureReading } from './reading.ts';
import { measureStart } from './start.ts';
import { measureStore } from './store.ts';
import { BUSY_IMAGES, REFERENCES, writeWorkload } from './workload.ts';

const ROUNDS = 5;
/** Milliseconds. */
const FRAME = 16;
const HOVER_ROUNDS = 5;
const START_ROUNDS = 11;

const temporary = await mkdtemp(join(tmpdir(), 'registry-lens-bench-'));
if (process.argv.includes('--lockfiles')) {
  try {
    await printLockfiles();
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  process.exit();
}
const registries = await startRegistriesProcess();
if (process.argv.includes('--network')) {
  try {
    await printNetwork(process.argv[process.argv.indexOf('--network') + 1]);
  } finally {
    registries.stop();
    await rm(temporary, { recursive: true, force: true });
  }
  process.exit();
}
try {
  await printNetwork();
  const concurrency = readSettings({}, []).settings.requestsPerHost;
  const place: Omit<CheckPlace, 'cacheFolder'> = {
    folder: join(temporary, 'workspace'),
    settingsFile: join(temporary, 'settings.json'),
    home: join(temporary, 'home'),
  };
  await mkdir(place.home);
  await writeFile(place.settingsFile, JSON.stringify(registries.settings));
  await writeWorkload(place.folder);

  const cold: CheckRun[] = [];
  const warm: CheckRun[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cacheFolder = join(temporary, `cache-${round}`);
    cold.push(checked(await runCheck({ ...place, cacheFolder })));
    const requests = await registries.take();
    bare.push((await runBareLoop({ origin: registries.origin, requests, concurrency })).milliseconds);
    await registries.take();
    warm.push(checked(await runCheck({ ...place, cacheFolder })));
    const again = await registries.take();
    if (again.length > 0) throw new Error(`The warm check sent ${again.length} requests.`);
  }
  const store = await measureStore(temporary);
  const keystrokes = await measureKeystrokes(registries.settings, place.home);

  const hovers: HoverTimes[] = [];
  for (let round = 0; round < HOVER_ROUNDS; round += 1) {
    // A server and a home of its own, so that nothing is known before.
    const home = join(temporary, `hover-${round}`);
    await mkdir(home);
    hovers.push(await measureHovers(registries.settings, home));
  }

  const bareTime = median(bare);
  const row = (name: string, runs: readonly CheckRun[], goal: number) => ({
    '': name,
    milliseconds: round1(median(runs.map(run => run.milliseconds))),
    'to the bare loop': ratio(median(runs.map(run => run.milliseconds)) / bareTime),
    goal: `≤ ${goal}`,
    'with the start of Node': round1(median(runs.map(run => run.wallMilliseconds))),
    requests: median(runs.map(run => run.requests)),
    'peak MiB': Math.round(Math.max(...runs.map(run => run.peak))),
  });
  console.log(`Check of ${REFERENCES} references, ${concurrency} requests at a time, medians of ${ROUNDS}:`);
  console.table([
    { '': 'bare undici loop', milliseconds: round1(bareTime), requests: median(cold.map(run => run.requests)) },
    row('cold check', cold, 1.3),
    row('warm check', warm, 0.1),
  ]);
  console.log(`${store.answers} kept answers in ${store.files} files, saved in ${round1(store.save)} ms:`);
  console.table([
    { '': 'room on disk, to one file of that content', ratio: ratio(store.disk), goal: '≤ 1.5' },
    {
      '': 'time to load, to one file that is parsed and checked',
      ratio: ratio(store.load / store.checkOneFile),
      goal: '≤ 3',
    },
    { '': 'the same, to one file that is only parsed', ratio: ratio(store.load / store.parseOneFile) },
    { '': 'load, in ms', ratio: round1(store.load) },
    { '': 'longest turn of the event loop meanwhile, in ms', ratio: round1(store.longestTurn), goal: '≤ 16' },
  ]);
  console.log(`A keystroke in a Dockerfile of 300 lines with ${keystrokes.findings} findings:`);
  const keystrokeRow = (name: string, time: number) => ({
    '': name,
    milliseconds: time.toFixed(2),
    'to the parse': ratio(time / keystrokes.parse),
  });
  console.table([
    keystrokeRow('dockerfile-ast parses', keystrokes.parse),
    keystrokeRow('read and judge', keystrokes.analyse),
    keystrokeRow('diagnostics from the language server', keystrokes.throughServer),
  ]);
  const hoverRow = (name: string, rounds: readonly (readonly number[])[]) => ({
    '': name,
    'p50 ms': median(rounds.map(times => median(times))).toFixed(2),
    'p99 ms': median(rounds.map(times => percentile(times, 99))).toFixed(2),
    hovers: rounds.reduce((sum, times) => sum + times.length, 0),
  });
  const ratios = hovers.map(({ idle, busy }) => percentile(busy, 99) / percentile(idle, 99));
  console.log(`A hover over a known image, through the language server, medians of ${HOVER_ROUNDS}:`);
  console.table([
    hoverRow(
      'idle',
      hovers.map(({ idle }) => idle),
    ),
    hoverRow(
      `while ${BUSY_IMAGES} questions are under way`,
      hovers.map(({ busy }) => busy),
    ),
  ]);
  const arrivals = await runArrivals();
  const arrivalRow = (name: string, milliseconds: number, turn?: number) => ({
    '': name,
    milliseconds: round1(milliseconds),
    'to the floor': ratio(milliseconds / arrivals.floor),
    ...(turn === undefined ? {} : { 'longest turn, in frames': ratio(turn / FRAME) }),
  });
  console.log('20,000 references in one document, their answers 64 at a time (goal: ≤ 1.2 ×, no turn over a frame):');
  console.table([
    arrivalRow('floor: all judged twice, in one loop', arrivals.floor),
    arrivalRow('by the keys that changed', arrivals.ledger, arrivals.longestTurn),
    arrivalRow('and shown after each part', arrivals.shown, arrivals.longestShown),
  ]);
  const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  const perReference = Math.round(arrivals.memory / 20_000);
  console.log(
    `Kept of it: ${mebibytes(arrivals.memory)}, ${perReference} bytes a reference, of a text of ${mebibytes(arrivals.text)}.`,
  );
  await printLockfiles();
  console.log('Reading, ratios within one run:');
  console.table(await measureReading(temporary));
  console.log(`p99 of a hover while busy, to idle: ${ratio(median(ratios))} (goal: ≤ 2)`);
} finally {
  registries.stop();
  await rm(temporary, { recursive: true, force: true });
}

/** Of each kind of coordinate alone, and of the start of the server; `-- --network` prints these alone. */
/** `-- --network` prints that alone, and `-- --network lockfile` the rows with this in their names. */
async function printNetwork(wanted = ''): Promise<void> {
  const rows = await measureNetwork(registries, temporary, ROUNDS, wanted);
  console.log('One kind of coordinate each, against one minimal request a coordinate (goals: 1.00, ≤ 1.2, ≤ 0.1):');
  console.table(rows.map(networkRow));
  if (wanted !== '') return;
  const start = await measureStart(temporary, START_ROUNDS);
  console.log(
    `From start to \`initialize\`: ${round1(start.ours)} ms, a bare server ${round1(start.bare)} ms: ${ratio(start.ratio)} (goal: ≤ 1.5)`,
  );
}

/** What lockfiles cost to read; `-- --lockfiles` prints that alone. */
async function printLockfiles(): Promise<void> {
  console.log('Lockfiles of 20,000 entries, read (growth: by entry, to 1,000 of them; goal ≤ 1.3; memory: goal ≤ 3):');
  console.table(measureLockfiles());
  console.log('Lockfiles of npm of 20,000 entries in an editor:');
  console.table(await measureLockfilesInEditor(temporary));
}

function networkRow(row: NetworkRow): object {
  return {
    '': `${row.name}, ${row.atATime} at a time`,
    requests: row.requests.toFixed(2),
    'bare ms': round1(row.bare),
    'cold ms': round1(row.cold),
    'cold to bare': ratio(row.coldToBare),
    'warm ms': round1(row.warm),
    'warm to bare': ratio(row.warmToBare),
    'processor time, cold': ratio(row.coldProcessor),
    'and warm': ratio(row.warmProcessor),
  };
}

/** A fast run that did not do the work is no measurement. */
function checked(run: CheckRun): CheckRun {
  if (run.references !== REFERENCES) throw new Error(`The check found ${run.references} references.`);
  if (run.unknown > 0) throw new Error(`The check could not tell ${run.unknown} of the references.`);
  return run;
}

function ratio(value: number): string {
  return `${value.toFixed(2)} ×`;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
