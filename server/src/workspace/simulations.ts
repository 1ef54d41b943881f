import type { LensFolder } from '../lens-folder.ts';
import { type ImageName, imageNameText } from '../model/names.ts';
import type { Subject } from '../model/reference.ts';
import type { RetentionPolicy } from '../model/retention.ts';
import type { Pins, SeenImage, Simulation } from '../model/simulation.ts';
import { imagesIn, type RepositoryImages } from './repository-images.ts';
import { coveredImages, type NamedRepositories, repositoriesFor, simulate, tellsRepository } from './simulate.ts';

/** Tries policies on images that somebody listed. `now` in milliseconds since 1970. */
export function simulateListed(
  policies: readonly RetentionPolicy[],
  images: readonly SeenImage[],
  pins: Pins,
  now: number,
): readonly Simulation[] {
  const isCovered = coveredImages(policies, images);
  return policies.map((policy): Simulation => {
    const simulated = simulate(policy, images, now, { pins, isOf: image => isCovered(policy, image) });
    return { policy, outcome: { is: 'simulated', source: { is: 'listed' }, images: simulated } };
  });
}

/** What is tried on what registries have. */
export interface Asking {
  readonly policies: readonly RetentionPolicy[];
  /** What the workspace names and pins. */
  readonly named: NamedRepositories;
  /** The repository that somebody says the policies are for; absent: they or the workspace tell. */
  readonly repository?: ImageName;
  /** Whether nobody is to hear of a name. See `Policy.ignores`. */
  ignores(subject: Subject): boolean;
  readonly lens: LensFolder;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Told how far it is, in words that a progress message may end with. */
  readonly say: (doing: string) => void;
}

/**
 * Tries policies on what their registries have: of each the repositories that are known, a few at most. Never rejects;
 * where the signal is aborted it comes back early with what is known.
 */
export async function simulateAsked(asking: Asking): Promise<readonly Simulation[]> {
  const { policies, named, repository, lens, now, signal, say } = asking;
  const read = new Map<string, Promise<RepositoryImages>>();
  const imagesOf = (name: ImageName) => {
    const key = imageNameText(name);
    const its = read.get(key) ?? imagesIn(name, named.pinsOf(name).keys(), lens, signal, say);
    read.set(key, its);
    return its;
  };
  const simulations: Simulation[] = [];
  for (const policy of policies) {
    if (policy.faults.some(({ is }) => is === 'invalid')) {
      simulations.push({ policy, outcome: { is: 'refused' } });
      continue;
    }
    const names = repository === undefined ? repositoriesFor(policy, named.names) : [repository];
    if (names.length === 0) simulations.push({ policy, outcome: { is: 'unnamed' } });
    const left = names.length - MOST_REPOSITORIES;
    for (const name of names.slice(0, MOST_REPOSITORIES)) {
      // Policies name repositories, too, and so do those who ask.
      if (asking.ignores({ kind: 'artifact', name })) {
        simulations.push({ policy, outcome: { is: 'ignored', name } });
        continue;
      }
      const seen = await imagesOf(name);
      if (seen.is !== 'read') {
        simulations.push({ policy, outcome: seen });
        continue;
      }
      const images = simulate(policy, seen.images, now, { pins: named.pinsOf(name), hidesPulls: true });
      const isGuessed = repository === undefined && !tellsRepository(policy);
      simulations.push({ policy, outcome: { is: 'simulated', source: { ...seen.source, isGuessed }, images } });
    }
    if (left > 0) simulations.push({ policy, outcome: { is: 'left', count: left } });
  }
  return simulations;
}

/** Of one policy: each costs some hundred requests. */
const MOST_REPOSITORIES = 5;
