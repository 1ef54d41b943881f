import type { Edit, Fix } from '../../../../model/finding.ts';
import type { Fate, ImageFate, PolicyFault, RetainedImage } from '../../../../model/retention.ts';
import { durationOf } from '../durations.ts';
import { simulatedPerRepository } from '../per-repository.ts';
import { type Answer, areNewest, both, not } from '../simulation.ts';
import {
  type CleanUpAction,
  type CleanUpUse,
  isComputed,
  isFor,
  MOST_PATTERNS,
  matchesStars,
  packagesCover,
} from './clean-up-action.ts';
import { olderPolicy } from './container-retention-policy-2.ts';

/**
 * `snok/container-retention-policy` from its third version on (its `src/core/select_package_versions.rs`,
 * `filter_out_multi_arch_children.rs`, `src/cli/args.rs`). Since 3.1 what an index with a tag that stays refers to is
 * spared, and not what those refer to; before, it knows no indexes.
 */
export const containerRetentionPolicy: CleanUpAction = {
  action: 'snok/container-retention-policy',
  policyOf(use) {
    const { version, input } = use;
    // A commit tells no version, but what it is given does.
    const isOlder = version.major === undefined ? input('account-type') !== '' : version.major < 3;
    if (isOlder) return olderPolicy(use);
    const given = givenTo(use);
    const faults = faultsOf(use);
    const isRefused = faults.some(({ is }) => is === 'invalid');
    const owner = input('account') === 'user' ? '' : input('account');
    const covers = packagesCover(owner, namesIn(input('image-names')));
    return {
      ...{ kind: 'container-retention-policy', covers, faults },
      knowsIndexes: given.sparesChildren !== 'no',
      isIdle: !isOneOf(input('dry-run'), ['', 'false']),
      untagged: isRefused ? 'unknown' : untaggedFate(given),
      ...(given.tags.meant.length === 0 ? {} : { tags: given.tags.meant }),
      simulate: simulatedPerRepository({ isUnknown: isRefused, isFor: isFor(covers) }, (own, now) =>
        simulate(own, given, now),
      ),
      fixes: spare => fixesFor(use, given, spare),
    };
  },
};

interface Given {
  /** In milliseconds; `undefined`: not known. */
  readonly cutOff: number | undefined;
  readonly selection: 'both' | 'tagged' | 'untagged' | undefined;
  readonly keeps: number | undefined;
  readonly tags: { readonly meant: readonly string[]; readonly excepted: readonly string[]; readonly isKnown: boolean };
  readonly skips: { readonly digests: ReadonlySet<string>; readonly isKnown: boolean };
  readonly sparesChildren: Answer;
}

function givenTo({ version, input }: CleanUpUse): Given {
  const selection = input('tag-selection') || 'both';
  const keeps = input('keep-n-most-recent') || '0';
  const tags = namesIn(input('image-tags')) ?? [];
  const { major = 3, minor } = version;
  return {
    cutOff: durationOf(input('cut-off')),
    selection: isSelection(selection) ? selection : undefined,
    keeps: /^\d{1,9}$/.test(keeps) ? Number(keeps) : undefined,
    tags: {
      meant: tags.filter(tag => !tag.startsWith('!')),
      excepted: tags.flatMap(tag => (tag.startsWith('!') ? [tag.slice(1)] : [])),
      isKnown: !isComputed(input('image-tags')) && tags.length <= MOST_PATTERNS,
    },
    skips: { digests: new Set(namesIn(input('skip-shas'))), isKnown: !isComputed(input('skip-shas')) },
    sparesChildren: major > 3 ? 'yes' : minor === undefined ? 'unknown' : minor >= 1 ? 'yes' : 'no',
  };
}

function isSelection(text: string): text is 'both' | 'tagged' | 'untagged' {
  return text === 'both' || text === 'tagged' || text === 'untagged';
}

/** With commas or blanks between, in quotes or without; `undefined` where nothing is named. */
function namesIn(text: string): readonly string[] | undefined {
  if (isComputed(text)) return undefined;
  const names = text
    .replace(/^["']+|["']+$/g, '')
    .split(/[,\s]+/)
    .filter(name => name !== '');
  return names.length === 0 ? undefined : names;
}

function simulate(images: readonly RetainedImage[], given: Given, now: number): readonly ImageFate[] {
  const selected = images.map(image => isSelected(image, given, now));
  const taken = images.map((_, index) => selected[index] ?? 'no');
  // The newest are kept of those that have tags and would go.
  const tagged = images.flatMap(({ tags }, index) => (tags.length > 0 && selected[index] !== 'no' ? [index] : []));
  const isOpen = given.keeps === undefined || (given.keeps > 0 && tagged.some(index => selected[index] === 'unknown'));
  const kept = areNewest(
    tagged.map(index => images[index]?.pushedAt ?? 0),
    given.keeps ?? 0,
  );
  for (const [place, index] of tagged.entries())
    taken[index] = isOpen ? 'unknown' : both(taken[index] ?? 'no', not(kept[place] ?? 'yes'));
  spareChildren(images, taken, given.sparesChildren);
  return images.map(({ digest, tags }, index): ImageFate => {
    const is = taken[index];
    if (is === 'unknown') return { digest, fate: 'unknown', tagsRemoved: [] };
    return is === 'yes' ? { digest, fate: 'deleted', tagsRemoved: tags } : { digest, fate: 'kept', tagsRemoved: [] };
  });
}

function isSelected({ digest, tags, pushedAt }: RetainedImage, given: Given, now: number): Answer {
  const { skips, cutOff, selection } = given;
  if (skips.digests.has(digest)) return 'no';
  const isOld: Answer = cutOff === undefined ? 'unknown' : pushedAt < now - cutOff ? 'yes' : 'no';
  const isMeant: Answer =
    selection === undefined
      ? 'unknown'
      : selection === 'both' || (selection === 'tagged') === tags.length > 0
        ? 'yes'
        : 'no';
  return both(isOld, isMeant, tags.length === 0 ? 'yes' : isNamed(tags, given), skips.isKnown ? 'yes' : 'unknown');
}

/** All tags of an image must be named, and none excepted. */
function isNamed(tags: readonly string[], { tags: { meant, excepted, isKnown } }: Given): Answer {
  if (!isKnown) return 'unknown';
  if (tags.some(tag => excepted.some(pattern => matchesStars(pattern, tag)))) return 'no';
  const isAny = meant.length === 0;
  return isAny || tags.every(tag => meant.some(pattern => matchesStars(pattern, tag))) ? 'yes' : 'no';
}

/** Changes what is taken: those that an index with a tag refers to, and that stays. */
function spareChildren(images: readonly RetainedImage[], taken: Answer[], spares: Answer): void {
  if (spares === 'no') return;
  const before = [...taken];
  const spared = new Map<string, Answer>();
  for (const [index, { tags, children = [] }] of images.entries()) {
    const stays = tags.length === 0 ? 'no' : both(not(before[index] ?? 'no'), spares);
    if (stays === 'no') continue;
    for (const child of children) if (spared.get(child) !== 'yes') spared.set(child, stays);
  }
  for (const [index, { digest }] of images.entries()) {
    const is = spared.get(digest);
    if (is !== undefined) taken[index] = both(before[index] ?? 'no', not(is));
  }
}

function untaggedFate({ selection }: Given): Fate {
  if (selection === undefined) return 'unknown';
  return selection === 'tagged' ? 'kept' : 'deleted';
}

function faultsOf({ at, input, place }: CleanUpUse): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const refuse = (name: string, message: string) => faults.push({ is: 'invalid', at: place(name) ?? at, message });
  const [cutOff, selection, keeps] = [input('cut-off'), input('tag-selection'), input('keep-n-most-recent')];
  if (cutOff !== '' && !isComputed(cutOff) && durationOf(cutOff) === undefined)
    refuse('cut-off', '`cut-off` is a length of time, such as `2w 3d`.');
  if (selection !== '' && !isComputed(selection) && !isSelection(selection))
    refuse('tag-selection', '`tag-selection` is `tagged`, `untagged` or `both`.');
  if (keeps !== '' && !isComputed(keeps) && !/^\d+$/.test(keeps))
    refuse('keep-n-most-recent', '`keep-n-most-recent` is a number.');
  return faults;
}

function fixesFor(use: CleanUpUse, given: Given, spare: 'releases' | 'untagged' | 'indexes'): Fix[] {
  const put = (title: string, edit: Edit | undefined): Fix[] =>
    edit === undefined ? [] : [{ title, safety: 'review', edits: [edit] }];
  if (spare === 'indexes' && given.sparesChildren === 'no')
    return put('Take version 3.1.0, which spares what an index refers to', use.named('v3.1.0'));
  if (spare !== 'releases' || given.sparesChildren !== 'yes' || given.selection === undefined) return [];
  return put('Take untagged images only', use.give('tag-selection', 'untagged'));
}

function isOneOf(text: string, texts: readonly string[]): boolean {
  return texts.includes(text.toLowerCase());
}
