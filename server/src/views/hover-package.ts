import { PACKAGES } from '../ecosystems/index.ts';
import type { About, Answer, HistoryFact, PackageFact, ReleaseFact, Standing } from '../model/answer.ts';
import type { PackageEcosystem } from '../model/ecosystem.ts';
import { packageQuestion, placeOfPackage } from '../model/question.ts';
import type { Held, ReleaseSubject, Want } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import type { NotListed, Selection } from '../model/versioning.ts';
import { answerLines, checkedText, dateAndAge, dateText, ignoranceLine, type Look } from './hover-parts.ts';
import { provenanceLines } from './hover-provenance.ts';
import { type Card, type Line, type Part, plainHttpsAddress } from './markdown.ts';

/** Tells of a package: what is selected, since when, how it stands, what is newest, and why that is not selected. */
export function packageCard(subject: ReleaseSubject, look: Look, page: string | undefined): Card {
  const { registry, name, want } = subject;
  const answer = look.ask(packageQuestion(subject));
  const title: Line = [
    { strong: name },
    ...(want.text === '' ? [] : [' ', { code: want.text }]),
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
  ];
  const checked = answer.state === 'known' ? [checkedText(answer, look)] : [];
  const state = PACKAGES[registry].standing(subject, look.ask, look.derive);
  const { one, goesOn } = PACKAGES[registry].words;
  const lines = answerLines(answer, `the ${one}`, look, fact => packageLines(subject, fact, state, look), one);
  const next: Card = answer.state === 'absent' && answer.goesOn === true && goesOn !== undefined ? [[goesOn]] : [];
  // A list may be missing where what it would list is there.
  return [[...title, ...checked], ...lines, ...next, ...(answer.state === 'known' ? [] : relocatedLines(state))];
}

/** Where the client is led on to, which a registry may tell in another document than the list of releases. */
function relocatedLines(state: ReleaseState): Line[] {
  if (state.is !== 'relocated') return [];
  const { name, version, message } = state.to;
  const who = state.later === true ? 'Its newest release was relocated to ' : 'It was relocated to ';
  return [[who, { strong: name }, ' ', { code: version }, ...reasonText(message)]];
}

function packageLines(subject: ReleaseSubject, fact: PackageFact, state: ReleaseState, look: Look): Line[] {
  const { registry } = subject;
  const { words, versions } = PACKAGES[registry];
  const whole = standingLine(fact.standing, `The ${words.one}`, words);
  if (whole !== undefined && !hasReleases(fact.standing)) return [whole];
  const history = look.ask({ ask: 'history', ...placeOfPackage(subject) });
  const selection = selectionOf(subject, fact, look);
  const release = selection.is === 'release' ? selection : undefined;
  const newest = versions.newest(fact, look.derive);
  const isOfPart = fact.partial === true && subject.want.is !== 'exact';
  return [
    ...(isOfPart ? ofPartLines(selection) : chosenLines(subject, selection, state, newest, history, look)),
    ...relocatedLines(state),
    ...(whole === undefined ? [] : [whole]),
    ...(release === undefined ? [] : releaseLines(release, words)),
    ...(release === undefined ? [] : provenanceLines(subject, release.version, look)),
    ...(newest === undefined || newest === release?.version ? [] : [newestLine(subject, newest, fact, history, look)]),
    ...aboutLines(fact.about ?? (history.state === 'known' ? history.fact.about : undefined)),
  ];
}

/** What would be chosen of a list of which others have another part. */
function ofPartLines(selection: Told): readonly Line[] {
  const found = selection.is === 'release' ? [{ code: selection.version }, ' would be chosen'] : ['nothing matches'];
  return [['Of what was asked, ', ...found, '; others may have more']];
}

/** What is selected, once the registry was asked about a release that it does not list. */
type Told = Selection | Exclude<NotListed, ReleaseFact> | { readonly is: 'waiting'; readonly line: Line };

function selectionOf(subject: ReleaseSubject, fact: PackageFact, look: Look): Told {
  const { versions } = PACKAGES[subject.registry];
  const notListed = versions.notListed?.(subject, fact, look.derive);
  if (notListed?.is !== 'unlisted') return notListed ?? versions.select(subject, fact, look.derive);
  const { version, standing } = notListed;
  const answer = look.ask({ ask: 'release', ...placeOfPackage(subject), version });
  switch (answer.state) {
    case 'known':
      return { is: 'release', version, standing };
    case 'absent':
      return { is: 'none' };
    case 'unknown':
      return { is: 'waiting', line: ignoranceLine(answer.why, 'the release', look) };
  }
}

/** One that gets no more releases, or is advised against, has those that it has. */
function hasReleases({ is }: Standing): boolean {
  return is === 'archived' || is === 'deprecated';
}

/** What the author says of the package itself. */
function aboutLines(about: About = {}): Line[] {
  const { description, licence, homepage, repository } = about;
  const parts: Part[][] = [
    ...(licence === undefined ? [] : [['Licence ', { code: licence }]]),
    ...(homepage === undefined || homepage === repository ? [] : [linkTo(homepage, 'homepage')]),
    ...(repository === undefined ? [] : [linkTo(repository, 'repository')]),
  ];
  return [
    ...(description === undefined ? [] : [[description]]),
    ...(parts.length === 0 ? [] : [parts.flatMap((part, i) => (i === 0 ? part : [' · ', ...part]))]),
  ];
}

/** What is no plain https address leads nowhere by a click, and is shown instead. */
function linkTo(address: string, text: string): Part[] {
  return plainHttpsAddress(address) === undefined ? [`${text} `, { code: address }] : [{ link: address, text }];
}

function chosenLines(
  { registry, want, held }: ReleaseSubject,
  selection: Told,
  state: ReleaseState,
  newest: string | undefined,
  history: Answer<HistoryFact>,
  look: Look,
): readonly Line[] {
  switch (selection.is) {
    case 'release':
      return [
        [
          ...takenText(selection.version, want, held),
          ...(newest === selection.version ? [', the latest'] : []),
          ...publishedOn(selection.version, history, look),
        ],
      ];
    case 'refused':
      return [
        [
          'Nothing can be chosen: ',
          { code: selection.version },
          ` ${refusedText(selection, PACKAGES[registry].words)}`,
        ],
      ];
    case 'none':
    case 'no-tag':
      // A list may lack what is there.
      if (state.is === 'live' || state.is === 'relocated') {
        return [['Installs ', { code: state.version }, ', which the list of versions lacks']];
      }
      if (held !== undefined) {
        return [[{ code: held.by }, ' holds ', { code: held.version }, ', which the registry does not have']];
      }
      return [['No release matches', ...(want.text === '' ? [] : [' ', { code: want.text }])]];
    case 'waiting':
      return [selection.line];
    case 'untold':
      return [];
  }
}

/** What is written and what is held are two things: both are told. */
function takenText(version: string, want: Want, held: Held | undefined): Part[] {
  if (held === undefined) return ['Installs ', { code: version }];
  const written = want.text.trim() === '' ? [] : [' for ', { code: want.text }];
  return [{ code: held.by }, ' holds ', { code: version }, ...written];
}

/** Why the highest of the releases that match is not chosen. */
function refusedText({ standing, needs }: ReleaseFact, words: PackageEcosystem['words']): string {
  switch (standing.is) {
    case 'yanked':
      return 'is the highest that matches, and was yanked';
    case 'unavailable':
      return standing.why;
    case 'live':
    case 'deprecated':
    case 'unpublished':
    case 'security-holding':
    case 'retracted':
    case 'relocated':
    case 'archived':
    case 'quarantined':
      return needs === undefined
        ? 'is the highest that matches'
        : `is the highest that matches, and needs ${words.toolchain === undefined ? '' : `${words.toolchain} `}${needs}`;
  }
}

function releaseLines({ standing, needs, partlyYanked }: ReleaseFact, words: PackageEcosystem['words']): Line[] {
  const said = standingLine(standing, 'It', words);
  return [
    ...(said === undefined ? [] : [said]),
    ...(needs === undefined
      ? []
      : [[`It needs ${words.toolchain === undefined ? '' : `${words.toolchain} `}`, { code: needs }]]),
    ...(partlyYanked === undefined ? [] : [[`${partlyYanked.yanked} of its ${partlyYanked.files} files were yanked`]]),
  ];
}

function newestLine(
  subject: ReleaseSubject,
  newest: string,
  fact: PackageFact,
  history: Answer<HistoryFact>,
  look: Look,
): Line {
  const release = fact.releases.find(({ version }) => version === newest);
  const why = release === undefined ? undefined : PACKAGES[subject.registry].versions.refusal(subject, release);
  return [
    ...['The latest is ', { code: newest }, ...publishedOn(newest, history, look)],
    ...(why === undefined ? [] : [`; it ${why}`]),
  ];
}

function publishedOn(version: string, history: Answer<HistoryFact>, { now }: Look): Part[] {
  if (history.state !== 'known') return [];
  const date = Object.hasOwn(history.fact.published, version) ? history.fact.published[version] : undefined;
  return date === undefined ? [] : [', published ', ...dateAndAge(date, now)];
}

function standingLine(standing: Standing, who: string, words: PackageEcosystem['words']): Line | undefined {
  switch (standing.is) {
    case 'live':
    // Told by the state of what is wanted, which looks into other documents too.
    case 'relocated':
      return undefined;
    case 'deprecated':
      return [`${who} is deprecated: `, standing.message];
    case 'unpublished':
      return [
        `${who} was ${words.withdrawn}`,
        ...(standing.on === undefined ? [] : [' on ', { code: dateText(standing.on) }]),
      ];
    case 'security-holding':
      return [`${who} was removed for security reasons; a placeholder holds the name.`];
    case 'yanked':
      return [`${who} was yanked`, ...reasonText(standing.reason)];
    case 'retracted':
      return [`${who} was retracted`, ...reasonText(standing.reasons.join(' '))];
    case 'unavailable':
      return [`${who} ${standing.why}`];
    case 'archived':
      return [`${who} is archived: no more releases are to be expected`, ...reasonText(standing.reason)];
    case 'quarantined':
      return [`${who} is quarantined: the registry gives nothing of it out`, ...reasonText(standing.reason)];
  }
}

function reasonText(reason: string | undefined): Part[] {
  return reason === undefined || reason === '' ? [] : [`: ${reason}`];
}
