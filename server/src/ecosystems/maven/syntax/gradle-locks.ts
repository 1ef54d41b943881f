import type { Around } from '../../../model/reader.ts';
import type { Held, Subject } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseGradleSelector, selects } from '../gradle-selector.ts';
import { parseGradleVersion } from '../gradle-version.ts';

/**
 * What a lockfile of Gradle's holds, to the script beside it (docs.gradle.org, "Locking Versions"): lines of
 * `group:name:version=configurations`.
 */
export function locksStated(text: string): readonly Statement[] {
  const versions = new Map<string, Set<string>>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, name, version] = LINE.exec(line) ?? [];
    if (name === undefined || version === undefined) continue;
    const its = versions.get(name) ?? new Set();
    versions.set(name, its.add(version));
    if (versions.size >= MOST) break;
  }
  return [...versions].map(
    ([name, all]): Statement => ({ says: 'gives', key: heldKey(name), reach: 'beside', value: [...all].join(' ') }),
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

const LINE = /^([\w.-]{1,200}:[\w.-]{1,200}):([\w.+~-]{1,200})=/;
/** More than any project takes. */
const MOST = 20_000;
