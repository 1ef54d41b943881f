import type { Told } from '../../../model/statement.ts';
import type { DocumentName, Terms, TermsOf } from '../../../model/terms.ts';
import { managedKey, propertyKey } from '../syntax/pom-keys.ts';
import { hidesIn } from '../syntax/surroundings.ts';

/** A POM and its parents, as far as they are known. */
export interface Lineage {
  /** The POM itself, and those of its parents that lie in repositories, the nearest first. */
  readonly members: readonly Member[];
  /** Whether there is a parent that is not known: anything may be decided there. */
  readonly isOpen: boolean;
  /** Whether a parent in the workspace keeps from the POM what those in repositories say of a thing. */
  isHiddenAbove(thing: string): boolean;
  /** What a text stands for, with the properties that the POM itself has or inherits. */
  resolve(text: string): Meant;
}

/** A POM in a lineage. */
export interface Member {
  readonly terms: Terms;
  /** As in `g:a:1.0`; absent for a file of the workspace. */
  readonly by?: string;
}

/** What a text with properties in it stands for. */
export interface Meant {
  /** `undefined` where a property has no value that is known. */
  readonly value: string | undefined;
  /** The document in a repository that a property's value comes from, the nearest to the text. */
  readonly by?: string;
  /** Whether a file of the workspace has a say, by its properties. */
  readonly isHere: boolean;
}

/**
 * Follows the parents of a POM. Maven puts properties in after inheritance: one means what the POM at hand has for it,
 * also in what a parent wrote (maven-model-builder, `DefaultModelBuilder`).
 *
 * @param above parents in the workspace, which stand between the POM and those in repositories
 */
export function lineageOf(first: Member, above: readonly string[], termsOf: TermsOf, told: Told): Lineage {
  const members: Member[] = [first];
  const met = new Set<string>();
  let next = first.terms.parent;
  while (next !== undefined && members.length <= MOST_PARENTS) {
    const by = textOf(next);
    const terms = met.has(by) || !isExact(next) ? undefined : termsOf(next);
    if (terms === undefined) break;
    met.add(by);
    members.push({ terms, by });
    next = terms.parent;
  }

  /** Absent: nobody says anything; without a text, nobody knows. */
  function property(
    name: string,
  ): { readonly text?: string; readonly by?: string; readonly isHere: boolean } | undefined {
    const field = /^(?:project\.|pom\.)?((?:parent\.)?(?:groupId|artifactId|version))$/.exec(name)?.[1];
    const { own } = first.terms;
    if (field !== undefined) return Object.hasOwn(own, field) ? { text: own[field] ?? '', isHere: false } : undefined;
    for (const [index, { terms, by }] of members.entries()) {
      const isHere = by === undefined;
      const whose = by === undefined ? {} : { by };
      if (terms.unsure.includes(name)) return { ...whose, isHere };
      if (Object.hasOwn(terms.properties, name)) return { text: terms.properties[name] ?? '', ...whose, isHere };
      const stated = index === 0 ? propertyAbove(name, above, told) : undefined;
      if (stated !== undefined) return { ...stated, isHere: true };
    }
    return undefined;
  }

  // Of one property asked by thousands each step is taken once.
  const known = new Map<string, Meant>();
  function meaningOf(name: string, within: readonly string[]): Meant {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = within.includes(name) || within.length > DEEPEST ? undefined : property(name);
    if (found?.text === undefined) return UNKNOWN;
    const inner = resolve(found.text, [...within, name]);
    const by = found.by ?? inner.by;
    const meant = { value: inner.value, ...(by === undefined ? {} : { by }), isHere: found.isHere || inner.isHere };
    // What leads into a ring has no value from wherever one comes.
    known.set(name, meant);
    return meant;
  }

  function resolve(text: string, within: readonly string[]): Meant {
    if (!text.includes('${')) return { value: text, isHere: false };
    const pieces = text.split(/(\$\{[^{}]*\})/);
    if (pieces.length > MOST_PIECES) return UNKNOWN;
    const meant: readonly Meant[] = pieces.map(piece =>
      piece.startsWith('${') && piece.endsWith('}')
        ? meaningOf(piece.slice(2, -1), within)
        : { value: piece, isHere: false },
    );
    const values = meant.map(({ value }) => value);
    const joined = values.includes(undefined) ? undefined : values.join('');
    const by = meant.find(each => each.by !== undefined)?.by;
    return {
      value: joined === undefined || joined.length > LONGEST ? undefined : joined,
      ...(by === undefined ? {} : { by }),
      isHere: meant.some(each => each.isHere),
    };
  }

  return {
    members,
    isOpen: next !== undefined,
    isHiddenAbove: thing =>
      above.some(place => {
        const said = told(managedKey(place, thing)).at(-1);
        return said?.says === 'gives' && hidesIn(said.value);
      }),
    resolve: text => resolve(text, []),
  };
}

/** A document as people write it. */
export function textOf({ name, version }: DocumentName): string {
  return `${name}:${version}`;
}

/** Whether one document is meant, and which: a range of versions, or one that properties decide, is not looked into. */
export function isExact({ name, version }: DocumentName): boolean {
  return /^[\w.-]+:[\w.-]+$/.test(name) && /^[\w.+-]+$/.test(version) && !/^(?:LATEST|RELEASE)$/.test(version);
}

const UNKNOWN: Meant = { value: undefined, isHere: false };
/** Deeper than anybody's. */
const MOST_PARENTS = 20;
/** People nest two or three. */
const DEEPEST = 20;
const MOST_PIECES = 40;
/** In characters. */
const LONGEST = 2000;

function propertyAbove(name: string, above: readonly string[], told: Told): { readonly text?: string } | undefined {
  for (const place of above) {
    const said = told(propertyKey(place, name)).at(-1);
    // Made by this room alone: without a text where profiles set it.
    if (said?.says === 'gives') return JSON.parse(said.value);
  }
  return undefined;
}
