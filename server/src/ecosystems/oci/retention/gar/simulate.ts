import type { Fate, ImageFate, RetainedImage } from '../../../../model/retention.ts';
import { type Decision, grouped, KEPT, spareReferred } from '../spare.ts';
import type { GarCondition, GarPrefixes, GarRecent, GarRule } from './rules.ts';

/**
 * Applies the clean-up policies of a repository (Artifact Registry documentation, "Configure cleanup policies"): what
 * one keeps is kept, whatever others delete, and in no order. A version is a manifest, whose name is its digest. What
 * an index that stays refers to cannot be deleted (HTTP 400, `GOOGLE_MANIFEST_DANGLING_PARENT_IMAGE`).
 *
 * @param now milliseconds since 1970
 */
export function simulateGar(
  rules: readonly GarRule[],
  images: readonly RetainedImage[],
  now: number,
): readonly ImageFate[] {
  const sorted = rules.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const met = sorted.map(rule => ({ rule, answers: answersOf(rule, images, now) }));
  const decided = images.map((_, index): Decision => decide(met.map(each => [each.rule, each.answers[index] ?? 'no'])));
  spareReferred(images, decided);
  return images.map(({ digest, tags }, index) => {
    const { fate, by } = decided[index] ?? KEPT;
    return { digest, fate, ...(by === undefined ? {} : { by }), tagsRemoved: fate === 'deleted' ? tags : [] };
  });
}

/** What becomes of a version without tags once it is old, and many came after it. */
export function untaggedGarFate(rules: readonly GarRule[]): Fate {
  const acts = rules.map(actOnOldUntagged);
  if (acts.includes('keeps')) return 'kept';
  const isOpen = rules.some(({ action }, index) => acts[index] === 'unknown' && action !== 'delete');
  if (acts.includes('deletes')) return isOpen ? 'unknown' : 'deleted';
  return acts.includes('unknown') ? 'unknown' : 'kept';
}

function actOnOldUntagged({
  action,
  condition,
  recent,
  isUncertain,
}: GarRule): 'keeps' | 'deletes' | 'none' | 'unknown' {
  if (recent !== undefined && action === 'keep') return 'none';
  if (isUncertain || action === undefined || condition === undefined) return 'unknown';
  const { tagState, tagPrefixes, versionNamePrefixes, packageNamePrefixes, newerThan } = condition;
  if (tagState === 'computed') return 'unknown';
  if (tagState === 'tagged' || tagPrefixes !== undefined) return 'none';
  if (action === 'keep' && newerThan !== undefined) return 'none';
  if (versionNamePrefixes !== undefined || packageNamePrefixes !== undefined) return 'unknown';
  return action === 'delete' ? 'deletes' : 'keeps';
}

type Answer = 'yes' | 'no' | 'unknown';

function decide(met: readonly (readonly [GarRule, Answer])[]): Decision {
  const first = (action: GarRule['action'], wanted: Answer) =>
    met.find(([rule, answer]) => rule.action === action && answer === wanted)?.[0].name;
  const keeper = first('keep', 'yes');
  if (keeper !== undefined) return { fate: 'kept', by: keeper };
  const isOpen = met.some(([{ action }, answer]) => answer === 'unknown' || (action === undefined && answer === 'yes'));
  const deleter = first('delete', 'yes');
  if (deleter === undefined) return { fate: isOpen && first('keep', 'unknown') === undefined ? 'unknown' : 'kept' };
  const mayKeep = met.some(([{ action }, answer]) => action !== 'delete' && answer !== 'no');
  return mayKeep ? { fate: 'unknown' } : { fate: 'deleted', by: deleter };
}

function answersOf(rule: GarRule, images: readonly RetainedImage[], now: number): Answer[] {
  const { condition, recent, isUncertain } = rule;
  if (isUncertain) return images.map(() => 'unknown');
  if (condition !== undefined) return images.map(image => meets(condition, image, now));
  return recent === undefined ? images.map(() => 'unknown') : recentAnswers(recent, images);
}

function meets(condition: GarCondition, image: RetainedImage, now: number): Answer {
  const age = now - image.pushedAt;
  const { tagState, tagPrefixes, versionNamePrefixes, packageNamePrefixes, olderThan, newerThan } = condition;
  const answers: readonly Answer[] = [
    stateAnswer(tagState, image),
    prefixAnswer(tagPrefixes, image.tags),
    prefixAnswer(versionNamePrefixes, [image.digest]),
    packageAnswer(packageNamePrefixes, image),
    olderThan === undefined ? 'yes' : olderThan === 'computed' ? 'unknown' : age > olderThan ? 'yes' : 'no',
    newerThan === undefined ? 'yes' : newerThan === 'computed' ? 'unknown' : age < newerThan ? 'yes' : 'no',
  ];
  return answers.find(answer => answer === 'no') ?? answers.find(answer => answer === 'unknown') ?? 'yes';
}

function stateAnswer(state: GarCondition['tagState'], { tags }: RetainedImage): Answer {
  switch (state) {
    case 'any':
      return 'yes';
    case 'computed':
      return 'unknown';
    case 'tagged':
      return tags.length > 0 ? 'yes' : 'no';
    case 'untagged':
      return tags.length === 0 ? 'yes' : 'no';
  }
}

function prefixAnswer(prefixes: GarPrefixes | undefined, names: readonly string[]): Answer {
  if (prefixes === undefined) return 'yes';
  if (names.length === 0) return 'no';
  if (prefixes === 'computed') return 'unknown';
  return names.some(name => prefixes.some(prefix => name.startsWith(prefix))) ? 'yes' : 'no';
}

function packageAnswer(prefixes: GarPrefixes | undefined, { repository }: RetainedImage): Answer {
  if (prefixes === undefined) return 'yes';
  if (repository === undefined) return 'unknown';
  return prefixAnswer(prefixes, [packageOf(repository)]);
}

/** Below the project and the repository, where both are named. */
function packageOf(repository: string): string {
  return repository.split('/').slice(2).join('/') || repository;
}

/** Of each package the newest are meant; of two of one age nobody says which is newer. */
function recentAnswers({ keepCount, packageNamePrefixes }: GarRecent, images: readonly RetainedImage[]): Answer[] {
  const answers = images.map((image): Answer => packageAnswer(packageNamePrefixes, image));
  const groups = grouped(images, ({ repository }) => repository ?? '');
  for (const group of groups.values()) {
    const times = group.map(index => images[index]?.pushedAt ?? 0).sort((a, b) => b - a);
    for (const index of group) {
      if (answers[index] === 'no') continue;
      const own = images[index]?.pushedAt ?? 0;
      const newer = countBefore(times, time => time > own);
      const others = countBefore(times, time => time >= own) - 1;
      const isRecent: Answer =
        keepCount === 'computed' ? 'unknown' : others < keepCount ? 'yes' : newer >= keepCount ? 'no' : 'unknown';
      if (isRecent !== 'yes') answers[index] = isRecent;
    }
  }
  return answers;
}

/** How many of a sorted list come first that something holds of. */
function countBefore(times: readonly number[], holds: (time: number) => boolean): number {
  let low = 0;
  for (let high = times.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (holds(times[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
