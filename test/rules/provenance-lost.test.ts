import { expect, it } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { questionKey } from '../../server/src/model/question.ts';
import type { Reference, Role } from '../../server/src/model/reference.ts';
import { analyze } from '../../server/src/workspace/analyze.ts';
import { known } from '../support/judge.ts';
import { judgedBy } from '../support/judged-by.ts';

const LIVE = { is: 'live' } as const;
const RELEASE = (evidence: 'none' | 'provenance') => known({ version: '1.3.1', standing: LIVE, evidence });
const PACKAGE = (evidence?: 'provenance', version = '1.3.0') =>
  known({
    ...{ standing: LIVE, tags: {} },
    releases: [
      { version, standing: LIVE, ...(evidence === undefined ? {} : { evidence }) },
      { version: '1.3.1', standing: LIVE },
    ],
  });

const HISTORY = known({
  published: { '1.3.0': '2026-11-01T09:30:20.000Z', '1.3.1': '2026-11-20T09:30:20.000Z' },
  evidence: { '1.3.0': 'provenance' } as const,
});

/** What is asked for a release, where so much is known. */
function asked(role: Role, answers: Readonly<Record<string, Answer<AnyFact>>>): readonly string[] {
  const subject = { kind: 'release', registry: 'npm', name: 'a' } as const;
  const want = { is: 'exact', text: '1.3.1', version: '1.3.1' } as const;
  const reference: Reference = { span: { start: 0, end: 1 }, subject: { ...subject, want }, role };
  const peek = (question: Parameters<typeof questionKey>[0]) =>
    answers[questionKey(question)] ?? { state: 'unknown', why: 'not-asked' };
  const by = judgedBy(peek as Parameters<typeof judgedBy>[0]);
  return analyze('a', { references: [reference], ignores: [] }, by).questions.map(questionKey);
}

it.each<[string, Role, Readonly<Record<string, Answer<AnyFact>>>, readonly string[]]>([
  ['that has provenance, nothing more', 'manifest', { 'release npm a 1.3.1': RELEASE('provenance') }, []],
  ['that has none, the short document', 'manifest', { 'release npm a 1.3.1': RELEASE('none') }, ['package npm a']],
  [
    'that had some before, the long one',
    'manifest',
    { 'release npm a 1.3.1': RELEASE('none'), 'package npm a': PACKAGE('provenance') },
    ['package npm a', 'history npm a'],
  ],
  [
    'that never had any, no more',
    'manifest',
    { 'release npm a 1.3.1': RELEASE('none'), 'package npm a': PACKAGE() },
    ['package npm a'],
  ],
  [
    'that had some in another major version, no more',
    'manifest',
    { 'release npm a 1.3.1': RELEASE('none'), 'package npm a': PACKAGE('provenance', '2.0.0') },
    ['package npm a'],
  ],
  [
    'that lost some, what is attested of the earlier one',
    'manifest',
    { 'release npm a 1.3.1': RELEASE('none'), 'package npm a': PACKAGE('provenance'), 'history npm a': HISTORY },
    ['provenance npm a 1.3.0'],
  ],
  [
    'that lost some, and that only a lockfile has, nothing',
    'lock',
    { 'release npm a 1.3.1': RELEASE('none'), 'package npm a': PACKAGE('provenance'), 'history npm a': HISTORY },
    [],
  ],
  ['that only a lockfile has, nothing', 'lock', { 'release npm a 1.3.1': RELEASE('none') }, []],
])('for a release %s is asked', (_what, role, answers, expected) => {
  expect(asked(role, answers)).toEqual(['release npm a 1.3.1', ...expected]);
});
