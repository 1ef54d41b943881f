import type { ImageName } from '../model/names.ts';
import { imageNameText } from '../model/names.ts';
import type { Lines } from '../model/positions.ts';
import { isStored, type Reference, type Subject } from '../model/reference.ts';
import {
  type ImageFate,
  isCovered,
  type PolicyCover,
  type RetainedImage,
  type RetentionPolicy,
} from '../model/retention.ts';
import type { PinnedPlace, Pins, SeenImage, SimulatedImage } from '../model/simulation.ts';
import { covers } from '../model/statement.ts';

/** What is read of a document for {@link namedIn}. */
export interface NamingDocument {
  readonly file: string;
  readonly lines: Lines;
  readonly references: readonly Reference[];
  /** See `Policy.ignores`. */
  ignores(subject: Subject): boolean;
}

/** Repositories that files name, and what they pin there. */
export interface NamedRepositories {
  /** Those that may be asked about. */
  readonly names: readonly ImageName[];
  pinsOf(name: ImageName): Pins;
  /** All pins, where it is not known which repository is meant. */
  readonly pins: Pins;
}

/** Looks which repositories some documents name, and which digests they pin there. */
export function namedIn(documents: Iterable<NamingDocument>): NamedRepositories {
  const names = new Map<string, ImageName>();
  const byName = new Map<string, Map<string, PinnedPlace>>();
  const pins = new Map<string, PinnedPlace>();
  for (const { file, lines, references, ignores } of documents) {
    for (const { subject, span } of references) {
      if (!isStored(subject)) continue;
      const { name, digest } = subject;
      const key = imageNameText(name);
      if (!ignores(subject)) names.set(key, name);
      if (digest === undefined) continue;
      const its = byName.get(key) ?? new Map<string, PinnedPlace>();
      byName.set(key, its);
      const place = { file, line: lines.positionAt(span.start).line + 1 };
      if (!its.has(digest)) its.set(digest, place);
      if (!pins.has(digest)) pins.set(digest, place);
    }
  }
  return {
    names: [...names.values()],
    pinsOf: name => (byName.get(imageNameText(name)) ?? new Map()) as Pins,
    pins: pins as ReadonlyMap<string, PinnedPlace> as Pins,
  };
}

/**
 * The repositories that a policy may be for and that can be asked: the one that its text names as a whole, else those
 * that the workspace names and the policy covers.
 */
export function repositoriesFor({ covers: cover }: RetentionPolicy, named: readonly ImageName[]): readonly ImageName[] {
  const { hosts, repositories } = cover;
  const isWhole = (text: string) => text !== '' && !/[\s*]/.test(text);
  if (isWhole(hosts) && repositories?.every(isWhole) === true)
    return repositories.map(repository => ({ host: hosts, repository }));
  return named.filter(name => isCovered(cover, name));
}

/** Whether a policy's text says which repositories it is for, at least by a pattern. */
export function tellsRepository({ covers: cover }: RetentionPolicy): boolean {
  return cover.repositories !== undefined || cover.covers !== undefined;
}

/**
 * Which of the listed images each policy is for. Those that a list says to be of another repository are not, where the
 * list calls repositories as one of the policies does: it may use other names altogether.
 */
export function coveredImages(policies: readonly RetentionPolicy[], images: readonly SeenImage[]) {
  const isOf = ({ covers: cover }: RetentionPolicy, { repository }: SeenImage) =>
    repository === undefined || coversRepository(cover, repository);
  const speaksAlike = policies.some(
    policy => tellsRepository(policy) && images.some(image => image.repository !== undefined && isOf(policy, image)),
  );
  return (policy: RetentionPolicy, image: SeenImage) => !speaksAlike || isOf(policy, image);
}

function coversRepository({ repositories, covers: tells }: PolicyCover, repository: string): boolean {
  if (tells?.(repository) === false) return false;
  return repositories === undefined || repositories.some(pattern => covers(pattern, repository));
}

/**
 * What a policy does to images at `now` (milliseconds since 1970), in their order. What rests on something that is not
 * known of them is unknown: it is tried with what it may be at most and at least.
 *
 * @param isOf which of them it is for; the others stay
 * @param hidesPulls whether it is not known when they were pulled
 */
export function simulate(
  policy: RetentionPolicy,
  images: readonly SeenImage[],
  now: number,
  { pins, isOf = () => true, hidesPulls = false }: SimulateOptions,
): readonly SimulatedImage[] {
  const its = images.filter(isOf);
  const hidden = new Map(its.filter(({ pushedAt }) => pushedAt === undefined).map((image, place) => [image, place]));
  const pulls = hidesPulls ? [undefined, now] : ['as seen' as const];
  const runs = agesTried(hidden.size, now).flatMap(ageOf =>
    pulls.map(pulledAt =>
      policy.simulate(
        its.map((image): RetainedImage => {
          const pushed = { ...image, pushedAt: image.pushedAt ?? ageOf(hidden.get(image) ?? 0) };
          return pulledAt === undefined || pulledAt === 'as seen' ? pushed : { ...pushed, pulledAt };
        }),
        now,
      ),
    ),
  );
  const isOpen = (image: SeenImage) => hidden.size > MOST_TURNED && hidden.has(image);
  const fates = new Map(
    its.map((image, index) => [image, agreed(isOpen(image) ? [] : runs.map(run => run[index]), image)]),
  );
  return images.map(image => {
    const pinned = pins.get(image.digest);
    return {
      image,
      fate: fates.get(image) ?? { digest: image.digest, fate: 'kept', tagsRemoved: [] },
      ...(pinned === undefined ? {} : { pinned }),
    };
  });
}

/** What else a simulation goes by. */
export interface SimulateOptions {
  readonly pins: Pins;
  readonly isOf?: (image: SeenImage) => boolean;
  readonly hidesPulls?: boolean;
}

/** What all runs say of an image; unknown where they differ. */
function agreed(fates: readonly (ImageFate | undefined)[], { digest }: SeenImage): ImageFate {
  const [first] = fates;
  const unknown: ImageFate = { digest, fate: 'unknown', tagsRemoved: [] };
  if (first === undefined) return unknown;
  const told = (fate: ImageFate | undefined) => JSON.stringify([fate?.fate, fate?.tagsRemoved]);
  if (fates.some(fate => told(fate) !== told(first))) return unknown;
  if (fates.every(fate => fate?.by === first.by)) return first;
  return { digest, fate: first.fate, tagsRemoved: first.tagsRemoved };
}

/**
 * Ages for images of unknown age, by their places among each other: all are old, or all are new, and each of them is
 * once the oldest and once the newest, because others may be counted.
 */
function agesTried(count: number, now: number): readonly ((place: number) => number)[] {
  if (count === 0) return [() => now];
  const turns = Array.from({ length: Math.min(count, MOST_TURNED) }, (_, turn) => turn);
  return turns.flatMap(turn => {
    const rank = (place: number) => (place + turn) % count;
    return [(place: number) => LONG_AGO + rank(place), (place: number) => now - rank(place)];
  });
}

/** Each takes as many runs; of more images of unknown age nothing is said. */
const MOST_TURNED = 24;

/** The beginning of the time that registries of images know, in milliseconds since 1970. */
export const LONG_AGO = Date.UTC(2013, 0, 1);
