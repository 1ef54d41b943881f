import type { Ignorance, Missing, PackageFact } from '../../model/answer.ts';
import type { Freshness } from '../freshness.ts';
import type { Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import type { Coordinates } from './coordinates.ts';
import { joinedLists, type ListedAt } from './joined-lists.ts';
import type { Pom } from './pom.ts';
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
  /** What they list of the artifact in other versions. */
  readonly list?: PackageFact;
}

/** Those of a route in the order in which they are asked. */
export function repositoriesOf({ mirrors = [], ...last }: Route): readonly Route[] {
  return [...mirrors, last];
}

/** What the repositories list together, and which of them lists what. */
export type FoundLists =
  | Exclude<FoundIn<PackageFact>, { readonly is: 'found' }>
  | {
      readonly is: 'found';
      readonly document: PackageFact;
      readonly freshness: Freshness;
      readonly lists: readonly ListedAt[];
    };

/**
 * The list of an artifact's versions, of all repositories that have one. One that is not everybody's, and has a list,
 * is the one whose it is: those behind it are not asked, though Maven would, and the list counts as a part. A
 * repository may have POMs without a list, so where none has one, only those that everybody publishes to are known to
 * lack the artifact.
 */
export async function findMetadata(
  scene: Scene,
  route: Route,
  artifact: Omit<Coordinates, 'version'>,
  { earlier }: Asking,
): Promise<FoundLists> {
  const repositories = repositoriesOf(route);
  // One validator cannot confirm what several say.
  const isAlone = repositories.length === 1;
  const lists: ListedAt[] = [];
  let isPartial = route.goesOn !== undefined;
  let freshness: Freshness = {};
  for (const from of repositories) {
    const found = await metadataAt(scene, from, artifact, isAlone ? earlier?.validator : undefined);
    if (found.is === 'unchanged' || (found.is === 'untold' && lists.length === 0)) return found;
    if (found.is === 'untold') isPartial = true;
    if (found.is !== 'found') continue;
    freshness = isAlone ? found.freshness : shorter(freshness, found.freshness);
    lists.push({ from, listing: found.document });
    if (isPublic(from.base) || from === repositories.at(-1)) continue;
    isPartial = true;
    break;
  }
  if (lists.length > 0) return { is: 'found', document: joinedLists(lists, isPartial), freshness, lists };
  if (route.goesOn !== undefined || !repositories.every(({ base }) => isPublic(base))) {
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
  const lists: ListedAt[] = [];
  let isDoubtful = false;
  for (const from of repositories) {
    const found = await pomAt(scene, from, coordinates);
    if (found.is === 'found') return { ...found, from };
    if (found.is === 'untold') return found;
    const listed = await metadataAt(scene, from, coordinates);
    if (listed.is === 'untold') return listed;
    if (listed.is === 'found') {
      lists.push({ from, listing: listed.document });
      if (!isPublic(from.base) && from !== repositories.at(-1)) {
        return elsewhere('the repository that has the artifact lacks this version, and those behind it were not asked');
      }
    } else isDoubtful ||= !(await scene.proofs.isRepository(from, now, scene.get));
  }
  if (route.goesOn !== undefined) return elsewhere('a repository that may have it cannot be asked');
  if (isDoubtful) return { is: 'untold', why: 'garbled', detail: 'answered a 404 that may be any server’s' };
  return {
    is: 'absent',
    missing: lists.length === 0 ? 'package' : 'version',
    isOpen: repositories.every(({ base }) => isPublic(base)),
    ...(lists.length === 0 ? {} : { list: joinedLists(lists, false) }),
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

function shorter(a: Freshness, b: Freshness): Freshness {
  const times = [a, b].flatMap(({ freshFor }) => freshFor ?? []);
  return times.length === 0 ? {} : { freshFor: Math.min(...times) };
}

function elsewhere(detail: string): Untold {
  const why: Ignorance = 'elsewhere';
  return { is: 'untold', why, detail };
}
