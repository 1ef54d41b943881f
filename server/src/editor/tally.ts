import type { Turn } from '../files/turn.ts';
import { imageNameText } from '../model/names.ts';
import { LONGEST_PATH, plainText } from '../model/plain-text.ts';
import { isNamed, type Reference } from '../model/reference.ts';
import { addressedBy, namedThing } from '../model/report.ts';
import { ignoranceInWords, loginFor } from '../views/ignorance.ts';
import type { StatusGap } from './protocol.ts';
import type { Checked } from './workspace.ts';

/**
 * How many names all documents have, and what of them could not be told. Counts are kept as documents change: one that
 * is judged as before costs a look. What is still being asked is no gap.
 */
export interface Tally {
  /** Brings the counts up to date. One call at a time; in short turns. */
  take(documents: Iterable<Checked>, turn: Turn): Promise<void>;
  /** How many documents there are. */
  readonly files: number;
  /** How many names there are, each once. */
  readonly checked: number;
  readonly unknown: readonly StatusGap[];
  /**
   * A sentence about each name and reason that was not there when this was called last, for the log; of many with one
   * reason about the first, and how many more there are.
   */
  news(): readonly string[];
}

export function createTally(): Tally {
  const counted = new Map<string, Checked>();
  /** In how many places each name is. */
  const names = new Map<string, number>();
  /** By a name and a reason. */
  const gaps = new Map<string, Gap>();
  const groups = new Map<string, StatusGap>();
  /** Gaps that came and went since {@link Tally.news} was called. */
  const came = new Map<string, Gap>();
  const went = new Set<string>();

  async function put({ analysis, file, folder }: Checked, turn: Turn): Promise<void> {
    for (const { reference, why } of analysis.judged) {
      if (turn.isOver()) await turn.end();
      const name = nameOf(reference);
      if (name === undefined) continue;
      names.set(name, (names.get(name) ?? 0) + 1);
      if (why === undefined || why === 'not-asked' || why === 'asking') continue;
      const key = `${name} ${why}`;
      const before = gaps.get(key);
      if (before !== undefined) {
        before.places += 1;
        continue;
      }
      const { subject } = reference;
      if (!isNamed(subject)) continue;
      const question = addressedBy(subject);
      const whereabouts = question === undefined ? undefined : folder.lens.whereabouts(question);
      const thing = { ...namedThing(subject), why, whereabouts };
      const gap = { name, file, words: ignoranceInWords(thing), login: loginFor(thing), places: 1 };
      gaps.set(key, gap);
      group(gap, 1);
      if (!went.delete(key)) came.set(key, gap);
    }
  }

  async function take({ analysis }: Checked, turn: Turn): Promise<void> {
    for (const { reference, why } of analysis.judged) {
      if (turn.isOver()) await turn.end();
      const name = nameOf(reference);
      if (name === undefined) continue;
      const left = (names.get(name) ?? 0) - 1;
      if (left > 0) names.set(name, left);
      else names.delete(name);
      const key = `${name} ${why}`;
      const gap = gaps.get(key);
      if (gap === undefined) continue;
      gap.places -= 1;
      if (gap.places > 0) continue;
      gaps.delete(key);
      group(gap, -1);
      if (!came.delete(key)) went.add(key);
    }
  }

  function group({ words: why, login }: Gap, by: number): void {
    const count = (groups.get(why)?.count ?? 0) + by;
    if (count === 0) groups.delete(why);
    else groups.set(why, { why, count, ...(login === undefined ? {} : { login }) });
  }

  return {
    async take(documents, turn) {
      const gone = new Set(counted.keys());
      for (const checked of documents) {
        if (turn.isOver()) await turn.end();
        const { key, analysis } = checked;
        gone.delete(key);
        const before = counted.get(key);
        if (before?.analysis === analysis) continue;
        // What is there before and after is never gone in between.
        await put(checked, turn);
        if (before !== undefined) await take(before, turn);
        counted.set(key, checked);
      }
      for (const key of gone) {
        const before = counted.get(key);
        if (before !== undefined) await take(before, turn);
        counted.delete(key);
      }
    },
    get files() {
      return counted.size;
    },
    get checked() {
      return names.size;
    },
    get unknown() {
      return [...groups.values()];
    },
    news() {
      const byReason = new Map<string, Gap[]>();
      for (const gap of came.values()) {
        const those = byReason.get(gap.words);
        if (those === undefined) byReason.set(gap.words, [gap]);
        else those.push(gap);
      }
      came.clear();
      went.clear();
      return [...byReason].flatMap(([words, those]) => {
        const told = those.slice(0, MOST_TOLD).map(({ name, file }) => {
          return `Could not check ${plainText(name)} (in ${plainText(file, LONGEST_PATH)}): ${words}.`;
        });
        const more = those.length - told.length;
        return more === 0 ? told : [...told, `Could not check ${more} names more: ${words}.`];
      });
    },
  };
}

/** A lockfile has some ten thousand names, and the log is read by people. */
const MOST_TOLD = 20;

interface Gap {
  readonly name: string;
  /** Where it was seen first. */
  readonly file: string;
  /** Why it could not be told. */
  readonly words: string;
  readonly login: string | undefined;
  /** In how many places it is. */
  places: number;
}

function nameOf({ subject }: Reference): string | undefined {
  switch (subject.kind) {
    case 'image':
    case 'artifact': {
      const at = subject.digest === undefined ? '' : `@${subject.digest}`;
      const tag = subject.tag === undefined ? '' : `:${subject.tag}`;
      return `${imageNameText(subject.name)}${tag}${at}`;
    }
    case 'release':
      return `${subject.registry} ${subject.name} ${subject.want.text}`.trimEnd();
    case 'publication':
      return `${subject.registry} ${subject.name} ${subject.version}`;
    case 'publish':
    case 'policy':
    case 'opaque':
      return undefined;
  }
}
