import type { OpaqueReason, OpaqueSubject, ReleaseSubject, Subject, Want } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { parseGradleSelector } from '../gradle-selector.ts';
import { type TracedValue, UNKNOWN } from './gradle-variables.ts';

/** A group, a name and a version as a file has them, with their places. */
export interface WrittenModule {
  readonly group: TracedValue;
  readonly artifact: TracedValue;
  /** Absent where none is written: something else decides it. */
  readonly version?: TracedValue | undefined;
  /** What is written there, for a list. */
  readonly isRich?: true;
  readonly avoids?: readonly string[];
}

/** What a file says of all that it wants, or of some of it. */
export interface WantedBy {
  /** See `ReleaseSubject.source`; `undefined` where nobody may be asked about the name. */
  sourceOf(name: string, isExact: boolean): string | undefined;
  readonly wantedIf?: ReleaseSubject['wantedIf'];
  readonly deployed?: false;
}

/** The module in a text such as `group:name:1.0:classifier@zip`; `undefined` for a text that names none. */
export function moduleIn(value: TracedValue): WrittenModule | undefined {
  const end = value.text.lastIndexOf('@') > 0 ? value.text.lastIndexOf('@') : value.text.length;
  const colons: number[] = [];
  for (let at = value.text.indexOf(':'); at >= 0 && at < end; at = value.text.indexOf(':', at + 1)) colons.push(at);
  const [first, second, third, more] = colons;
  if (first === undefined || more !== undefined) return undefined;
  const group = sliceOf(value, 0, first);
  const artifact = sliceOf(value, first + 1, second ?? end);
  if (group.text === '' || artifact.text === '') return undefined;
  if (second === undefined) return { group, artifact };
  const version = sliceOf(value, second + 1, third ?? end);
  return version.text === '' ? { group, artifact } : { group, artifact, version };
}

/** The marker by which a plugin's id is looked up (Gradle, "Plugin Marker Artifacts"). */
export function pluginModule(id: TracedValue, version: TracedValue | undefined): WrittenModule {
  return { group: id, artifact: { ...id, text: `${id.text}.gradle.plugin`, at: [] }, version };
}

/** What a module asks for. */
export function subjectOf({ group, artifact, version, avoids }: WrittenModule, by: WantedBy): Subject {
  const name = `${group.text}:${artifact.text}`;
  const isNamed = group.isKnown && artifact.isKnown;
  const written = version === undefined || version.text === '' ? undefined : version.text.replaceAll(UNKNOWN, '…');
  const opaque = (why: OpaqueReason) => opaqueModule(why, isNamed ? name : undefined, written);
  if (TEMPLATE.test(`${name}:${version?.text ?? ''}`)) return opaque('template');
  if (!isNamed) return opaque('variable');
  if (!PIECE.test(group.text) || !PIECE.test(artifact.text)) return opaque('invalid');
  // Gradle's own word for none, which people write for plugins that their build makes itself.
  if (version === undefined || version.text === 'unspecified') return opaque('managed');
  if (!version.isKnown) return opaque('variable');
  const want = gradleWant(version.text);
  if (want === undefined) return opaque('invalid');
  const source = by.sourceOf(name, want.is === 'exact');
  if (source === undefined) return opaque('managed');
  const edit = spanIn(version);
  const nameAt = [spanIn(group), spanIn(artifact)].flatMap(span => span ?? []);
  return {
    ...{ kind: 'release', registry: 'maven', name, want, source },
    ...(by.deployed === undefined ? {} : { deployed: by.deployed }),
    ...(edit === undefined ? {} : { edit }),
    ...(nameAt.length < 2 ? {} : { nameAt }),
    ...(avoids === undefined || avoids.length === 0 ? {} : { avoids }),
    ...(by.wantedIf === undefined ? {} : { wantedIf: by.wantedIf }),
  };
}

/** What a version asks for; `undefined` where it is none. What it prefers is what it gets. */
export function gradleWant(text: string): Want | undefined {
  if (text !== text.trim() || /[\p{Cc}\p{Surrogate}"'\\]/u.test(text)) return undefined;
  const written = parseGradleSelector(text);
  if (written === undefined) return undefined;
  const { selector, preferred } = written;
  const version = preferred ?? (selector.is === 'exact' ? selector.version : undefined);
  if (version === undefined) return { is: 'range', text };
  return VERSION.test(version) ? { is: 'exact', text, version } : undefined;
}

/** A module that is named, and cannot be asked about. */
export function opaqueModule(why: OpaqueReason, name?: string, want?: string): OpaqueSubject {
  return {
    ...{ kind: 'opaque', why, registry: 'maven' },
    ...(name === undefined ? {} : { name }),
    ...(want === undefined ? {} : { want }),
  };
}

/** Where a text stands, where it stands in this document as it is, in one piece. */
function spanIn({ at, isKnown }: TracedValue): Span | undefined {
  const [start = -1] = at;
  if (!isKnown || start < 0 || at.some((place, index) => place !== start + index)) return undefined;
  return spanOf(start, start + at.length);
}

function sliceOf({ text, at }: TracedValue, from: number, to: number): TracedValue {
  const slice = text.slice(from, to);
  return { text: slice, at: at.slice(from, to), isKnown: !slice.includes(UNKNOWN) };
}

const PIECE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/;
const VERSION = /^[A-Za-z0-9_.+~-]{1,200}$/;
const TEMPLATE = /\{\{|\{%|<%|@[A-Za-z_.]+@/;
