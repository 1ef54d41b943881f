import { code } from '../../../../model/plain-text.ts';
import type { ImageFate, PolicyFault, RetainedImage } from '../../../../model/retention.ts';
import { boundedExpression } from '../../../../patterns/regular-expression.ts';
import { intervalInWords } from '../durations.ts';
import { simulatedPerRepository } from '../per-repository.ts';
import { areNewest } from '../simulation.ts';
import { grouped } from '../spare.ts';
import {
  type CleanUpAction,
  type CleanUpUse,
  isComputed,
  isFor,
  MOST_PATTERNS,
  matchesStars,
  packagesCover,
} from './clean-up-action.ts';

/**
 * `dataaxiom/ghcr-cleanup-action` (its `src/config.ts`, `cleanup-orchestrator.ts`, `deletion-strategy.ts`,
 * `image-filter.ts`, `image-deleter.ts`). It works on what no index refers to, and takes what belongs to that with it.
 */
export const ghcrCleanupAction: CleanUpAction = {
  action: 'dataaxiom/ghcr-cleanup-action',
  policyOf(use) {
    const { input } = use;
    const given = givenTo(use);
    const faults = faultsOf(use);
    const isRefused = faults.some(({ is }) => is === 'invalid');
    const packages = input('package') || input('packages');
    const isPattern = input('use-regex').toLowerCase() === 'true';
    const names = packages === '' || isPattern ? undefined : packages.split(',').map(each => each.trim());
    const [host] = /^[\w.:-]+/.exec(input('registry-url').replace(/^https?:\/\//, '')) ?? [];
    const cover = packagesCover(input('owner'), names);
    const covers = host === undefined ? cover : { ...cover, hosts: host };
    return {
      ...{ kind: 'ghcr-cleanup-action', covers, faults, knowsIndexes: true },
      isIdle: !/^(?:false)?$/i.test(input('dry-run')),
      untagged: isRefused || given.isOpen ? 'unknown' : takesUntagged(given) ? 'deleted' : 'kept',
      ...(given.tags === undefined || isPattern ? {} : { tags: given.tags.split(',').map(each => each.trim()) }),
      simulate: simulatedPerRepository({ isUnknown: isRefused || given.isOpen, isFor: isFor(cover) }, (own, now) =>
        simulate(own, given, now),
      ),
      fixes: () => [],
    };
  },
};

type Matches = (text: string) => boolean;

interface Given {
  /** Set where something that decides is not known. */
  readonly isOpen: boolean;
  readonly tags: string | undefined;
  readonly deletes: Matches | undefined;
  readonly excludes: Matches | undefined;
  /** In milliseconds. */
  readonly olderThan: number;
  readonly keepsTagged: number | undefined;
  readonly keepsUntagged: number | undefined;
  readonly deletesUntagged: boolean;
  /** Whether indexes go of which something is missing, or what is attached to nothing. */
  readonly takesBroken: boolean;
}

const BROKEN = ['delete-ghost-images', 'delete-partial-images', 'delete-orphaned-images'];
/** Those of which one must be set, else all without a tag go. */
const CHOICES = ['tags', 'delete-tags', ...BROKEN, 'keep-n-untagged', 'keep-n-tagged'];

function givenTo({ input }: CleanUpUse): Given {
  const isPattern = input('use-regex').toLowerCase() === 'true';
  const tags = input('tags') || input('delete-tags');
  const [deletes, excludes] = [tags, input('exclude-tags')].map(text =>
    text === '' ? undefined : (matcherOf(text, isPattern) ?? 'open'),
  );
  const olderThan = input('older-than') === '' ? 0 : intervalInWords(input('older-than'));
  const isComputedAnywhere = [...CHOICES, 'delete-untagged', 'use-regex'].some(name => isComputed(input(name)));
  return {
    isOpen: isComputedAnywhere || deletes === 'open' || excludes === 'open' || olderThan === undefined,
    tags: tags === '' ? undefined : tags,
    deletes: deletes === 'open' ? undefined : deletes,
    excludes: excludes === 'open' ? undefined : excludes,
    olderThan: olderThan ?? 0,
    keepsTagged: countOf(input('keep-n-tagged')),
    keepsUntagged: countOf(input('keep-n-untagged')),
    deletesUntagged:
      input('delete-untagged') === ''
        ? CHOICES.every(name => input(name) === '')
        : input('delete-untagged').toLowerCase() === 'true',
    takesBroken: BROKEN.some(name => input(name).toLowerCase() === 'true'),
  };
}

function countOf(text: string): number | undefined {
  const [digits] = /^\d{1,9}/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Of a list with commas, whose parts keep their blanks; `undefined` for what is not known. */
function matcherOf(text: string, isPattern: boolean): Matches | undefined {
  if (isComputed(text)) return undefined;
  if (isPattern) {
    const expression = boundedExpression(text);
    return expression === undefined ? undefined : each => expression.finds(each);
  }
  if (/[!\\[\]{}()]/.test(text)) return undefined;
  const patterns = text.split(',').map(each => each.replaceAll('**', '*'));
  if (patterns.length > MOST_PATTERNS) return undefined;
  return each => patterns.some(pattern => matchesStars(pattern, each));
}

function takesUntagged({ deletesUntagged, keepsUntagged }: Given): boolean {
  return deletesUntagged || keepsUntagged !== undefined;
}

function simulate(images: readonly RetainedImage[], given: Given, now: number): readonly ImageFate[] {
  const { deletes, excludes, olderThan, keepsTagged, keepsUntagged, deletesUntagged, takesBroken } = given;
  const places = grouped(images, ({ digest }) => digest);
  const own = new Set(ownImages(images, places));
  for (const index of own) {
    const image = images[index];
    if (image === undefined) continue;
    const isExcluded = excludes !== undefined && [...image.tags, image.digest].some(excludes);
    if (isExcluded || (olderThan > 0 && image.pushedAt >= now - olderThan)) own.delete(index);
  }
  const fates = new Map<number, { readonly fate: 'deleted' | 'unknown'; readonly by: string }>();
  const untagged = new Map<number, readonly string[]>();

  /** Takes all but the newest so many. */
  const takeOld = (indexes: readonly number[], count: number, by: string): void => {
    const newest = areNewest(
      indexes.map(index => images[index]?.pushedAt ?? 0),
      count,
    );
    for (const [place, index] of indexes.entries())
      if (newest[place] !== 'yes') fates.set(index, { fate: newest[place] === 'no' ? 'deleted' : 'unknown', by });
  };

  const named = [...own].flatMap(index => {
    const { digest = '', tags = [] } = images[index] ?? {};
    const matched = deletes === undefined ? [] : tags.filter(deletes);
    const isByDigest = deletes?.(digest) === true;
    return matched.length > 0 || isByDigest
      ? [{ index, matched, isWhole: isByDigest || matched.length === tags.length }]
      : [];
  });
  if (deletes !== undefined && keepsTagged === undefined)
    for (const { index, matched, isWhole } of named) {
      if (isWhole) fates.set(index, { fate: 'deleted', by: 'delete-tags' });
      else untagged.set(index, matched);
    }
  else if (deletes !== undefined && keepsTagged !== undefined) {
    // What is kept loses no tag, and what has others loses those that are named.
    const tagged = named.filter(({ matched }) => matched.length > 0);
    takeOld(
      tagged.map(({ index }) => index),
      keepsTagged,
      'keep-n-tagged',
    );
    for (const { index, matched, isWhole } of tagged) {
      if (isWhole || fates.get(index)?.fate !== 'deleted') continue;
      fates.delete(index);
      untagged.set(index, matched);
    }
  } else if (keepsTagged !== undefined) {
    const tagged = [...own].filter(index => (images[index]?.tags.length ?? 0) > 0);
    takeOld(tagged, keepsTagged, 'keep-n-tagged');
  }
  const bare = [...own].filter(index => images[index]?.tags.length === 0);
  if (keepsUntagged !== undefined) takeOld(bare, keepsUntagged, 'keep-n-untagged');
  else if (deletesUntagged) for (const index of bare) fates.set(index, { fate: 'deleted', by: 'delete-untagged' });
  takeBelow(images, places, fates);
  return images.map(({ digest, tags, children = [], subject }, index): ImageFate => {
    const taken = fates.get(index);
    const isBroken =
      takesBroken && (children.some(child => !places.has(child)) || (subject !== undefined && !places.has(subject)));
    if (taken === undefined)
      return { digest, fate: isBroken ? 'unknown' : 'kept', tagsRemoved: untagged.get(index) ?? [] };
    return { digest, ...taken, tagsRemoved: taken.fate === 'deleted' ? tags : [] };
  });
}

/** Those that no index refers to and that are attached to nothing, by a subject or by a tag that tells a digest. */
function ownImages(
  images: readonly RetainedImage[],
  places: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  const children = new Set(images.flatMap(each => each.children ?? []));
  return images.flatMap(({ digest, subject, tags }, index) => {
    const isAttached = subject !== undefined || tags.some(tag => attachedTo(tag, places));
    return isAttached || children.has(digest) ? [] : [index];
  });
}

function attachedTo(tag: string, places: ReadonlyMap<string, readonly number[]>): boolean {
  const [, hex] = /^sha256-([0-9a-f]{64})/.exec(tag) ?? [];
  return hex !== undefined && places.has(`sha256:${hex}`);
}

/**
 * With an image goes what is attached to it, and what that has attached; and then what all indexes that refer to it are
 * gone of, but nothing of that in turn.
 */
function takeBelow(
  images: readonly RetainedImage[],
  places: ReadonlyMap<string, readonly number[]>,
  fates: Map<number, { readonly fate: 'deleted' | 'unknown'; readonly by: string }>,
): void {
  const attached = grouped(images, ({ subject, tags }) => {
    const [, hex] = /^sha256-([0-9a-f]{64})/.exec(tags.find(tag => attachedTo(tag, places)) ?? '') ?? [];
    return subject ?? (hex === undefined ? undefined : `sha256:${hex}`);
  });
  const open = [...fates.keys()];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const taken = fates.get(index);
    for (const other of attached.get(images[index]?.digest ?? '') ?? []) {
      if (taken === undefined || fates.has(other)) continue;
      fates.set(other, taken);
      open.push(other);
    }
  }
  const above = new Map<string, number[]>();
  for (const [index, { children = [] }] of images.entries())
    for (const child of new Set(children)) {
      const parents = above.get(child);
      if (parents === undefined) above.set(child, [index]);
      else parents.push(index);
    }
  const whole = new Map(fates);
  for (const [child, parents] of above) {
    const [first] = parents.flatMap(parent => whole.get(parent) ?? []);
    if (first === undefined || !parents.every(parent => whole.has(parent))) continue;
    const isSure = parents.every(parent => whole.get(parent)?.fate === 'deleted');
    for (const place of places.get(child) ?? [])
      if (!fates.has(place)) fates.set(place, { fate: isSure ? 'deleted' : 'unknown', by: first.by });
  }
}

function faultsOf({ at, input, place }: CleanUpUse): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const put = (is: PolicyFault['is'], name: string, message: string) =>
    faults.push({ is, at: place(name) ?? at, message });
  for (const [one, other] of [
    ['tags', 'delete-tags'],
    ['package', 'packages'],
    ['delete-untagged', 'keep-n-untagged'],
  ] as const)
    if ([one, other].every(name => input(name) !== '' && !isComputed(input(name))))
      put('invalid', other, `\`${other}\` does not go together with \`${one}\`.`);
  for (const name of ['keep-n-tagged', 'keep-n-untagged'])
    if (input(name) !== '' && !isComputed(input(name)) && !/^\s*\+?\d/.test(input(name)))
      put('invalid', name, `\`${name}\` is a number, and not below zero.`);
  if (faults.length > 0 || input('use-regex').toLowerCase() === 'true') return faults;
  for (const name of ['tags', 'delete-tags', 'exclude-tags']) {
    const blank = input(name)
      .split(',')
      .find(each => each !== each.trim());
    if (blank === undefined || isComputed(input(name))) continue;
    const message = `\`${name}\` is cut at its commas alone, so that ${code(blank.trim())} with the blank beside it stands for no tag.`;
    put('trap', name, message);
  }
  return faults;
}
