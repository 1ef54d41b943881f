import type { Unchecked } from '../analyze.ts';
import { imageNameText } from '../model/names.ts';
import type { Reference } from '../model/reference.ts';
import { ignoranceText } from '../views/words.ts';
import type { Checked } from './ledger.ts';
import type { Status, StatusGap } from './protocol.ts';

/** What could not be checked in all documents together, and a sentence about each name for the log. */
export interface Summary extends Pick<Status, 'checked' | 'unknown'> {
  /** One for every name and reason, each once. */
  readonly sentences: readonly string[];
}

/** Sums up what could and could not be told. What is still being asked is no gap. */
export function summaryOf(documents: Iterable<Checked>): Summary {
  const names = new Set<string>();
  const gaps = new Map<string, StatusGap>();
  const sentences = new Map<string, string>();
  for (const { analysis, reading, file } of documents) {
    for (const reference of reading.references) {
      const name = nameOf(reference);
      if (name !== undefined) names.add(name.whole);
    }
    for (const { reference, why } of analysis.unchecked) {
      const name = nameOf(reference);
      if (name === undefined || why === 'not-asked' || why === 'asking') continue;
      const sentenceKey = `${name.whole} ${why}`;
      if (sentences.has(sentenceKey)) continue;
      sentences.set(sentenceKey, `Could not check ${name.whole} (in ${file}): ${ignoranceText(why)}.`);
      const gapKey = `${name.registry} ${why}`;
      const before = gaps.get(gapKey);
      gaps.set(gapKey, { registry: name.registry, why: ignoranceText(why), count: (before?.count ?? 0) + 1 });
    }
  }
  return { checked: names.size, unknown: [...gaps.values()], sentences: [...sentences.values()] };
}

function nameOf({ subject }: Unchecked['reference'] | Reference): { registry: string; whole: string } | undefined {
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
