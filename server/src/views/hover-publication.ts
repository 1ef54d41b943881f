import { PACKAGES } from '../ecosystems/index.ts';
import type { PublicationState, PublicationSubject } from '../model/publication.ts';
import { packageQuestion } from '../model/question.ts';
import { checkedText, dateAndAge, dateText, ignoranceLine, type Look, listed } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';

/** Tells of one's own version: since when it is published, or that it is free; and what would be free next. */
export function publicationCard(subject: PublicationSubject, look: Look): Card {
  const { registry, name, version } = subject;
  const state = PACKAGES[registry].publishing?.state(subject, look.ask, look.derive);
  const answer = look.ask(packageQuestion(subject));
  const checked = answer.state === 'unknown' ? [] : [checkedText(answer, look)];
  const title: Line = [{ strong: name }, ' ', { code: version }, ...checked];
  if (state === undefined) return [title];
  if (answer.state === 'unknown')
    return [title, ignoranceLine(answer.why, `the ${PACKAGES[registry].words.one}`, look)];
  return [title, ...stateLines(state, subject, look)];
}

function stateLines(state: PublicationState, { registry }: PublicationSubject, look: Look): Card {
  const { words, publishing } = PACKAGES[registry];
  switch (state.is) {
    case 'untold':
      return [[`Its registry has no ${words.one} of this name, or does not show it`]];
    case 'namesake':
      return [[`Its registry has a ${words.one} of this name, and nothing tells that it is this project’s`]];
    case 'free':
      return [['Not published: its registry never had this version']];
    case 'published':
      return [
        [...publishedText(state.on, look), '; a publish of it is refused'],
        ...(state.note === undefined ? [] : [[state.note]]),
        ...(state.closes === undefined || state.closes.at > look.now ? [] : [[state.closes.says]]),
        ...nextLine(state),
      ];
    case 'removed': {
      const why = publishing?.neverAgain === undefined ? [] : [`: ${publishing.neverAgain}`];
      const last = state.on === undefined ? '' : ` (its last date is ${dateText(state.on)})`;
      return [[`Published once and ${words.withdrawn}${last}`, ...why], ...nextLine(state)];
    }
  }
}

function publishedText(on: string | undefined, { now }: Look): Part[] {
  return on === undefined ? ['Published'] : ['Published ', ...dateAndAge(on, now)];
}

function nextLine({ next }: Extract<PublicationState, { is: 'published' | 'removed' }>): Card {
  const versions = next.map(({ version }) => version);
  return versions.length === 0 ? [] : [['Free: ', ...listed(versions, versions.length)]];
}
