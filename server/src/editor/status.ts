import type { Connection } from 'vscode-languageserver';
import { type TakeTurns, takeTurns } from '../files/turn.ts';
import { STATUS_NOTIFICATION, type Status, type StatusGap, type StatusLimit } from './protocol.ts';
import { createTally } from './tally.ts';
import type { Checked } from './workspace.ts';

/** Tells the client, and the log, what could not be checked. */
export interface StatusFeed {
  /**
   * Tells what is so now, where it differs from what was told before. A call during another, which looks for documents
   * that changed in short turns, has it look once more.
   */
  tell(): Promise<void>;
}

export interface StatusOptions {
  readonly connection: Connection;
  readonly documents: () => Iterable<Checked>;
  readonly state: () => Omit<Status, 'files' | 'checked' | 'unknown' | 'limits'>;
  /** What is known of the hosts' limits. */
  readonly limits: () => readonly StatusLimit[];
  /** Of many names behind one registry each would be a line, so they are told to who looks into it. */
  readonly log: (line: string, level: 'debug') => void;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

export function createStatusFeed({
  connection,
  documents,
  state,
  limits,
  log,
  turns = takeTurns,
}: StatusOptions): StatusFeed {
  const tally = createTally();
  let sent = '';
  let running: Promise<void> | undefined;
  let again = false;

  async function tellOften(): Promise<void> {
    do {
      again = false;
      await tellOnce();
    } while (again);
    running = undefined;
  }

  async function tellOnce(): Promise<void> {
    await tally.take(documents(), turns());
    for (const sentence of tally.news()) log(sentence, 'debug');
    const near = limits().filter(isNearItsEnd);
    const { files, checked, unknown } = tally;
    const status: Status = { files, checked, unknown, ...state(), ...(near.length === 0 ? {} : { limits: near }) };
    const text = JSON.stringify(status);
    if (text === sent) return;
    sent = text;
    void connection.sendNotification(STATUS_NOTIFICATION, status);
  }

  return {
    tell() {
      again = running !== undefined;
      running ??= tellOften();
      return running;
    },
  };
}

/** A number that goes down with each request is no news before little is left. */
function isNearItsEnd({ limit, remaining, until }: StatusLimit): boolean {
  return until !== undefined || (limit !== undefined && remaining !== undefined && remaining < limit / 10);
}

/** Counts one name more of those that could not be checked for this reason. */
export function addGap(gaps: Map<string, StatusGap>, why: string, login: string | undefined): void {
  const count = (gaps.get(why)?.count ?? 0) + 1;
  gaps.set(why, { why, count, ...(login === undefined ? {} : { login }) });
}
