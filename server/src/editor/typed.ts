import { isStored, type Reference, type ReleaseSubject } from '../model/reference.ts';
import { spanOf } from '../model/span.ts';
import type { TypedTag } from '../views/completion.ts';
import type { TypedVersion } from '../views/completion-versions.ts';
import type { Session } from './session.ts';
import type { Checked } from './workspace.ts';

/** What is typed at an offset, of what a list can be offered for. */
export type Typed =
  | { readonly is: 'tag'; readonly tag: TypedTag }
  | { readonly is: 'version'; readonly version: TypedVersion; readonly reference: Reference };

/** What readers are shown in place of what is not written yet: a letter that every tag may hold, and a version. */
const PLACEHOLDERS = ['x', '1'];
/** What may have to follow it: a quote that is open. */
const CLOSING = ['', '"', "'"];
/**
 * Behind these begins a tag or a version of which nothing is written yet, or goes on one that is broken as it stands:
 * `node:`, `tag: "`, `${VERSION:-`, `ARG VERSION=`, `= "`, `"^`, `==`, `>=1.`, `1.0.0-`, `>=1,`.
 */
const BEFORE_ONE = /(?:[:=^~<>]\s*|[:=]\s*["']|:-|[\s,]["']|\d[.-]|[\d*],\s*)$/;
/** A text is read once more for it while the user is typing, except for its parts that are the same; in characters. */
const LONGEST_PROBE = 200_000;

/**
 * The tag or version at an offset. Where none is written yet, `node:` is broken in most languages and another thing in
 * some, so the reader is shown the text with a little more: it alone knows what is an image, in every kind of file.
 */
export function typedAt(session: Session, checked: Checked, languageId: string, offset: number): Typed | undefined {
  const { text, reading } = checked;
  const written = typedIn(reading.references, text, offset, 0);
  if (written !== undefined) return written;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (text.length > LONGEST_PROBE || !BEFORE_ONE.test(line)) return undefined;
  for (const quote of CLOSING.filter(each => isOpen(each, line))) {
    for (const placeholder of PLACEHOLDERS) {
      const probe = `${text.slice(0, offset)}${placeholder}${quote}${text.slice(offset)}`;
      const read = session.reader.read(probe, { ...reading.source, languageId }, reading);
      const found = typedIn(read?.references ?? [], probe, offset, placeholder.length);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a quote is written an odd number of times before the cursor; none always may follow. */
function isOpen(quote: string, line: string): boolean {
  return quote === '' || line.split(quote).length % 2 === 0;
}

/** @param more how many characters stand at the offset that nobody typed */
function typedIn(references: readonly Reference[], text: string, offset: number, more: number): Typed | undefined {
  for (const reference of references) {
    const { subject } = reference;
    if (subject.kind === 'release') {
      const version = versionAt(subject, text, offset, more);
      if (version !== undefined) return { is: 'version', version, reference };
    } else if (isStored(subject) && subject.tag !== undefined) {
      const span = subject.pin?.tag?.span;
      if (span !== undefined && span.start < span.end && span.start <= offset && offset + more <= span.end) {
        return { is: 'tag', tag: { subject, span: spanOf(span.start, span.end - more), offset } };
      }
    }
  }
  return undefined;
}

/** Between operators, commas and blanks stands a version. */
const NOT_OF_A_VERSION = /[\s,|<>=~^!"'()[\]]/;

function versionAt(subject: ReleaseSubject, text: string, offset: number, more: number): TypedVersion | undefined {
  const { edit } = subject;
  if (edit === undefined || offset < edit.start || offset + more > edit.end) return undefined;
  // Behind a name without a version a number would go on with the name.
  if (edit.start === edit.end && /[\p{L}\p{N}_\])-]/u.test(text[edit.start - 1] ?? '')) return undefined;
  let [start, end] = [offset, offset + more];
  while (start > edit.start && !NOT_OF_A_VERSION.test(text[start - 1] ?? ' ')) start -= 1;
  while (end < edit.end && !NOT_OF_A_VERSION.test(text[end] ?? ' ')) end += 1;
  return { subject, span: spanOf(start, end - more), offset };
}
