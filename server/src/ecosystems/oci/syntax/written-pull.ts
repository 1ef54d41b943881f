import type { Pull } from '../../../model/reference.ts';
import { entryOf, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { contentSpan } from './written-image.ts';

/**
 * The pull policy that stands beside an image, for kinds of files that say nothing certain where none is written.
 * `words` are the kind's own words for it, in lower case; `always` is the one that asks at every start.
 */
export function writtenPull(
  { owner, map, isAlias }: YamlFound,
  key: string,
  words: Readonly<Record<string, Pull['policy']>>,
  always: string,
): Pull | undefined {
  // An image that several maps share has several policies.
  if (owner === undefined || owner !== map || isAlias) return undefined;
  const written = entryOf(owner, key);
  if (written?.value?.kind !== 'scalar') return undefined;
  const word = written.value.value.toLowerCase();
  const policy = Object.hasOwn(words, word) ? words[word] : undefined;
  if (policy === undefined) return undefined;
  const span = contentSpan(written.value);
  const isOwn = written.map === owner && !written.isAlias;
  return {
    policy,
    written: span,
    ...(isOwn ? { always: { slot: { span, before: '', after: '' }, text: always } } : {}),
  };
}
