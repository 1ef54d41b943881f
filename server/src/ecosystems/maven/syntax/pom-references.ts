import type { Around } from '../../../model/reader.ts';
import type {
  Decided,
  OpaqueReason,
  OpaqueSubject,
  Reference,
  ReleaseSubject,
  Subject,
} from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { Undecided } from '../../../model/terms.ts';
import { childOf } from '../../../syntax/xml.ts';
import { xmlIgnorePlace } from '../../../syntax/xml-places.ts';
import type { XmlText } from '../../../syntax/xml-text.ts';
import { mavenWant } from '../choice.ts';
import { bomOf } from './boms.ts';
import { type Declared, fieldOf, type Pom } from './pom.ts';
import { managedKey, placeAt, takenKey } from './pom-keys.ts';
import { fieldValue, isName, isPlugin, namesIn, placesOfName, writtenName } from './pom-names.ts';
import {
  hidesIn,
  inheritedName,
  isImport,
  managedName,
  type SaidOfManaged,
  type Surroundings,
} from './surroundings.ts';
import { undecidedIn } from './undecided.ts';

/** What a POM names, and what else is found out on the way. */
export interface NamedArtifacts {
  readonly references: readonly Reference[];
  /** The names of what it takes as it is managed; see `managedName`. */
  readonly taken: ReadonlySet<string>;
  nameOf(declared: Declared): string | undefined;
}

/** All artifacts that a POM names. */
export function artifactsIn(pom: Pom, file: string, around: Around, surroundings: Surroundings): NamedArtifacts {
  const nameOf = namesIn(pom, surroundings);
  const managedHere = new Map<string, Declared>();
  for (const declared of pom.declared) {
    const name = isManaging(declared) ? nameOf(declared) : undefined;
    const key = name === undefined ? undefined : managedName(pom, declared, name);
    if (key !== undefined && !managedHere.has(key)) managedHere.set(key, declared);
  }
  const taken = new Set<string>();
  for (const declared of pom.declared) {
    const name =
      isTaking(declared) && fieldOf(pom, declared.element, 'version') === undefined ? nameOf(declared) : undefined;
    if (name === undefined) continue;
    const key = managedName(pom, declared, name);
    // What a parent's own plugin decides, management does not.
    const isInherited = surroundings.ancestry.ancestors.some(({ place }) => {
      const said = around.told(managedKey(place, inheritedName(key))).at(-1);
      return said?.says === 'gives' && !hidesIn(said.value);
    });
    if (declared.as !== 'plugin' || !isInherited) taken.add(key);
  }
  let byChildren: ReadonlySet<string> | undefined;
  const isTaken = (key: string) => {
    byChildren ??= takenByChildren(around, file);
    return taken.has(key) || byChildren.has(key);
  };
  const undecided = undecidedIn({ pom, around, surroundings, nameOf, managedHere });
  const context: Context = { pom, file, around, surroundings, nameOf, managedHere, isTaken, undecided };
  const references = pom.declared.flatMap(declared => referenceTo(declared, context));
  return { references, taken, nameOf };
}

interface Context {
  readonly pom: Pom;
  readonly file: string;
  readonly around: Around;
  readonly surroundings: Surroundings;
  readonly nameOf: (declared: Declared) => string | undefined;
  readonly managedHere: ReadonlyMap<string, Declared>;
  isTaken(key: string): boolean;
  undecided(declared: Declared, subject: Subject): Undecided | undefined;
}

/** Nothing is made of what is still being typed. */
function referenceTo(declared: Declared, context: Context): Reference[] {
  const { pom } = context;
  const { element } = declared;
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(name => fieldOf(pom, element, name));
  if (artifact === undefined || artifact === 'typing' || group === 'typing' || version === 'typing') return [];
  if (artifact.value === '' || version?.value === '') return [];
  if (group === undefined ? !isPlugin(declared) : group.value === '') return [];
  const subject = subjectOf(declared, version, context);
  const name = context.nameOf(declared);
  const wantedIf = name === undefined ? undefined : conditionOf(declared, name, pom, context.isTaken);
  const left = context.undecided(declared, subject);
  const undecided = left === undefined || wantedIf === undefined ? left : { ...left, wantedIf };
  const span = (childOf(element, 'version') ?? childOf(element, 'artifactId') ?? element).span;
  const ignoreAt = xmlIgnorePlace(pom.document, element);
  return [
    {
      ...{ span, subject, role: 'manifest' },
      ...(subject.kind === 'release' || undecided !== undefined ? { untilWalked: true as const } : {}),
      ...(undecided === undefined ? {} : { undecided }),
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
    },
  ];
}

function subjectOf(declared: Declared, version: XmlText | undefined, context: Context): Subject {
  const { pom, surroundings, nameOf } = context;
  const name = nameOf(declared);
  const written = writtenName(pom, declared);
  if (name === undefined) return opaque(reasonFor(written, surroundings), written, version?.value);
  if (!isName(name)) return opaque(TEMPLATE.test(written) ? 'template' : 'invalid', written, version?.value);
  if (fieldValue(pom, declared, 'scope') === 'system') return opaque('path', name, version?.value);
  if (version === undefined) return managedSubject(declared, name, context);
  const { value, edit } = surroundings.resolve(version, declared.profile);
  if (value === undefined) return opaque(reasonFor(version.value, surroundings), name, version.value);
  return released(declared, name, value, edit, context);
}

/** What is wanted at a version that is known. */
function released(
  declared: Declared,
  name: string,
  version: string,
  edit: Span | undefined,
  { pom, surroundings, isTaken }: Context,
): ReleaseSubject | OpaqueSubject {
  if (TEMPLATE.test(version)) return opaque('template', name, version);
  const want = mavenWant(version.trim());
  if (want === undefined) return opaque('invalid', name, version);
  const source = surroundings.sourceOf(declared.as);
  const nameAt = placesOfName(pom, declared);
  const wantedIf = conditionOf(declared, name, pom, isTaken);
  return {
    ...{ kind: 'release', registry: 'maven', name, want },
    ...(source === undefined ? {} : { source }),
    ...(edit === undefined ? {} : { edit }),
    ...(nameAt === undefined ? {} : { nameAt }),
    ...(wantedIf === undefined ? {} : { wantedIf }),
  };
}

/** Management asks for nothing by itself, but for what it takes over from others; and profiles may be off. */
function conditionOf(
  declared: Declared,
  name: string,
  pom: Pom,
  isTaken: Context['isTaken'],
): ReleaseSubject['wantedIf'] {
  const isAsking =
    !isManaging(declared) || isImport(pom, declared.element) || isTaken(managedName(pom, declared, name));
  if (!isAsking) return 'others-want-it';
  return declared.profile === undefined ? undefined : 'conditions-hold';
}

/**
 * What is wanted without a version. Where a POM of the workspace manages it, it is judged there, unless a property that
 * is nearer than that gives it another version here.
 */
function managedSubject(declared: Declared, name: string, context: Context): Subject {
  const { pom, file, surroundings, managedHere } = context;
  if (!isTaking(declared)) return opaque(declared.as === 'plugin-dependency' ? 'invalid' : 'managed', name);
  const key = managedName(pom, declared, name);
  const inherited = declared.as === 'plugin' ? saidAbove(inheritedName(key), declared, name, context) : undefined;
  if (inherited !== undefined) return inherited;
  const here = managedHere.get(key);
  if (here !== undefined) {
    const version = fieldOf(pom, here.element, 'version');
    if (version === undefined || version === 'typing' || here.profile !== undefined) return opaque('managed', name);
    const { value } = surroundings.resolve(version);
    return decidedBy(file, name, value === undefined ? undefined : released(here, name, value, undefined, context));
  }
  const above = saidAbove(key, declared, name, context);
  if (above !== undefined) return above;
  const isOpen = isPlugin(declared) || surroundings.ancestry.goesOn || surroundings.imports.length > 0;
  return (
    (isPlugin(declared) ? undefined : saidInBoms(key, declared, name, context)) ??
    opaque(isOpen ? 'managed' : 'invalid', name)
  );
}

/** What the first BOM that is imported says of something; nothing where one before it is not known. */
function saidInBoms(key: string, declared: Declared, name: string, context: Context): Subject | undefined {
  const { around, surroundings } = context;
  if (surroundings.ancestry.goesOn) return undefined;
  for (const each of surroundings.imports) {
    const bom = bomOf(each, around);
    if (bom === undefined) return undefined;
    for (const { place, file } of bom.places) {
      const said = around.told(managedKey(place, key)).at(-1);
      if (said?.says !== 'gives') continue;
      // Made by this room alone.
      const { version, value = version }: SaidOfManaged = JSON.parse(said.value);
      if (value === undefined || value.includes('${')) return undefined;
      return decidedBy(file, name, released(declared, name, value, undefined, context));
    }
    if (!bom.isWhole) return undefined;
  }
  return undefined;
}

/** What the nearest parent in the workspace says that says something under a key. */
function saidAbove(key: string, declared: Declared, name: string, context: Context): Subject | undefined {
  const { around, surroundings } = context;
  for (const [index, ancestor] of surroundings.ancestry.ancestors.entries()) {
    const said = around.told(managedKey(ancestor.place, key)).at(-1);
    if (said?.says !== 'gives') continue;
    if (hidesIn(said.value)) return undefined;
    // Made by this room alone.
    const { version }: SaidOfManaged = JSON.parse(said.value);
    const { value, nearest, edit } = version === undefined ? UNDECIDED : surroundings.resolve(version);
    if (value === undefined) return opaque('managed', name);
    const subject = released(declared, name, value, edit, context);
    return nearest < index + 1 ? subject : decidedBy(ancestor.file, name, subject);
  }
  return undefined;
}

const UNDECIDED = { value: undefined, nearest: 0, edit: undefined };

function decidedBy(file: string, name: string, subject: Subject | undefined): OpaqueSubject {
  if (subject?.kind !== 'release') return opaque('managed', name);
  const { edit, nameAt, ...rest } = subject;
  const decided: Decided = { file, subject: rest };
  return { ...opaque('managed', name), decided };
}

/** Why a text with properties has no value: who is not known here may give it one. */
function reasonFor(text: string, { ancestry }: Surroundings): OpaqueReason {
  if (TEMPLATE.test(text)) return 'template';
  return ancestry.goesOn ? 'managed' : 'variable';
}

function opaque(why: OpaqueReason, name: string, want?: string): OpaqueSubject {
  return { kind: 'opaque', why, registry: 'maven', name, ...(want === undefined ? {} : { want }) };
}

function isManaging({ as }: Declared): boolean {
  return as === 'managed' || as === 'managed-plugin';
}

/** What management may give a version. */
function isTaking({ as }: Declared): boolean {
  return as === 'dependency' || as === 'plugin';
}

function takenByChildren({ folder, told }: Around, file: string): ReadonlySet<string> {
  const place = placeAt(folder, file.slice(file.lastIndexOf('/') + 1));
  const said = place === undefined ? [] : told(takenKey(place));
  return new Set(said.flatMap((each): string[] => (each.says === 'gives' ? JSON.parse(each.value) : [])));
}

/** Placeholders of templates, and of resources that a build fills in. */
const TEMPLATE = /\{\{|\{%|<%|@[\w.]+@/;
