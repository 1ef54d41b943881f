import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  DidChangeTextDocumentNotification,
  DidChangeWorkspaceFoldersNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { NODE_OPTIONS, STATUS_NOTIFICATION, type Status } from '../../server/src/editor/protocol.ts';
import { longValues, manyImages, writeFolderWorkload, writePinningFolder } from './folder-workload.ts';
import { withLanguageServer } from './language-server.ts';
import { median, percentile, runCommand, runFloor } from './measure.ts';
import { longDockerfile } from './workload.ts';

const FILES = 20_000;
const FILES_IN_EDITOR = 5000;
const ROUNDS = 5;
const HOVERS = 500;
const KEYSTROKES = 100;
const WARM_UP = 30;
const IMAGES_IN_ONE_FILE = 18_700;
/** Milliseconds between hovers. */
const PAUSE = 2;
const OFFLINE = { registryLens: { offline: true } };
const BARE_SERVER = fileURLToPath(new URL('bare-server.mjs', import.meta.url));

/** A row of the table. */
interface ReadingRow {
  readonly '': string;
  readonly ratio: string;
  readonly goal?: string;
}

/** Measures what reading costs, on the command line and in an editor: ratios within one run. */
export async function measureReading(temporary: string): Promise<readonly ReadingRow[]> {
  const times = (value: number) => `${value.toFixed(2)} ×`;
  const commands = await measureCommands(temporary);
  const large = await measureOneLargeFile(temporary);
  const scan = await measureScan(temporary);
  const pinning = await measureScanOfOneImage(temporary);
  const keystrokes = await measureLargeKeystrokes(temporary);
  return [
    { '': '`list` of 20,000 files, to walking and reading them', ratio: times(commands.list), goal: '≤ 10' },
    { '': '`check --offline` of them', ratio: times(commands.check), goal: '≤ 12' },
    { '': '`list` of 18,700 images in one file, to reading it', ratio: times(large.list) },
    { '': '`check --offline` of it', ratio: times(large.check) },
    { '': 'p99 of a hover while 5,000 files are scanned, to idle', ratio: times(busyToIdle(scan)), goal: '≤ 2' },
    { '': 'longest hold meanwhile, in ms', ratio: scan.hold.toFixed(1), goal: '≤ 16' },
    { '': 'the scan, in ms', ratio: scan.milliseconds.toFixed(0) },
    {
      '': 'the same of 5,000 files that pin one image, to that',
      ratio: times(pinning.milliseconds / scan.milliseconds),
    },
    { '': 'keystroke in values of 5,000 lines, to a Dockerfile of 300', ratio: times(keystrokes.ratio), goal: '≤ 4' },
    { '': 'memory when 5,000 files are read, to a bare server', ratio: times(scan.memory / scan.bare), goal: '≤ 3' },
  ];
}

/** What a folder costs, to what walking it and reading its files costs; medians of ratios within a round. */
interface CommandRatios {
  /** Milliseconds. */
  readonly floor: number;
  readonly list: number;
  readonly check: number;
}

/** The commands that ask nobody, over a folder of 20,000 files. The start of Node is taken off. */
async function measureCommands(temporary: string): Promise<CommandRatios> {
  const folder = join(temporary, 'large');
  await writeFolderWorkload(folder, { files: FILES, of: 'all kinds' });
  return ratiosOf(folder, join(temporary, 'home-of-commands'));
}

/** The same for one file that names 18,700 images. */
async function measureOneLargeFile(temporary: string): Promise<CommandRatios> {
  const folder = join(temporary, 'one-large');
  await mkdir(folder);
  await writeFile(join(folder, 'all.yaml'), manyImages(IMAGES_IN_ONE_FILE));
  return ratiosOf(folder, join(temporary, 'home-of-commands'));
}

async function ratiosOf(folder: string, home: string): Promise<CommandRatios> {
  const rounds: CommandRatios[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = await runCommand(['--version'], home);
    const floor = await runFloor(folder);
    const list = ((await runCommand(['list', folder, '--format', 'json'], home)) - start) / floor;
    const check = ((await runCommand(['check', '--offline', folder, '--format', 'json'], home)) - start) / floor;
    rounds.push({ floor, list, check });
  }
  return {
    floor: median(rounds.map(({ floor }) => floor)),
    list: median(rounds.map(({ list }) => list)),
    check: median(rounds.map(({ check }) => check)),
  };
}

/** What an editor meets while a folder is scanned, and when that is over. */
export interface ScanMeasures {
  /** Milliseconds, of hovers. */
  readonly idle: readonly number[];
  readonly busy: readonly number[];
  /** Milliseconds that the event loop was held at most while the folder was scanned. */
  readonly hold: number;
  /** The same in processor time. */
  readonly work: number;
  /** Milliseconds from the folder's opening to the end of the scan. */
  readonly milliseconds: number;
  /** Bytes, when all is read, and of a server that does nothing. */
  readonly memory: number;
  readonly bare: number;
}

/** A folder of 5,000 files, all of which are read, is opened beside a document that is there. */
async function measureScan(temporary: string): Promise<ScanMeasures> {
  const folder = join(temporary, 'scanned');
  await writeFolderWorkload(folder, { files: FILES_IN_EDITOR, of: 'kinds that are read' });
  return scan(temporary, folder);
}

/** Of 5,000 files each pins the same image. */
async function measureScanOfOneImage(temporary: string): Promise<ScanMeasures> {
  const folder = join(temporary, 'pinning');
  await writePinningFolder(folder, FILES_IN_EDITOR);
  return scan(temporary, folder);
}

/** Opens a folder beside a document that is there, and hovers over that until the folder is scanned. */
export async function scan(temporary: string, folder: string): Promise<ScanMeasures> {
  const home = join(temporary, `home-beside-${folder.split(/[\\/]/).at(-1)}`);
  await mkdir(home, { recursive: true });
  const place = { settings: OFFLINE, folder: home, nodeOptions: NODE_OPTIONS };
  const bare = await withLanguageServer({ ...place, program: BARE_SERVER }, async (_, server) => {
    await pause(500);
    return (await server.look()).memory;
  });
  return withLanguageServer(place, async (connection, server) => {
    let isScanning = false;
    connection.onNotification(STATUS_NOTIFICATION, (status: Status) => {
      isScanning = status.scanning;
    });
    const uri = `${pathToFileURL(home).href}/Dockerfile`;
    const textDocument = { uri, languageId: 'dockerfile', version: 0, text: longDockerfile(300) };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await hovers(connection, uri, count => count < HOVERS);
    await pause(300);
    const idle = await hovers(connection, uri, count => count < HOVERS);
    await server.look();
    const start = performance.now();
    const added = [{ uri: pathToFileURL(folder).href, name: 'scanned' }];
    await connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event: { added, removed: [] } });
    const busy: number[] = [];
    while (!isScanning) busy.push(...(await hovers(connection, uri, count => count < 1)));
    while (isScanning) busy.push(...(await hovers(connection, uri, count => count < 1)));
    const milliseconds = performance.now() - start;
    const { hold, work } = await server.look();
    await pause(1000);
    const { memory } = await server.look();
    return { idle, busy, hold, work, milliseconds, memory, bare };
  });
}

async function hovers(
  connection: ProtocolConnection,
  uri: string,
  goesOn: (count: number) => boolean,
): Promise<readonly number[]> {
  const times: number[] = [];
  while (goesOn(times.length)) {
    const start = performance.now();
    await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 6 } });
    times.push(performance.now() - start);
    await pause(PAUSE);
  }
  return times;
}

/** Milliseconds from a keystroke to the diagnostics, medians. */
interface LargeKeystrokes {
  readonly dockerfile: number;
  readonly values: number;
  /** Median of the ratios of keystrokes that followed each other. */
  readonly ratio: number;
}

/** A keystroke in a chart's values of 5,000 lines, beside one in a Dockerfile of 300. */
function measureLargeKeystrokes(temporary: string): Promise<LargeKeystrokes> {
  const place = { settings: OFFLINE, folder: temporary, nodeOptions: NODE_OPTIONS };
  return withLanguageServer(place, async connection => {
    const small = await open(connection, `${pathToFileURL(temporary).href}/Dockerfile`, longDockerfile(300), 1);
    const large = await open(connection, `${pathToFileURL(temporary).href}/values.yaml`, longValues(5000), 2491);
    const rounds: { readonly dockerfile: number; readonly values: number }[] = [];
    for (let round = 0; round < WARM_UP + KEYSTROKES; round += 1) {
      const times = { dockerfile: await small(), values: await large() };
      if (round >= WARM_UP) rounds.push(times);
    }
    return {
      dockerfile: median(rounds.map(({ dockerfile }) => dockerfile)),
      values: median(rounds.map(({ values }) => values)),
      ratio: median(rounds.map(({ dockerfile, values }) => values / dockerfile)),
    };
  });
}

/** Opens a document; what is returned types a letter into a comment, and tells how long the diagnostics take. */
export async function open(
  connection: ProtocolConnection,
  uri: string,
  text: string,
  line: number,
): Promise<() => Promise<number>> {
  let version = 0;
  const textDocument = { uri, languageId: 'plaintext', version, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const at = { line, character: text.split('\n')[line]?.indexOf('#') ?? 0 };
  at.character += 2;
  return async () => {
    version += 1;
    const start = performance.now();
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: 'x' }],
    });
    await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return performance.now() - start;
  };
}

/** The p99 of hovers while the folder is scanned, to that of idle ones. */
export function busyToIdle({ idle, busy }: Pick<ScanMeasures, 'idle' | 'busy'>): number {
  return percentile(busy, 99) / percentile(idle, 99);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
