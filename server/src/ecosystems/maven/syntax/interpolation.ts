import type { Around } from '../../../model/reader.ts';
import type { Span } from '../../../model/span.ts';
import type { XmlElement } from '../../../syntax/xml-nodes.ts';
import { textIn, type XmlText } from '../../../syntax/xml-text.ts';
import type { Ancestry, ParentLink } from './ancestors.ts';
import { at, type Pom, textOf } from './pom.ts';
import { propertyKey } from './pom-keys.ts';

/** What a text with properties in it stands for. */
export interface Resolved {
  /** `undefined` where a property has no value here. */
  readonly value: string | undefined;
  /** The one place in this document where the whole value is written. */
  readonly edit?: Span;
  /**
   * How near the nearest file is that has a say: 0 for this one by its properties, 1 for its parent, and so on;
   * infinite where no property is used.
   */
  readonly nearest: number;
}

/** Looks up what texts of one POM stand for. */
export interface Interpolation {
  /** @param profile the profile that the text stands in */
  resolve(text: XmlText | string, profile?: XmlElement): Resolved;
}

interface Property {
  readonly text: XmlText | string;
  readonly depth: number;
}

const UNKNOWN: Resolved = { value: undefined, nearest: Number.POSITIVE_INFINITY };

/**
 * Maven's interpolation, which comes after inheritance: a property means what the POM at hand has for it, also in what
 * a parent wrote. What profiles set is not known, since nobody here knows which are active; what the command line, the
 * environment or the settings give has no value here (maven-model-builder, `AbstractStringBasedModelInterpolator`).
 */
export function interpolationOf(
  pom: Pom,
  link: ParentLink | undefined,
  { ancestors }: Ancestry,
  { told }: Pick<Around, 'told'>,
): Interpolation {
  const own = propertiesOf(pom, pom.project);
  const ofProfiles = new Map(pom.profiles.map(profile => [profile, propertiesOf(pom, profile)]));
  const conditional = new Set([...ofProfiles.values()].flatMap(properties => [...properties.keys()]));
  const isGivenAbove = (name: string) => ancestors.some(({ place }) => told(propertyKey(place, name)).length > 0);
  const inherited = (name: string): Property | undefined => {
    for (const [index, { place }] of ancestors.entries()) {
      const said = told(propertyKey(place, name)).at(-1);
      if (said?.says !== 'gives') continue;
      // Made by this room alone: absent where profiles set it.
      const { text }: { text?: string } = JSON.parse(said.value);
      return text === undefined ? undefined : { text, depth: index + 1 };
    }
    return undefined;
  };
  const lookUp = (name: string, profile: XmlElement | undefined): Property | undefined => {
    // By its bare name the POM's own field comes behind all properties.
    const isField = /^(?:project|pom)\./.test(name);
    const model = ofModel(name);
    if (isField && model !== undefined) return model;
    const inProfile = profile === undefined ? undefined : ofProfiles.get(profile)?.get(name);
    if (inProfile !== undefined) return { text: inProfile, depth: 0 };
    if (conditional.has(name)) return undefined;
    const text = own.get(name);
    if (text !== undefined) return { text, depth: 0 };
    return model === undefined || isGivenAbove(name) ? inherited(name) : model;
  };
  /** What is said of the POM itself; no property that one would edit. */
  const ofModel = (name: string): Property | undefined => {
    const field = /^(?:(?:project|pom)\.)?(parent\.)?(groupId|artifactId|version)$/.exec(name);
    if (field === null) return undefined;
    const [, isParents, which] = field;
    const ofParent = { groupId: link?.group, artifactId: link?.artifact, version: link?.version }[which ?? ''];
    const ownText = isParents === undefined ? textOf(pom, pom.project, which ?? '')?.value : undefined;
    const text = ownText ?? (isParents === undefined && which === 'artifactId' ? undefined : ofParent);
    return text === undefined ? undefined : { text, depth: Number.POSITIVE_INFINITY };
  };
  const numbers = new Map(pom.profiles.map((profile, index) => [profile, index]));
  // Of one text asked by thousands each step is taken once.
  const known = new Map<string, Resolved>();
  const property = (name: string, profile: XmlElement | undefined, within: readonly string[]): Resolved => {
    if (within.includes(name) || within.length > DEEPEST) return UNKNOWN;
    const key = `${profile === undefined ? '' : numbers.get(profile)} ${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = lookUp(name, profile);
    const inner = found === undefined ? UNKNOWN : resolveIn(found.text, profile, [...within, name]);
    const { edit, ...rest } = inner;
    const nearest = Math.min(inner.nearest, found?.depth ?? Number.POSITIVE_INFINITY);
    const isEditable = edit !== undefined && found?.depth === 0;
    const resolved = { ...rest, nearest, ...(isEditable ? { edit } : {}) };
    // What leads into a ring has no value from wherever one comes.
    known.set(key, resolved);
    return resolved;
  };
  function resolveIn(text: XmlText | string, profile: XmlElement | undefined, within: readonly string[]): Resolved {
    const { value, span, isVerbatim } =
      typeof text === 'string' ? { value: text, span: undefined, isVerbatim: false } : text;
    if (!value.includes('${')) {
      return { value, nearest: Number.POSITIVE_INFINITY, ...(isVerbatim && span !== undefined ? { edit: span } : {}) };
    }
    const pieces = value.split(/(\$\{[^{}]*\})/);
    if (pieces.length > MOST_PIECES) return UNKNOWN;
    const resolved = pieces.map(piece =>
      piece.startsWith('${') && piece.endsWith('}')
        ? property(piece.slice(2, -1), profile, within)
        : { value: piece, nearest: Number.POSITIVE_INFINITY },
    );
    const whole = resolved.length === 3 && pieces[0] === '' && pieces[2] === '' ? resolved[1] : undefined;
    if (whole !== undefined) return whole;
    const nearest = Math.min(...resolved.map(each => each.nearest));
    const values = resolved.map(each => each.value);
    const joined = values.includes(undefined) ? undefined : values.join('');
    return { value: joined === undefined || joined.length > LONGEST ? undefined : joined, nearest };
  }
  return { resolve: (text, profile) => resolveIn(text, profile, []) };
}

/** The properties that an element sets, by name; the last of a name counts. */
export function propertiesOf(
  { document }: Pick<Pom, 'document'>,
  holder: XmlElement | undefined,
): ReadonlyMap<string, XmlText> {
  const set = at([holder], 'properties').flatMap(({ children }) => children);
  return new Map(
    set.flatMap(element => {
      const text = element.isClosed ? textIn(document, element) : undefined;
      return text === undefined ? [] : [[element.name, text] as const];
    }),
  );
}

/** People nest two or three. */
const DEEPEST = 20;
const MOST_PIECES = 40;
/** In characters. */
const LONGEST = 2000;
