import type { Derive } from '../../../model/derive.ts';
import type { Told } from '../../../model/statement.ts';
import { TOLD_NOTHING } from '../../../model/statement.ts';
import type { DocumentName, Terms, TermsOf } from '../../../model/terms.ts';
import { isExact, type Lineage, lineageOf, textOf } from './lineage.ts';

/** What the parents and BOMs of a POM say of one thing. */
export type Managed =
  /** Without a value where a property has none that is known. */
  | { readonly is: 'managed'; readonly value: string | undefined; readonly by?: string; readonly isHere: boolean }
  /** None of them says anything. */
  | { readonly is: 'nothing' }
  /** Somebody may, who is not known. */
  | { readonly is: 'open' };

/** What looking into BOMs needs. */
export interface ManagementLook {
  readonly termsOf: TermsOf;
  readonly derive: Derive;
  readonly told: Told;
}

/** What the POMs of a lineage say themselves of a thing: the nearest counts. */
export function managedIn(lineage: Lineage, thing: string, derive: Derive): Managed {
  const { members, isOpen, resolve } = lineage;
  for (const [index, { terms, by }] of members.entries()) {
    if (index === 1 && lineage.isHiddenAbove(thing)) return { is: 'nothing' };
    // What the POM itself does not hand on, it has.
    if (index > 0 && terms.hides?.includes(thing) === true) return { is: 'nothing' };
    const text = versionIn(terms, thing, resolve, derive);
    if (text === undefined) continue;
    if (text === '') return { is: 'open' };
    const { value, isHere } = resolve(text);
    return { is: 'managed', value, ...(by === undefined ? {} : { by }), isHere };
  }
  return { is: isOpen && !lineage.isHiddenAbove(thing) ? 'open' : 'nothing' };
}

/**
 * What the BOMs say that a lineage imports: in order, and the first that has the thing counts. Each is resolved by its
 * own properties, with what it imports itself. Of two imports of one name the nearest counts, as it does of all that is
 * managed (maven-model-builder, `DefaultDependencyManagementImporter`).
 */
export function managedByImports(
  { members, resolve }: Lineage,
  thing: string,
  look: ManagementLook,
  within: readonly string[] = [],
): Managed {
  const byName = new Map<string, DocumentName>();
  for (const { terms } of members) {
    for (const each of terms.imports) if (!byName.has(each.name)) byName.set(each.name, each);
  }
  const imports = [...byName.values()].map(({ name, version }) => ({
    name: resolve(name).value ?? '',
    version: resolve(version).value ?? '',
  }));
  if (imports.length > MOST_IMPORTS || within.length > DEEPEST) return { is: 'open' };
  for (const [index, each] of imports.entries()) {
    const said = managedBy(each, thing, look, within);
    if (said.is === 'nothing') continue;
    // All are asked at a time: one after the other would take as many turns as there are.
    if (said.is === 'open') for (const other of imports.slice(index + 1)) if (isExact(other)) look.termsOf(other);
    return said;
  }
  return { is: 'nothing' };
}

function managedBy(bom: DocumentName, thing: string, look: ManagementLook, within: readonly string[]): Managed {
  const by = textOf(bom);
  const terms = isExact(bom) && !within.includes(by) ? look.termsOf(bom) : undefined;
  if (terms === undefined) return { is: 'open' };
  const lineage = lineageOf({ terms, by }, [], look.termsOf, TOLD_NOTHING);
  const said = managedIn(lineage, thing, look.derive);
  return said.is === 'nothing' ? managedByImports(lineage, thing, look, [...within, by]) : said;
}

/** Several times what people import. */
const MOST_IMPORTS = 100;
/** BOMs in BOMs. */
const DEEPEST = 10;

/** Each costs a look for each thing. */
const MOST_WITH_PROPERTIES = 2_000;

/** As written; empty where conditions decide, or nobody says which. */
function versionIn(terms: Terms, thing: string, resolve: Lineage['resolve'], derive: Derive): string | undefined {
  const { unsure, withProperties } = derive(terms, indexed);
  if (unsure.has(thing)) return '';
  if (Object.hasOwn(terms.versions, thing)) return terms.versions[thing];
  if (withProperties.length > MOST_WITH_PROPERTIES) return '';
  return withProperties.find(({ name, end }) => thing.endsWith(end) && resolve(name).value === thing)?.version;
}

function indexed({ unsure, versions }: Terms) {
  return {
    unsure: new Set(unsure),
    withProperties: Object.entries(versions)
      .filter(([name]) => name.includes('${'))
      .map(([name, version]) => ({ name, version, end: name.slice(name.lastIndexOf('}') + 1) })),
  };
}
