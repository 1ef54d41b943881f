import { parseImageReference } from '../../model/image-reference.ts';
import { textUnder } from '../../model/span.ts';
import type { YamlDocument, YamlMap, YamlScalar } from './yaml.ts';
import { entryOf, findPath, type YamlFound } from './yaml-paths.ts';

/** Images that stand in a job's matrix, and are used as they stand there. */
export interface MatrixImages {
  /** The uses that the values stand for: of these nothing is left to be said. */
  readonly uses: ReadonlySet<YamlScalar>;
  readonly values: readonly YamlFound[];
}

/**
 * The values of `container: ${{ matrix.image }}`, where it is certain that a pinned value does the same as before: all of them are written out and
 * are images, and nothing else of the job reads them. `include` and `exclude` compare values with those of the lists, so a key
 * counts that stands in the lists alone or in `include` alone (docs.github.com, "Running variations of jobs in a workflow").
 */
export function matrixImages(document: YamlDocument): MatrixImages {
  const uses = new Set<YamlScalar>();
  const values: YamlFound[] = [];
  for (const { value: job, isAlias } of findPath(document.root, 'jobs.*')) {
    if (job?.kind !== 'map' || isAlias) continue;
    const text = textUnder(document.text, job.span);
    // What is shared with another job may be read there in another way.
    if (/(?:^|[\s,[{])[&*][\w-]/.test(text)) continue;
    for (const [key, using] of usesByKey(job)) {
      const found = mentions(text, key) === using.length ? valuesOf(job, key) : undefined;
      if (found === undefined) continue;
      for (const scalar of using) uses.add(scalar);
      values.push(...found);
    }
  }
  return { uses, values };
}

const USE = /^\$\{\{\s*matrix\.([A-Za-z_][\w-]*)\s*\}\}$/;

/** What is named by nothing but a key of the matrix. */
function usesByKey(job: YamlMap): Map<string, YamlScalar[]> {
  const byKey = new Map<string, YamlScalar[]>();
  for (const path of ['container', 'container.image', 'services.*', 'services.*.image']) {
    for (const { value } of findPath(job, path)) {
      const key = value?.kind === 'scalar' ? USE.exec(value.value)?.[1] : undefined;
      if (value?.kind !== 'scalar' || key === undefined) continue;
      const using = byKey.get(key) ?? [];
      byKey.set(key, using.includes(value) ? using : [...using, value]);
    }
  }
  return byKey;
}

function valuesOf(job: YamlMap, key: string): YamlFound[] | undefined {
  const matrix = findPath(job, 'strategy.matrix').at(-1)?.value;
  if (matrix?.kind !== 'map') return undefined;
  const listed = entryOf(matrix, key);
  const included = findPath(matrix, `include[].${key}`);
  if (findPath(matrix, `exclude[].${key}`).length > 0 || (listed !== undefined && included.length > 0))
    return undefined;
  // Where a list is made by an expression, so may be its items.
  if (['include', 'exclude'].some(name => entryOf(matrix, name)?.value?.kind === 'scalar')) return undefined;
  const values = listed === undefined ? included : listed.value?.kind === 'list' ? findPath(matrix, `${key}[]`) : [];
  // Without a text the job runs in no container.
  const said = values.filter(({ value }) => value !== undefined && (value.kind !== 'scalar' || value.value !== ''));
  return said.length > 0 && said.every(isImage) ? said : undefined;
}

function isImage({ value, isAlias }: YamlFound): boolean {
  return value?.kind === 'scalar' && value.isString && !isAlias && parseImageReference(value.value) !== undefined;
}

/** How often a job's text reads a key of the matrix, or the matrix as a whole, which reads all of them. */
function mentions(text: string, key: string): number {
  const wholes = text.match(/\bmatrix\b(?!\s*(?:\.|:))|matrix\s*\.\s*\*/g)?.length ?? 0;
  const keys = text.match(new RegExp(`\\bmatrix\\s*\\.\\s*${key}(?![\\w-])`, 'gi'))?.length ?? 0;
  return keys + wholes;
}
