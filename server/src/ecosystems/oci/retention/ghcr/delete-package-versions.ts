import type { Fate, ImageFate, PolicyFault, RetainedImage } from '../../../../model/retention.ts';
import { boundedExpression } from '../../../../patterns/regular-expression.ts';
import { simulatedPerRepository } from '../per-repository.ts';
import { type Answer, areNewest, not, unknownFates } from '../simulation.ts';
import { type CleanUpAction, type CleanUpUse, isComputed, isFor, packagesCover } from './clean-up-action.ts';

/**
 * `actions/delete-package-versions` (its `src/input.ts` and `src/delete.ts`), which takes the oldest versions of a
 * package, since its fourth version also of containers. It looks at no manifest, so it knows no indexes. What it calls
 * a version's name is the digest of an image: what is to be ignored is never a tag.
 */
export const deletePackageVersions: CleanUpAction = {
  action: 'actions/delete-package-versions',
  policyOf(use) {
    const { version, input } = use;
    if ((version.major ?? 4) < 4 || input('package-type').toLowerCase() !== 'container') return undefined;
    // Those are named one by one, and no policy.
    if (input('package-version-ids') !== '') return undefined;
    const given = givenTo(use);
    const faults = faultsOf(use, given);
    const isRefused = faults.some(({ is }) => is === 'invalid');
    const name = input('package-name');
    const covers = packagesCover(input('owner'), name === '' || name.includes('*') ? undefined : [name]);
    return {
      ...{ kind: 'delete-package-versions', covers, faults, knowsIndexes: false },
      untagged: isRefused ? 'unknown' : untaggedFate(given),
      simulate: simulatedPerRepository({ isUnknown: isRefused, isFor: isFor(covers) }, own => simulate(own, given)),
      fixes: () => [],
    };
  },
};

/** In one run. */
const MOST_DELETED = 100;

/** What it is given; numbers that nobody can read are `undefined`. */
interface Given {
  readonly oldVersions: number | undefined;
  readonly keeps: number | undefined;
  readonly untaggedOnly: Answer;
  readonly preReleases: Answer;
  /** Whether a version of this digest is left alone. */
  readonly ignores: (digest: string) => Answer;
  readonly ignoresByDefault: boolean;
}

function givenTo({ version, input }: CleanUpUse): Given {
  // Its fourth version had no such input at first.
  const isEarly = version.major === 4 && version.minor === 0;
  const untaggedOnly = isEarly ? 'no' : flagOf(input('delete-only-untagged-versions'));
  const preReleases = flagOf(input('delete-only-pre-release-versions'));
  const keeps = numberOf(input('min-versions-to-keep'), -1);
  const atLeastNone = keeps === undefined ? undefined : Math.max(keeps, 0);
  const written = input('ignore-versions');
  const pattern = written === '' || preReleases === 'yes' ? undefined : expressionOf(written);
  return {
    oldVersions: numberOf(input('num-old-versions-to-delete'), 1),
    keeps: untaggedOnly === 'yes' || preReleases === 'yes' ? atLeastNone : keeps,
    ...{ untaggedOnly, preReleases },
    ignoresByDefault: written === '' || preReleases === 'yes',
    ignores(digest) {
      if (written === '' || preReleases === 'yes') return 'no';
      if (pattern === undefined) return 'unknown';
      return pattern.finds(digest) ? 'yes' : 'no';
    },
  };
}

function expressionOf(written: string): ReturnType<typeof boundedExpression> {
  return isComputed(written) ? undefined : boundedExpression(written);
}

function flagOf(text: string): Answer {
  if (isComputed(text)) return 'unknown';
  return text.toLowerCase() === 'true' ? 'yes' : 'no';
}

function numberOf(text: string, byDefault: number): number | undefined {
  if (text === '') return byDefault;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function simulate(images: readonly RetainedImage[], given: Given): readonly ImageFate[] {
  const { oldVersions, keeps, untaggedOnly, preReleases, ignores } = given;
  if (oldVersions === undefined || keeps === undefined || untaggedOnly === 'unknown' || preReleases === 'unknown')
    return unknownFates(images);
  const candidates = images.map(({ digest, tags }): Answer => {
    const isLeft = untaggedOnly === 'yes' && tags.length > 0;
    return isLeft ? 'no' : not(ignores(digest));
  });
  // How many there are decides what is old.
  if (candidates.includes('unknown'))
    return images.map(({ digest }, i) => ({
      ...{ digest, tagsRemoved: [] },
      fate: candidates[i] === 'no' ? 'kept' : 'unknown',
    }));
  const own = images.filter((_, i) => candidates[i] === 'yes');
  const wanted = keeps < 0 ? oldVersions : own.length - keeps;
  const count = Math.max(0, Math.min(own.length, wanted, MOST_DELETED));
  const stays = areNewest(
    own.map(({ pushedAt }) => pushedAt),
    own.length - count,
  );
  const byImage = new Map(own.map((image, i) => [image, stays[i] ?? 'unknown']));
  return images.map((image): ImageFate => {
    const { digest, tags } = image;
    const is = not(byImage.get(image) ?? 'yes');
    if (is === 'unknown') return { digest, fate: 'unknown', tagsRemoved: [] };
    return is === 'yes' ? { digest, fate: 'deleted', tagsRemoved: tags } : { digest, fate: 'kept', tagsRemoved: [] };
  });
}

/** Digests that an expression for tags does not match, and one for all versions does. */
const SAMPLES = ['0123456789abcdef', 'fedcba9876543210', '5a'].map(part => `sha256:${part.repeat(64).slice(0, 64)}`);

function untaggedFate({ oldVersions, keeps, untaggedOnly, preReleases, ignores }: Given): Fate {
  const isOpen = oldVersions === undefined || keeps === undefined || untaggedOnly === 'unknown';
  if (isOpen || preReleases === 'unknown') return 'unknown';
  if (keeps < 0 && oldVersions <= 0) return 'kept';
  const ignored = new Set(SAMPLES.map(ignores));
  if (ignored.size > 1 || ignored.has('unknown')) return 'unknown';
  return ignored.has('yes') ? 'kept' : 'deleted';
}

function faultsOf({ at, input, place }: CleanUpUse, given: Given): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const put = (is: PolicyFault['is'], name: string, message: string) =>
    faults.push({ is, at: place(name) ?? at, message });
  const old = 'num-old-versions-to-delete';
  const isComputedOld = isComputed(input(old));
  if (given.oldVersions === undefined && !isComputedOld && input(old) !== '' && Number.isNaN(Number(input(old))))
    put('invalid', old, `\`${old}\` is no number.`);
  const others = [
    ...((given.keeps ?? -1) >= 0 && input('min-versions-to-keep') !== '' ? ['min-versions-to-keep'] : []),
    ...(given.preReleases === 'yes' ? ['delete-only-pre-release-versions'] : []),
    ...(given.untaggedOnly === 'yes' ? ['delete-only-untagged-versions'] : []),
  ];
  const [other] = others;
  if ((given.oldVersions ?? 0) > 1 && other !== undefined)
    put('invalid', old, `\`${old}\` does not go together with \`${other}\`.`);
  if (faults.length > 0) return faults;
  if (given.preReleases === 'yes')
    put(
      'trap',
      'delete-only-pre-release-versions',
      '`delete-only-pre-release-versions` looks at the names of versions, which are digests for images: all of them count as pre-releases, and go.',
    );
  else if (!given.ignoresByDefault && SAMPLES.every(digest => given.ignores(digest) === 'no'))
    put(
      'trap',
      'ignore-versions',
      '`ignore-versions` is compared with the names of versions, which are digests for images, and never with tags: it keeps nothing.',
    );
  return faults;
}
