import type { Companion, Reader } from '../model/reader.ts';
import type { Reading } from '../model/reference.ts';
import { readGlobs } from '../patterns/globs.ts';
import { PUBLISHING } from '../publishing/companions.ts';
import { IMAGES, PACKAGES } from './index.ts';

export { type PartsRead, readText, readTextInTurns } from '../syntax/read-parts.ts';

/** What is read in files besides, by the rows of the ecosystems, and of what publishes. */
const COMPANIONS: readonly Companion[] = [
  ...[...Object.values(PACKAGES), IMAGES].flatMap(({ companions = [] }) => companions),
  ...PUBLISHING,
];

/**
 * Every kind of file, from the rows of the ecosystems. Those of packages come first: they have names of their own,
 * while images stand in files of any name.
 */
export const ALL_READERS: readonly Reader[] = [...Object.values(PACKAGES), IMAGES]
  .flatMap(({ readers }) => readers)
  .map(accompanied);

/** The kinds whose files are documents: those that are not only read around others. */
export const READERS: readonly Reader[] = ALL_READERS.filter(reader => reader.isAside !== true);

/** The kinds of files that name packages, and are no programs. */
export const PACKAGE_READERS: readonly Reader[] = Object.values(PACKAGES)
  .flatMap(({ readers }) => readers)
  .filter(({ isAside, telltale, languages }) => isAside !== true && telltale === undefined && languages.length === 0);

const NAMED_ALL = ALL_READERS.map(reader => ({
  reader,
  mayMatch: nameMatcher(reader.files),
  matches: matcher(reader.files),
  excepts: matcher(reader.except ?? []),
}));

const NAMED = NAMED_ALL.filter(({ reader }) => reader.isAside !== true);

/**
 * The reader of a document: by its file name first, else by the editor's language id. Where several kinds share a name,
 * the text decides; without a text the first of them answers, which tells only that some reader may read it.
 * `undefined` where none does. `file` is the path with `/` from the workspace folder on.
 */
export function readerFor(file: string, languageId?: string, text?: string): Reader | undefined {
  const base = [file.slice(file.lastIndexOf('/') + 1)];
  // Of most files of a folder the name without folders already says that no reader reads them.
  if (languageId === undefined && !mayMatchSome(base)) return undefined;
  const names = file.split('/');
  const knows = ({ reader, excepts }: (typeof NAMED)[number]) =>
    !excepts(names) && (text === undefined || reader.recognises?.(text) !== false);
  const found =
    NAMED.find(named => named.mayMatch(base) && named.matches(names) && knows(named)) ??
    NAMED.find(named => languageId !== undefined && named.reader.languages.includes(languageId) && knows(named));
  return found?.reader;
}

/** A reader with all that goes with it; the reader itself where nothing does. */
function accompanied(reader: Reader): Reader {
  const companions = COMPANIONS.filter(({ of }) => of.includes(reader.id));
  if (companions.length === 0) return reader;
  return {
    ...reader,
    read(text, file, around) {
      const own = reader.read(text, file, around);
      const others = companions.flatMap(each => (each.mayRead(text) ? [each.read(text, file, around)] : []));
      return others.length === 0 ? own : joined([own, ...others]);
    },
  };
}

/** What several readers found in one text. What silences stands in the text for all of them alike. */
function joined(readings: readonly Reading[]): Reading {
  const statements = readings.flatMap(each => each.statements ?? []);
  const [own] = readings;
  return {
    ...own,
    references: readings.flatMap(({ references }) => references),
    ignores: readings.flatMap(({ ignores }) => ignores),
    ...(statements.length === 0 ? {} : { statements }),
  };
}

const mayMatchSome = nameMatcher(READERS.flatMap(({ files }) => files));

const INCLUDED = NAMED_ALL.filter(({ reader }) => reader.included !== undefined).map(({ reader }) => ({
  reader,
  matches: matcher(reader.included ?? []),
}));

/** The kinds that a file may be of where another one includes it, by its path as {@link readerFor} takes it. */
export function readersByInclusion(file: string): readonly Reader[] {
  const names = file.split('/');
  return INCLUDED.filter(({ matches }) => matches(names)).map(({ reader }) => reader);
}

const AROUND = NAMED_ALL.filter(({ reader }) => reader.speaks !== undefined);

/** The reader of a file that may state something to documents around it, by its name without folders. */
export function readerAround(name: string): Reader | undefined {
  return AROUND.find(({ matches, excepts }) => matches([name]) && !excepts([name]))?.reader;
}

/** Whether a name without folders fits the last steps of some globs: where it does not, nor does any path to it. */
function nameMatcher(globs: readonly string[]): (names: readonly string[]) => boolean {
  const last = globs.map(glob => glob.slice(glob.lastIndexOf('/') + 1));
  // A slash may stand between braces.
  return matcher(last.map((step, i) => (step === globs[i] || /^[^}]*(?:\{|$)/.test(step) ? step : '*')));
}

/**
 * File names are strangers', and may be as long as they like. The globs are read when the first name comes: most kinds
 * meet none, and a start would wait for all.
 */
function matcher(globs: readonly string[]): (names: readonly string[]) => boolean {
  if (globs.length === 0) return () => false;
  let matches: ((names: readonly string[]) => boolean) | undefined;
  return names => {
    matches ??= readGlobs(globs.map(glob => `**/${glob}`)).matches;
    return matches(names);
  };
}
