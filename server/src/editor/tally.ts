import type { Turn } from '../files/turn.ts';
import type { Ignorance } from '../model/answer.ts';
import { imageNameText } from '../model/names.ts';
import { LONGEST_PATH, plainText } from '../model/plain-text.ts';
import type { Reference } from '../model/reference.ts';
import { ignoranceText } from '../views/ignorance.ts';
import type { Analysis } from '../workspace/analyze.ts';
import type { StatusGap } from './protocol.ts';
import type { Checked } from './workspace.ts';

/**
 * How many names all documents have, and what of them could not be told. Counts are kept as documents change: one that
 * is judged as before costs a look. What is still being asked is no gap.
 */
export interface Tally {
  /** Brings the counts up to date. One call at a time; in short turns. */
  take(documents: Iterable<Checked>, turn: Turn): Promise<void>;
  /** How many names there are, each once. */
  readonly checked: number;
  readonly unknown: readonly StatusGap[];
  /** A sentence about each name and reason that was not there when this was called last, for the log. */
  news(): readonly string[];
}

export function createTally(): Tally {
  const counted = new Map<string, Pick<Checked, 'analysis' | 'file'>>();
  /** In how many places each name is. */
  const names = new Map<string, number>();
  /** The same of each name and reason that could not be told. */
  const gaps = new Map<string, number>();
  const groups = new Map<string, StatusGap>();
  /** Gaps that came and went since {@link Tally.news} was called. */
  const came = new Map<string, { readonly name: string; readonly why: Ignorance; readonly file: string }>();
  const went = new Set<string>();

  function count({ judged }: Analysis, file: string, by: 1 | -1): void {
    for (const { reference, why } of judged) {
      const name = nameOf(reference);
      if (name === undefined) continue;
      add(names, name.whole, by);
      if (why === undefined || why === 'not-asked' || why === 'asking') continue;
      const gap = `${name.whole} ${why}`;
      const now = add(gaps, gap, by);
      if (now !== (by === 1 ? 1 : 0)) continue;
      group(`${name.registry} ${why}`, { registry: name.registry, why: ignoranceText(why), count: by });
      if (by === 1 && !went.delete(gap)) came.set(gap, { name: name.whole, why, file });
      else if (by === -1 && !came.delete(gap)) went.add(gap);
    }
  }

  function group(key: string, { count, ...gap }: StatusGap): void {
    const now = (groups.get(key)?.count ?? 0) + count;
    if (now === 0) groups.delete(key);
    else groups.set(key, { ...gap, count: now });
  }

  return {
    async take(documents, turn) {
      const gone = new Set(counted.keys());
      for (const { key, analysis, file } of documents) {
        if (turn.isOver()) await turn.end();
        gone.delete(key);
        const before = counted.get(key);
        if (before?.analysis === analysis) continue;
        // What is there before and after is never gone in between.
        count(analysis, file, 1);
        if (before !== undefined) count(before.analysis, before.file, -1);
        counted.set(key, { analysis, file });
      }
      for (const key of gone) {
        const before = counted.get(key);
        if (before !== undefined) count(before.analysis, before.file, -1);
        counted.delete(key);
      }
    },
    get checked() {
      return names.size;
    },
    get unknown() {
      return [...groups.values()];
    },
    news() {
      const sentences = [...came.values()].map(
        ({ name, why, file }) =>
          `Could not check ${plainText(name)} (in ${plainText(file, LONGEST_PATH)}): ${ignoranceText(why)}.`,
      );
      came.clear();
      went.clear();
      return sentences;
    },
  };
}

/** Returns how many there are now; none are forgotten. */
function add(counts: Map<string, number>, key: string, by: number): number {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
  return now;
}

function nameOf({ subject }: Reference): { registry: string; whole: string } | undefined {
  switch (subject.kind) {
    case 'image': {
      const at = subject.digest === undefined ? '' : `@${subject.digest}`;
      const tag = subject.tag === undefined ? '' : `:${subject.tag}`;
      return { registry: subject.name.host, whole: `${imageNameText(subject.name)}${tag}${at}` };
    }
    case 'release':
      return {
        registry: subject.registry,
        whole: `${subject.registry} ${subject.name} ${subject.want.text}`.trimEnd(),
      };
    case 'opaque':
      return undefined;
  }
}
