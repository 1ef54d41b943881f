import type { ImageSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { type Declaration, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { standsAsItIs, writtenImage } from './written-image.ts';

/** What a scalar with variables means; `undefined` where that is not certain. */
export type ReadVariables = (scalar: YamlScalar) => ImageSubject | undefined;

/**
 * Reads images by the `variables` at the top of a pipeline. A variable counts where all that the file says of it is its
 * value and images of one and the same text: then no job gives it another value, no script sees it, and a digest in the
 * value changes these images alone. Whoever starts the pipeline, and a file that includes this one, may give it another
 * value all the same (docs.gitlab.com, "CI/CD variable precedence").
 */
export function gitlabVariables(document: YamlDocument, images: readonly YamlFound[]): ReadVariables {
  const readers = new Map<string, Set<YamlScalar>>();
  for (const { value } of images) {
    if (value?.kind !== 'scalar' || !value.value.includes('$')) continue;
    for (const word of wordsOf(value.value)) readers.set(word, (readers.get(word) ?? new Set()).add(value));
  }
  const mentions = new Map<string, number>();
  if (readers.size > 0) for (const word of wordsOf(document.text)) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  const written = new Map<string, YamlFound>();
  for (const found of findPath(document.root, 'variables.*')) {
    if (found.entry !== undefined) written.set(found.entry.key.value, found);
  }
  const declarations = new Map<string, Declaration | undefined>();

  function declarationOf(name: string): Declaration | undefined {
    const reading = [...(readers.get(name) ?? [])];
    // One mention is the declaration's own.
    if (mentions.get(name) !== reading.length + 1) return undefined;
    const texts = new Set(reading.map(({ value }) => value.replace(/[{}]/g, '')));
    if (texts.size > 1) return undefined;
    const found = written.get(name);
    if (found === undefined || found.isAlias) return undefined;
    const scalar = found.value?.kind === 'map' ? findPath(found.value, 'value').at(-1)?.value : found.value;
    if (scalar?.kind !== 'scalar' || !isPlainText(scalar, document.text)) return undefined;
    return { name, value: expandWord(scalar.written, '\\', () => undefined) };
  }

  const lookup: Lookup = name => {
    if (!declarations.has(name)) declarations.set(name, declarationOf(name));
    return declarations.get(name);
  };

  return scalar => {
    if (!PLAIN.test(scalar.value)) return undefined;
    const subject = writtenImage(scalar, document.text, { runs: false, variables: lookup, holdsOnly: () => true });
    return subject?.kind === 'image' && subject.pin.where !== 'override' ? subject : undefined;
  };
}

/** The two forms that the runner expands, between what a reference is made of. */
const PLAIN = /^(?:[\w./:@-]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})+$/;

/** A value that is its own text to GitLab, which takes `1.20` for a number and writes it as `1.2`. */
function isPlainText(scalar: YamlScalar, text: string): boolean {
  const { value, written, isString } = scalar;
  const isSame = isString || /^[1-9]\d*$/.test(value);
  return isSame && /^[\w./:@-]+$/.test(value) && standsAsItIs(written, spanOf(0, value.length), text);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}
