import type { Around } from '../../../model/reader.ts';
import type { Held, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { parseGradleSelector, selects } from '../gradle-selector.ts';
import { parseGradleVersion } from '../gradle-version.ts';

/** A line of a lockfile of Gradle's. */
export interface GradleLockEntry {
  /** Of the coordinates. */
  readonly span: Span;
  /** `group:artifact` */
  readonly name: string;
  readonly version: string;
}

/**
 * What a lockfile of Gradle's holds (docs.gradle.org, "Locking Versions"): lines of
 * `group:name:version=configurations`, and in the older files, of which each configuration has its own, of
 * `group:name:version` alone.
 */
export function* gradleLockEntries(text: string): Generator<void, readonly GradleLockEntry[]> {
  const entries: GradleLockEntry[] = [];
  for (let start = 0, lines = 1; start < text.length; lines += 1) {
    if (lines % A_STEP === 0) yield;
    LINE.lastIndex = start;
    const [, indent = '', name, version] = LINE.exec(text) ?? [];
    if (name !== undefined && version !== undefined) {
      const from = start + indent.length;
      entries.push({ span: spanOf(from, from + name.length + 1 + version.length), name, version });
    }
    const newline = text.indexOf('\n', start);
    start = newline < 0 ? text.length : newline + 1;
  }
  return entries;
}

/** What a lockfile of a project says to the script beside it. */
export function* locksStated(entries: readonly GradleLockEntry[]): Generator<void, readonly Statement[]> {
  const versions = new Map<string, readonly string[]>();
  for (const [i, { name, version }] of entries.entries()) {
    if (i % A_STEP === 0) yield;
    const its = versions.get(name);
    if (its === undefined) versions.set(name, [version]);
    else if (its.length < MOST_VERSIONS && !its.includes(version)) versions.set(name, [...its, version]);
    if (versions.size >= MOST) break;
  }
  return yield* mapInSteps(
    [...versions],
    ([name, all]): Statement => ({ says: 'gives', key: heldKey(name), reach: 'beside', value: all.join(' ') }),
  );
}

/**
 * What is wanted with what the lockfile beside holds for it. Where that has several versions of it, each for other
 * configurations, the highest of those that fit is hardly the one; but none of them is whatever is newest.
 */
export function asHeld(subject: Subject, { told }: Pick<Around, 'told'>): Subject {
  if (subject.kind !== 'release' || subject.want.is === 'exact') return subject;
  const said = told(heldKey(subject.name)).at(-1);
  if (said?.says !== 'gives') return subject;
  const selector = parseGradleSelector(subject.want.text)?.selector;
  const fitting = said.value
    .split(' ')
    .filter(version => selector !== undefined && selects(selector, parseGradleVersion(version)));
  const [version, ...others] = fitting;
  if (version === undefined) return subject;
  const held: Held = { version, by: said.from.file };
  return others.length === 0 ? { ...subject, held } : { ...subject, restricted: true };
}

function heldKey(name: string): string {
  return `held maven ${name}`;
}

const LINE = /([ \t]{0,20})([\w.-]{1,200}:[\w.-]{1,200}):([\w.+~-]{1,200})[ \t\r]{0,20}(?:[=\n]|$)/y;
/** So many lines are some milliseconds' work. */
const A_STEP = 2000;
/** More than any project takes. */
const MOST = 20_000;
/** Each is another configuration's. */
const MOST_VERSIONS = 50;
