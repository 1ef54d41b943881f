import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';

/**
 * Tells what a job's `container` may be: what stands there, or for `$[ variables['image'] ]` the values in the job's
 * own matrix, where nothing else in the file names that variable, so that no script and no other value of it hangs on
 * them (learn.microsoft.com, "Define container jobs"; names of variables are told without regard to their case).
 */
export function containersOfJobs({ text }: YamlDocument): (job: YamlMap) => YamlFound[] {
  let words: ReadonlyMap<string, number> | undefined;
  let left = MOST_LEGS;

  function mentions(name: string): number {
    words ??= countWords(text);
    return words.get(name.toLowerCase()) ?? 0;
  }

  return job =>
    findPath(job, 'container').flatMap(found => {
      const name = found.value?.kind === 'scalar' ? variableIn(found.value.value) : undefined;
      if (name === undefined || left < 0) return [found];
      left -= findPath(job, 'strategy.matrix.*').length;
      const values = findPath(job, `strategy.matrix.*.${name}`);
      const areWritten = values.every(({ value, isAlias }) => value?.kind === 'scalar' && !isAlias);
      return values.length > 0 && areWritten && mentions(name) === values.length + 1 ? values : [found];
    });
}

// All matrices of a file together, as a matrix may be an anchor's and its jobs many. A pipeline's matrix has at most
// 256 legs.
const MOST_LEGS = 10_000;

function variableIn(written: string): string | undefined {
  const [, quoted, dotted] = /^\$\[\s*variables(?:\[\s*'(\w+)'\s*\]|\.(\w+))\s*\]$/.exec(written) ?? [];
  return quoted ?? dotted;
}

function countWords(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}
