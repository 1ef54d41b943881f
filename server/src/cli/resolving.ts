import path from 'node:path';
import type { LensFolder } from '../lens.ts';
import type { Peek } from '../model/answer.ts';
import type { Policy } from '../model/policy.ts';
import { type Question, questionKey } from '../model/question.ts';
import { isListed, type NamedReference, type Reference } from '../model/reference.ts';
import type { FileListing } from '../model/report.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Told } from '../model/statement.ts';
import { asDecided } from '../workspace/decided.ts';
import { asTold } from '../workspace/provided.ts';
import { resolutionOf } from '../workspace/resolution.ts';

/** A file whose references are to be resolved. */
interface ToResolve {
  readonly listing: FileListing;
  /** Its references as they were read. */
  readonly written: readonly Reference[];
  readonly told: Told;
  readonly policy: Policy;
  /** Its absolute path. */
  readonly path: string;
}

/**
 * An answer may make another question worth asking: where a version is not listed, when it was there; and a parent's
 * document names its own parent.
 */
const MOST_ROUNDS = 40;

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
    for (const file of seen) {
      const { lens } = file;
      const its = open.get(lens) ?? new Map<string, Question>();
      open.set(lens, its);
      const peek = openIn(lens, its);
      for (const reference of referencesIn(file, lens, peek)) resolved(reference, lens, peek);
    }
    const asking = [...open].filter(([, its]) => its.size > 0);
    if (asking.length === 0) break;
    await Promise.all(asking.map(([lens, its]) => lens.settle([...its.values()], signal, 'folder')));
  }
  return seen.map(file => {
    const { listing, lens } = file;
    const references = referencesIn(file, lens, lens.peek);
    return { ...listing, references, resolutions: references.map(each => resolved(each, lens, lens.peek)) };
  });
}

/** As far as documents that decide them are known. */
function referencesIn(
  { written, told, policy }: ToResolve,
  { derive }: LensFolder,
  peek: Peek,
): readonly NamedReference[] {
  return written.map(each => asTold(asDecided(each, { peek, derive, told, policy }), told, policy)).filter(isListed);
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
