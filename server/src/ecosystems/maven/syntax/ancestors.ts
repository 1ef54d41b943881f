import type { Around } from '../../../model/reader.ts';
import { fieldOf, type Pom, textOf } from './pom.ts';
import { placeAt, pomKey } from './pom-keys.ts';
import type { Repository } from './repositories.ts';

/** A POM of the workspace that others have as their parent, directly or by others. */
export interface Ancestor {
  /** See `placeAt`. */
  readonly place: string;
  readonly file: string;
  readonly said: SaidOfPom;
}

/** What a POM states of itself to those that have it as their parent. */
export interface SaidOfPom {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  readonly parent?: ParentLink;
  readonly repositories: readonly Repository[];
  readonly pluginRepositories: readonly Repository[];
  /**
   * What it imports, in order, as written; those of profiles without a name, since nobody here knows which are active.
   */
  readonly imports: readonly Import[];
}

/** An artifact whose management a POM takes over, as far as its name and version are known. */
export interface Import {
  readonly name: string;
  readonly version: string;
}

/** What a POM says of its parent. */
export interface ParentLink {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** Where it would lie in the workspace; absent where it comes from a repository alone. */
  readonly place?: string;
}

/** The parents of a POM that are known, the nearest first. */
export interface Ancestry {
  readonly ancestors: readonly Ancestor[];
  /** Whether one of them, or this one, has a parent that is not known here: anything may be decided there. */
  readonly goesOn: boolean;
  /** That parent. */
  readonly beyond?: ParentLink;
}

/** What a POM says of its parent; `undefined` where it has none, or that is being typed. */
export function parentLinkOf(pom: Pom, folder: string | undefined): ParentLink | undefined {
  const { parent } = pom;
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(name => textOf(pom, parent, name)?.value);
  if (group === undefined || artifact === undefined) return undefined;
  const path = fieldOf(pom, parent, 'relativePath');
  const written = path === undefined ? '../pom.xml' : path === 'typing' ? '' : path.value;
  const place = written === '' ? undefined : placeAt(folder, written);
  return { group, artifact, version: version ?? '', ...(place === undefined ? {} : { place }) };
}

/**
 * Follows parents through the workspace: each lies where its child says, and is who the child means (Maven takes
 * another one from a repository; maven-model-builder, `readParentLocally`).
 */
export function ancestryOf(link: ParentLink | undefined, { told }: Pick<Around, 'told'>): Ancestry {
  const ancestors: Ancestor[] = [];
  const met = new Set<string>();
  let next = link;
  while (next !== undefined && ancestors.length < MOST_ANCESTORS) {
    const { place } = next;
    const said = place === undefined || met.has(place) ? undefined : told(pomKey(place)).at(-1);
    if (place === undefined || said?.says !== 'gives') return { ancestors, goesOn: true, beyond: next };
    met.add(place);
    // Made by this room alone.
    const its: SaidOfPom = JSON.parse(said.value);
    if (!isMeant(next, its)) return { ancestors, goesOn: true, beyond: next };
    ancestors.push({ place, file: said.from.file, said: its });
    next = its.parent;
  }
  return next === undefined ? { ancestors, goesOn: false } : { ancestors, goesOn: true, beyond: next };
}

/** Deeper than anybody's, and what a ring of parents costs. */
const MOST_ANCESTORS = 10;

/** Versions with properties in them are one where the builds give them. */
function isMeant({ group, artifact, version }: ParentLink, said: SaidOfPom): boolean {
  if (said.group !== group || said.artifact !== artifact) return false;
  const isOpen = [version, said.version ?? ''].some(text => /[[(]|\$\{/.test(text));
  return isOpen || said.version === version;
}
