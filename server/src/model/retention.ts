import type { Fix } from './finding.ts';
import type { Digest, ImageName, ImageRegistryId } from './names.ts';
import type { Span } from './span.ts';
import { covers, coversSome } from './statement.ts';

/** What a registry, or a program that runs for its owner, deletes by itself. */
export interface PolicySubject {
  readonly kind: 'policy';
  readonly registry: ImageRegistryId;
  readonly policy: RetentionPolicy;
  /** Where the text begins in the document that the policy's spans are places in. */
  readonly offset: number;
}

/**
 * One clean-up policy. What its provider documents stands behind this: whoever asks needs not know which provider it
 * is. All methods are pure, and none throws.
 */
export interface RetentionPolicy {
  /** As `registry-lens retention` prints it: `ecr`, `gar`, `acr-purge`. */
  readonly kind: string;
  /** The provider in words, in the middle of a sentence: `Amazon ECR`. */
  readonly provider: string;
  /** What the policy, or the step that runs it, is called; absent where it has no name. */
  readonly name?: string;
  readonly covers: PolicyCover;
  /** Set where it only says what it would do, or is switched off: nothing is deleted by it. */
  readonly isIdle?: true;
  /** What is wrong with the policy itself, whatever the images are. */
  readonly faults: readonly PolicyFault[];
  /** What becomes of an image that no tag points to, once it is old or far behind enough. */
  readonly untagged: Exclude<Fate, 'kept'> | 'kept';
  /** Whether it spares what an index that stays refers to. Where it does not, it breaks images of several platforms. */
  readonly knowsIndexes: boolean;
  /** What becomes of images if it runs at `now`, in milliseconds since 1970: one fate each, in their order. */
  simulate(images: readonly RetainedImage[], now: number): readonly ImageFate[];
  /** The tags that its rules name, as patterns in which a star stands for any text. */
  readonly tags?: readonly string[];
  /** Changes of the policy's text after which it spares what is named. */
  fixes(spare: 'releases' | 'untagged' | 'indexes'): readonly Fix[];
}

/** Which images a policy is for. */
export interface PolicyCover {
  /** Of the registry's hosts, patterns with blanks between; a star stands for any text. */
  readonly hosts: string;
  /**
   * Of the repositories below the host, without blanks, of which each may be meant; a star stands for any text. Absent
   * where the text does not tell, and it may be for any of the hosts'.
   */
  readonly repositories?: readonly string[];
  /** The same where patterns do not tell: both must hold where there are both. */
  covers?(repository: string): boolean;
}

/** Whether a policy may be for an image's repository. */
export function isCovered(
  { hosts, repositories, covers: tells }: PolicyCover,
  { host, repository }: ImageName,
): boolean {
  if (!coversSome(hosts, host) || tells?.(repository) === false) return false;
  return repositories === undefined || repositories.some(pattern => covers(pattern, repository));
}

/** What is wrong with a policy. */
export interface PolicyFault {
  /**
   * - `invalid`: the provider refuses it.
   * - `shadowed`: one of its rules can never act, because of another.
   * - `trap`: it is valid and does something else than it seems to.
   */
  readonly is: 'invalid' | 'shadowed' | 'trap';
  readonly at: Span;
  /** A sentence or two, with values in backticks; that the provider refuses it is said besides. */
  readonly message: string;
  readonly fixes?: readonly Fix[];
}

/** One image in a repository, as its registry tells it. Times are milliseconds since 1970. */
export interface RetainedImage {
  readonly digest: Digest;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  /** The last pull that the registry counted; absent: none. */
  readonly pulledAt?: number;
  readonly mediaType?: string;
  /** Of an index: what it refers to. */
  readonly children?: readonly Digest[];
  /** Of a signature and the like: what it is attached to. */
  readonly subject?: Digest;
  readonly repository?: string;
  readonly archivedAt?: number;
  readonly restoredAt?: number;
  /** Those of its tags that the registry does not let move or go. */
  readonly immutableTags?: readonly string[];
}

/** `unknown` where its provider documents no answer, or two. */
export type Fate = 'kept' | 'deleted' | 'archived' | 'unknown';

/** What a policy does to one image. */
export interface ImageFate {
  readonly digest: Digest;
  readonly fate: Fate;
  /** The rule that decides: its priority or its name; absent where none does. */
  readonly by?: string;
  /** The tags that go, while the image itself may stay. */
  readonly tagsRemoved: readonly string[];
}
