/**
 * What one name of a path must be like. Matching takes no more steps than {@link longestWay} says, whatever pattern and
 * name are.
 */
export interface NamePattern {
  matches(name: string): boolean;
  /** How many characters are compared with one place of a name at most, outside of {@link floating} ones. */
  readonly fixed: number;
  /** How many characters of the pattern stand between two stars, so that they may be tried at every place of a name. */
  readonly floating: number;
}

/** One place in a pattern for names: a star for any characters, else what stands for one UTF-16 unit. */
export type NamePart = '*' | OneUnit;

/** A character for itself, any one at all, or one of a class. */
export type OneUnit =
  | { readonly is: 'itself'; readonly character: string }
  | { readonly is: 'any' }
  | { readonly is: 'class'; readonly negated: boolean; readonly ranges: readonly UnitRange[] };

/** From one UTF-16 unit to another, both among them. */
export type UnitRange = readonly [from: number, to: number];

/**
 * A pattern from its parts. What stands between two stars has one length, so the leftmost place where it fits is as
 * good as any other, and nothing is ever tried again: no expression that backtracks comes into being.
 */
export function namePattern(parts: readonly NamePart[]): NamePattern {
  const [first = NOTHING, ...others] = runsOf(parts);
  const last = others.pop();
  // Two stars side by side are one.
  const between = others.filter(run => run.length > 0);
  const least = [first, ...between, last ?? NOTHING].reduce((sum, run) => sum + run.length, 0);
  const ends = first.size + (last?.size ?? 0);
  return {
    fixed: ends + 1,
    floating: between.reduce((sum, run) => sum + run.size, 0),
    matches(name) {
      if (last === undefined) return name.length === least && first.isAt(name, 0);
      const end = name.length - last.length;
      // The end first: most patterns begin with a star.
      if (name.length < least || !last.isAt(name, end) || !first.isAt(name, 0)) return false;
      let at = first.length;
      for (const run of between) {
        const found = run.from(name, at, end);
        if (found === undefined) return false;
        at = found + run.length;
      }
      return at <= end;
    },
  };
}

/** How many steps it takes at most to match a name of this length, in comparisons of characters. */
export function longestWay({ fixed, floating }: Pick<NamePattern, 'fixed' | 'floating'>, length: number): number {
  return fixed + floating * length;
}

/** Places without a star among them. */
interface Run {
  readonly length: number;
  /** What a comparison with all of them costs: classes count with their ranges. */
  readonly size: number;
  isAt(name: string, at: number): boolean;
  /** The first place from `at` on where it fits before `end`. */
  from(name: string, at: number, end: number): number | undefined;
}

function runsOf(parts: readonly NamePart[]): readonly Run[] {
  const runs: OneUnit[][] = [[]];
  for (const part of parts) {
    if (part === '*') runs.push([]);
    else runs.at(-1)?.push(part);
  }
  return runs.map(runOf);
}

function runOf(units: readonly OneUnit[]): Run {
  const texts = units.flatMap(unit => (unit.is === 'itself' ? [unit.character] : []));
  return texts.length === units.length ? textRun(texts.join('')) : mixedRun(units);
}

function textRun(text: string): Run {
  return {
    length: text.length,
    size: text.length,
    isAt: (name, at) => name.startsWith(text, at),
    from(name, at, end) {
      const found = name.indexOf(text, at);
      return found === -1 || found + text.length > end ? undefined : found;
    },
  };
}

function mixedRun(units: readonly OneUnit[]): Run {
  const isAt = (name: string, at: number) => {
    let place = at;
    for (const unit of units) if (!stands(unit, name.charCodeAt(place++))) return false;
    return true;
  };
  return {
    length: units.length,
    size: units.reduce((sum, unit) => sum + (unit.is === 'class' ? unit.ranges.length + 1 : 1), 0),
    isAt,
    from(name, at, end) {
      for (let place = at; place + units.length <= end; place++) if (isAt(name, place)) return place;
      return undefined;
    },
  };
}

function stands(unit: OneUnit, code: number): boolean {
  switch (unit.is) {
    case 'itself':
      return unit.character.charCodeAt(0) === code;
    case 'any':
      return !Number.isNaN(code);
    case 'class':
      return !Number.isNaN(code) && isAmong(unit.ranges, code) !== unit.negated;
  }
}

function isAmong(ranges: readonly UnitRange[], code: number): boolean {
  for (const [from, to] of ranges) if (from <= code && code <= to) return true;
  return false;
}

const NOTHING = textRun('');
