import type { Fix } from '../../../../model/finding.ts';
import { code } from '../../../../model/plain-text.ts';
import type { PolicyFault } from '../../../../model/retention.ts';
import type { Span } from '../../../../model/span.ts';
import type { PolicyText } from '../policy-text.ts';
import type { ReadRule } from './meaning.ts';
import { areApart, isWithin } from './patterns.ts';
import { type Refuse, refuseRule, refuseTogether } from './refusals.ts';
import { placeOf, textsOf } from './rules.ts';

/**
 * What Amazon refuses in a lifecycle policy (ECR user guide, "Lifecycle policy properties"), which of its rules never
 * act, and which hardly do what they seem to. What is computed is taken for right.
 */
export function faultsOf(rules: readonly ReadRule[], text: PolicyText): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const put = (is: PolicyFault['is'], at: Span, message: string, fix?: Fix) =>
    faults.push({ is, at: text.place(at), message, ...(fix === undefined ? {} : { fixes: [fix] }) });
  const refuse: Refuse = (at, message, fix) => {
    put('invalid', at, message, fix);
  };
  for (const each of rules) refuseRule(each, text, refuse);
  refuseTogether(rules, refuse);
  if (faults.length > 0) return inOrder(faults);
  const compared = rules.length > MOST_COMPARED ? [] : rules;
  for (const each of rules) {
    const above = compared.filter(
      other => other.storageClass === each.storageClass && (other.priority ?? Infinity) < (each.priority ?? -Infinity),
    );
    const by = each.storageClass === undefined ? undefined : isWithin(each, above);
    if (by === undefined) warnOfTrap(each, (at, message) => put('trap', at, message));
    else {
      put(
        'shadowed',
        each.rule.at,
        `Rule ${code(each.name)} never acts: every image that it could take meets what rule ${code(by.name)} says of tags, and that rule alone decides then, also where it leaves the image alone. Give rule ${code(each.name)} the smaller priority, or remove it.`,
      );
    }
  }
  return inOrder(faults);
}

function inOrder(faults: readonly PolicyFault[]): PolicyFault[] {
  return faults.toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/** An image must meet all entries, and each by any of its tags: few images have a tag for each. */
function warnOfTrap({ rule, name, tagStatus }: ReadRule, warn: (at: Span, message: string) => void): void {
  if (tagStatus !== 'tagged') return;
  const { tagPatternList, tagPrefixList } = rule.fields;
  const list = tagPatternList.is === 'absent' ? tagPrefixList : tagPatternList;
  const entries = textsOf(list);
  if (entries.length > MOST_COMPARED) return;
  const patterns = entries.map(({ value }) => (list === tagPrefixList ? `${value}*` : value));
  for (const [index, a] of patterns.entries()) {
    const other = patterns.slice(index + 1).findIndex(b => areApart(a, b));
    if (other < 0) continue;
    const [first, second] = [entries[index]?.value ?? '', entries[index + 1 + other]?.value ?? ''];
    warn(
      placeOf(list, rule.at),
      `Rule ${code(name)} takes only images that have a tag for each entry: one for ${code(first)} and another one for ${code(second)}. Where either will do, give each entry a rule of its own.`,
    );
    return;
  }
}

const MOST_COMPARED = 50;
