import type { GradleGiven, GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';

/** A call or a name in a script, and the blocks that it stands in. */
export interface WalkedLink {
  /**
   * The names of what it stands in and its own, the outermost first: `['buildscript', 'dependencies']`. It holds as
   * long as the visit does.
   */
  readonly path: readonly string[];
  readonly link: GradleLink;
  readonly statement: GradleStatement;
}

/** Visits all links of all statements, those of inner blocks behind what they stand in. */
export function walkGradle(statements: readonly GradleStatement[], visit: (walked: WalkedLink) => void): void {
  walk(statements, [], visit);
}

/** Whether a block runs under conditions, or several times: what stands there may count or not. */
export function isConditional(path: readonly string[]): boolean {
  return path.some(name => CONDITIONAL.has(name));
}

/** The text of a literal without variables. */
export function literalOf(value: GradleValue | undefined): string | undefined {
  if (value?.is !== 'text' || !value.token.isWhole) return undefined;
  const { pieces } = value.token;
  const texts = pieces.flatMap(piece => (piece.is === 'text' ? [piece.value] : []));
  return texts.length === pieces.length ? texts.join('') : undefined;
}

/** What a link is called with first, where it is called with one value or more. */
export function firstGiven(link: GradleLink | undefined): GradleValue | undefined {
  return link?.given?.[0]?.value;
}

/** What a link is called with under one of some names. */
export function givenBy(
  given: readonly GradleGiven[] | undefined,
  ...names: readonly string[]
): GradleValue | undefined {
  return given?.find(({ name }) => name !== undefined && names.includes(name))?.value;
}

/** A path of names without calls, as in `versions.kotlin`; `undefined` for anything else. */
export function plainPath(value: GradleValue): string | undefined {
  if (value.is !== 'chain') return undefined;
  const isPlain = value.chain.every(({ given, index, block }) => (given ?? index ?? block) === undefined);
  return isPlain ? value.chain.map(({ name }) => name).join('.') : undefined;
}

const CONDITIONAL = new Set(
  'if else when for while try catch finally switch each forEach afterEvaluate whenReady'.split(' '),
);

function walk(statements: readonly GradleStatement[], path: string[], visit: (walked: WalkedLink) => void): void {
  const outer = path.length;
  for (const statement of statements) {
    for (const link of statement.chain) {
      path.push(link.name);
      visit({ path, link, statement });
      if (link.block !== undefined) walk(link.block, path, visit);
      for (const { value } of link.given ?? []) if (value.is === 'block') walk(value.block, path, visit);
    }
    if (statement.assigned?.is === 'block') walk(statement.assigned.block, path, visit);
    path.length = outer;
  }
}
