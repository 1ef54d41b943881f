import { expect, test } from 'vitest';
import { createTally } from '../../server/src/editor/tally.ts';
import type { Checked } from '../../server/src/editor/workspace.ts';
import { takeTurns } from '../../server/src/files/turn.ts';
import type { Ignorance } from '../../server/src/model/answer.ts';
import type { Reference, ReleaseSubject } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import type { Judged } from '../../server/src/workspace/judge.ts';
import { judgementsOf } from '../../server/src/workspace/judgements.ts';

function named(name: string, why?: Ignorance) {
  const want = { is: 'range', text: '1' } as const;
  const subject: ReleaseSubject = { kind: 'release', registry: 'npm', name, want, edit: spanOf(0, 0) };
  const reference: Reference = { span: spanOf(0, 1), role: 'manifest', subject };
  return { reference, ...(why === undefined ? {} : { why }) };
}

function document(key: string, ...judged: ReturnType<typeof named>[]): Checked {
  return {
    key,
    file: key,
    analysis: { judged: judgementsOf(judged as unknown as Judged[]) },
    folder: { lens: { whereabouts: () => undefined } },
  } as unknown as Checked;
}

test('counts each name once, and follows documents that change, come and go', async () => {
  const tally = createTally();
  const first = document('a', named('x', 'refused'), named('y'));
  await tally.take([first, document('b', named('x', 'refused'), named('z', 'asking'))], takeTurns());
  expect([tally.checked, tally.unknown]).toMatchObject([3, [{ count: 1 }]]);
  expect(tally.news()).toHaveLength(1);
  // The name moves to another document, which is no news.
  await tally.take([document('c', named('x', 'refused'))], takeTurns());
  expect([tally.checked, tally.unknown]).toMatchObject([1, [{ count: 1 }]]);
  expect(tally.news()).toEqual([]);
  await tally.take([document('c', named('x'))], takeTurns());
  expect([tally.checked, tally.unknown, tally.news()]).toEqual([1, [], []]);
  await tally.take([first], takeTurns());
  expect(tally.news()).toHaveLength(1);
  await tally.take([], takeTurns());
  expect([tally.checked, tally.unknown, tally.news()]).toEqual([0, [], []]);
});

test('of a document with many names, others go first in between', async () => {
  const tally = createTally();
  let ends = 0;
  const turn = {
    isOver: () => true,
    async end() {
      ends += 1;
    },
  };
  await tally.take([document('a', named('x'), named('y'), named('z'))], turn);
  expect([tally.checked, ends]).toEqual([3, 4]);
});

test('of many names with one reason the log is told the first, and how many more there are', async () => {
  const tally = createTally();
  const names = Array.from({ length: 5000 }, (_, i) => named(`name-${i}`, 'offline'));
  await tally.take([document('package-lock.json', ...names)], takeTurns());
  const news = tally.news();
  expect(news).toHaveLength(21);
  expect(news[0]).toMatch(/^Could not check npm name-0 1 \(in package-lock\.json\): /);
  expect(news.at(-1)).toMatch(/^Could not check 4980 names more: /);
});
