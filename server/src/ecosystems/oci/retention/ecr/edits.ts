import type { Edit, Fix } from '../../../../model/finding.ts';
import type { YamlMap } from '../../../../syntax/yaml-nodes.ts';
import { fixOf, insertBefore, insertMember, removeMember } from '../policy-edits.ts';
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
  return fixOf(`Add \`${own}\``, [insertMember(text, entry, own, value)]);
}

/** Takes members out, those of them that are there. */
export function dropMembers(text: PolicyText, map: YamlMap | undefined, names: readonly string[]): Fix | undefined {
  const own = names.map(name => memberName(name, text.form)).filter(name => (map?.named(name).length ?? 0) > 0);
  const title = `Remove ${own.map(name => `\`${name}\``).join(' and ')}`;
  return own.length === 1 ? fixOf(title, [removeMember(text, map, own[0] ?? '')]) : undefined;
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
  const key = form === 'blocks' ? root.named('rule').find(entry => entry.value === before.map)?.key : undefined;
  return insertBefore(text, key ?? before.at.start, value);
}
