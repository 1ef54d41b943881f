import path from 'node:path';
import type { LensFolder } from '../lens.ts';
import type { Peek } from '../model/answer.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import type { FileListing } from '../model/report.ts';
import type { Resolution } from '../model/resolution.ts';
import { resolutionOf } from '../workspace/resolution.ts';

/** A file whose references are to be resolved. */
interface ToResolve {
  readonly listing: FileListing;
  /** Its absolute path. */
  readonly path: string;
}

/** An answer may make another question worth asking: where a version is not listed, when it was there. */
const MOST_ROUNDS = 8;

/**
 * Asks what it takes to say what the clients would take today, and says it. Never rejects; where the signal is aborted
 * it comes back early with what is known.
 *
 * @param folder the folder that all files lie in
 */
export async function resolveAll(
  files: readonly ToResolve[],
  folder: LensFolder,
  signal: AbortSignal,
): Promise<readonly FileListing[]> {
  const seen = await Promise.all(
    files.map(async file => ({ ...file, lens: await folder.at(path.dirname(file.path)) })),
  );
  for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round += 1) {
    const open = new Map<LensFolder, Map<string, Question>>();
    for (const { listing, lens } of seen) {
      const its = open.get(lens) ?? new Map<string, Question>();
      open.set(lens, its);
      for (const reference of listing.references) resolved(reference, lens, openIn(lens, its));
    }
    const asking = [...open].filter(([, its]) => its.size > 0);
    if (asking.length === 0) break;
    await Promise.all(asking.map(([lens, its]) => lens.settle([...its.values()], signal, 'folder')));
  }
  return seen.map(({ listing, lens }) => ({
    ...listing,
    resolutions: listing.references.map(reference => resolved(reference, lens, lens.peek)),
  }));
}

function resolved({ subject }: Reference, lens: LensFolder, peek: Peek): Resolution | undefined {
  return resolutionOf(subject, peek, lens.derive);
}

/** Peeks, and takes down what was not asked yet. */
function openIn(lens: LensFolder, open: Map<string, Question>): Peek {
  return question => {
    const answer = lens.peek(question);
    if (answer.state === 'unknown' && (answer.why === 'not-asked' || answer.why === 'asking')) {
      open.set(questionKey(question), question);
    }
    return answer;
  };
}
