import type { OpaqueReason, OpaqueSubject, ReleaseSubject, Subject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { type Outcome, outcomeOfBoth, outcomeOfMarker, type ReadBy } from '../markers.ts';
import { canonicalName } from '../names.ts';
import { pypiWant } from '../versions.ts';
import type { AgeLimitFor } from './age-limits.ts';
import type { DriftOf, HeldOf } from './held-around.ts';
import type { LockedAt } from './lockfiles.ts';
import type { Requirement } from './requirement.ts';

/** What a file says of all that it requires. */
export interface RequiredBy {
  /** See `ReleaseSubject.source`. */
  readonly source: string;
  /** The set of Python versions that it is for. */
  readonly toolchain?: string | undefined;
  readonly prereleases?: true | undefined;
  readonly deployed?: boolean | undefined;
  /** Set where it only restricts what something else requires. */
  readonly isConstraint?: true | undefined;
  /** Set where all of it counts only under conditions that are not looked into. */
  readonly isConditional?: true | undefined;
  /** Set where it stands in for what others require, and so may drop that by a condition that never holds. */
  readonly isOverride?: true | undefined;
  /** The canonical name of the project that the file describes: its own extras name it. */
  readonly own?: string | undefined;
  /** Whether another file keeps back what is newest of a package, by its canonical name. */
  readonly isRestricted?: ((name: string) => boolean) | undefined;
  /** What a lockfile has for what is required; absent where none is the project's. */
  readonly heldOf?: HeldOf | undefined;
  /** What the tool takes of what was published lately; absent where nothing lies around. */
  readonly ageLimit?: AgeLimitFor | undefined;
  /** Whether a lockfile has something else; absent where not all that is required here is locked. */
  readonly driftOf?: DriftOf | undefined;
  /** The index from which lockfiles around have it; absent where nothing lies around. */
  readonly lockedAt?: LockedAt | undefined;
  /** Set where it is not known at which index names are asked, so that none is told. */
  readonly withheld?: OpaqueReason | undefined;
}

/** A name, and the text behind it. */
export interface WrittenWant {
  /** As written. */
  readonly name: string;
  readonly text: string;
  /** Where that text stands; absent where no fix may replace it. */
  readonly edit?: Span | undefined;
  /** Whether the conditions hold under which it counts, for all of the file's Python versions. */
  readonly holds: Outcome;
  readonly dialect?: 'pep440' | 'poetry';
}

/** What a name and the text behind it ask an index for. */
export function wantedSubject(written: WrittenWant, by: RequiredBy): Subject {
  const name = canonicalName(written.name);
  if (name === by.own) return opaquePackage('workspace', name, written.text);
  if (by.withheld !== undefined) return opaquePackage(by.withheld, name, written.text);
  const want = written.text.length > LONGEST ? undefined : pypiWant(written.text, written.dialect);
  if (want === undefined || LONE.test(written.text)) return opaquePackage('invalid', name, written.text);
  if (written.holds === 'never') return opaquePackage('never', name, written.text);
  const isMarked = written.holds === 'unknown';
  const toolchain = isMarked ? undefined : by.toolchain;
  const held = by.heldOf?.(name, written.text, written.dialect);
  const ageLimit = by.ageLimit?.(name);
  const isPlain = !isMarked && by.isConstraint !== true && by.isOverride !== true;
  const drift = held === undefined && isPlain ? by.driftOf?.(name, written.text, written.dialect) : undefined;
  const source = sourceFor(name, by);
  const subject: ReleaseSubject = {
    ...{ kind: 'release', registry: 'pypi', name, want },
    ...(source === undefined ? {} : { source }),
    ...(held === undefined ? {} : { held }),
    ...(drift === undefined ? {} : { drift }),
    ...(by.isRestricted?.(name) === true ? { restricted: true as const } : {}),
    ...(ageLimit === undefined ? {} : { ageLimit }),
    ...(toolchain === undefined ? {} : { toolchain }),
    ...(by.prereleases === undefined ? {} : { prereleases: by.prereleases }),
    ...(by.isConstraint === true
      ? { wantedIf: 'others-want-it' as const }
      : isMarked
        ? { wantedIf: 'conditions-hold' as const }
        : {}),
    ...(by.deployed === undefined ? {} : { deployed: by.deployed }),
    ...(written.edit === undefined ? {} : { edit: written.edit }),
  };
  return subject;
}

/**
 * What a requirement asks for.
 *
 * @param editOf where its versions stand in the document, by indexes into the requirement's text
 */
export function requiredSubject(
  requirement: Requirement,
  text: string,
  editOf: (from: number, to: number) => Span | undefined,
  by: RequiredBy,
): Subject {
  if (requirement.is === 'opaque') {
    const { why, name, want } = requirement;
    return opaquePackage(why, name === undefined ? undefined : canonicalName(name), want);
  }
  const { name, from, to, marker } = requirement;
  const itself = marker === undefined ? 'always' : outcomeOfMarker(marker, conditionsBy(by));
  const holds = by.isConditional === true ? outcomeOfBoth(itself, 'unknown') : itself;
  return wantedSubject({ name, text: text.slice(from, to), edit: editOf(from, to), holds }, by);
}

/** By what it is told whether conditions hold. */
export function conditionsBy({ source, toolchain, isOverride }: RequiredBy): ReadBy {
  return { source, toolchain, knowsPlatforms: isOverride };
}

/** A package that is named, and cannot be asked about. */
export function opaquePackage(why: OpaqueReason, name?: string, want?: string): OpaqueSubject {
  return {
    ...{ kind: 'opaque', why, registry: 'pypi' },
    ...(name === undefined ? {} : { name }),
    ...(want === undefined ? {} : { want }),
  };
}

/** An address as a word of a source has it: without a login, and without what parts the words. */
export function encodedAddress(address: string): string {
  return address
    .slice(0, LONGEST)
    .replace(/\/\/[^/?#]*@/, '//')
    .replace(/[%\s\p{Cc}]/gu, encodeURIComponent)
    .replace(/\p{Surrogate}/gu, '');
}

// Much longer than any set of versions that people write; in characters.
const LONGEST = 2000;
const LONE = /\p{Surrogate}/u;

/** `ReleaseSubject.source` of a name, with what lockfiles around know of where it came from. */
export function sourceFor(name: string, by: Pick<RequiredBy, 'source' | 'lockedAt'>): string | undefined {
  const index = by.lockedAt?.(name, by.source.includes(' '));
  const source = index === undefined ? by.source : `${by.source} locked-at=${encodedAddress(index)}`;
  // Whose file says nothing is read as pip's.
  return source === 'pip' ? undefined : source;
}
