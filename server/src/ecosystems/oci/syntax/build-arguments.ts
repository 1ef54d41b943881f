import { familiarImageName } from '../../../model/names.ts';
import type { Around } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import { type Declaration, declaredElsewhere, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import { sliceTraced } from '../../../syntax/traced-text.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { composedImage } from './composed-image.ts';
import { isNamedValue, namedImage } from './named-value.ts';
import { opaqueImage } from './opaque-image.ts';
import { writtenImage } from './written-image.ts';

/** A build that a file describes, of a Dockerfile whose place is known. */
export interface Build {
  /** The Dockerfile's path with `/` from the workspace folder on. */
  readonly dockerfile: string;
  /** What it gives to arguments, by their names: in place of what the Dockerfile has for them. */
  readonly gives: ReadonlyMap<string, GivenArgument>;
}

export interface GivenArgument extends YamlFound {
  /** What stands before the value in its scalar, as `NAME=` does in an item of a list. */
  readonly prefix: string;
  /** Set where the value is a text of its own, with variables for what is written in other marks there. */
  readonly isTraced?: true;
}

/** So many of all builds of a file count, as anchors give thousands of builds the same thousands. */
export const MOST_ARGUMENTS = 5000;

/** A place that gives a build the image, or the last part of one, that a stage of its Dockerfile starts from. */
export interface ArgumentPlace extends GivenArgument {
  readonly start: Start;
}

type Start = PlacedStatement & { readonly says: 'starts' };

/**
 * The path of a build's Dockerfile, by the path of the file that describes it. `undefined` where it lies elsewhere: an
 * address, an absolute path, what variables complete, and what leads out of the workspace.
 */
export function dockerfilePath(file: string, context: string, dockerfile: string): string | undefined {
  if (context.length + dockerfile.length > LONGEST_PATH) return undefined;
  const names = file.split('/').slice(0, -1);
  for (const given of [context, dockerfile]) {
    if (/^[/~]|[$:\\]|\{\{|^[^/]*@/.test(given)) return undefined;
    for (const name of given.split('/')) {
      if (name === '' || name === '.') continue;
      if (name !== '..') names.push(name);
      else if (names.pop() === undefined) return undefined;
    }
  }
  return names.join('/');
}

/**
 * What a file says to the Dockerfiles that it builds: which of their arguments it gives.
 *
 * @param variables what variables in a value stand for
 * @param isShell as {@link argumentImage} takes it
 */
export function buildsStated(
  builds: readonly Build[],
  variables: Lookup,
  isShell: (value: string) => boolean,
): Statement[] {
  return builds.slice(0, MOST_BUILDS).flatMap(({ dockerfile, gives }): Statement[] => {
    const names = [...gives.keys()].filter(name => NAME.test(name));
    const values = [...gives].flatMap(([name, given]): Statement[] => {
      const value = knownValue(given, variables, isShell);
      return value === undefined
        ? []
        : [{ says: 'gives', key: argumentKey(dockerfile, name), reach: 'everywhere', value }];
    });
    return [{ says: 'builds', key: buildsKey(dockerfile), reach: 'everywhere', gives: names.join(' ') }, ...values];
  });
}

/** A value that is a part of a reference, as it is written or with the defaults of its variables. */
function knownValue(
  { value, prefix }: GivenArgument,
  variables: Lookup,
  isShell: (value: string) => boolean,
): string | undefined {
  if (value?.kind !== 'scalar' || !(value.isString || /^[1-9]\d*$/.test(value.value))) return undefined;
  const text = value.value.slice(prefix.length);
  if (PART.test(text)) return text;
  if (text.length > LONGEST || !text.includes('$') || !isShell(text)) return undefined;
  const expansion = expandWord(sliceTraced(value.written, prefix.length), '\\', variables);
  const isWhole = expansion.is === 'expanded' && expansion.holes.length === 0;
  return isWhole && PART.test(expansion.text) ? expansion.text : undefined;
}

const PART = /^[\w./:@-]{1,400}$/;

/**
 * The arguments of a Dockerfile that every build gives which the workspace describes: their defaults are not used. What
 * they stand for instead is known where all builds give the same.
 */
export function givenArguments(file: string, around: Around): ReadonlyMap<string, Declaration> {
  const builds = sameWorkspace(around.told(buildsKey(file)), file, around).flatMap(each =>
    each.says === 'builds' ? [new Set(each.gives.split(' '))] : [],
  );
  const [first = new Set<string>(), ...others] = builds;
  const names = [...first].filter(name => name !== '' && others.every(gives => gives.has(name)));
  return new Map(
    names.map((name): [string, Declaration] => {
      const given = sameWorkspace(around.told(argumentKey(file, name)), file, around);
      const values = new Set(given.map(each => (each.says === 'gives' ? each.value : '')));
      const [value] = values;
      const isKnown = value !== undefined && values.size === 1 && given.length === builds.length;
      return [name, isKnown ? declaredElsewhere(name, value) : { name, value: { is: 'unknowable' } }];
    }),
  );
}

/** Under this, it is found which stages of a Dockerfile start from what its arguments say. */
export function startsKey(dockerfile: string): string {
  return `starts ${dockerfile}`;
}

/** Where a file gives its builds what they start from, by what their Dockerfiles say. */
export function argumentPlaces(builds: readonly Build[], file: string, around: Around): ArgumentPlace[] {
  return builds.slice(0, MOST_BUILDS).flatMap(({ dockerfile, gives }) => {
    if (gives.size === 0) return [];
    return sameWorkspace(around.told(startsKey(dockerfile)), file, around).flatMap((start): ArgumentPlace[] => {
      if (start.says !== 'starts') return [];
      const given = gives.get(start.argument);
      // Another argument that it starts with is given as well, so that the Dockerfile does not tell what comes before.
      if (given === undefined || start.beside.split(' ').some(name => gives.has(name))) return [];
      return [{ ...given, start }];
    });
  });
}

/**
 * The image that a stage starts from by the value that a build gives. `undefined` where it is another stage, or none.
 *
 * @param isShell whether variables in a value are written in the way that the shell has in common with the language
 */
export function argumentImage(
  { text, shared }: YamlDocument,
  scalar: YamlScalar,
  { start, prefix, isTraced }: ArgumentPlace,
  variables: Lookup,
  isShell: (value: string) => boolean,
): ImageSubject | OpaqueSubject | undefined {
  const { runs, before } = start;
  const value = scalar.value.slice(prefix.length);
  if (value === '' || value.length > LONGEST) return undefined;
  if (value.includes('$') && !isShell(value)) return opaqueImage(before + value, 'variable');
  const subject = isNamedValue(scalar, text)
    ? namedImage(scalar, before, runs, variables)
    : before === '' && isTraced !== true
      ? writtenImage(scalar, text, { runs, prefixes: [prefix], variables })
      : composedImage(scalar, prefix, start, text, variables, isTraced);
  if (subject === undefined || isStage(subject, start, before + value)) return undefined;
  if (subject.kind !== 'image') return subject;
  const isShared = subject.pin.where === 'here' && !(start.isSole && shared.size === 0);
  return {
    ...subject,
    maybeNamedContext: !/[/:@]/.test(before + value),
    pin: isShared ? { ...subject.pin, where: 'shared' } : subject.pin,
  };
}

/** What is stated in the same workspace folder: in another one, the same path is another file. */
export function sameWorkspace(
  told: readonly PlacedStatement[],
  file: string,
  { folder }: Around,
): readonly PlacedStatement[] {
  const here = workspaceOf(folder, file);
  return told.filter(({ from }) => workspaceOf(from.folder, from.file) === here);
}

function isStage(subject: ImageSubject | OpaqueSubject, { stages }: Start, value: string): boolean {
  const names = new Set(['scratch', ...stages.split(' ')]);
  if (names.has(value.toLowerCase())) return true;
  if (subject.kind === 'opaque' || subject.tag !== undefined || subject.digest !== undefined) return false;
  return names.has(familiarImageName(subject.name));
}

function workspaceOf(folder: string | undefined, file: string): string {
  if (folder === undefined) return '';
  const inside = file.lastIndexOf('/');
  const root = inside < 0 ? folder : folder.slice(0, Math.max(0, folder.length - inside - 1));
  return root.replace(/[\\/]$/, '');
}

function argumentKey(dockerfile: string, name: string): string {
  return `argument ${name} of ${dockerfile}`;
}

function buildsKey(dockerfile: string): string {
  return `builds ${dockerfile}`;
}

const NAME = /^\w+$/;
const LONGEST_PATH = 1000;
// A reference has at most some 400 characters.
const LONGEST = 4096;
const MOST_BUILDS = 1000;
