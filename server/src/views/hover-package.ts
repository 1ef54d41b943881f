import type { Answer, HistoryFact, PackageFact, Standing } from '../model/answer.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { versioningOf } from '../versions/index.ts';
import { answerLines, dateText, type Look } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';
import { agoText } from './words.ts';

/** Tells of a package: what is selected, since when, how it stands, and what is newest. */
export function packageCard(subject: ReleaseSubject, look: Look, page: string | undefined): Card {
  const { registry, name, want } = subject;
  const answer = look.ask({ ask: 'package', registry, name });
  const title: Line = [
    { strong: name },
    ...(want.text === '' ? [] : [' ', { code: want.text }]),
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
  ];
  return [title, ...answerLines(answer, 'the package', look, fact => packageLines(subject, fact, answer, look))];
}

function packageLines(subject: ReleaseSubject, fact: PackageFact, answer: Answer<PackageFact>, look: Look): Line[] {
  const { registry, name, want } = subject;
  const wholeStanding = standingLine(fact.standing, 'The package');
  if (wholeStanding !== undefined) return [wholeStanding];
  const history = look.ask({ ask: 'history', registry, name });
  const selection = versioningOf(registry).select(want, fact);
  const release =
    selection.is === 'release' ? fact.releases.find(({ version }) => version === selection.version) : undefined;
  const standing = release === undefined ? undefined : standingLine(release.standing, 'It');
  const latest = fact.tags.latest;
  const age: Part = answer.state === 'known' ? `, as of ${agoText(answer.asOf, look.now)}` : '';
  return [
    release === undefined
      ? ['No release matches.']
      : ['Selects ', { code: release.version }, ...publishedOn(release.version, history), age],
    ...(standing === undefined ? [] : [standing]),
    ...(latest === undefined || latest === release?.version
      ? []
      : [['Latest: ', { code: latest }, ...publishedOn(latest, history)]]),
  ];
}

function publishedOn(version: string, history: Answer<HistoryFact>): Part[] {
  if (history.state !== 'known') return [];
  const date = Object.hasOwn(history.fact.published, version) ? history.fact.published[version] : undefined;
  return date === undefined ? [] : [', published ', { code: dateText(date) }];
}

function standingLine(standing: Standing, who: string): Line | undefined {
  switch (standing.is) {
    case 'live':
      return undefined;
    case 'deprecated':
      return [`${who} is deprecated: `, standing.message];
    case 'unpublished':
      return [
        `${who} was unpublished`,
        ...(standing.on === undefined ? [] : [' on ', { code: dateText(standing.on) }]),
      ];
    case 'security-holding':
      return [`${who} was removed for security reasons; a placeholder holds the name.`];
  }
}
