import { INCLUDES_KEY, type Statement, type Told, unreadKey } from '../../../model/statement.ts';
import { compiledFrom, compiledNameOf } from './compiled.ts';
import { type Indexes, type IndexOption, indexesBy } from './index-options.ts';
import { isEverybodys } from './lockfiles.ts';
import {
  pathOf,
  type RelativePath,
  type RequirementsPlace,
  relative,
  targetOf,
  writtenPath,
} from './requirements-paths.ts';

/** The reader's id of what other requirements files include, whatever it is called. */
export const INCLUDED_KIND = 'included-requirements';

/** The constraints that are obeyed with a file, by the paths of the files that they stand in. */
export interface ConstraintFiles {
  /** Those that may be. */
  readonly some: ReadonlySet<string>;
  /** Those that are, whichever file pip is given. */
  readonly sure: ReadonlySet<string>;
}

/** Where the names of files that are read together are asked, and what constrains them. */
export interface Together extends Indexes {
  readonly constraints: ConstraintFiles;
}

/**
 * States what a requirements file says about indexes and which files it includes, to those that include it and to those
 * that it includes: pip reads them as one. One that says nothing states that too, so that this is known of it.
 */
export function optionsStated(options: readonly IndexOption[], place: RequirementsPlace): readonly Statement[] {
  const self = pathOf(place);
  const said = new Map([[optionsKey(self), options.map(textOf).join('\n')]]);
  for (const option of options) {
    const target = option.is === 'include' ? targetOf(self, option.path) : undefined;
    if (target === undefined || option.is !== 'include') continue;
    said.set(includersKey(target), option.path);
    if (option.isConstraint === true) said.set(constrainersKey(target), option.path);
  }
  if (options.some(namesIndex)) said.set(NAMED_KEY, textOfIndexes(indexesBy(options)));
  return [...said].flatMap(([key, value]) => REACHES.map((reach): Statement => ({ says: 'gives', key, value, reach })));
}

/**
 * States that files are of this kind, whatever they are called, because this one includes them.
 *
 * @param highest so many folders above itself it may reach
 */
export function inclusionsStated(
  options: readonly IndexOption[],
  place: Pick<RequirementsPlace, 'folder'>,
  highest = HIGHEST,
): readonly Statement[] {
  return waysTo(options, place, highest).ways.map(({ up, path }) => ({
    ...{ says: 'includes', key: INCLUDES_KEY, kind: INCLUDED_KIND, path, up, isExact: true },
    reach: up === 0 ? 'below' : 'everywhere',
  }));
}

/** States that a file includes what cannot be followed: that may be any file, or include any. */
export function unfollowedStated(options: readonly IndexOption[], place: RequirementsPlace): readonly Statement[] {
  if (waysTo(options, place, HIGHEST).areAll) return [];
  return REACHES.map(reach => ({ says: 'gives', key: UNFOLLOWED_KEY, value: '', reach }));
}

/** States of a requirements file that cannot be read that it may include any, and name an index. */
export function unreadStated(): readonly Statement[] {
  return REACHES.map(reach => ({ says: 'gives', key: unreadKey(INCLUDED_KIND), value: '', reach }));
}

function waysTo(options: readonly IndexOption[], place: Pick<RequirementsPlace, 'folder'>, highest: number) {
  const ways = new Map<string, RelativePath>();
  let areAll = true;
  for (const option of options) {
    const written = option.is === 'include' ? writtenPath(option.path) : undefined;
    if (written === undefined || written.is === 'elsewhere') continue;
    const way = written.is === 'path' ? relative(written.path, place) : undefined;
    const key = `${way?.up} ${way?.path}`;
    if (way === undefined || way.up > highest || (ways.size >= MOST_INCLUDES && !ways.has(key))) areAll = false;
    else if (way.path !== '') ways.set(key, way);
  }
  return { ways: [...ways.values()], areAll };
}

/**
 * Where the names of a file are asked, by what it says and by what the files say that include it, with all that those
 * include. Where two of them disagree, or one that is included is not known, nobody is asked: a private name must not
 * be told to a public index.
 */
export function indexesTogether(own: readonly IndexOption[], place: RequirementsPlace, told: Told): Together {
  const files = new Files(own, pathOf(place), told);
  const roots = files.roots(pathOf(place));
  if (roots === undefined) {
    return { ...indexesBy(own), constraints: { some: new Set(), sure: new Set() }, withheld: 'managed' };
  }
  const self = pathOf(place);
  // Compiled by itself as well, it may be asked elsewhere.
  const starts = roots.includes(self) ? roots : [...roots, self];
  const all = starts.flatMap(start => {
    const made = files.madeOf(start);
    if (made.length > 0) return made.map(compiled => files.below(start, compiled));
    return roots.includes(start) ? [files.below(start)] : [];
  });
  const [first = { ...indexesBy(own), constraints: new Set<string>() }, ...others] = all;
  const constraints = {
    some: new Set(all.flatMap(its => [...its.constraints])),
    sure: new Set([...first.constraints].filter(path => others.every(its => its.constraints.has(path)))),
  };
  // What is included and not known may include this one, and name an index.
  if (told(unreadKey(INCLUDED_KIND)).length > 0 || mayBeIncludedUnseen(first, self, told))
    return { ...first, constraints, withheld: first.withheld ?? 'managed' };
  const isSame = (each: Indexes) =>
    each.source === first.source && each.prereleases === first.prereleases && each.withheld === first.withheld;
  return others.every(isSame) ? { ...first, constraints } : { ...first, constraints, withheld: 'managed' };
}

/** Whether a file that names another index may include this one in a way that cannot be followed. */
function mayBeIncludedUnseen(its: Indexes, self: string, told: Told): boolean {
  if (told(UNFOLLOWED_KEY).length === 0) return false;
  const own = textOfIndexes(its);
  return told(NAMED_KEY).some(said => said.says === 'gives' && said.value !== own && pathOf(said.from) !== self);
}

function textOfIndexes({ source, withheld }: Indexes): string {
  return `${source} ${withheld ?? 'asked'}`;
}

function namesIndex(option: IndexOption): boolean {
  if (option.is === 'no-index') return true;
  return (option.is === 'index' || option.is === 'extra') && !isEverybodys(option.url);
}

/** Whether another file takes this one for constraints. */
export function isTakenForConstraints(place: RequirementsPlace, told: Told): boolean {
  return told(constrainersKey(pathOf(place))).length > 0;
}

/** What lies around a document is read for its sake only as far as it speaks to all below. */
const REACHES = ['below', 'everywhere'] as const;

/** Under this, that files include what cannot be followed. */
const UNFOLLOWED_KEY = 'requirements pypi that include any';

/** Under this, where files are asked that name an index which is not everybody's. */
const NAMED_KEY = 'requirements pypi that name an index';

/** Under this, what the file of a path says. */
function optionsKey(path: string): string {
  return `requirements pypi ${path}`;
}

/** Under this, which files include the one of a path. */
function includersKey(path: string): string {
  return `requirements pypi that include ${path}`;
}

/** Under this, which files take the one of a path for constraints. */
function constrainersKey(path: string): string {
  return `requirements pypi that constrain by ${path}`;
}

/** What pip reads that is given one file. */
interface Flat {
  readonly options: readonly IndexOption[];
  readonly constraints: ReadonlySet<string>;
  /** Whether all is known that is included. */
  readonly isWhole: boolean;
}

/** Requirements files as one of them is told of the others. */
class Files {
  readonly #self: string;
  readonly #told: Told;
  readonly #known = new Map<string, readonly IndexOption[] | undefined>();
  readonly #flats = new Map<string, Flat>();

  constructor(own: readonly IndexOption[], self: string, told: Told) {
    this.#self = self;
    this.#told = told;
    this.#known.set(self, own);
  }

  /**
   * The files that nothing includes and from which inclusions lead to one; that one where they go round. `undefined`
   * where there are more than people write: each file looks for its own, so all together would not end.
   */
  roots(from: string): readonly string[] | undefined {
    const seen = new Set([from]);
    const roots: string[] = [];
    for (const path of seen) {
      const includers = this.#includersOf(path);
      if (includers.length === 0) roots.push(path);
      for (const includer of includers) seen.add(includer);
      if (seen.size > MOST_FILES || roots.length > MOST_ROOTS) return undefined;
    }
    return roots.length === 0 ? [from] : roots;
  }

  /**
   * The roots of the files that were compiled of one. The compiler writes there what its command or pip's configuration
   * names (pip-tools, `--emit-index-url`), and what it has is had from where those say that include it.
   */
  madeOf(path: string): readonly string[] {
    const beside = compiledNameOf(path);
    const isThere = beside !== undefined && this.#optionsOf(beside) !== undefined;
    const made = new Set([
      ...(isThere ? [beside] : []),
      ...compiledFrom(path, this.#told, each => this.#optionsOf(each) !== undefined),
    ]);
    made.delete(path);
    const roots = new Set([...made].slice(0, MOST_ROOTS).flatMap(each => this.roots(each) ?? [each]));
    return [...roots].slice(0, MOST_ROOTS);
  }

  /**
   * What pip comes to that is given one file, and before it what was compiled of that: an included one is read where
   * its line stands.
   */
  below(root: string, compiled?: string): Indexes & { readonly constraints: ReadonlySet<string> } {
    const before = compiled === undefined ? undefined : this.#flat(compiled);
    const { options, constraints, isWhole } = this.#flat(root);
    const indexes = { ...indexesBy([...(before?.options ?? []), ...options]), constraints };
    return isWhole && before?.isWhole !== false ? indexes : { ...indexes, withheld: indexes.withheld ?? 'managed' };
  }

  #flat(root: string): Flat {
    const known = this.#flats.get(root);
    if (known !== undefined) return known;
    let isWhole = true;
    const constraints = new Set<string>();
    // Files that include each other twice at each step would be read for ever.
    let left = MOST_STEPS;
    const open = new Set<string>();
    const all: IndexOption[] = [];
    const walk = (path: string, options: readonly IndexOption[]) => {
      if (open.has(path)) return;
      open.add(path);
      for (const option of options) {
        left -= 1;
        if (left < 0 || open.size > DEEPEST) {
          isWhole = false;
          break;
        }
        if (option.is !== 'include') all.push(option);
        else {
          const target = targetOf(path, option.path);
          const its = target === undefined ? undefined : this.#optionsOf(target);
          if (target !== undefined && option.isConstraint === true) constraints.add(target);
          if (target !== undefined && its !== undefined) walk(target, its);
          else isWhole = false;
        }
      }
      open.delete(path);
    };
    walk(root, this.#optionsOf(root) ?? []);
    const flat = { options: all, constraints, isWhole };
    this.#flats.set(root, flat);
    return flat;
  }

  #optionsOf(path: string): readonly IndexOption[] | undefined {
    if (this.#known.has(path)) return this.#known.get(path);
    const said = this.#told(optionsKey(path)).at(-1);
    const options = said?.says === 'gives' ? said.value.split('\n').flatMap(readText) : undefined;
    this.#known.set(path, options);
    return options;
  }

  #includersOf(path: string): readonly string[] {
    // What it said of itself before is no longer so.
    const said = this.#told(includersKey(path)).map(({ from }) => pathOf(from));
    const includers = new Set(said.filter(from => from !== this.#self));
    const own = this.#optionsOf(this.#self) ?? [];
    const isOwn = own.some(option => option.is === 'include' && targetOf(this.#self, option.path) === path);
    return isOwn ? [...includers, this.#self] : [...includers];
  }
}

function textOf(option: IndexOption): string {
  switch (option.is) {
    case 'index':
    case 'extra':
      return `${option.is} ${option.url}`;
    case 'include':
      return `${option.isConstraint === true ? 'constrain' : option.is} ${option.path}`;
    case 'no-index':
    case 'find-links':
    case 'pre':
      return option.is;
  }
}

function readText(text: string): readonly IndexOption[] {
  const blank = text.indexOf(' ');
  const word = blank < 0 ? text : text.slice(0, blank);
  const value = text.slice(blank + 1);
  switch (word) {
    case 'index':
    case 'extra':
      return [{ is: word, url: value }];
    case 'include':
      return [{ is: word, path: value }];
    case 'constrain':
      return [{ is: 'include', path: value, isConstraint: true }];
    case 'no-index':
    case 'find-links':
    case 'pre':
      return [{ is: word }];
    default:
      return [];
  }
}

// More than people write of either.
const MOST_INCLUDES = 150;
const HIGHEST = 64;
const MOST_FILES = 100;
const MOST_ROOTS = 30;
const MOST_STEPS = 5000;
const DEEPEST = 30;
