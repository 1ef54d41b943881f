import { expect, it } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { questionKey } from '../../server/src/model/question.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { analyze } from '../../server/src/workspace/analyze.ts';
import { known } from '../support/judge.ts';
import { judgedBy } from '../support/judged-by.ts';

const LIVE = { is: 'live' } as const;
const PACKAGE = (modified?: string, version = '1.0.0') =>
  known({
    ...{ standing: LIVE, tags: {}, releases: [{ version, standing: LIVE }] },
    ...(modified === undefined ? {} : { modified }),
  });
const HISTORY = known({ published: { '1.0.0': '2026-11-30T10:00:00Z' } });

const DAY = 86_400_000;
const LIMIT = { tool: 'pnpm', setting: 'minimumReleaseAge', by: 'pnpm-workspace.yaml', stops: true };

/** What is asked for what a lockfile holds, where so much is known; tests take place on 30 November 2026. */
function asked(answers: Readonly<Record<string, Answer<AnyFact>>>): readonly string[] {
  const subject = { kind: 'release', registry: 'npm', name: 'a' } as const;
  const want = { is: 'exact', text: '1.0.0', version: '1.0.0' } as const;
  const ageLimit = { ...LIMIT, least: { is: 'age', milliseconds: DAY } } as const;
  const reference: Reference = {
    ...{ span: { start: 0, end: 1 }, subject: { ...subject, want, ageLimit }, role: 'lock' },
  };
  const all: typeof answers = { 'release npm a 1.0.0': known({ version: '1.0.0', standing: LIVE }), ...answers };
  const peek = (question: Parameters<typeof questionKey>[0]) =>
    all[questionKey(question)] ?? { state: 'unknown', why: 'not-asked' };
  const by = judgedBy(peek as Parameters<typeof judgedBy>[0]);
  return analyze('a', { references: [reference], ignores: [] }, by).questions.map(questionKey);
}

it.each<[string, Readonly<Record<string, Answer<AnyFact>>>, readonly string[]]>([
  ['first the short document', {}, ['package npm a']],
  ['no more where nothing changed lately', { 'package npm a': PACKAGE('2026-11-29T10:00:00Z') }, ['package npm a']],
  [
    'the long one where something did',
    { 'package npm a': PACKAGE('2026-11-30T10:00:00Z') },
    ['package npm a', 'history npm a'],
  ],
  [
    'the long one where the short one is older than the release',
    { 'package npm a': PACKAGE('2026-11-29T10:00:00Z', '0.9.0') },
    ['package npm a', 'history npm a'],
  ],
  ['the long one where that is not told', { 'package npm a': PACKAGE() }, ['package npm a', 'history npm a']],
])('where dates have a say, for what is locked is asked %s', (_what, answers, expected) => {
  expect(asked(answers)).toEqual(['release npm a 1.0.0', ...expected]);
});

it('where the dates are known, nothing more is asked', () => {
  expect(asked({ 'history npm a': HISTORY })).toEqual(['release npm a 1.0.0']);
});
