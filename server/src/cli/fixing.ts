import { writeDocument } from '../files/document.ts';
import { applyEdits, combineFixes } from '../fixes/apply.ts';
import type { Fix } from '../model/finding.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import type { Settings } from '../settings.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import { type Judgement, type Judging, judgeAll } from './judging.ts';
import { type Document, type Place, readAgain } from './places.ts';

/** All that fixing a place's documents needs. */
export interface Fixing extends Judging {
  readonly place: Place;
  readonly reader: DocumentReader;
  readonly settings: Settings;
  /** Has a document judged that was read again. */
  readonly put: (document: Document) => Promise<void>;
  readonly complain: (line: string) => void;
  /** Counts what was done. */
  readonly written: Written;
}

/** What was written so far, in all places. */
export interface Written {
  fixes: number;
  readonly files: Set<string>;
}

/** Fixes until nothing safe is left; a second go is needed only where one fix made room for another. */
export async function fixRepeatedly(first: readonly Judgement[], fixing: Fixing): Promise<readonly Judgement[]> {
  const { signal, boundary, complain, written } = fixing;
  let judgements = first;
  const givenUp = new Set<string>();
  for (let go = 0; go < MOST_GOES && !signal.aborted; go++) {
    const documents: Document[] = [];
    let wrote = false;
    for (const judgement of judgements) {
      const { document } = judgement;
      const write = () => writeSafeFixes(judgement, fixing);
      const outcome = givenUp.has(document.path)
        ? NOTHING_TO_DO
        : await boundary.roundLater(document.shown, write, NOTHING_TO_DO);
      switch (outcome.is) {
        case 'written':
          wrote = true;
          written.fixes += outcome.fixes;
          written.files.add(document.path);
          documents.push(outcome.document);
          await fixing.put(outcome.document);
          break;
        case 'failed':
          complain(outcome.problem);
          givenUp.add(document.path);
          documents.push(document);
          break;
        case 'nothing-to-do':
          documents.push(document);
          break;
      }
    }
    if (!wrote) return judgements;
    judgements = await judgeAll(documents, fixing);
  }
  return judgements;
}

const MOST_GOES = 5;
const NOTHING_TO_DO: Fixed = { is: 'nothing-to-do' };

/** What came of writing a document's safe fixes. */
type Fixed =
  /** The document as it is now on disk. */
  | { readonly is: 'written'; readonly document: Document; readonly fixes: number }
  | { readonly is: 'nothing-to-do' }
  /** `problem` is a sentence; the file was left alone, or can no longer be read. */
  | { readonly is: 'failed'; readonly problem: string };

/**
 * Writes all safe fixes of one document's findings in one go; a fix that would disturb one before it is left for the
 * next go. A digest is written only where it was hashed. Never rejects.
 */
async function writeSafeFixes({ document, findings }: Judgement, fixing: Fixing): Promise<Fixed> {
  const { place } = fixing;
  const shown = code(document.shown, LONGEST_PATH);
  const safe = findings.flatMap(finding => finding.fixes.find(isForWriting) ?? []);
  const combined = combineFixes(document.text, safe);
  if (combined.edits.length === 0) return { is: 'nothing-to-do' };
  const applied = applyEdits(document.text, combined.edits);
  if (applied.is === 'refused' || applied.text === document.text) return { is: 'nothing-to-do' };
  const edge = place.single === undefined ? place.root : undefined;
  const written = await writeDocument(document.path, document.read, applied.text, edge);
  switch (written.is) {
    case 'written': {
      const after = await readAgain(document, place, fixing);
      return after === undefined
        ? { is: 'failed', problem: `${shown} could not be read again after it was fixed.` }
        : { is: 'written', document: after, fixes: combined.made.length };
    }
    case 'changed':
      return { is: 'failed', problem: `${shown} was changed meanwhile and was left alone.` };
    case 'failed':
      return { is: 'failed', problem: `${shown} could not be written: ${written.detail}.` };
  }
}

function isForWriting({ safety, proof }: Fix): boolean {
  return safety === 'safe' && proof !== 'header';
}
