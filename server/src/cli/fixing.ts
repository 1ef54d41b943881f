import type { DocumentReader } from '../documents.ts';
import { writeDocument } from '../files/document.ts';
import { applyEdits, combineFixes } from '../fixes/apply.ts';
import type { Judgement } from './judging.ts';
import { type Document, type Place, readAgain } from './places.ts';

/** What came of writing a document's safe fixes. */
export type Fixed =
  /** The document as it is now on disk. */
  | { readonly is: 'written'; readonly document: Document; readonly fixes: number }
  | { readonly is: 'nothing-to-do' }
  /** `problem` is a sentence; the file was left alone, or can no longer be read. */
  | { readonly is: 'failed'; readonly problem: string };

/**
 * Writes all safe fixes of one document's findings in one go; a fix that would disturb one before it is left for the next
 * go. Only fixes that still stand after {@link judge} come here, so every digest among them was hashed. Never rejects.
 */
export async function writeSafeFixes(
  { document, findings }: Judgement,
  place: Place,
  reader: DocumentReader,
): Promise<Fixed> {
  const safe = findings.flatMap(finding => finding.fixes.filter(fix => fix.safety === 'safe').slice(0, 1));
  const combined = combineFixes(document.text, safe);
  if (combined.edits.length === 0) return { is: 'nothing-to-do' };
  const applied = applyEdits(document.text, combined.edits);
  if (applied.is === 'refused' || applied.text === document.text) return { is: 'nothing-to-do' };
  const written = await writeDocument(document.path, document.read, applied.text);
  switch (written.is) {
    case 'written': {
      const after = await readAgain(document, place, reader);
      return after === undefined
        ? { is: 'failed', problem: `\`${document.shown}\` could not be read again after it was fixed.` }
        : { is: 'written', document: after, fixes: combined.made.length };
    }
    case 'changed':
      return { is: 'failed', problem: `\`${document.shown}\` was changed meanwhile and was left alone.` };
    case 'failed':
      return { is: 'failed', problem: `\`${document.shown}\` could not be written: ${written.detail}.` };
  }
}
