import fc from 'fast-check';
import type { Reader } from '../../server/src/model/reader.ts';
import type { ReaderKit } from './kit.ts';
import { brokenPromise } from './promises.ts';
import { cutsOf, mutatedTexts } from './texts.ts';

/** What is to be tried. */
export interface FuzzOptions {
  readonly seed: number;
  /** How many texts, with every cut of every seed among them. */
  readonly cases: number;
  /** fast-check's path to one case, to see it again. */
  readonly path?: string | undefined;
}

/** What came of it. */
export interface FuzzOutcome {
  /** How many texts were read. */
  readonly cases: number;
  /** The reader, the case and its text, for people; absent where all went well. */
  readonly fault?: string;
}

/** Reads many texts that nobody would write, the same ones for the same seed. */
export function fuzzReader(reader: Reader, kit: ReaderKit, { seed, cases, path }: FuzzOptions): FuzzOutcome {
  let read = 0;
  for (const whole of kit.seeds) {
    for (const text of cutsOf(whole)) {
      read += 1;
      const broken = brokenPromise(reader, text, kit.file);
      if (broken !== undefined) return { cases: read, fault: described(reader, 'a cut of a seed', text, broken) };
    }
  }
  let last: string | undefined;
  const property = fc.property(mutatedTexts(kit), text => {
    last = brokenPromise(reader, text, kit.file);
    return last === undefined;
  });
  const done = fc.check(property, {
    seed,
    numRuns: Math.max(1, cases - read),
    ...(path === undefined ? {} : { path }),
  });
  read += done.numRuns;
  const [text] = done.counterexample ?? [];
  if (text === undefined) return { cases: read };
  const repeat = `--seed ${seed} --path ${done.counterexamplePath}`;
  return {
    cases: read,
    fault: described(reader, `case ${done.numRuns}, ${repeat}`, text, brokenPromise(reader, text, kit.file)),
  };
}

function described({ id }: Reader, which: string, text: string, broken = 'nothing any more'): string {
  return `${id} (${which}) ${broken}\n${JSON.stringify(text)}`;
}
