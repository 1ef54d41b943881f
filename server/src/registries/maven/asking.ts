import type { Ignorance, Missing, PackageFact } from '../../model/answer.ts';
import type { Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import type { Coordinates } from './coordinates.ts';
import type { Pom } from './pom.ts';
import type { Freshness } from './replies.ts';
import { type Found, metadataAt, pomAt, type Scene, snapshotAt, type Untold } from './repository.ts';
import { isPublic } from './well-known.ts';

/** What the repositories of a route say of something, asked one after the other. */
export type FoundIn<Document> =
  | {
      readonly is: 'found';
      readonly document: Document;
      readonly modified?: string;
      readonly freshness: Freshness;
      readonly from: Route;
    }
  | { readonly is: 'unchanged'; readonly freshness: Freshness }
  | Absent
  | Untold;

/** None of them has it. */
interface Absent {
  readonly is: 'absent';
  readonly missing: Missing;
  /** Each of them shows all that it has to everybody. */
  readonly isOpen: boolean;
  /** What the first lists that has the artifact in other versions. */
  readonly list?: PackageFact;
}

/** Those of a route in the order in which they are asked. */
export function repositoriesOf({ mirrors = [], ...last }: Route): readonly Route[] {
  return [...mirrors, last];
}

/**
 * The list of an artifact's versions, of the first repository that has one. A repository may have POMs without a list,
 * so where none has one, only those that everybody publishes to are known to lack the artifact.
 */
export async function findMetadata(
  scene: Scene,
  route: Route,
  artifact: Omit<Coordinates, 'version'>,
  { earlier }: Asking,
): Promise<FoundIn<PackageFact>> {
  const repositories = repositoriesOf(route);
  // One validator cannot confirm what several say.
  const validator = repositories.length === 1 ? earlier?.validator : undefined;
  for (const from of repositories) {
    const found = await metadataAt(scene, from, artifact, validator);
    if (found.is !== 'missing') return found.is === 'found' ? { ...found, from } : found;
  }
  if (route.goesOn === true || !repositories.every(({ base }) => isPublic(base))) {
    return elsewhere('no list of its versions was found, and it may be there without one');
  }
  return { is: 'absent', missing: 'package', isOpen: true };
}

/**
 * The POM of one version, of the first repository that has it. One that has the artifact in other versions is the one
 * whose it is: none behind it is told of it, unless everybody sees it there, though Maven would ask them.
 */
export async function findPom(
  scene: Scene,
  route: Route,
  coordinates: Coordinates,
  { now }: Asking,
): Promise<FoundIn<Pom>> {
  const repositories = repositoriesOf(route);
  let list: PackageFact | undefined;
  let isDoubtful = false;
  for (const from of repositories) {
    const found = await pomAt(scene, from, coordinates);
    if (found.is === 'found') return { ...found, from };
    if (found.is === 'untold') return found;
    const listed = await metadataAt(scene, from, coordinates);
    if (listed.is === 'untold') return listed;
    if (listed.is === 'found') {
      list ??= listed.document;
      if (!isPublic(from.base) && from !== repositories.at(-1)) {
        return elsewhere('the repository that has the artifact lacks this version, and those behind it were not asked');
      }
    } else isDoubtful ||= !(await scene.proofs.isRepository(from, now, scene.get));
  }
  if (route.goesOn === true) return elsewhere('a repository that may have it cannot be asked');
  if (isDoubtful) return { is: 'untold', why: 'garbled', detail: 'answered a 404 that may be any server’s' };
  return {
    is: 'absent',
    missing: list === undefined ? 'package' : 'version',
    isOpen: repositories.every(({ base }) => isPublic(base)),
    ...(list === undefined ? {} : { list }),
  };
}

/**
 * Whether something was published as a snapshot. Everybody's repositories have none, and what a repository lacks may
 * have been built on this machine: then nothing is said.
 */
export async function findSnapshot(scene: Scene, route: Route, coordinates: Coordinates): Promise<Found<true>> {
  for (const from of repositoriesOf(route)) {
    if (isPublic(from.base)) continue;
    const found = await snapshotAt(scene, from, coordinates);
    if (found.is !== 'missing') return found;
  }
  return elsewhere('snapshots may have been built here');
}

function elsewhere(detail: string): Untold {
  const why: Ignorance = 'elsewhere';
  return { is: 'untold', why, detail };
}
