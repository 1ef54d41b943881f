import { INCLUDES_KEY, type Statement, type Told } from '../../../model/statement.ts';
import { type Indexes, type IndexOption, indexesBy } from './index-options.ts';

/** Where a requirements file lies: its folder as statements have it, and its path as people know it. */
export interface RequirementsPlace {
  /** A real path; absent for a document that lies nowhere. */
  readonly folder?: string | undefined;
  /** With `/` from the workspace folder on. */
  readonly file: string;
}

/**
 * States what a requirements file says about indexes and which files it includes, to those that include it and to those
 * that it includes: pip reads them as one. One that says nothing states that it is there, so that this is known of it.
 */
export function optionsStated(options: readonly IndexOption[], { file }: RequirementsPlace): readonly Statement[] {
  const there = { says: 'gives', key: thereKey(file), value: '' } as const;
  const said = { says: 'gives', key: OPTIONS_KEY, value: options.map(textOf).join('\n') } as const;
  // What lies around a document is read for its sake only as far as it speaks to all below.
  return [there, ...(options.length === 0 ? [] : [said])].flatMap((each): Statement[] => [
    { ...each, reach: 'below' },
    { ...each, reach: 'everywhere' },
  ]);
}

/** States that files are of this kind, whatever they are called, because this one includes them. */
export function inclusionsStated(
  options: readonly IndexOption[],
  kind: string,
  { file }: RequirementsPlace,
): readonly Statement[] {
  const depth = file.split('/').length - 1;
  const stated = new Map<string, Statement>();
  for (const option of options) {
    if (option.is !== 'include' || !isLocal(option.path) || /[*?[\]{}]/.test(option.path)) continue;
    const { up, path } = relative(option.path);
    if (up > depth || stated.size >= MOST_INCLUDES || path === '') continue;
    const said = { says: 'includes', key: INCLUDES_KEY, kind, path, up, isExact: true } as const;
    stated.set(`${up} ${path}`, { ...said, reach: up === 0 ? 'below' : 'everywhere' });
  }
  return [...stated.values()];
}

/**
 * Where the names of a file are asked, by what it says and by what the files say that include it, with all that those
 * include. Where two of them disagree, or one that is included is not known, nobody is asked: a private name must not
 * be told to a public index.
 */
export function indexesTogether(own: readonly IndexOption[], place: RequirementsPlace, told: Told): Indexes {
  const self = pathOf(place);
  const files = new Map<string, readonly IndexOption[]>();
  for (const statement of told(OPTIONS_KEY)) {
    if (statement.says !== 'gives' || files.size >= MOST_FILES) continue;
    files.set(pathOf(statement.from), statement.value.split('\n').flatMap(readText));
  }
  files.set(self, own);
  const isKnown = (path: string) => files.has(path) || told(thereKey(path)).some(({ from }) => pathOf(from) === path);
  const all = rootsOf(self, files).map(root => indexesBelow(root, files, isKnown));
  const [first = indexesBy(own), ...others] = all;
  const isSame = (each: Indexes) =>
    each.source === first.source && each.prereleases === first.prereleases && each.withheld === first.withheld;
  return others.every(isSame) ? first : { ...first, withheld: 'managed' };
}

/** Under this, what all files that say something say. */
const OPTIONS_KEY = 'requirements pypi';

/** Under this, the files of one name, in whatever folders. */
function thereKey(file: string): string {
  return `requirements pypi ${file.slice(file.lastIndexOf('/') + 1)}`;
}

type Files = ReadonlyMap<string, readonly IndexOption[]>;

/** The files that nothing includes and from which inclusions lead to one; that one where they go round. */
function rootsOf(self: string, files: Files): readonly string[] {
  const includers = new Map<string, string[]>();
  for (const [path, options] of files) {
    for (const option of options) {
      const target = option.is === 'include' ? targetOf(path, option.path) : undefined;
      if (target === undefined) continue;
      const its = includers.get(target) ?? [];
      its.push(path);
      includers.set(target, its);
    }
  }
  const seen = new Set([self]);
  for (const path of seen) for (const includer of includers.get(path) ?? []) seen.add(includer);
  const roots = [...seen].filter(path => !includers.has(path));
  return roots.length === 0 ? [self] : roots;
}

/** What pip comes to that is given one file: an included one is read where its line stands. */
function indexesBelow(root: string, files: Files, isKnown: (path: string) => boolean): Indexes {
  let isWhole = true;
  // Files that include each other twice at each step would be read for ever.
  let left = MOST_STEPS;
  const open = new Set<string>();
  const all: IndexOption[] = [];
  const walk = (path: string) => {
    if (open.has(path)) return;
    open.add(path);
    for (const option of files.get(path) ?? []) {
      left -= 1;
      if (left < 0 || open.size > DEEPEST) {
        isWhole = false;
        break;
      }
      if (option.is !== 'include') all.push(option);
      else if (isLocal(option.path)) {
        const target = targetOf(path, option.path);
        if (target !== undefined && isKnown(target)) walk(target);
        else isWhole = false;
      }
    }
    open.delete(path);
  };
  walk(root);
  const indexes = indexesBy(all);
  return isWhole ? indexes : { ...indexes, withheld: indexes.withheld ?? 'managed' };
}

/** What another host serves says nothing about indexes that pip would not ask it for first. */
function isLocal(path: string): boolean {
  return !/^(?:https?|file):/i.test(path);
}

function targetOf(from: string, written: string): string | undefined {
  if (!isLocal(written) || written.includes('$')) return undefined;
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/')) return normal(path);
  return normal(`${from.slice(0, from.lastIndexOf('/') + 1)}${path}`);
}

function pathOf({ folder, file }: RequirementsPlace): string {
  if (folder === undefined) return normal(`/${file}`);
  return normal(`${folder.replaceAll('\\', '/')}/${file.slice(file.lastIndexOf('/') + 1)}`);
}

function normal(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

function relative(written: string): { readonly up: number; readonly path: string } {
  const names: string[] = [];
  let up = 0;
  for (const name of written.replaceAll('\\', '/').split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) up += 1;
  }
  return { up, path: names.join('/') };
}

function textOf(option: IndexOption): string {
  switch (option.is) {
    case 'index':
    case 'extra':
      return `${option.is} ${option.url}`;
    case 'include':
      return `${option.is} ${option.path}`;
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
const MOST_FILES = 1000;
const MOST_STEPS = 5000;
const DEEPEST = 30;
