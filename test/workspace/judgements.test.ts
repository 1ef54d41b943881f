import { expect, test } from 'vitest';
import type { Reference } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import type { Judged } from '../../server/src/workspace/judge.ts';
import { changedParts, judgementsBy, judgementsOf } from '../../server/src/workspace/judgements.ts';

function judged(at: number, ...looked: string[]): Judged {
  const reference: Reference = {
    span: spanOf(at, at + 1),
    role: 'lock',
    subject: { kind: 'opaque', why: 'path', registry: 'npm' },
  };
  return { reference, findings: [], questions: [], looked };
}

const MANY = Array.from({ length: 200 }, (_, i) => judged(i));

test('a few that change leave the other parts what they were', () => {
  const before = judgementsOf(MANY);
  const change = before.change();
  const [one, another] = [judged(3, 'one'), judged(199, 'another')];
  change.set(3, one);
  change.set(199, another);
  change.set(200, judged(200));
  const now = change.done();
  expect([now.length, now.at(3), now.at(4), now.at(199), now.at(200)]).toEqual([200, one, MANY[4], another, undefined]);
  expect(before.at(3)).toBe(MANY[3]);
  const parts = [...changedParts(now, before)];
  expect(parts).toHaveLength(2);
  expect(parts.flat()).toContain(one);
  expect([...changedParts(before, undefined)].flat()).toEqual(MANY);
});

test('judgements are made for who looks at them, and once', () => {
  let made = 0;
  const list = judgementsBy([...MANY.keys()], at => {
    made += 1;
    return judged(at);
  });
  expect([list.length, made]).toEqual([200, 0]);
  const first = list.at(70);
  expect(first?.reference.span.start).toBe(70);
  expect(made).toBeLessThan(100);
  expect(list.at(70)).toBe(first);
  expect([...list].map(({ reference }) => reference.span.start)).toEqual([...MANY.keys()]);
  expect(made).toBe(200);
  expect([...changedParts(list.change().done(), list)]).toEqual([]);
});
