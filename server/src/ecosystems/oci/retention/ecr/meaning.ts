import type { EcrRule, Written } from './rules.ts';

/**
 * What a rule does, for who applies it. What is not known, because it is computed or wrong, is `undefined`, and absent
 * members have what stands in for them.
 */
export interface EcrMeaning {
  /** As people write it. */
  readonly name: string;
  readonly priority: number | undefined;
  readonly storageClass: StorageClass | undefined;
  readonly tagStatus: 'tagged' | 'untagged' | 'any' | undefined;
  /** Of the tags that an image must have, one for each; a star stands for any text. Empty where it need have none. */
  readonly patterns: readonly (string | undefined)[] | undefined;
  readonly countType: CountType | undefined;
  readonly count: number | undefined;
  readonly action: 'expire' | 'transition' | undefined;
}

/** A rule as it is written and as it is meant. */
export interface ReadRule extends EcrMeaning {
  readonly rule: EcrRule;
}

export type StorageClass = 'standard' | 'archive';
export type CountType = (typeof COUNT_TYPES)[number];

export const TAG_STATUSES = ['tagged', 'untagged', 'any'] as const;
export const STORAGE_CLASSES = ['standard', 'archive'] as const;
export const COUNT_TYPES = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
] as const;
export const ACTIONS = ['expire', 'transition'] as const;

/** @param index of the rule in the text, for one without a priority */
export function meaningOf({ fields }: EcrRule, index: number, hasDefaultAction: boolean): EcrMeaning {
  const { rulePriority, countNumber, type } = fields;
  const priority = rulePriority.is === 'integer' ? rulePriority.value : undefined;
  return {
    name: priority === undefined ? `#${index + 1}` : String(priority),
    priority,
    storageClass: fields.storageClass.is === 'absent' ? 'standard' : oneOf(fields.storageClass, STORAGE_CLASSES),
    tagStatus: oneOf(fields.tagStatus, TAG_STATUSES),
    patterns: patternsOf(fields),
    countType: oneOf(fields.countType, COUNT_TYPES),
    count: countNumber.is === 'integer' ? countNumber.value : undefined,
    action: type.is === 'absent' && hasDefaultAction ? 'expire' : oneOf(type, ACTIONS),
  };
}

/** The value of a member that is one of a few words. */
export function oneOf<Word extends string>(written: Written, words: readonly Word[]): Word | undefined {
  return written.is === 'text' ? words.find(word => word === written.value) : undefined;
}

function patternsOf({ tagPatternList, tagPrefixList }: EcrRule['fields']): EcrMeaning['patterns'] {
  const list = tagPatternList.is === 'list' ? tagPatternList : tagPrefixList;
  if (list.is === 'list' && list.values.length > MOST_PATTERNS) return undefined;
  if (tagPatternList.is === 'list') return tagPatternList.values.map(each => each?.value);
  if (tagPrefixList.is === 'list') return tagPrefixList.values.map(each => each && `${each.value}*`);
  return tagPatternList.is === 'absent' && tagPrefixList.is === 'absent' ? [] : undefined;
}

/** All of them must be met: nobody writes more. */
const MOST_PATTERNS = 100;
