import { parseImageReference } from '../../../model/image-reference.ts';
import { textUnder } from '../../../model/span.ts';
import type { YamlDocument, YamlMap, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';

/** Images that stand in a job's matrix, and are used as they stand there. */
export interface MatrixImages {
  /** The uses that the values stand for: of these nothing is left to be said. */
  readonly uses: ReadonlySet<YamlScalar>;
  /** Each value, and whether texts other than images are made of it. */
  readonly values: ReadonlyMap<YamlScalar, MatrixValue>;
}

interface MatrixValue {
  readonly found: YamlFound;
  readonly isShared: boolean;
  /** What comes before the value in the text that uses it, as in `node:${{ matrix.version }}`. */
  readonly before: string;
}

/**
 * The values of `container: ${{ matrix.image }}`, where all of them are written out and are images, or the last part of
 * one. Where an expression
 * computes with them, a pinned value may mean something else than before; and where the key stands in the lists and in
 * `include` or `exclude`, these compare their values with each other (docs.github.com, "Running variations of jobs in a
 * workflow").
 */
export function matrixImages(document: YamlDocument): MatrixImages {
  const uses = new Set<YamlScalar>();
  const values = new Map<YamlScalar, MatrixValue>();
  for (const { value: job, isAlias } of findPath(document.root, 'jobs.*')) {
    if (job?.kind !== 'map' || isAlias) continue;
    const text = textUnder(document.text, job.span);
    // What is shared with another job may be read there in another way.
    if (/(?:^|[\s,[{])[&*][\w-]/.test(text)) continue;
    const expressions = expressionsIn(job, text);
    for (const [key, { before, using }] of [...usesByKey(job)].slice(0, MOST_KEYS)) {
      const reading = expressions.filter(readsKey(key));
      const found = before === undefined ? undefined : valuesOf(job, key, before);
      if (found === undefined || before === undefined) continue;
      for (const scalar of using) uses.add(scalar);
      const isShared = reading.length !== using.size || !reading.every(isPlainUse) || isCompared(job, key);
      for (const place of found)
        if (place.value?.kind === 'scalar') values.set(place.value, { found: place, isShared, before });
    }
  }
  return { uses, values };
}

// Each costs a look at all of the job; a job has a container and a few services.
const MOST_KEYS = 20;

const USE = /^([\w./:@-]*)\$\{\{\s*matrix\.([A-Za-z_][\w-]*)\s*(?:\|\|\s*''\s*)?\}\}$/;
const WHOLE = /^\$\{\{\s*matrix\.[A-Za-z_][\w-]*\s*(?:\|\|\s*''\s*)?\}\}$/;

/** What ends with nothing but a key of the matrix; `before` is absent where different texts come before it. */
interface Use {
  readonly before: string | undefined;
  readonly using: Set<YamlScalar>;
}

function usesByKey(job: YamlMap): Map<string, Use> {
  const byKey = new Map<string, Use>();
  for (const path of ['container', 'container.image', 'services.*', 'services.*.image']) {
    for (const { value } of findPath(job, path)) {
      const [, before = '', key] = (value?.kind === 'scalar' ? USE.exec(value.value) : undefined) ?? [];
      if (value?.kind !== 'scalar' || key === undefined) continue;
      const known = byKey.get(key);
      const isSame = known === undefined || known.before === before;
      byKey.set(key, { before: isSame ? before : undefined, using: (known?.using ?? new Set()).add(value) });
    }
  }
  return byKey;
}

/** All that is computed in a job: what `${{ }}` holds, with the marks, and conditions, which need none. */
function expressionsIn(job: YamlMap, text: string): string[] {
  const conditions = findPath(job, '**.if').flatMap(({ value }) =>
    value?.kind === 'scalar' && !value.value.includes('${{') ? [value.value] : [],
  );
  return [...enclosedIn(text), ...conditions];
}

/** What stands between `${{` and `}}`, with these marks. */
function enclosedIn(text: string): string[] {
  const enclosed: string[] = [];
  for (let start = text.indexOf('${{'); start >= 0; ) {
    const close = text.indexOf('}}', start + 3);
    // What is not closed here is closed nowhere below: each of many would look through all of the text again.
    if (close < 0) break;
    enclosed.push(text.slice(start, close + 2));
    start = text.indexOf('${{', close + 2);
  }
  return enclosed;
}

/**
 * Tells whether an expression reads a key of the matrix, or may read all of them. Names are told without regard to
 * their case.
 */
function readsKey(key: string): (expression: string) => boolean {
  const others = new RegExp(`\\bmatrix\\s*\\.\\s*(?!${key}(?![\\w-]))[A-Za-z_]`, 'gi');
  return expression => /\bmatrix\b/i.test(expression.replace(others, ''));
}

function isPlainUse(expression: string): boolean {
  return WHOLE.test(expression);
}

function valuesOf(job: YamlMap, key: string, before: string): YamlFound[] | undefined {
  const matrix = findPath(job, 'strategy.matrix').at(-1)?.value;
  if (matrix?.kind !== 'map') return undefined;
  // Where a list is made by an expression, so may be its items.
  if ([key, 'include', 'exclude'].some(name => entryOf(matrix, name)?.value?.kind === 'scalar')) return undefined;
  const values = [`${key}[]`, `include[].${key}`].flatMap(path => findPath(matrix, path)).filter(isWritten);
  return values.length > 0 && values.every(isImageBehind(before)) ? values : undefined;
}

/** Whether values of a key are told apart by their text. */
function isCompared(job: YamlMap, key: string): boolean {
  const [listed, included, excluded] = [`${key}[]`, `include[].${key}`, `exclude[].${key}`].map(path =>
    findPath(job, `strategy.matrix.${path}`).some(isWritten),
  );
  return excluded === true || (listed === true && included === true);
}

/** Without a text the job runs in no container. */
function isWritten({ value }: YamlFound): boolean {
  return value !== undefined && (value.kind !== 'scalar' || value.value !== '');
}

function isImageBehind(before: string): (found: YamlFound) => boolean {
  return ({ value, isAlias }) => {
    if (value?.kind !== 'scalar' || isAlias || parseImageReference(before + value.value) === undefined) return false;
    // A number in YAML is written anew: `3.10` becomes `3.1`.
    return value.isString || (before !== '' && /^[1-9]\d*$/.test(value.value));
  };
}
