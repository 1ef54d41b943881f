import { pathToFileURL } from 'node:url';
import {
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Hover,
  HoverRequest,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION, type Status } from '../../server/src/editor/protocol.ts';
import { untilAnswered, withLanguageServer } from './language-server.ts';
import { busyDockerfile, longDockerfile } from './workload.ts';

const LINES = 300;
const LINES_A_STAGE = 10;
/** Images whose answers are not known, and so questions that are under way at once. */
export const QUESTIONS = 1000;
const WARM_UP = 300;
const IDLE = 2000;
/** Fewer say nothing about the slowest of a hundred. */
const LEAST_BUSY = 500;

/** Milliseconds from a hover's request to its answer, through the language server in a process of its own. */
export interface HoverTimes {
  readonly idle: readonly number[];
  /** While questions are under way. */
  readonly busy: readonly number[];
}

/** Hovers over images that are known, while nothing happens and while a file full of unknown ones was just opened. */
export function measureHovers(settings: object, folder: string): Promise<HoverTimes> {
  return withLanguageServer({ settings, folder }, async connection => {
    let pending = 0;
    connection.onNotification(STATUS_NOTIFICATION, (status: Status) => {
      pending = status.pending;
    });
    const known = `${pathToFileURL(folder).href}/known/Dockerfile`;
    const busy = `${pathToFileURL(folder).href}/busy/Dockerfile`;
    await open(connection, known, longDockerfile(LINES));
    await untilAnswered(connection, known);
    for (let round = 0; round < WARM_UP; round += 1) await hover(connection, known, round);
    // What the cards asked for meanwhile is answered.
    await until(() => pending === 0);

    const idle: number[] = [];
    for (let round = 0; round < IDLE; round += 1) idle.push(await hover(connection, known, round));

    await open(connection, busy, busyDockerfile(QUESTIONS));
    await until(() => pending > QUESTIONS * 0.9);
    const during: number[] = [];
    while (pending > 0) during.push(await hover(connection, known, during.length));
    if (during.length < LEAST_BUSY) throw new Error(`Only ${during.length} hovers were answered meanwhile.`);
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: busy } });
    return { idle, busy: during };
  });
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

async function open(connection: ProtocolConnection, uri: string, text: string): Promise<void> {
  const textDocument = { uri, languageId: 'dockerfile', version: 0, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
}

/** 10 s at the most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 1000; look += 1) {
    if (isSo()) return;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new Error('The language server was never as far as that.');
}
