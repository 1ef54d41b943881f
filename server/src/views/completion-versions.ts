import { type CompletionItem, CompletionItemKind, CompletionItemTag, type CompletionList } from 'vscode-languageserver';
import { PACKAGES } from '../ecosystems/index.ts';
import type { PackageFact, ReleaseFact, Standing } from '../model/answer.ts';
import { packageQuestion } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { type Span, textUnder } from '../model/span.ts';
import { type AgesInSight, proposable } from '../rules/youth.ts';
import type { CompletionOptions } from './completion.ts';

/** A version in a text that the user is typing. */
export interface TypedVersion {
  /** Without what it wants: half of that is not there yet. */
  readonly subject: ReleaseSubject;
  /** The whole version as it stands there, without an operator; empty where nothing of it is written. */
  readonly span: Span;
  /** Where the cursor is. */
  readonly offset: number;
}

/** The most that are sent: people do not read further, and typing narrows the list. */
const MOST_VERSIONS = 100;
const MOST_TAGS = 20;

/** What is looked up, and how old what is proposed must be, as in `Sight`. */
export type VersionCompletionOptions = Omit<CompletionOptions, 'pin'> & Pick<AgesInSight, 'isPast' | 'proposedAge'>;

/**
 * The versions that begin as is typed: what may be chosen first, the newest before others, and what was taken back last
 * and struck through; none that is known to be too young. Behind them the tags, where nothing else is written. While
 * they are not known, the editor is told to ask again.
 */
export function versionCompletions(
  { subject, span, offset }: TypedVersion,
  { text, lines, peek, derive, isPast, proposedAge }: VersionCompletionOptions,
): CompletionList {
  const known = peek(packageQuestion(subject));
  if (known.state !== 'known') return { isIncomplete: known.state === 'unknown', items: [] };
  const typed = textUnder(text, { start: span.start, end: offset });
  const isWild = /(?:^|\.)[*xX]$/.test(typed);
  const begun = isWild ? typed.slice(0, -1) : typed;
  const { fact, youngUntil } = proposable({ subject, recall: peek, derive, isPast, proposedAge }, known.fact, false);
  const all = derive(fact, PACKAGES[subject.registry].versions.highestFirst);
  const fitting = ordered(subject, all, fact).filter(({ release: { version } }) => version.startsWith(begun));
  const range = lines.rangeOf(span);
  const item = (label: string, standing: Standing | undefined, detail: string | undefined): CompletionItem => {
    const said = standing === undefined ? undefined : wordOf(standing);
    const shown = [detail, said].filter(each => each !== undefined).join(', ');
    return {
      label,
      kind: CompletionItemKind.Value,
      // Editors hold it against what is written there.
      filterText: isWild ? typed + label : label,
      textEdit: { range, newText: label },
      ...(shown === '' ? {} : { detail: shown }),
      ...(said === undefined ? {} : { tags: [CompletionItemTag.Deprecated] }),
    };
  };
  const versions = fitting
    .slice(0, MOST_VERSIONS)
    .map(({ release: { version, standing }, unfit }) =>
      item(version, standing, wordOf(standing) === undefined ? unfit : undefined),
    );
  const mayBeTag = PACKAGES[subject.registry].versions.withoutTags !== true && standsAlone(subject, span);
  const tags = mayBeTag ? tagsFrom(known.fact, begun).filter(([, version]) => youngUntil(version) === undefined) : [];
  const tagged = tags.map(([tag, version]) => {
    const release = known.fact.releases.find(each => each.version === version);
    return item(tag, release?.standing, version);
  });
  return {
    isIncomplete: fitting.length > MOST_VERSIONS,
    items: [...versions, ...tagged].map((each, i) => ({ ...each, sortText: String(i).padStart(3, '0') })),
  };
}

/** Whether the version is all that is written: a tag goes with no operator, and with no second version. */
function standsAlone({ edit }: ReleaseSubject, span: Span): boolean {
  // Behind what is written may stand the letter that a reader was shown.
  return edit !== undefined && edit.start === span.start && edit.end - span.end <= 1;
}

/** By name, with the version that each points to; of a package that is to be had. */
function tagsFrom({ tags, standing }: PackageFact, begun: string): [tag: string, version: string][] {
  if (standing.is !== 'live') return [];
  const fitting = Object.entries(tags).filter(([tag]) => tag.startsWith(begun));
  return fitting.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MOST_TAGS);
}

interface Offered {
  readonly release: ReleaseFact;
  /** Why the toolchain that the file names does not take it. */
  readonly unfit: string | undefined;
}

function ordered(subject: ReleaseSubject, all: readonly ReleaseFact[], { standing }: PackageFact): readonly Offered[] {
  const { isPrerelease, rangeFrom, refusal } = PACKAGES[subject.registry].versions;
  if (standing.is !== 'live' && standing.is !== 'archived' && standing.is !== 'deprecated') return [];
  const rank = ({ release, unfit }: Offered) => {
    if (wordOf(release.standing) !== undefined) return 3;
    return isPrerelease(release.version) ? 2 : unfit === undefined ? 0 : 1;
  };
  // Whatever a lockfile holds: what is written anew is chosen anew.
  const { held: _, ...anew } = subject;
  const offered = all.map((release): Offered => {
    if (subject.toolchain === undefined) return { release, unfit: undefined };
    const want = { is: 'range', text: rangeFrom(release.version) } as const;
    return { release, unfit: refusal({ ...anew, want, prereleases: true }, release) };
  });
  return offered
    .map(each => ({ each, rank: rank(each) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
}

/** Why nobody should choose it; absent where nothing speaks against it. */
function wordOf(standing: Standing): string | undefined {
  switch (standing.is) {
    case 'live':
    case 'archived':
      return undefined;
    case 'deprecated':
      return 'deprecated';
    case 'unpublished':
      return 'unpublished';
    case 'yanked':
      return 'yanked';
    case 'retracted':
      return 'retracted';
    case 'relocated':
      return 'relocated';
    case 'unavailable':
      return 'cannot be chosen';
    case 'quarantined':
    case 'security-holding':
      return 'held back by the registry';
  }
}
