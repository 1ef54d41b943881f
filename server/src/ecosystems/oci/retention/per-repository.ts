import type { ImageFate, PolicyCover, RetainedImage, RetentionPolicy } from '../../../model/retention.ts';
import { covers } from '../../../model/statement.ts';
import { unknownFates } from './simulation.ts';
import { grouped } from './spare.ts';

/**
 * Has a policy work on each repository of a list alone: what is counted in one says nothing of another. Of images
 * without a repository it is taken that they are of the one that the policy is for.
 *
 * @param isFor whether the policy is for a repository; what it is not for is kept
 */
export function perRepository(
  images: readonly RetainedImage[],
  isFor: (repository: string) => boolean,
  simulate: (images: readonly RetainedImage[]) => readonly ImageFate[],
): readonly ImageFate[] {
  const groups = grouped(images, ({ repository }) => repository ?? '');
  if (groups.size === 1 && groups.has('')) return simulate(images);
  const fates: ImageFate[] = images.map(({ digest }) => ({ digest, fate: 'kept', tagsRemoved: [] }));
  for (const [repository, indices] of groups) {
    if (repository !== '' && !isFor(repository)) continue;
    const its = simulate(indices.flatMap(index => images[index] ?? []));
    for (const [position, index] of indices.entries()) {
      const fate = its[position];
      if (fate !== undefined) fates[index] = fate;
    }
  }
  return fates;
}

/**
 * How a policy is tried on images: on each repository alone, as {@link perRepository} has it.
 *
 * @param isUnknown whether nobody can tell what it does, because its provider refuses it or not all of it can be read
 * @param isFor as there; absent: it is for all
 */
export function simulatedPerRepository(
  { isUnknown, isFor = () => true }: { readonly isUnknown: boolean; readonly isFor?: (repository: string) => boolean },
  simulate: RetentionPolicy['simulate'],
): RetentionPolicy['simulate'] {
  return (images, now) => (isUnknown ? unknownFates(images) : perRepository(images, isFor, own => simulate(own, now)));
}

/** The path of a repository that may be told with its host. */
export function withoutHost(repository: string): string {
  return repository.replace(/^[^/]*[.:][^/]*\//, '');
}

/** Whether a repository, with its host or without, is one that a policy covers. */
export function isForRepository({ repositories }: PolicyCover, repository: string): boolean {
  if (repositories === undefined) return true;
  const path = withoutHost(repository);
  return repositories.some(pattern => covers(pattern, path));
}
