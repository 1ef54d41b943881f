import type { Ignorance } from './answer.ts';
import type { Digest, ImageName } from './names.ts';
import type { ImageFate, RetainedImage, RetentionPolicy } from './retention.ts';
import type { Whereabouts } from './whereabouts.ts';

/** An image as it was seen: a registry that is asked may not tell its age. */
export interface SeenImage extends Omit<RetainedImage, 'pushedAt'> {
  /** Milliseconds since 1970. */
  readonly pushedAt?: number;
}

/** Where the images come from that a policy was tried on. */
export type ImagesSource =
  /** Somebody listed them in a file. */
  | { readonly is: 'listed' }
  /** The registry was asked. Ages are then those of the builds, and pulls are not known. */
  | {
      readonly is: 'asked';
      readonly name: ImageName;
      /** How many of its tags were looked at, and whether it has more. */
      readonly tags: number;
      readonly hasMore: boolean;
      /** How many tags and pinned digests it did not tell of, though it was asked. */
      readonly untold: number;
      /** Whether the policy does not say that it is for this repository, and the workspace alone names it. */
      readonly isGuessed: boolean;
    };

/** What a policy would do to one image. */
export interface SimulatedImage {
  readonly image: SeenImage;
  readonly fate: ImageFate;
  /** The first place of the workspace that pins it; absent: none does. */
  readonly pinned?: PinnedPlace;
}

/** A file as people know it, and a line of it, from 1. */
export interface PinnedPlace {
  readonly file: string;
  readonly line: number;
}

/** What a policy would do, or why that cannot be told. */
export type Outcome =
  | { readonly is: 'simulated'; readonly source: ImagesSource; readonly images: readonly SimulatedImage[] }
  /** Neither the policy nor the workspace says which repository it is for. */
  | { readonly is: 'unnamed' }
  /** Its provider refuses it, so that nothing that a registry has tells what it would do: none was asked. */
  | { readonly is: 'refused' }
  /** It may be for so many repositories more that the workspace names; those were not asked for. */
  | { readonly is: 'left'; readonly count: number }
  /** The user or the repository wants no registry to hear of the name. */
  | { readonly is: 'ignored'; readonly name: ImageName }
  /** The registry says that it does not have the repository. */
  | { readonly is: 'absent'; readonly name: ImageName }
  | {
      readonly is: 'untold';
      readonly name: ImageName;
      readonly why: Ignorance;
      readonly whereabouts?: Whereabouts;
    };

/** A policy, and what it would do to the images of one repository. */
export interface Simulation {
  readonly policy: RetentionPolicy;
  readonly outcome: Outcome;
}

/** By digest, where the workspace pins images of one repository first. */
export type Pins = ReadonlyMap<Digest, PinnedPlace>;
