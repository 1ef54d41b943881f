import type { Edit, Fix } from '../../../../model/finding.ts';
import type { YamlEntry } from '../../../../syntax/yaml-nodes.ts';
import { fixOf, insertBefore, insertMember } from '../policy-edits.ts';
import type { PolicyText } from '../policy-text.ts';
import type { GarCondition, GarRule, NameOf } from './rules.ts';

/** Where the policies are written, for who changes them. */
export interface GarPlace {
  readonly text: PolicyText;
  readonly nameOf: NameOf;
  /** Where another policy can be written before these; absent where they have names for keys. */
  readonly before?: Parameters<typeof insertBefore>[1];
}

const PLENTY = 1000;
const YEAR = '365d';
const DAY = 86_400_000;

/** What makes policies spare versions with tags of releases, or those without tags. */
export function garFixes(
  rules: readonly GarRule[],
  place: GarPlace,
  spare: 'releases' | 'untagged' | 'indexes',
): Fix[] {
  switch (spare) {
    case 'releases':
      return [onlyUntagged(rules, place), keepReleases(place), raisedCount(rules, place)].flatMap(fix => fix ?? []);
    case 'untagged':
      return [later(rules, place)].flatMap(fix => fix ?? []);
    case 'indexes':
      return [];
  }
}

/** For policies that delete versions whatever tags they have. */
function onlyUntagged(rules: readonly GarRule[], { text, nameOf }: GarPlace): Fix | undefined {
  const deleters = rules.filter(({ action }) => action === 'delete');
  const wide = deleters.filter(({ condition }) => condition?.tagState === 'any' && condition.tagPrefixes === undefined);
  if (wide.length === 0 || deleters.some(({ condition }) => condition?.tagState === 'tagged')) return undefined;
  return fixOf(
    'Delete untagged versions only',
    wide.map(({ condition }) => condition && stateEdit(condition, text, nameOf)),
  );
}

function stateEdit({ map }: GarCondition, text: PolicyText, nameOf: NameOf): Edit | undefined {
  const name = nameOf('tagState');
  const word = text.form === 'json' ? 'untagged' : 'UNTAGGED';
  const entry = map.named(name).at(-1);
  if (entry?.value !== undefined) return text.edit(entry.value.span, `"${word}"`);
  const last: YamlEntry | undefined = map.entries.at(-1);
  return last && insertMember(text, last, name, word);
}

/** Prefixes are all that can be said of tags. */
function keepReleases({ text, nameOf, before }: GarPlace): Fix | undefined {
  if (before === undefined) return undefined;
  const isJson = text.form === 'json';
  const condition = { [nameOf('tagState')]: isJson ? 'tagged' : 'TAGGED', [nameOf('tagPrefixes')]: ['v'] };
  const action = isJson ? { type: 'Keep' } : 'KEEP';
  return fixOf('Keep versions with a tag that begins with `v`', [
    insertBefore(text, before, { [nameOf('name')]: 'keep-releases', action, condition }),
  ]);
}

function raisedCount(rules: readonly GarRule[], { text, nameOf }: GarPlace): Fix | undefined {
  const edits = rules.flatMap(({ action, recent }) => {
    if (action !== 'keep' || recent === undefined || recent.packageNamePrefixes !== undefined) return [];
    const value = recent.map.named(nameOf('keepCount')).at(-1)?.value;
    if (value === undefined || recent.keepCount === 'computed' || recent.keepCount >= PLENTY) return [];
    return [text.edit(value.span, String(PLENTY))];
  });
  return fixOf(`Keep ${PLENTY} versions`, edits);
}

function later(rules: readonly GarRule[], { text, nameOf }: GarPlace): Fix | undefined {
  const edits = rules.flatMap(({ action, condition }) => {
    if (action !== 'delete' || condition === undefined || condition.tagState === 'tagged') return [];
    const value = condition.map.named(nameOf('olderThan')).at(-1)?.value;
    if (value === undefined || typeof condition.olderThan !== 'number' || condition.olderThan >= 365 * DAY) return [];
    return [text.edit(value.span, `"${YEAR}"`)];
  });
  return fixOf('Wait 365 days', edits);
}
