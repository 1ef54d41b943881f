import { PACKAGES } from '../ecosystems/index.ts';
import { type AgeLimit, oldEnoughAt } from '../model/age-limit.ts';
import type { HistoryFact, PackageFact } from '../model/answer.ts';
import { code } from '../model/plain-text.ts';
import { packageQuestion, placeOfPackage } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { takenVersion } from '../model/release-state.ts';
import type { Rule, Sight } from './rule.ts';
import { dayOf, heldNote, momentText } from './wording.ts';

/**
 * What is chosen, or held by a lockfile, is younger than the project's own tool takes. Only where somebody set a limit,
 * or the tool's version tells that it has one; and only for as long as it is so.
 */
export const releaseTooNew: Rule<'release'> = {
  id: 'release-too-new',
  judges: 'release',
  severity: 'information',
  summary:
    'The release is younger than the project’s own tool is set to take: a warning where that tool stops because of it.',
  judge(sight) {
    const { subject, isPast } = sight;
    const { ageLimit } = subject;
    if (ageLimit === undefined) return [];
    const version = takenVersion(sight.standing());
    if (version === undefined || ageLimit.except?.includes(version) === true) return [];
    const history = datesOf(sight, ageLimit, version);
    const published = history === undefined ? undefined : dateIn(history, version);
    // What has no date is taken by most clients, and those that do not take it say so themselves.
    if (history === undefined || published === undefined) return [];
    const oldAt = oldEnoughAt(ageLimit.least, published);
    if (isPast(oldAt)) return [];
    const outcome = outcomeOf(sight, ageLimit, version, history);
    if (outcome === undefined) return [];
    const name = `${code(subject.name)} ${code(version)}`;
    const cause = `${code(ageLimit.by)} has ${ageLimit.tool} take nothing ${limitText(ageLimit)} (${code(ageLimit.setting)}).${outcome.text}`;
    return [
      {
        ...(outcome.stops ? { severity: 'warning' as const } : {}),
        message: `${name}${heldNote(subject)} was published on ${momentText(published)}, and ${cause}${untilText(code(version), oldAt)}`,
        fixes: [],
        crowd: { cause, name, until: oldAt },
      },
    ];
  },
  together(crowd) {
    const names = [...new Set(crowd.map(({ name }) => name))];
    const shown = names.slice(0, MOST_NAMED);
    const more = names.length - shown.length;
    const last = crowd.reduce((latest, { until }) => Math.max(latest, until), 0);
    return `${crowd.length} entries of this file were published too lately: ${shown.join(', ')}${more === 0 ? '' : `, and ${more} more`}. ${crowd[0]?.cause ?? ''}${untilText('The last of them', last)}`;
  },
};

const MOST_NAMED = 3;

/**
 * The dates of a package's releases; `undefined` while they are not known, and where none of them can be too young.
 * Lockfiles hold thousands, and documents with dates are long: where the short one tells that nothing of the package
 * changed lately, it is enough.
 */
function datesOf(
  { subject, peek, recall, isPast }: Sight<ReleaseSubject>,
  { least }: AgeLimit,
  version: string,
): HistoryFact | undefined {
  const question = { ask: 'history', ...placeOfPackage(subject) } as const;
  const known = recall(question);
  if (known.state === 'known') return known.fact;
  const short = peek(packageQuestion(subject));
  if (short.state !== 'known') return undefined;
  const modified = Date.parse(short.fact.modified ?? '');
  const isOld = !Number.isNaN(modified) && isPast(oldEnoughAt(least, modified));
  // One that is kept from before the release tells nothing of it.
  if (isOld && short.fact.releases.some(release => release.version === version)) return undefined;
  const long = peek(question);
  return long.state === 'known' ? long.fact : undefined;
}

function dateIn({ published }: HistoryFact, version: string): number | undefined {
  const moment = Object.hasOwn(published, version) ? Date.parse(published[version] ?? '') : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** What becomes of it, and whether the tool stops. */
interface Outcome {
  readonly stops: boolean;
  readonly text: string;
}

/** `undefined` while it is not known. */
function outcomeOf(
  { subject, reference, glance, derive, isPast }: Sight<ReleaseSubject>,
  ageLimit: AgeLimit,
  version: string,
  history: HistoryFact,
): Outcome | undefined {
  const { tool } = ageLimit;
  const { want, held } = subject;
  if (reference.role === 'lock' || held !== undefined) {
    const { locked } = ageLimit;
    return locked === undefined
      ? { stops: false, text: '' }
      : { stops: locked.stops, text: ` ${tool} ${locked.does}.` };
  }
  const answer = want.is === 'exact' ? undefined : glance(packageQuestion(subject));
  if (answer !== undefined && answer.state !== 'known') return undefined;
  if (answer !== undefined) {
    const isOld = (each: string) => {
      const published = dateIn(history, each);
      if (ageLimit.except?.includes(each) === true) return true;
      return published === undefined ? ageLimit.wantsDate !== true : isPast(oldEnoughAt(ageLimit.least, published));
    };
    const old: PackageFact = { ...answer.fact, releases: answer.fact.releases.filter(each => isOld(each.version)) };
    const { select } = PACKAGES[subject.registry].versions;
    // A tag stands for the newest that is old enough, up to the one that it points to; and so does what means one.
    const upTo = { is: 'range', text: `<=${version}` } as const;
    const isTag = want.is === 'tag' || want.text.trim() === '';
    const wants = want.is === 'tag' ? [upTo] : isTag ? [want, upTo] : [want];
    const chosen = wants
      .map(each => select({ ...subject, want: each }, old, derive))
      .find(each => each.is === 'release');
    if (chosen?.is === 'release') return { stops: false, text: ` ${tool} takes ${code(chosen.version)} instead.` };
  }
  return ageLimit.stops
    ? { stops: true, text: ` ${tool} stops, because nothing else that is wanted is old enough.` }
    : { stops: false, text: ` ${tool} takes it all the same, because nothing else that is wanted is old enough.` };
}

function limitText({ least }: AgeLimit): string {
  if (least.is === 'before') return `that was published after ${dayOf(new Date(least.moment).toISOString())}`;
  return `younger than ${lengthText(least.milliseconds)}`;
}

/** In the largest unit that comes out even. */
function lengthText(milliseconds: number): string {
  const [length, unit] = UNITS.find(([each]) => milliseconds % each === 0) ?? [1, 'millisecond'];
  const count = milliseconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const MINUTE = 60_000;

const UNITS: readonly (readonly [length: number, name: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [MINUTE, 'minute'],
  [1000, 'second'],
];

function untilText(what: string, oldAt: number): string {
  return Number.isFinite(oldAt) ? ` ${what} is old enough on ${momentText(Math.ceil(oldAt / MINUTE) * MINUTE)}.` : '';
}
