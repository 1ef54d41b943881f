import { mkdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import {
  DidChangeWorkspaceFoldersNotification,
  DidOpenTextDocumentNotification,
  type Hover,
  HoverRequest,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION, type Status } from '../../server/src/editor/protocol.ts';
import { untilAnswered, withLanguageServer } from './language-server.ts';
import { BUSY_IMAGES, longDockerfile, writeBusyWorkload } from './workload.ts';

const LINES = 300;
const LINES_A_STAGE = 10;
const WARM_UP = 300;
const IDLE_HOVERS = 1000;
/**
 * Milliseconds between hovers, so that they meet what the server does at random, and do not keep it busy themselves.
 */
const PAUSE = 2;
/** Fewer say nothing about the slowest of a hundred. */
const LEAST_BUSY = 300;

/** Milliseconds from a hover's request to its answer, through the language server in a process of its own. */
export interface HoverTimes {
  readonly idle: readonly number[];
  /** While the questions of a folder that was just opened are under way. */
  readonly busy: readonly number[];
}

/**
 * Hovers over images that are known, while nothing happens and while a folder full of unknown ones is read and asked
 * about.
 */
export function measureHovers(settings: object, home: string): Promise<HoverTimes> {
  // Were a registry asked for many at a time, nothing would be under way for long.
  const slowly = { ...settings, 'registryLens.requestsPerHost': 3 };
  return withLanguageServer({ settings: slowly, folder: home }, async connection => {
    let pending = 0;
    connection.onNotification(STATUS_NOTIFICATION, (status: Status) => {
      pending = status.pending;
    });
    const uri = `${pathToFileURL(home).href}/Dockerfile`;
    // Not in it: answers are not kept where a workspace lies, so all would be asked anew.
    const folder = `${home}-busy`;
    await mkdir(folder);
    await writeBusyWorkload(folder);
    const textDocument = { uri, languageId: 'dockerfile', version: 0, text: longDockerfile(LINES) };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await untilAnswered(connection, uri);
    for (let round = 0; round < WARM_UP; round += 1) await hover(connection, uri, round);
    // What the cards asked for meanwhile is answered.
    await until(() => pending === 0);

    const idle = await hoverOnAndOn(connection, uri, count => count < IDLE_HOVERS);
    const added = [{ uri: pathToFileURL(folder).href, name: 'busy' }];
    await connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event: { added, removed: [] } });
    await until(() => pending > BUSY_IMAGES / 2);
    const busy = await hoverOnAndOn(connection, uri, () => pending > 0);
    if (busy.length < LEAST_BUSY) throw new Error(`Only ${busy.length} hovers were due meanwhile.`);
    return { idle, busy };
  });
}

/** One hover after the other, as one person's mouse has it, for as long as it is to go on. */
async function hoverOnAndOn(
  connection: ProtocolConnection,
  uri: string,
  goesOn: (count: number) => boolean,
): Promise<number[]> {
  const times: number[] = [];
  while (goesOn(times.length)) {
    times.push(await hover(connection, uri, times.length));
    await new Promise(resolve => setTimeout(resolve, PAUSE));
  }
  return times;
}

async function hover(connection: ProtocolConnection, uri: string, round: number): Promise<number> {
  const line = (round % (LINES / LINES_A_STAGE)) * LINES_A_STAGE;
  const start = performance.now();
  const card: Hover | null = await connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line, character: 'FROM a'.length },
  });
  const time = performance.now() - start;
  if (card === null) throw new Error(`There was no card in line ${line}.`);
  return time;
}

/** 10 s at the most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 1000; look += 1) {
    if (isSo()) return;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new Error('The language server was never as far as that.');
}
