import type { Edit } from '../model/finding.ts';
import type { Located, Variables } from '../model/pipeline.ts';
import { spanOf } from '../model/span.ts';
import type { TracedText } from '../syntax/traced-text.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../syntax/yaml-nodes.ts';
import { placesOf } from '../syntax/yaml-paths.ts';

/**
 * What the entries of a map give, by their names; later entries of a name count. What is no scalar gives nothing.
 *
 * @param nameOf how a name is looked up
 */
export function variablesOf(
  map: YamlNode | undefined,
  text: string,
  nameOf: (name: string) => string = name => name,
): Variables {
  const variables = new Map<string, Located>();
  if (map?.kind !== 'map') return variables;
  for (const { entry, value, map: writtenIn, isAlias } of placesOf(map)) {
    if (entry === undefined || value?.kind !== 'scalar') continue;
    const removal = isAlias || writtenIn !== map ? undefined : removalOf(entry, map, text);
    const its = { text: value.value, at: value.span, ...(removal === undefined ? {} : { removal }) };
    variables.set(nameOf(entry.key.value), its);
  }
  return variables;
}

/** The variables of several places, the later ones before the earlier. */
export function together(...all: readonly Variables[]): Variables {
  return new Map(all.flatMap(each => [...each]));
}

/** Texts as the lines of one. */
export function joinedTexts(texts: readonly TracedText[]): TracedText {
  const at: number[] = [];
  for (const each of texts) {
    for (const place of each.at) at.push(place);
    at.push((at.at(-1) ?? 0) + 1);
  }
  return { text: texts.map(each => `${each.text}\n`).join(''), at };
}

/** Whether a value has an anchor, so that it may stand elsewhere too. */
export function isAnchored({ behindColon, value }: YamlEntry, text: string): boolean {
  return value !== undefined && /(?:^|\s)&\S/.test(text.slice(behindColon, value.span.start));
}

/** The lines of one entry of a block map; `undefined` where it does not have them for itself, or is the only one. */
function removalOf(entry: YamlEntry, map: YamlMap, text: string): Edit | undefined {
  if (map.flow || map.entries.length < 2 || entry.value === undefined || isAnchored(entry, text)) return undefined;
  const start = text.lastIndexOf('\n', entry.key.span.start - 1) + 1;
  if (text.slice(start, entry.key.span.start).trim() !== '') return undefined;
  const end = lineEnd(text, Math.max(start, entry.value.span.end - 1));
  // Of the last line of a text the break before it goes.
  const isLast = !text.slice(start, end).endsWith('\n');
  const from = isLast ? (/\r?\n$/.exec(text.slice(0, start))?.index ?? start) : start;
  return { span: spanOf(from, end), expects: text.slice(from, end), put: '' };
}

/** Behind the line break of the line in which an offset is, or at the end of the text. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
