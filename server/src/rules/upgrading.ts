import { PACKAGES } from '../ecosystems/index.ts';
import type { PackageFact } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import { packageQuestion } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import type { NearestGood } from '../model/versioning.ts';
import { renewalOf, renewalText } from './renewing.ts';
import type { Sight } from './rule.ts';
import { momentText } from './wording.ts';
import { proposable } from './youth.ts';

/** Whether there is a good release to move to from a bad one. */
export type WayOut =
  | { readonly is: 'untold' }
  /** The package has no good release. */
  | { readonly is: 'none' }
  /**
   * The file allows a good one, and only the lockfile `by` keeps it away: what would be chosen anew; where it is not
   * known by which toolchain, with what it needs of that.
   */
  | { readonly is: 'renewal'; readonly version: string; readonly by: string; readonly needs?: string }
  /** There is a good one, which is too young to be proposed until a moment, in milliseconds since the epoch. */
  | { readonly is: 'young'; readonly version: string; readonly until: number }
  /**
   * The nearest. `fixes` lead to it, and to the next beyond the major version; empty where the text is too involved to
   * be rewritten, or stands in another file.
   */
  | {
      readonly is: 'version';
      readonly version: string;
      readonly direction: NearestGood['direction'];
      readonly fixes: readonly Fix[];
    };

/**
 * The way out of a bad release: the nearest good one. A name that the author's prose recommends is never taken up,
 * because anybody may own it.
 */
export function wayOut(sight: Sight<ReleaseSubject>, badness: Badness = 'pulled-back'): WayOut {
  const { subject, glance } = sight;
  const answer = glance(packageQuestion(subject));
  if (answer.state !== 'known') return { is: 'untold' };
  const old = proposable(sight, answer.fact, false);
  const found = wayOutIn(sight, old.fact);
  if (found.is !== 'none' || old.fact === answer.fact) return found;
  const allowed = proposable(sight, answer.fact, true);
  const urgent = badness === 'pulled-back' ? wayOutIn(sight, allowed.fact) : found;
  if (urgent.is !== 'none') return urgent;
  const young = wayOutIn(sight, answer.fact);
  if (young.is !== 'version' && young.is !== 'renewal') return young;
  const until = (badness === 'pulled-back' ? allowed : old).youngUntil(young.version);
  return until === undefined ? found : { is: 'young', version: young.version, until };
}

/**
 * What is wrong with a release: it was pulled back, so that even a young one is better, or it is there and advised
 * against.
 */
type Badness = 'pulled-back' | 'advised-against';

function wayOutIn({ subject, text, derive }: Sight<ReleaseSubject>, fact: PackageFact): WayOut {
  const { registry, want, edit, held } = subject;
  const { versions } = PACKAGES[registry];
  if (held !== undefined) {
    const { held: _, ...anew } = subject;
    const chosen = versions.select(anew, fact, derive);
    const isGood = chosen.is === 'release' && chosen.standing.is === 'live' && chosen.version !== held.version;
    const { toolchain: tool } = PACKAGES[registry].words;
    const isOpen = isGood && chosen.needs !== undefined && tool !== undefined && subject.toolchain === undefined;
    const needs = isOpen ? { needs: `${tool} ${code(chosen.needs)}` } : {};
    if (isGood) return { is: 'renewal', version: chosen.version, by: held.by, ...needs };
  }
  const good = versions.nearestGood(subject, fact, derive);
  const [nearest] = good;
  if (nearest === undefined) return { is: 'none' };
  const fixes = good.flatMap(({ version, direction }): Fix[] => {
    const put = versions.rewrite(want, version);
    if (put === undefined || edit === undefined) return [];
    const title = direction === 'up' ? `Upgrade to ${code(version)}` : `Change to ${code(version)}`;
    return [{ title, safety: 'review', edits: [{ span: edit, expects: textUnder(text, edit), put }] }];
  });
  return { is: 'version', ...nearest, fixes };
}

/** What to do, for the end of a message; empty until it is known. */
export function advice(sight: Pick<Sight<ReleaseSubject>, 'subject' | 'reference'>, way: WayOut): string {
  const { registry } = sight.subject;
  switch (way.is) {
    case 'untold':
      return '';
    case 'none':
      return ` No version of it is any better: look for another ${PACKAGES[registry].words.one}.`;
    case 'renewal':
      return ` ${renewalText(way.by, renewalOf(sight, way))}: ${code(way.version)} would be chosen today${way.needs === undefined ? '' : `, for ${way.needs}`}.`;
    case 'young':
      return ` ${code(way.version)} would do, and is too young to be proposed${whenOld(way.until)}.`;
    case 'version':
      return ` Use ${code(way.version)} instead.`;
  }
}

function whenOld(until: number): string {
  return Number.isFinite(until) ? ` before ${momentText(until)}` : '';
}

/** What can be done by an edit. */
export function fixesOf(way: WayOut): readonly Fix[] {
  return way.is === 'version' ? way.fixes : [];
}
