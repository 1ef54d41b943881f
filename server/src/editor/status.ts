import type { Connection } from 'vscode-languageserver';
import { type Turn, takeTurns } from '../files/turn.ts';
import { imageNameText } from '../model/names.ts';
import { LONGEST_PATH, plainText } from '../model/plain-text.ts';
import type { Reference } from '../model/reference.ts';
import { addressedBy, namedThing } from '../model/report.ts';
import { ignoranceInWords, loginFor } from '../views/ignorance.ts';
import type { Unchecked } from '../workspace/analyze.ts';
import { STATUS_NOTIFICATION, type Status, type StatusGap, type StatusLimit } from './protocol.ts';
import type { Checked } from './workspace.ts';

/** Tells the client, and the log, what could not be checked. */
export interface StatusFeed {
  /**
   * Tells what is so now, where it differs from what was told before. A call during another, which goes through all
   * documents in short turns, has it go through them once more.
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
}

export function createStatusFeed({ connection, documents, state, limits, log }: StatusOptions): StatusFeed {
  let logged: ReadonlySet<string> = new Set();
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
    const { sentences, ...summary } = await summaryOf(documents(), takeTurns());
    for (const sentence of sentences) if (!logged.has(sentence)) log(sentence, 'debug');
    logged = new Set(sentences);
    const near = limits().filter(isNearItsEnd);
    const status: Status = { ...summary, ...state(), ...(near.length === 0 ? {} : { limits: near }) };
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

/** What could not be checked in all documents together, and a sentence about each name for the log. */
interface Summary extends Pick<Status, 'files' | 'checked' | 'unknown'> {
  /** One for every name and reason, each once. */
  readonly sentences: readonly string[];
}

/** Sums up what could and could not be told. What is still being asked is no gap. */
async function summaryOf(documents: Iterable<Checked>, turn: Turn): Promise<Summary> {
  const names = new Set<string>();
  const gaps = new Map<string, StatusGap>();
  const sentences = new Map<string, string>();
  let files = 0;
  for (const { analysis, file, folder } of documents) {
    if (turn.isOver()) await turn.end();
    files += 1;
    for (const reference of analysis.references) {
      const name = nameOf(reference);
      if (name !== undefined) names.add(name);
    }
    for (const { reference, why } of analysis.unchecked) {
      const name = nameOf(reference);
      if (name === undefined || why === 'not-asked' || why === 'asking') continue;
      const sentenceKey = `${name} ${why}`;
      if (sentences.has(sentenceKey)) continue;
      const { subject } = reference;
      const question = addressedBy(subject);
      const whereabouts = question === undefined ? undefined : folder.lens.whereabouts(question);
      const thing = { ...namedThing(subject), why, whereabouts };
      const words = ignoranceInWords(thing);
      sentences.set(sentenceKey, `Could not check ${plainText(name)} (in ${plainText(file, LONGEST_PATH)}): ${words}.`);
      addGap(gaps, words, loginFor(thing));
    }
  }
  return { files, checked: names.size, unknown: [...gaps.values()], sentences: [...sentences.values()] };
}

/** Counts one name more of those that could not be checked for this reason. */
export function addGap(gaps: Map<string, StatusGap>, why: string, login: string | undefined): void {
  const count = (gaps.get(why)?.count ?? 0) + 1;
  gaps.set(why, { why, count, ...(login === undefined ? {} : { login }) });
}

function nameOf({ subject }: Unchecked['reference'] | Reference): string | undefined {
  switch (subject.kind) {
    case 'image':
    case 'artifact': {
      const at = subject.digest === undefined ? '' : `@${subject.digest}`;
      const tag = subject.tag === undefined ? '' : `:${subject.tag}`;
      return `${imageNameText(subject.name)}${tag}${at}`;
    }
    case 'release':
      return `${subject.registry} ${subject.name} ${subject.want.text}`.trimEnd();
    case 'opaque':
      return undefined;
  }
}
