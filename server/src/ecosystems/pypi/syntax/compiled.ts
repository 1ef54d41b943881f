import type { Around } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { PlacedStatement, Statement, Told } from '../../../model/statement.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import type { IndexOption } from './index-options.ts';
import { indexAt, indexLocked, type LockedAt, type LockedRelease, lockedAround, releasesHeld } from './lockfiles.ts';
import { nameOf, pathOf, type RequirementsPlace, resolved, withoutStepsUp } from './requirements-paths.ts';

/** The file that is made of one where nothing else is said, by its path (pip-compile, uv pip compile). */
export function compiledNameOf(file: string): string | undefined {
  return file.endsWith('.in') ? `${file.slice(0, -'.in'.length)}.txt` : undefined;
}

/** What a file that was compiled of another one holds: its head says so, or that it pins whatever it names. */
export function pinsHeld(text: string, file: string, references: readonly Reference[]): Statement[] {
  const name = nameOf(file);
  const pins = references.flatMap(({ subject }) => (subject.kind === 'release' ? [subject] : []));
  const isCompiled = isByCompiler(text) || pins.every(({ want }) => want.is === 'exact');
  if (!isCompiled || !name.endsWith('.txt')) return [];
  // What counts under conditions alone may be held by nobody.
  const conditional = new Set(pins.flatMap(pin => (pin.wantedIf === 'conditions-hold' ? [pin.name] : [])));
  const held = pins.flatMap(({ name: its, want }): LockedRelease[] =>
    want.is === 'exact' && !conditional.has(its) ? [{ name: its, version: want.version }] : [],
  );
  return atOnce(releasesHeld(name, held, 'beside', 'itself'));
}

/**
 * States which files one was compiled of, to these, and by which index: that is what the compiler's command or
 * configuration said, and the files need not. It writes them into its head and behind what it pins (pip-tools and uv,
 * `# via -r main.in`), by the folder that it ran in, which only the command tells.
 */
export function compiledStated(text: string, place: RequirementsPlace, options: readonly IndexOption[]): Statement[] {
  const isByIt = isByCompiler(text);
  const head = isByIt ? headWords(text) : { sources: [] };
  const ranIn = head.output === undefined ? undefined : folderBefore(pathOf(place), head.output);
  const index = options
    .flatMap(option => (option.is === 'index' ? [indexAt(option.url).index] : []))
    .find(each => each !== undefined);
  const sources = new Set([...head.sources, ...viaSources(text)].slice(0, MOST_SOURCES));
  const said = [...sources].flatMap(written => {
    const source = ranIn === undefined ? withoutStepsUp(written) : resolved(ranIn, written);
    const value: Compiled = [source, index ?? ''];
    return candidates(pathOf(place), source).flatMap(path =>
      (['below', 'everywhere'] as const).map((reach): Statement => {
        return { says: 'gives', key: compiledKey(path), reach, value: JSON.stringify(value) };
      }),
    );
  });
  // A project beside may be meant whatever its head says.
  return isByIt && index !== undefined ? [...said, indexLocked(index)] : said;
}

/**
 * The paths of the files that say that they were compiled of the one of a path.
 *
 * @param isKnown whether there is a requirements file of a path: the nearest is meant that may be
 */
export function compiledFrom(path: string, told: Told, isKnown: (path: string) => boolean): readonly string[] {
  return told(compiledKey(path)).flatMap(said => {
    const from = pathOf(said.from);
    const source = compiledOf(said)?.[0];
    if (source === undefined || from === path) return [];
    const meant = candidates(from, source).find(each => each === path || isKnown(each));
    return meant === path ? [from] : [];
  });
}

/** What {@link lockedAround} tells a file that is no requirements file, and what was compiled of it. */
export function lockedOrCompiled(around: Around, file: string): LockedAt {
  const locked = lockedAround(around);
  const path = pathOf({ folder: around.folder, file });
  const indexes = around.told(compiledKey(path)).flatMap(said => {
    const [source = '', index = ''] = compiledOf(said) ?? [];
    return index !== '' && candidates(pathOf(said.from), source)[0] === path ? [index] : [];
  });
  return (name, isSaid) => locked(name, isSaid) ?? (isSaid ? undefined : indexes[0]);
}

/** A path that the compiler wrote, and its index, if it is not everybody's. */
type Compiled = readonly [source: string, index: string];

function compiledOf(said: PlacedStatement): Compiled | undefined {
  // Made by this room alone.
  return said.says === 'gives' ? JSON.parse(said.value) : undefined;
}

/** Where a file may lie that one was compiled of, the nearest first: the compiler ran in its folder, or above. */
function candidates(from: string, source: string): readonly string[] {
  if (source.startsWith('/') || /^[a-z]:\//i.test(source)) return [source];
  const found: string[] = [];
  let end = from.lastIndexOf('/');
  while (end >= 0 && found.length < MOST_LEVELS) {
    found.push(`${from.slice(0, end + 1)}${source}`);
    end = end === 0 ? -1 : from.lastIndexOf('/', end - 1);
  }
  return found;
}

/** The folder that a path from there on leads to a file from, with a slash. */
function folderBefore(path: string, written: string): string | undefined {
  const way = withoutStepsUp(written);
  return /^\.\.\//.test(written) || !path.endsWith(`/${way}`) ? undefined : path.slice(0, path.length - way.length);
}

function isByCompiler(text: string): boolean {
  return COMPILED.test(text.slice(0, LONGEST_HEAD));
}

/** Of the command in a head: what may be a file that was read, and the one that was written. */
function headWords(text: string): { readonly sources: readonly string[]; readonly output?: string } {
  const sources: string[] = [];
  let output: string | undefined;
  for (const line of text.slice(0, LONGEST_HEAD).split('\n')) {
    if (!line.startsWith('#')) continue;
    const words = line.slice(1).trim().split(/\s+/);
    for (const [i, word] of words.entries()) {
      const written = /^--output-file=(.+)$/.exec(word)?.[1];
      if (written !== undefined) output = written;
      else if (/^(?:-o|--output-file)$/.test(words[i - 1] ?? '')) output = word;
      else if (!word.startsWith('-') && SOURCE.test(word)) sources.push(word);
    }
  }
  return { sources, ...(output === undefined ? {} : { output }) };
}

/** Behind a pin, or in comments below it: `-r main.in`, and what a project requires itself, `demo (pyproject.toml)`. */
function viaSources(text: string): readonly string[] {
  const sources = new Set<string>();
  let isVia = false;
  for (const line of text.split('\n')) {
    const at = line.indexOf('#');
    const comment = at < 0 ? '' : line.slice(at + 1);
    const goesOn: boolean = isVia && line.slice(0, at).trim() === '' && comment.startsWith('   ');
    isVia = /^\s{0,9}via\b/.test(comment) || goesOn;
    if (!isVia || sources.size >= MOST_SOURCES) continue;
    const words = comment.trim().split(/[\s,]+/);
    for (const [i, word] of words.entries()) {
      const [, project] = /^\((.*(?:pyproject\.toml|setup\.(?:py|cfg)))\)$/.exec(word) ?? [];
      const source = /^-[rc]$/.test(words[i - 1] ?? '') ? word : project;
      if (source !== undefined) sources.add(source);
    }
  }
  return [...sources];
}

/** Under this, which files may be compiled of the one of a path. */
function compiledKey(path: string): string {
  return `compiled pypi of ${path}`;
}

/** The head that compilers of requirements write. */
const COMPILED = /autogenerated by (?:pip-compile|uv)/;
const LONGEST_HEAD = 600;
const SOURCE = /\.(?:in|txt|toml|cfg|py)$/;
// More than one file is compiled of.
const MOST_SOURCES = 20;
// Nobody runs it further above what it makes.
const MOST_LEVELS = 6;
