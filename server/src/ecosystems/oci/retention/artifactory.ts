import type { ImageFate, RetainedImage, RetentionPolicy } from '../../../model/retention.ts';
import { hclIgnorePlace } from '../../../syntax/hcl.ts';
import type { YamlMap } from '../../../syntax/yaml-nodes.ts';
import { textAt } from '../../../syntax/yaml-paths.ts';
import type { DocumentForm, RetentionKind, TerraformForm } from './kind.ts';
import { simulatedPerRepository } from './per-repository.ts';
import { type Answer, areNewest, both, not } from './simulation.ts';
import { argumentIn } from './terraform-blocks.ts';
import { type Told, toldList, toldNumber, toldText } from './terraform-values.ts';

/**
 * `artifactory_package_cleanup_policy` (JFrog's provider; JFrog documentation, "Cleanup Policies"), where it is for
 * images. A version of a package is a tag there. Where the registry lies is said elsewhere.
 */
const terraform: TerraformForm = block => {
  const { body, file, label, name } = block;
  const criteria = file.resolve(argumentIn(body, 'search_criteria'));
  if (criteria?.kind !== 'map') return [];
  const types = toldList(block, criteria, 'package_types');
  if (types?.includes('docker') !== true) return [];
  const enabled = toldText(block, body, 'enabled');
  const policy = policyOf(
    {
      created: agesOf(unit => toldNumber(block, criteria, `created_before_in_${unit}`)),
      downloaded: agesOf(unit => toldNumber(block, criteria, `last_downloaded_before_in_${unit}`)),
      keeps: toldNumber(block, criteria, 'keep_last_n_versions'),
      isNarrowed: criteria.named('included_properties').length > 0 || criteria.named('excluded_properties').length > 0,
    },
    name,
    enabled.is === 'absent' || (enabled.is === 'known' && enabled.value === 'true'),
  );
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, label.span.start) : undefined;
  return [{ at: label.span, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
};

/** The same as its API takes it (`/artifactory/api/cleanup/packages/policies/`). */
const json: DocumentForm = {
  id: 'artifactory-cleanup-policy',
  files: ['*.json'],
  words: ['"searchCriteria"', '"packageTypes"'],
  recognises: text => /^\s*\{/.test(text) && /"docker"/.test(text),
  longest: 200_000,
  read({ root }) {
    const entry = root?.kind === 'map' ? root.named('searchCriteria').at(-1) : undefined;
    const criteria = entry?.value;
    if (root?.kind !== 'map' || entry === undefined || criteria?.kind !== 'map') return [];
    const types = criteria.named('packageTypes').at(-1)?.value;
    const isForImages =
      types?.kind === 'list' && types.items.some(({ value }) => value?.kind === 'scalar' && value.value === 'docker');
    if (!isForImages) return [];
    const given = {
      created: agesOf(unit => numberIn(criteria, `createdBeforeIn${unit === 'days' ? 'Days' : 'Months'}`)),
      downloaded: agesOf(unit => numberIn(criteria, `lastDownloadedBeforeIn${unit === 'days' ? 'Days' : 'Months'}`)),
      keeps: numberIn(criteria, 'keepLastNVersions'),
      isNarrowed: criteria.named('includedProperties').length > 0 || criteria.named('excludedProperties').length > 0,
    };
    const key = textAt(root, 'key');
    return [{ at: entry.key.span, policy: policyOf(given, key, textAt(root, 'enabled') !== 'false') }];
  },
};

/** Clean-up policies of Artifactory. */
export const artifactory: RetentionKind = {
  id: 'artifactory',
  documents: [json],
  terraform: { artifactory_package_cleanup_policy: terraform },
};

const DAY = 86_400_000;
/** In days: a month is one of them. */
const [SHORTEST_MONTH, LONGEST_MONTH] = [28, 31];

/** How old something is to be, in milliseconds: surely, and at the least. */
interface Ages {
  readonly is: 'absent' | 'known' | 'open';
  readonly least: number;
  readonly most: number;
}

interface Given {
  readonly created: Ages;
  readonly downloaded: Ages;
  readonly keeps: Told<number>;
  /** Set where other things decide as well. */
  readonly isNarrowed: boolean;
}

function agesOf(told: (unit: 'days' | 'months') => Told<number>): Ages {
  const [days, months] = [told('days'), told('months')];
  if (days.is === 'open' || months.is === 'open') return { is: 'open', least: 0, most: 0 };
  if (days.is === 'known' && days.value > 0) return { is: 'known', least: days.value * DAY, most: days.value * DAY };
  if (months.is !== 'known' || months.value === 0) return { is: 'absent', least: 0, most: 0 };
  return { is: 'known', least: months.value * SHORTEST_MONTH * DAY, most: months.value * LONGEST_MONTH * DAY };
}

function numberIn(map: YamlMap, name: string): Told<number> {
  if (map.named(name).length === 0) return { is: 'absent' };
  const text = textAt(map, name) ?? '';
  return /^\d{1,9}$/.test(text) ? { is: 'known', value: Number(text) } : { is: 'open' };
}

function policyOf(given: Given, name: string | undefined, isEnabled: boolean): RetentionPolicy {
  return {
    ...{ kind: 'artifactory', provider: 'Artifactory', covers: { hosts: '' }, faults: [] },
    ...(name === undefined ? {} : { name }),
    ...(isEnabled ? {} : { isIdle: true as const }),
    // The folders of platforms have no tags, and its documentation does not tell what becomes of them.
    ...{ untagged: 'unknown', knowsIndexes: true },
    simulate: simulatedPerRepository({ isUnknown: false }, (own, now) => simulate(own, given, now)),
    fixes: () => [],
  };
}

function simulate(images: readonly RetainedImage[], given: Given, now: number): readonly ImageFate[] {
  const { created, downloaded, keeps, isNarrowed } = given;
  const tagged = images.filter(({ tags }) => tags.length > 0);
  // The latest version always stays.
  const count = keeps.is === 'known' ? Math.max(1, keeps.value) : 1;
  const newest = areNewest(
    tagged.map(({ pushedAt }) => pushedAt),
    count,
  );
  const byImage = new Map(tagged.map((image, place) => [image, newest[place] ?? 'unknown']));
  const isCounted = keeps.is === 'known' && keeps.value > 0;
  const isTimed = created.is !== 'absent' || downloaded.is !== 'absent';
  return images.map((image): ImageFate => {
    const { digest, tags, pushedAt, pulledAt } = image;
    const stays = byImage.get(image);
    if (stays === undefined) return { digest, fate: 'unknown', tagsRemoved: [] };
    const isOld = olderThan(now - pushedAt, created);
    // Of what nobody downloaded the age decides, and nobody says what does where the policy names none.
    const isOfNoAge = created.is === 'absent' && downloaded.is !== 'absent';
    const isNeverPulled = isOfNoAge ? 'unknown' : 'yes';
    const isUnused = pulledAt === undefined ? isNeverPulled : olderThan(now - pulledAt, downloaded);
    const isLate = both(isOld, isUnused);
    // Where there are both a number and times, nobody says whether one of them is enough; nor what counts by default.
    const meant = isTimed ? (isCounted && isLate !== 'yes' ? 'unknown' : isLate) : isCounted ? 'yes' : 'unknown';
    const goes = both(not(stays), meant, isNarrowed || keeps.is === 'open' ? 'unknown' : 'yes');
    if (goes === 'unknown') return { digest, fate: 'unknown', tagsRemoved: [] };
    return goes === 'yes' ? { digest, fate: 'deleted', tagsRemoved: tags } : { digest, fate: 'kept', tagsRemoved: [] };
  });
}

function olderThan(age: number, { is, least, most }: Ages): Answer {
  if (is === 'absent') return 'yes';
  if (is === 'open') return 'unknown';
  return age > most ? 'yes' : age < least ? 'no' : 'unknown';
}
