import type { Around } from '../../../model/reader.ts';
import type { Held, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseGradleSelector, selects } from '../gradle-selector.ts';
import { parseGradleVersion } from '../gradle-version.ts';

/** A line of a lockfile of Gradle's. */
export interface GradleLockEntry {
  /** Of the coordinates. */
  readonly span: Span;
  /** `group:artifact` */
  readonly name: string;
  readonly version: string;
}

/**
 * What a lockfile of Gradle's holds (docs.gradle.org, "Locking Versions"): lines of
 * `group:name:version=configurations`, and in the older files, of which each configuration has its own, of
 * `group:name:version` alone.
 */
export function* gradleLockEntries(text: string): Generator<void, readonly GradleLockEntry[]> {
  const entries: GradleLockEntry[] = [];
  for (let start = 0, lines = 1; start < text.length; lines += 1) {
    if (lines % A_STEP === 0) yield;
    const entry = entryAt(text, start);
    if (entry !== undefined) entries.push(entry);
    const newline = text.indexOf('\n', entry?.span.end ?? start);
    start = newline < 0 ? text.length : newline + 1;
  }
  return entries;
}

/**
 * What a lockfile of a project says to the script beside it: its text, in which the script looks up the little that it
 * leaves open. A statement for each of ten thousand lines would be larger than all of them.
 */
export function locksStated(text: string, entries: readonly GradleLockEntry[]): readonly Statement[] {
  return entries.length === 0 ? [] : [{ says: 'gives', key: HELD_KEY, reach: 'beside', value: text }];
}

/**
 * What is wanted with what the lockfile beside holds for it. Where that has several versions of it, each for other
 * configurations, the highest of those that fit is hardly the one; but none of them is whatever is newest.
 */
export function asHeld(subject: Subject, { told }: Pick<Around, 'told'>): Subject {
  if (subject.kind !== 'release' || subject.want.is === 'exact') return subject;
  const said = told(HELD_KEY).at(-1);
  if (said?.says !== 'gives') return subject;
  const selector = parseGradleSelector(subject.want.text)?.selector;
  if (selector === undefined) return subject;
  const fitting = versionsIn(said.value, subject.name).filter(each => selects(selector, parseGradleVersion(each)));
  const [version, ...others] = fitting;
  if (version === undefined) return subject;
  const held: Held = { version, by: said.from.file };
  return others.length === 0 ? { ...subject, held } : { ...subject, restricted: true };
}

/** The versions that the text of a lockfile has of a module, each once. */
function versionsIn(text: string, name: string): readonly string[] {
  const versions = new Set<string>();
  const written = `${name}:`;
  for (let at = text.indexOf(written); at >= 0 && versions.size < MOST_VERSIONS; at = text.indexOf(written, at + 1)) {
    const entry = beginsLine(text, at) ? entryAt(text, at) : undefined;
    if (entry?.name === name) versions.add(entry.version);
  }
  return [...versions];
}

/** Whether nothing but some blanks stands before a place on its line. */
function beginsLine(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < MOST_BLANKS && isBlank(text.charCodeAt(start - 1))) start -= 1;
  return start === 0 || text.charCodeAt(start - 1) === NEWLINE;
}

/** Under this, a lockfile has its text told. Only files of this ecosystem speak of it. */
const HELD_KEY = 'held maven';

/** The entry of the line that begins there; a name and a version, with colons between, and nothing else. */
function entryAt(text: string, start: number): GradleLockEntry | undefined {
  const from = behindBlanks(text, start);
  const group = wordEnd(text, from);
  if (group === from || text.charCodeAt(group) !== COLON) return undefined;
  const colon = wordEnd(text, group + 1);
  if (colon === group + 1 || text.charCodeAt(colon) !== COLON) return undefined;
  const end = wordEnd(text, colon + 1, isOfVersion);
  if (end === colon + 1) return undefined;
  const behind = text.charCodeAt(behindBlanks(text, end, RETURN));
  if (behind !== EQUALS && behind !== NEWLINE && !Number.isNaN(behind)) return undefined;
  return { span: spanOf(from, end), name: text.slice(from, colon), version: text.slice(colon + 1, end) };
}

function behindBlanks(text: string, from: number, orElse = SPACE): number {
  let at = from;
  while (at - from < MOST_BLANKS && (isBlank(text.charCodeAt(at)) || text.charCodeAt(at) === orElse)) at += 1;
  return at;
}

function wordEnd(text: string, from: number, isOfIt = isOfName): number {
  let at = from;
  while (at - from < LONGEST_WORD && isOfIt(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Letters, digits, and `.`, `-`, `_`. */
function isOfName(code: number): boolean {
  return (
    (code >= SMALL_A && code <= SMALL_Z) ||
    (code >= DASH && code <= NINE && code !== SLASH) ||
    (code >= LARGE_A && code <= LARGE_Z) ||
    code === UNDERSCORE
  );
}

function isOfVersion(code: number): boolean {
  return isOfName(code) || code === PLUS || code === TILDE;
}

/** So many lines are some milliseconds' work. */
const A_STEP = 2000;
/** Each is another configuration's. */
const MOST_VERSIONS = 50;
/** In characters, as all that follow. */
const MOST_BLANKS = 20;
const LONGEST_WORD = 200;

const [TAB, NEWLINE, RETURN, SPACE, PLUS, DASH, SLASH, NINE] = [0x09, 0x0a, 0x0d, 0x20, 0x2b, 0x2d, 0x2f, 0x39];
const [COLON, EQUALS, LARGE_A, LARGE_Z, UNDERSCORE, SMALL_A, SMALL_Z] = [0x3a, 0x3d, 0x41, 0x5a, 0x5f, 0x61, 0x7a];
const TILDE = 0x7e;
