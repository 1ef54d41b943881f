import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DidOpenTextDocumentNotification } from 'vscode-languageserver/node';
import { NODE_OPTIONS } from '../../server/src/editor/protocol.ts';
import { withLanguageServer } from './language-server.ts';
import { packageLock } from './lockfile-texts.ts';
import { median } from './measure.ts';
import { busyToIdle, open, scan } from './reading.ts';
import { longDockerfile } from './workload.ts';

const ENTRIES = 20_000;
const LOCKFILES = 10;
const WARM_UP = 30;
const KEYSTROKES = 100;
const OFFLINE = { registryLens: { offline: true } };

/** A row of the table. */
interface EditorRow {
  readonly '': string;
  readonly ratio: string;
  readonly goal?: string;
}

/** What lockfiles of 20,000 entries cost in an editor: ratios within one run. */
export async function measureLockfilesInEditor(temporary: string): Promise<readonly EditorRow[]> {
  const text = packageLock(ENTRIES);
  const folder = join(temporary, 'locked');
  for (let i = 0; i < LOCKFILES; i += 1) {
    await mkdir(join(folder, `service-${i}`), { recursive: true });
    // Each with names of its own: what several have in common is held once.
    const its = text.replaceAll('locked-', `lock${i}d-`);
    await writeFile(join(folder, `service-${i}`, 'package-lock.json'), its);
  }
  const alone = await keystrokes(temporary, undefined);
  const beside = await keystrokes(temporary, text);
  const measured = await scan(temporary, folder);
  const bytes = LOCKFILES * text.length;
  return [
    {
      '': 'keystroke in a Dockerfile while a lockfile is open, to one in an empty editor',
      ratio: `${(beside / alone).toFixed(2)} ×`,
      goal: '≤ 1.5',
    },
    {
      '': `p99 of a hover while ${LOCKFILES} lockfiles are scanned, to idle`,
      ratio: `${busyToIdle(measured).toFixed(2)} ×`,
      goal: '≤ 2',
    },
    { '': 'longest hold meanwhile, in ms', ratio: measured.hold.toFixed(1), goal: '≤ 16' },
    { '': 'the same in ms of processor time', ratio: measured.work.toFixed(1), goal: '≤ 16' },
    { '': 'the scan, in ms', ratio: measured.milliseconds.toFixed(0) },
    {
      '': 'memory when all are read, above a bare server, to the files',
      ratio: `${((measured.memory - measured.bare) / bytes).toFixed(2)} ×`,
      goal: '≤ 3',
    },
  ];
}

/** Milliseconds from a keystroke to the diagnostics, median; beside an open lockfile where there is one. */
function keystrokes(temporary: string, lockfile: string | undefined): Promise<number> {
  const place = { settings: OFFLINE, folder: temporary, nodeOptions: NODE_OPTIONS };
  const folder = pathToFileURL(temporary).href;
  return withLanguageServer(place, async connection => {
    if (lockfile !== undefined) {
      const textDocument = { uri: `${folder}/package-lock.json`, languageId: 'json', version: 0, text: lockfile };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    }
    const type = await open(connection, `${folder}/Dockerfile`, longDockerfile(300), 1);
    const times: number[] = [];
    for (let round = 0; round < WARM_UP + KEYSTROKES; round += 1) {
      const time = await type();
      if (round >= WARM_UP) times.push(time);
    }
    return median(times);
  });
}
