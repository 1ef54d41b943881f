import type { Turn } from '../files/turn.ts';
import type { Ignorance } from '../model/answer.ts';
import { LargeMap } from '../model/large-map.ts';
import { imageNameText } from '../model/names.ts';
import { LONGEST_PATH, plainText } from '../model/plain-text.ts';
import { isNamed, type Reference } from '../model/reference.ts';
import { addressedBy, namedThing } from '../model/report.ts';
import { ignoranceInWords, loginFor } from '../views/ignorance.ts';
import type { Judged } from '../workspace/judge.ts';
import { changedParts } from '../workspace/judgements.ts';
import type { StatusGap } from './protocol.ts';
import type { Checked } from './workspace.ts';

/**
 * How many names all documents have, and what of them could not be told. Counts are kept as documents change: what is
 * judged as before costs a look. What is still being asked is no gap.
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
  const names = new LargeMap<number>();
  /** By the reason, and by the name. */
  const gaps = new Map<Ignorance, LargeMap<Gap>>();
  const groups = new Map<string, Group>();
  /** Gaps that went since {@link Tally.news} was called, by name and reason: where one comes again, it is no news. */
  const went = new Set<string>();

  function put({ reference, why }: Judged, { file, folder }: Checked): void {
    const name = nameOf(reference);
    if (name === undefined) return;
    names.set(name, (names.get(name) ?? 0) + 1);
    if (why === undefined || why === 'not-asked' || why === 'asking') return;
    const those = gaps.get(why) ?? new LargeMap<Gap>();
    gaps.set(why, those);
    const before = those.get(name);
    if (before !== undefined) {
      before.places += 1;
      return;
    }
    const { subject } = reference;
    if (!isNamed(subject)) return;
    const question = addressedBy(subject);
    const whereabouts = question === undefined ? undefined : folder.lens.whereabouts(question);
    const thing = { ...namedThing(subject), why, whereabouts };
    const group = groupOf(ignoranceInWords(thing));
    const gap = { file, group, places: 1 };
    those.set(name, gap);
    group.count += 1;
    const login = loginFor(thing);
    if (login !== undefined) group.login = login;
    if (went.size === 0 || !went.delete(`${name} ${why}`)) group.came.set(name, gap);
  }

  function takeOut({ reference, why }: Judged): void {
    const name = nameOf(reference);
    if (name === undefined) return;
    const left = (names.get(name) ?? 0) - 1;
    if (left > 0) names.set(name, left);
    else names.delete(name);
    const those = why === undefined ? undefined : gaps.get(why);
    const gap = those?.get(name);
    if (gap === undefined) return;
    gap.places -= 1;
    if (gap.places > 0) return;
    those?.delete(name);
    const { group } = gap;
    group.count -= 1;
    if (group.count === 0) groups.delete(group.words);
    if (!group.came.delete(name)) went.add(`${name} ${why}`);
  }

  function groupOf(words: string): Group {
    const known = groups.get(words);
    if (known !== undefined) return known;
    const group: Group = { words, count: 0, login: undefined, came: new Map() };
    groups.set(words, group);
    return group;
  }

  /** What is there before and after is never gone in between. */
  async function change(before: Checked | undefined, now: Checked | undefined, turn: Turn): Promise<void> {
    const [was, is] = [before?.analysis.judged, now?.analysis.judged];
    if (now !== undefined) {
      for (const part of changedParts(is, was)) {
        for (const each of part) {
          if (turn.isOver()) await turn.end();
          put(each, now);
        }
      }
    }
    for (const part of changedParts(was, is)) {
      for (const each of part) {
        if (turn.isOver()) await turn.end();
        takeOut(each);
      }
    }
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
        await change(before, checked, turn);
        counted.set(key, checked);
      }
      for (const key of gone) {
        await change(counted.get(key), undefined, turn);
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
      return Array.from(groups.values(), ({ words: why, count, login }) => {
        return { why, count, ...(login === undefined ? {} : { login }) };
      });
    },
    news() {
      went.clear();
      return [...groups.values()].flatMap(({ words, came }) => {
        const told: string[] = [];
        for (const [name, { file }] of came) {
          if (told.length === MOST_TOLD) break;
          told.push(`Could not check ${plainText(name)} (in ${plainText(file, LONGEST_PATH)}): ${words}.`);
        }
        const more = came.size - told.length;
        came.clear();
        return more === 0 ? told : [...told, `Could not check ${more} names more: ${words}.`];
      });
    },
  };
}

/** A lockfile has some ten thousand names, and the log is read by people. */
const MOST_TOLD = 20;

/** A name that could not be told, for one reason. There may be many thousands. */
interface Gap {
  /** Where it was seen first. */
  readonly file: string;
  readonly group: Group;
  /** In how many places it is. */
  places: number;
}

/** All of whom the same is to be told. */
interface Group {
  /** Why they could not be told. */
  readonly words: string;
  count: number;
  login: string | undefined;
  /** Those that came since {@link Tally.news} was called, by name. */
  readonly came: Map<string, Gap>;
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
