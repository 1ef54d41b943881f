import type { Fix } from '../../../../model/finding.ts';
import { code } from '../../../../model/plain-text.ts';
import type { Span } from '../../../../model/span.ts';
import type { PolicyText } from '../policy-text.ts';
import { addMember, dropMembers, replaceValue } from './edits.ts';
import { ACTIONS, COUNT_TYPES, oneOf, type ReadRule, STORAGE_CLASSES, TAG_STATUSES } from './meaning.ts';
import { memberName, placeOf, type RuleField, textsOf } from './rules.ts';

/** Says that something is refused: where, a sentence, and what mends it where that is one thing. */
export type Refuse = (at: Span, message: string, fix?: Fix) => void;

/** What Amazon refuses in one rule. */
export function refuseRule(read: ReadRule, text: PolicyText, refuse: Refuse): void {
  const { rule } = read;
  const { fields } = rule;
  const own = (name: string) => code(memberName(name, text.form));
  const who = `Rule ${code(read.name)}`;
  const hasDefaultAction = text.form === 'blocks';

  /** A member that must be there and be one of some words. */
  function word(name: RuleField, words: readonly string[], isNeeded: boolean): void {
    const written = fields[name];
    if (written.is === 'computed') return;
    if (written.is === 'absent') {
      if (isNeeded) refuse(rule.at, `${who} has no ${own(name)}, which is one of ${listed(words)}.`);
    } else if (oneOf(written, words) === undefined) {
      refuse(written.at, `${own(name)} of rule ${code(read.name)} is one of ${listed(words)}, and nothing else.`);
    }
  }

  /** A member that is a whole number. */
  function number(name: RuleField): void {
    const written = fields[name];
    if (written.is === 'absent') refuse(rule.at, `${who} has no ${own(name)}, which is a whole number from 1 on.`);
    else if (written.is === 'integer' ? written.value < 1 : written.is !== 'computed')
      refuse(placeOf(written, rule.at), `${own(name)} of rule ${code(read.name)} is a whole number from 1 on.`);
  }

  number('rulePriority');
  word('tagStatus', TAG_STATUSES, true);
  word('storageClass', STORAGE_CLASSES, false);
  word('countType', COUNT_TYPES, true);
  word('countUnit', ['days'], false);
  number('countNumber');
  word('type', ACTIONS, !hasDefaultAction);
  word('targetStorageClass', ['archive'], false);
  refuseTags(read, who, own, text, refuse);
  refuseCount(read, who, own, text, refuse);
}

function refuseTags(
  { rule, tagStatus, name }: ReadRule,
  who: string,
  own: (name: string) => string,
  text: PolicyText,
  refuse: Refuse,
): void {
  const { tagPatternList, tagPrefixList } = rule.fields;
  const lists = [tagPatternList, tagPrefixList].filter(({ is }) => is !== 'absent');
  const [first] = lists;
  for (const list of lists) {
    if (list.is === 'text' || list.is === 'integer' || list.is === 'other')
      refuse(placeOf(list, rule.at), `${who} needs a list of texts here.`);
  }
  if (tagStatus === 'tagged' && (first === undefined || (first.is === 'list' && first.values.length === 0)))
    refuse(
      first === undefined ? rule.at : placeOf(first, rule.at),
      `${who} is for tagged images and does not say which: it needs entries in ${own('tagPatternList')} or in ${own('tagPrefixList')}.`,
    );
  if (tagStatus === 'untagged' && first !== undefined)
    refuse(
      placeOf(first, rule.at),
      `${who} is for untagged images, and takes neither ${own('tagPatternList')} nor ${own('tagPrefixList')}.`,
      dropMembers(text, rule.selection, ['tagPatternList', 'tagPrefixList']),
    );
  if (lists.length === 2)
    refuse(
      placeOf(tagPrefixList, rule.at),
      `${who} has both ${own('tagPatternList')} and ${own('tagPrefixList')}, of which a rule takes one.`,
    );
  for (const { at, value } of textsOf(tagPatternList)) {
    if (value.split('*').length - 1 > MOST_STARS)
      refuse(at, `The pattern ${code(value)} of rule ${code(name)} has more than four stars.`);
  }
}

const MOST_STARS = 4;

function refuseCount(
  { rule, countType, action, count }: ReadRule,
  who: string,
  own: (name: string) => string,
  text: PolicyText,
  refuse: Refuse,
): void {
  const { countUnit, countNumber, storageClass, targetStorageClass, type } = rule.fields;
  const counts = rule.fields.countType;
  const isArchive = storageClass.is === 'absent' ? false : oneOf(storageClass, STORAGE_CLASSES);
  const at = placeOf(counts, rule.at);
  if (countType === 'imageCountMoreThan' && countUnit.is !== 'absent')
    refuse(
      placeOf(countUnit, rule.at),
      `${who} has ${own('countUnit')} beside ${code(countType)}, which counts images and takes no unit.`,
      dropMembers(text, rule.selection, ['countUnit']),
    );
  if (countType?.startsWith('since') === true && countUnit.is === 'absent')
    refuse(
      at,
      `${who} has ${code(countType)} without ${own('countUnit')}, which is ${code('days')}.`,
      addMember(text, rule.selection, 'countType', 'countUnit', 'days'),
    );
  if (countType === 'sinceImagePulled' && action === 'expire')
    refuse(
      at,
      `${who} has ${code('sinceImagePulled')} with ${code('expire')}, but what is not pulled can only be moved to the archive.`,
    );
  if (countType === 'sinceImageTransitioned') {
    if (isArchive === false || isArchive === 'standard')
      refuse(
        at,
        `${who} has ${code('sinceImageTransitioned')}, which is about images in the archive, without ${code('archive')} for ${own('storageClass')}.`,
      );
    if (action === 'transition')
      refuse(placeOf(type, rule.at), `${who} moves to the archive what ${code('sinceImageTransitioned')} finds there.`);
    if (count !== undefined && count >= 1 && count < LEAST_ARCHIVED)
      refuse(
        placeOf(countNumber, rule.at),
        `${who} expires what is archived for ${count} days, and what is archived is kept for ${LEAST_ARCHIVED} at least.`,
        replaceValue(text, countNumber, String(LEAST_ARCHIVED), `Wait ${LEAST_ARCHIVED} days`),
      );
  } else if (isArchive === 'archive' && countType !== undefined) {
    refuse(
      placeOf(storageClass, rule.at),
      `${who} is for the archive, where ${code('sinceImageTransitioned')} alone counts, and not ${code(countType)}.`,
    );
  }
  if (action === 'transition' && targetStorageClass.is === 'absent')
    refuse(
      placeOf(type, rule.at),
      `${who} does not say where images are moved to: ${own('targetStorageClass')} is ${code('archive')}.`,
      addMember(text, rule.action, 'type', 'targetStorageClass', 'archive'),
    );
}

const LEAST_ARCHIVED = 90;

/** What it refuses in rules because of others. */
export function refuseTogether(rules: readonly ReadRule[], refuse: Refuse): void {
  const byPriority = new Map<number, ReadRule>();
  for (const read of rules) {
    const { priority, rule, name } = read;
    if (priority === undefined) continue;
    const before = byPriority.get(priority);
    if (before === undefined) byPriority.set(priority, read);
    else
      refuse(
        placeOf(rule.fields.rulePriority, rule.at),
        `Two rules have the priority ${code(name)}: each has its own.`,
      );
  }
  for (const storageClass of STORAGE_CLASSES) {
    const its = rules.filter(read => read.storageClass === storageClass);
    const last = its.reduce((most, { priority = 0 }) => Math.max(most, priority), 0);
    const isKnown = its.every(({ priority }) => priority !== undefined);
    for (const { tagStatus, priority, rule, name } of its) {
      if (!isKnown || tagStatus !== 'any' || priority === last || priority === undefined) continue;
      refuse(
        placeOf(rule.fields.rulePriority, rule.at),
        `Rule ${code(name)} is for any image, and must have the greatest priority of the rules for its storage class: ${code(String(last))} is greater.`,
      );
    }
    for (const { rule, name } of its.filter(({ tagStatus }) => tagStatus === 'untagged').slice(1))
      refuse(
        placeOf(rule.fields.tagStatus, rule.at),
        `Rule ${code(name)} is one more rule for untagged images: there is one at most for each storage class.`,
      );
    const prefixes = new Set<string>();
    for (const { rule, name, tagStatus } of its) {
      if (tagStatus !== 'tagged') continue;
      const own = new Set<string>();
      for (const { at, value } of textsOf(rule.fields.tagPrefixList)) {
        if (prefixes.has(value)) refuse(at, `The prefix ${code(value)} of rule ${code(name)} is in another rule too.`);
        own.add(value);
      }
      for (const value of own) prefixes.add(value);
    }
  }
}

function listed(words: readonly string[]): string {
  const [last = '', ...others] = words.map(word => code(word)).reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
