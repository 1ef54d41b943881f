import type { Edit, Fix } from '../../../../model/finding.ts';
import { spanOf } from '../../../../model/span.ts';
import type { YamlMap } from '../../../../syntax/yaml-nodes.ts';
import { objectText } from '../object-text.ts';
import type { PolicyText } from '../policy-text.ts';
import { type EcrRule, memberName, type Written } from './rules.ts';

/** Puts something in place of a member's value; `undefined` where it cannot be written. */
export function replaceValue(text: PolicyText, written: Written, put: string, title: string): Fix | undefined {
  return written.is === 'absent' ? undefined : fixOf(title, [text.edit(written.at, put)]);
}

/** Writes a member behind another one. */
export function addMember(
  text: PolicyText,
  map: YamlMap | undefined,
  behind: string,
  name: string,
  value: string,
): Fix | undefined {
  const entry = map?.named(memberName(behind, text.form)).at(-1);
  if (entry?.value === undefined) return undefined;
  const own = memberName(name, text.form);
  const indent = indentAt(text, entry.key.span.start);
  const mark = text.form === 'json' ? ',' : '';
  const gap = indent === undefined ? `${mark || ','} ` : `${mark}${newlineIn(text)}${indent}`;
  const member = text.form === 'json' ? `${JSON.stringify(own)}: ${JSON.stringify(value)}` : `${own} = "${value}"`;
  if (text.form === 'blocks' && indent === undefined) return undefined;
  const { end } = entry.value.span;
  return fixOf(`Add \`${own}\``, [text.edit(spanOf(end, end), gap + member)]);
}

/** A rule that is to be written, by the names that its members have in JSON. */
export interface NewRule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection: Readonly<Record<string, string | number | readonly string[]>>;
  readonly action: Readonly<Record<string, string>>;
}

/** Writes a rule before another one. */
export function addRule(text: PolicyText, root: YamlMap, before: EcrRule, rule: NewRule): Edit | undefined {
  const { form } = text;
  const renamed = (map: Readonly<Record<string, string | number | readonly string[]>>) =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [memberName(name, form), value]));
  const { rulePriority, description, selection, action } = rule;
  const value = {
    ...renamed({ rulePriority, description }),
    ...{ selection: renamed(selection), action: renamed(action) },
  };
  if (form === 'blocks') {
    const key = root.named('rule').find(entry => entry.value === before.map)?.key;
    const indent = key && indentAt(text, key.span.start);
    if (key === undefined || indent === undefined) return undefined;
    const put = `rule ${objectText(value, form, indent)}\n\n${indent}`;
    return text.edit(spanOf(key.span.start, key.span.start), put.replaceAll('\n', newlineIn(text)));
  }
  const { start } = before.at;
  const indent = indentAt(text, start);
  const put =
    indent === undefined
      ? `${objectText(value, form, undefined)}, `
      : `${objectText(value, form, indent)},\n${indent}`.replaceAll('\n', newlineIn(text));
  return text.edit(spanOf(start, start), put);
}

/** A fix of edits that all can be written. */
export function fixOf(title: string, edits: readonly (Edit | undefined)[]): Fix | undefined {
  const written = edits.flatMap(edit => edit ?? []).sort((a, b) => a.span.start - b.span.start);
  if (written.length < edits.length || written.length === 0) return undefined;
  return { title, safety: 'review', edits: written };
}

/** What indents a line that begins at an offset; `undefined` where something else stands before it. */
function indentAt({ text, hasLines }: PolicyText, offset: number): string | undefined {
  const before = text.slice(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, offset);
  return hasLines && /^[ \t]*$/.test(before) && offset > before.length ? before : undefined;
}

function newlineIn({ text }: PolicyText): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
