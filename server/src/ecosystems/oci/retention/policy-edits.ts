import type { Edit, Fix } from '../../../model/finding.ts';
import { spanOf } from '../../../model/span.ts';
import type { YamlEntry, YamlMap, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { type ObjectValue, objectText } from './object-text.ts';
import type { PolicyText } from './policy-text.ts';

/** A fix of edits that all can be written; what a policy does afterwards wants a look. */
export function fixOf(title: string, edits: readonly (Edit | undefined)[]): Fix | undefined {
  const written = edits.flatMap(edit => edit ?? []).sort((a, b) => a.span.start - b.span.start);
  if (written.length < edits.length || written.length === 0) return undefined;
  return { title, safety: 'review', edits: written };
}

/** Writes a member behind another one, as that is written; `undefined` where that cannot be done. */
export function insertMember(text: PolicyText, behind: YamlEntry, name: string, value: string): Edit | undefined {
  if (behind.value === undefined) return undefined;
  const { form } = text;
  const indent = indentAt(text, behind.key.span.start);
  if (form === 'blocks' && indent === undefined) return undefined;
  const mark = form === 'json' ? ',' : '';
  const gap = indent === undefined ? ', ' : `${mark}${newlineIn(text)}${indent}`;
  const member = form === 'json' ? `${JSON.stringify(name)}: ${JSON.stringify(value)}` : `${name} = "${value}"`;
  const { end } = behind.value.span;
  return text.edit(spanOf(end, end), gap + member);
}

/** Takes a member out that stands behind another one; `undefined` where more stands between the two. */
export function removeMember(text: PolicyText, map: YamlMap | undefined, name: string): Edit | undefined {
  const index = map?.entries.findIndex(({ key }) => key.value === name) ?? -1;
  const [before, its] = [map?.entries[index - 1]?.value, map?.entries[index]?.value];
  const key = map?.entries[index]?.key;
  if (before === undefined || its === undefined || key === undefined) return undefined;
  const between = text.text.slice(before.span.end, key.span.start);
  return /^[\s,]*$/.test(between) ? text.edit(spanOf(before.span.end, its.span.end), '') : undefined;
}

/**
 * Writes an item before another one of a list, or a block before another one of its type.
 *
 * @param before where the item begins, or the word that the block begins with
 */
export function insertBefore(text: PolicyText, before: number | YamlScalar, value: ObjectValue): Edit | undefined {
  const { form } = text;
  const start = typeof before === 'number' ? before : before.span.start;
  const indent = indentAt(text, start);
  if (typeof before !== 'number') {
    if (indent === undefined) return undefined;
    const block = `${before.value} ${objectText(value, form, indent)}\n\n${indent}`;
    return text.edit(spanOf(start, start), block.replaceAll('\n', newlineIn(text)));
  }
  const item =
    indent === undefined
      ? `${objectText(value, form, undefined)}, `
      : `${objectText(value, form, indent)},\n${indent}`.replaceAll('\n', newlineIn(text));
  return text.edit(spanOf(start, start), item);
}

/** What indents a line that begins at an offset; `undefined` where something else stands before it. */
function indentAt({ text, hasLines }: PolicyText, offset: number): string | undefined {
  const before = text.slice(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, offset);
  return hasLines && /^[ \t]*$/.test(before) && offset > before.length ? before : undefined;
}

function newlineIn({ text }: PolicyText): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
