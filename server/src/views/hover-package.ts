import { PACKAGES } from '../ecosystems/index.ts';
import type { Answer, HistoryFact, PackageFact, Standing } from '../model/answer.ts';
import type { PackageEcosystem } from '../model/ecosystem.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { answerLines, checkedText, dateAndAge, dateText, type Look } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';

/** Tells of a package: what is selected, since when, how it stands, and what is newest. */
export function packageCard(subject: ReleaseSubject, look: Look, page: string | undefined): Card {
  const { registry, name, want } = subject;
  const answer = look.ask({ ask: 'package', registry, name });
  const title: Line = [
    { strong: name },
    ...(want.text === '' ? [] : [' ', { code: want.text }]),
    ...(page === undefined ? [] : [' · ', { link: page, text: 'page' }]),
  ];
  const checked = answer.state === 'known' ? [checkedText(answer, look)] : [];
  const lines = answerLines(answer, `the ${PACKAGES[registry].words.one}`, look, fact =>
    packageLines(subject, fact, look),
  );
  return [[...title, ...checked], ...lines];
}

function packageLines(subject: ReleaseSubject, fact: PackageFact, look: Look): Line[] {
  const { registry, name, want } = subject;
  const { words, versions } = PACKAGES[registry];
  const wholeStanding = standingLine(fact.standing, `The ${words.one}`, words);
  if (wholeStanding !== undefined) return [wholeStanding];
  const history = look.ask({ ask: 'history', registry, name });
  const selection = versions.select(want, fact, look.derive);
  const release = selection.is === 'release' ? selection : undefined;
  const standing = release === undefined ? undefined : standingLine(release.standing, 'It', words);
  const newest = versions.newest(fact, look.derive);
  return [
    release === undefined
      ? ['No release matches', ...(want.text === '' ? [] : [' ', { code: want.text }])]
      : [
          ...['Installs ', { code: release.version }],
          ...(newest === release.version ? [', the latest'] : []),
          ...publishedOn(release.version, history, look),
        ],
    ...(standing === undefined ? [] : [standing]),
    ...(newest === undefined || newest === release?.version
      ? []
      : [['The latest is ', { code: newest }, ...publishedOn(newest, history, look)]]),
  ];
}

function publishedOn(version: string, history: Answer<HistoryFact>, { now }: Look): Part[] {
  if (history.state !== 'known') return [];
  const date = Object.hasOwn(history.fact.published, version) ? history.fact.published[version] : undefined;
  return date === undefined ? [] : [', published ', ...dateAndAge(date, now)];
}

function standingLine(standing: Standing, who: string, { withdrawn }: PackageEcosystem['words']): Line | undefined {
  switch (standing.is) {
    case 'live':
      return undefined;
    case 'deprecated':
      return [`${who} is deprecated: `, standing.message];
    case 'unpublished':
      return [
        `${who} was ${withdrawn}`,
        ...(standing.on === undefined ? [] : [' on ', { code: dateText(standing.on) }]),
      ];
    case 'security-holding':
      return [`${who} was removed for security reasons; a placeholder holds the name.`];
  }
}
