import type { Around } from '../../../model/reader.ts';
import type { Subject } from '../../../model/reference.ts';
import type { DocumentName, Terms, Undecided } from '../../../model/terms.ts';
import { bomOf } from './boms.ts';
import { propertiesOf } from './interpolation.ts';
import { type Declared, fieldOf, type Pom } from './pom.ts';
import { managedKey } from './pom-keys.ts';
import { hidesIn, managedName, type SaidOfManaged, type Surroundings } from './surroundings.ts';

/** What decides in a POM, as far as the workspace has it. */
interface Known {
  readonly pom: Pom;
  readonly around: Around;
  readonly surroundings: Surroundings;
  readonly nameOf: (declared: Declared) => string | undefined;
  readonly managedHere: ReadonlyMap<string, Declared>;
}

/**
 * Finds out what of a POM's references is left to parents and BOMs in repositories. What profiles want is left alone,
 * since nobody here knows which are active.
 */
export function undecidedIn(known: Known): (declared: Declared, subject: Subject) => Undecided | undefined {
  const { surroundings } = known;
  let terms: Terms | undefined;
  return (declared, subject) => {
    const { ancestry, imports, sourceOf } = surroundings;
    if (declared.as === 'parent' || declared.profile !== undefined) return undefined;
    if (!ancestry.goesOn && imports.length === 0) return undefined;
    const of = whatIsLeft(declared, subject, known);
    // Of what is known, a parent may say where it is to be had.
    if (of === undefined && (subject.kind !== 'release' || !ancestry.goesOn)) return undefined;
    terms ??= termsOf(known);
    const [source, documentsFrom] = [sourceOf(declared.as), sourceOf('parent')];
    return {
      ...{ terms, above: ancestry.ancestors.map(({ place }) => place) },
      ...(of === undefined ? {} : { of }),
      ...(source === undefined ? {} : { source }),
      ...(documentsFrom === undefined ? {} : { documentsFrom }),
    };
  };
}

function whatIsLeft(
  declared: Declared,
  subject: Subject,
  { pom, around, surroundings, nameOf, managedHere }: Known,
): Undecided['of'] {
  const { goesOn, ancestors } = surroundings.ancestry;
  const version = fieldOf(pom, declared.element, 'version');
  const isLeft = subject.kind === 'opaque' && subject.why === 'managed' && subject.decided === undefined;
  if (version === 'typing') return undefined;
  if (version !== undefined) return isLeft ? { text: version.value } : undefined;
  const name = nameOf(declared);
  const thing = name === undefined ? undefined : managedName(pom, declared, name);
  if (thing === undefined || (declared.as !== 'dependency' && declared.as !== 'plugin')) return undefined;
  if (!isLeft) return declared.as === 'plugin' && goesOn ? { thing } : undefined;
  const here = managedHere.get(thing);
  if (here !== undefined) {
    const text = here.profile === undefined ? fieldOf(pom, here.element, 'version') : undefined;
    return text === undefined || text === 'typing' ? undefined : { text: text.value };
  }
  for (const { place } of ancestors) {
    const said = around.told(managedKey(place, thing)).at(-1);
    if (said?.says !== 'gives') continue;
    if (hidesIn(said.value)) break;
    // Made by this room alone.
    const { version: text }: SaidOfManaged = JSON.parse(said.value);
    return text === undefined ? undefined : { text };
  }
  return { thing };
}

function termsOf({ pom, around, surroundings }: Known): Terms {
  const { ancestry, imports, link, resolve } = surroundings;
  const { beyond } = ancestry;
  const own = ['groupId', 'artifactId', 'version'].flatMap(name => {
    const { value } = resolve(`\${project.${name}}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  const ofParent =
    link === undefined
      ? {}
      : { 'parent.groupId': link.group, 'parent.artifactId': link.artifact, 'parent.version': link.version };
  return {
    own: { ...Object.fromEntries(own), ...ofParent },
    properties: Object.fromEntries([...propertiesOf(pom, pom.project)].map(([name, { value }]) => [name, value])),
    versions: {},
    unsure: pom.profiles.flatMap(profile => [...propertiesOf(pom, profile).keys()]),
    ...(beyond === undefined ? {} : { parent: documentOf(`${beyond.group}:${beyond.artifact}`, beyond.version) }),
    imports: imports.slice(alreadyLookedAt(surroundings, around)).map(({ name, version }) => documentOf(name, version)),
  };
}

/** How many BOMs of the workspace stand before all others, so that what they do not manage is left to those. */
function alreadyLookedAt({ ancestry, imports }: Surroundings, around: Around): number {
  if (ancestry.goesOn) return 0;
  const first = imports.findIndex(each => bomOf(each, around)?.isWhole !== true);
  return first < 0 ? imports.length : first;
}

function documentOf(name: string, version: string): DocumentName {
  return { name, version };
}
