import type { Fate, ImageFate, RetainedImage } from '../../../../model/retention.ts';
import { intervalInWords } from '../durations.ts';
import { perRepository } from '../per-repository.ts';
import { type Answer, unknownFates } from '../simulation.ts';
import {
  type CleanUpPolicy,
  type CleanUpUse,
  isComputed,
  isFor,
  MOST_PATTERNS,
  matchesStars,
  packagesCover,
} from './clean-up-action.ts';

/**
 * The first two versions of `snok/container-retention-policy` (`main.py` of 2.2.1), with inputs of their own. They know
 * no indexes.
 */
export function olderPolicy({ input }: CleanUpUse): CleanUpPolicy {
  const listed = (name: string) => {
    if (isComputed(input(name)) || input(name).includes('[')) return undefined;
    const texts = input(name)
      .split(',')
      .flatMap(each => (each.trim() === '' ? [] : [each.trim()]));
    return texts.length > MOST_PATTERNS ? undefined : texts;
  };
  const keeps = input('keep-at-least') || '0';
  const given: Given = {
    cutOff: cutOffOf(input('cut-off')),
    untaggedOnly: flagOf(input('untagged-only'), 'no'),
    takesUntagged: flagOf(input('filter-include-untagged'), 'yes'),
    only: listed('filter-tags'),
    never: listed('skip-tags'),
    keeps: /^\d{1,9}$/.test(keeps) ? Number(keeps) : undefined,
  };
  const names = listed('image-names');
  const covers = packagesCover(input('org-name'), names?.length === 0 ? undefined : names);
  return {
    ...{ kind: 'container-retention-policy', covers, faults: [], knowsIndexes: false },
    isIdle: !/^(?:false)?$/i.test(input('dry-run')),
    untagged: untaggedFate(given),
    ...(given.only === undefined || given.only.length === 0 ? {} : { tags: given.only }),
    simulate: (images, now) => perRepository(images, isFor(covers), own => simulate(own, given, now)),
    fixes: () => [],
  };
}

interface Given {
  /** In milliseconds before now; `undefined`: not known. */
  readonly cutOff: number | undefined;
  readonly untaggedOnly: Answer;
  readonly takesUntagged: Answer;
  readonly only: readonly string[] | undefined;
  readonly never: readonly string[] | undefined;
  readonly keeps: number | undefined;
}

function flagOf(text: string, byDefault: Answer): Answer {
  if (text === '') return byDefault;
  return isComputed(text) ? 'unknown' : /^(?:true|yes|y|on|t|1)$/i.test(text) ? 'yes' : 'no';
}

/** Such as `2 weeks ago UTC`; of all that `dateparser` reads besides nothing is known. */
function cutOffOf(text: string): number | undefined {
  const [, interval] = /^(.{1,80}?)\s+ago(?:\s+\S{1,30})?$/i.exec(text) ?? [];
  return interval === undefined ? undefined : intervalInWords(interval);
}

function untaggedFate({ takesUntagged, only, keeps }: Given): Fate {
  if (takesUntagged === 'no') return 'kept';
  if (takesUntagged === 'unknown' || only === undefined || keeps === undefined) return 'unknown';
  // Tags that are asked for leave those without alone, unless so many are to be kept: then only the number counts.
  return only.length > 0 && keeps === 0 ? 'kept' : 'deleted';
}

function simulate(images: readonly RetainedImage[], given: Given, now: number): readonly ImageFate[] {
  const { cutOff, untaggedOnly, takesUntagged, only, never, keeps } = given;
  const isTold = cutOff !== undefined && only !== undefined && never !== undefined && keeps !== undefined;
  if (!isTold || untaggedOnly === 'unknown' || takesUntagged === 'unknown') return unknownFates(images);
  const times = new Set(images.map(({ pushedAt }) => pushedAt));
  // The newest come first, and of two of one age nobody says which.
  if (keeps > 0 && times.size < images.length) return unknownFates(images);
  const order = images.map((_, index) => index);
  order.sort((a, b) => (images[b]?.pushedAt ?? 0) - (images[a]?.pushedAt ?? 0));
  const isTaken = new Set<number>();
  for (const [place, index] of order.entries()) {
    const image = images[index];
    if (image === undefined || now - cutOff < image.pushedAt) continue;
    const { tags } = image;
    if ((untaggedOnly === 'yes' && tags.length > 0) || (tags.length === 0 && takesUntagged === 'no')) continue;
    const isMeant = only.length === 0 || hasSome(tags, only);
    const goes = keeps > 0 ? place + 1 - isTaken.size > keeps : isMeant;
    if (goes && !hasSome(tags, never)) isTaken.add(index);
  }
  return images.map(
    ({ digest, tags }, index): ImageFate =>
      isTaken.has(index) ? { digest, fate: 'deleted', tagsRemoved: tags } : { digest, fate: 'kept', tagsRemoved: [] },
  );
}

function hasSome(tags: readonly string[], patterns: readonly string[]): boolean {
  return tags.some(tag => patterns.some(pattern => matchesStars(pattern, tag)));
}
