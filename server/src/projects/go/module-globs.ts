import { type NamePart, namePattern, type UnitRange } from '../../patterns/name-pattern.ts';

/**
 * Reads what `GOPRIVATE` and `GONOPROXY` list, separated by commas: each glob stands for the modules whose path begins
 * with as many names as it has (golang.org/x/mod/module, `MatchPrefixPatterns`). One that cannot be read matches
 * nothing; blanks around one, which go takes for a part of it, are nobody's wish.
 */
export function readModuleGlobs(text: string): (path: string) => boolean {
  const globs = text
    .split(',')
    .map(glob => glob.trim().replace(/\/$/, ''))
    .filter(glob => glob !== '')
    .flatMap(glob => {
      const names = glob.split('/').map(partsOf);
      return names.every(parts => parts !== undefined) ? [names.map(namePattern)] : [];
    });
  return path => {
    const names = path.split('/');
    return globs.some(glob => glob.length <= names.length && glob.every((name, i) => name.matches(names[i] ?? '')));
  };
}

/** Of one name, as Go's `path.Match` reads it; `undefined` where it is malformed. */
function partsOf(name: string): readonly NamePart[] | undefined {
  const parts: NamePart[] = [];
  for (let i = 0; i < name.length; ) {
    const character = name[i] ?? '';
    if (character === '[') {
      const found = classAt(name, i);
      if (found === undefined) return undefined;
      parts.push(found.part);
      i = found.end;
      continue;
    }
    if (character === '\\' && i + 1 === name.length) return undefined;
    if (character === '\\') i += 1;
    parts.push(partOf(character, name[i] ?? ''));
    i += 1;
  }
  return parts;
}

function partOf(special: string, character: string): NamePart {
  if (special === '*') return '*';
  return special === '?' ? { is: 'any' } : { is: 'itself', character };
}

function classAt(name: string, at: number): { readonly part: NamePart; readonly end: number } | undefined {
  let i = at + 1;
  const negated = name[i] === '^';
  if (negated) i += 1;
  const ranges: UnitRange[] = [];
  /** The next character, which may be escaped; `NaN` where there is none. */
  const next = (): number => {
    if (name[i] === '-' || name[i] === ']') return Number.NaN;
    if (name[i] === '\\') i += 1;
    return name.charCodeAt(i++);
  };
  while (name[i] !== ']' || ranges.length === 0) {
    const from = next();
    const isRange = name[i] === '-';
    if (isRange) i += 1;
    const to = isRange ? next() : from;
    if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
    ranges.push([from, to]);
  }
  return { part: { is: 'class', negated, ranges }, end: i + 1 };
}
