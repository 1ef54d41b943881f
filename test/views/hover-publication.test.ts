import { expect, test } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import type { PublicationSubject } from '../../server/src/model/publication.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { hoverCard } from '../../server/src/views/hover.ts';
import { cardText } from '../../server/src/views/markdown.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const LIVE = { is: 'live' } as const;

/** What a hover over one's own version says, and what it has asked. */
function hover(version: string, known: Readonly<Record<string, AnyFact | Answer<AnyFact>>>, more: object = {}) {
  const project = JSON.stringify({ isOwners: true });
  const subject: PublicationSubject = {
    kind: 'publication',
    registry: 'npm',
    name: '@acme/lib',
    version,
    project,
    ...more,
  };
  const peek = ((question: Question): Answer<AnyFact> => {
    const told = known[questionKey(question)];
    if (told === undefined) return { state: 'unknown', why: 'asking' };
    return 'state' in told ? told : { state: 'known', fact: told, asOf: NOW - 3 * 60_000 };
  }) as Peek;
  const made = hoverCard({ span: spanOf(0, 1), subject, role: 'own' }, peek, () => true, NOW);
  return { text: cardText(made.card).split('\n'), asks: made.questions.map(questionKey) };
}

const PUBLISHED = {
  'history npm @acme/lib': { published: { '1.0.0': '2026-10-31T12:00:00Z', '1.0.1': '2026-11-29T12:00:00Z' } },
};
const RELEASES = (...versions: string[]) => ({
  'package npm @acme/lib': {
    standing: LIVE,
    tags: {},
    releases: versions.map(version => ({ version, standing: LIVE })),
  },
});

test('since when it is published, and what is free', () => {
  expect(hover('1.0.0', { ...PUBLISHED, ...RELEASES('1.0.0', '1.0.1') }).text).toEqual([
    '@acme/lib 1.0.0 · checked 3 minutes ago',
    'Published 2026-10-31 (30 days ago); a publish of it is refused',
    'Free: 1.0.2, 1.1.0, 2.0.0, 1.0.2-0',
  ]);
});

test('that it is used up', () => {
  expect(hover('1.0.0', { ...PUBLISHED, ...RELEASES('1.0.1') }).text).toEqual([
    '@acme/lib 1.0.0 · checked 3 minutes ago',
    'Published once and unpublished (its last date is 2026-10-31): npm never takes a version again that was published once',
    'Free: 1.0.2, 1.1.0, 2.0.0, 1.0.2-0',
  ]);
});

test('that it is free', () => {
  expect(hover('1.1.0', { ...PUBLISHED, ...RELEASES('1.0.0', '1.0.1') }).text).toEqual([
    '@acme/lib 1.1.0 · checked 3 minutes ago',
    'Not published: its registry never had this version',
  ]);
});

test('that the name is another’s', () => {
  const project = JSON.stringify({ isOwners: false });
  expect(hover('1.0.0', { ...PUBLISHED, ...RELEASES('1.0.0') }, { project }).text[1]).toBe(
    'Its registry has a package of this name, and nothing tells that it is this project’s',
  );
});

test('that there is no such name, and that nothing is known', () => {
  const absent = { state: 'absent', missing: 'package', asOf: NOW } as const;
  const none = { 'history npm @acme/lib': absent, 'package npm @acme/lib': absent };
  expect(hover('1.0.0', none).text[1]).toBe('Its registry has no package of this name, or does not show it');
  expect(hover('1.0.0', {})).toEqual({
    text: ['@acme/lib 1.0.0', 'Asking about the package.'],
    asks: ['history npm @acme/lib', 'package npm @acme/lib'],
  });
});
