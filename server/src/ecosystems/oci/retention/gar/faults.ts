import { code } from '../../../../model/plain-text.ts';
import type { PolicyFault } from '../../../../model/retention.ts';
import type { Span } from '../../../../model/span.ts';
import type { PolicyText } from '../policy-text.ts';
import type { GarCondition, GarPrefixes, GarRule, NameOf } from './rules.ts';

/** What Google refuses in clean-up policies, which of them never act, and where they delete nothing at all. */
export function garFaults(rules: readonly GarRule[], text: PolicyText, nameOf: NameOf): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const put = (is: PolicyFault['is'], at: Span, message: string) => faults.push({ is, at: text.place(at), message });
  const refuse = (at: Span, message: string) => put('invalid', at, message);
  const own = (name: string) => code(nameOf(name));
  const eleventh = rules[MOST_RULES];
  if (eleventh !== undefined)
    refuse(
      eleventh.at,
      `${code(eleventh.name)} is the eleventh of ${rules.length} policies, and a repository has ten.`,
    );
  for (const rule of rules) {
    const { name, action, condition, recent } = rule;
    if (rule.isActionWrong)
      refuse(rule.actionAt, `The action of ${code(name)} is ${code('Keep')} or ${code('Delete')}.`);
    if (recent !== undefined && condition !== undefined)
      refuse(
        recent.map.span,
        `${code(name)} has ${own('mostRecentVersions')} and ${own('condition')}: a policy has one of them.`,
      );
    else if (recent !== undefined && action === 'delete')
      refuse(recent.map.span, `${code(name)} deletes ${own('mostRecentVersions')}, which is only for what is kept.`);
    if (condition?.tagPrefixes !== undefined && (condition.tagState === 'any' || condition.tagState === 'untagged'))
      refuse(
        placeOf(condition, nameOf('tagPrefixes')),
        `${code(name)} has ${own('tagPrefixes')} without ${code('tagged')} for ${own('tagState')}.`,
      );
  }
  if (faults.length > 0) return faults;
  const deleters = rules.filter(({ action }) => action !== 'keep');
  const [first] = rules;
  if (deleters.length === 0 && first !== undefined)
    put(
      'trap',
      first.at,
      `${code(first.name)} keeps what no policy deletes: without one that deletes, nothing is ever removed.`,
    );
  for (const rule of deleters.filter(({ action }) => action === 'delete')) {
    const by = rules.find(other => other.action === 'keep' && isWithin(rule, other));
    if (by === undefined) continue;
    put(
      'shadowed',
      rule.at,
      `${code(rule.name)} never deletes anything: ${code(by.name)} keeps all that it is for, and what is kept is kept whatever else is said.`,
    );
  }
  return faults;
}

const MOST_RULES = 10;

function placeOf({ map }: GarCondition, name: string): Span {
  return map.named(name).at(-1)?.key.span ?? map.span;
}

/** Whether all that one policy is for is kept by another one. */
function isWithin(
  { condition: its, isUncertain }: GarRule,
  { condition: wide, isUncertain: isOpen }: GarRule,
): boolean {
  if (its === undefined || wide === undefined || isUncertain || isOpen) return false;
  const isState = wide.tagState === 'any' || (wide.tagState === its.tagState && its.tagState !== 'computed');
  return (
    isState &&
    isNarrower(its.tagPrefixes, wide.tagPrefixes) &&
    isNarrower(its.versionNamePrefixes, wide.versionNamePrefixes) &&
    isNarrower(its.packageNamePrefixes, wide.packageNamePrefixes) &&
    isWithinLimit(its.olderThan, wide.olderThan, (own, other) => own >= other) &&
    isWithinLimit(its.newerThan, wide.newerThan, (own, other) => own <= other)
  );
}

function isNarrower(its: GarPrefixes | undefined, wide: GarPrefixes | undefined): boolean {
  if (wide === undefined) return true;
  if (its === undefined || its === 'computed' || wide === 'computed') return false;
  if (its.length > MOST_COMPARED || wide.length > MOST_COMPARED) return false;
  return its.every(own => wide.some(other => own.startsWith(other)));
}

const MOST_COMPARED = 100;

function isWithinLimit(
  its: GarCondition['olderThan'],
  wide: GarCondition['olderThan'],
  holds: (its: number, wide: number) => boolean,
): boolean {
  if (wide === undefined) return true;
  return typeof its === 'number' && typeof wide === 'number' && holds(its, wide);
}
