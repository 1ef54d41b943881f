import { expect, test } from 'vitest';
import { ignoredPlaces } from '../../server/src/model/ignored-places.ts';
import type { Ignore, Reference } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { findingsAt } from '../../server/src/rules/judge.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { peekAt } from '../support/judge.ts';
import { lookBy } from '../support/judged-by.ts';

const reference: Reference = {
  span: spanOf(0, 3),
  subject: { kind: 'opaque', why: 'path', registry: 'oci', name: 'a' },
  role: 'manifest',
  ignoreAt: { offset: 0, open: '# ', newline: '\n' },
};

/** Says one thing of what cannot be asked, where it stands and at another place. */
const twice: Rule<'opaque'> = {
  id: 'twice',
  judges: 'opaque',
  severity: 'hint',
  summary: 'Says everything twice.',
  judge: ({ subject }) => [
    { message: subject.why, fixes: [] },
    { message: 'over there', fixes: [], at: spanOf(8, 10) },
  ],
};
const images: Rule<'image'> = { ...twice, id: 'images', judges: 'image', judge: () => [{ message: 'no', fixes: [] }] };

function found(rules: readonly Rule[], ignores: readonly Ignore[] = []) {
  const peek = peekAt({});
  const look = { text: '', ...lookBy(peek) };
  return findingsAt(reference, rules, look, () => undefined, ignoredPlaces(ignores));
}

test('a rule judges the subjects of its kind, and may say several things, each at a place of its own', () => {
  expect(found([images, twice])).toEqual([
    { rule: 'twice', severity: 'hint', at: spanOf(0, 3), message: 'path', fixes: [], ignoreAt: reference.ignoreAt },
    { rule: 'twice', severity: 'hint', at: spanOf(8, 10), message: 'over there', fixes: [] },
  ]);
});

test('a rule may judge subjects of several kinds', () => {
  const both: Rule<'image' | 'opaque'> = {
    ...twice,
    judges: ['image', 'opaque'],
    judge: () => [{ message: 'a', fixes: [] }],
  };
  const others: Rule<'image' | 'artifact'> = {
    ...images,
    judges: ['image', 'artifact'],
    judge: () => [{ message: 'no', fixes: [] }],
  };
  expect(found([others, both]).map(({ rule }) => rule)).toEqual(['twice']);
});

test('a comment silences what stands under it, wherever the reference is', () => {
  const at = (start: number, end: number) => found([twice], [{ span: spanOf(start, end), rules: ['twice'] }]);
  expect(at(8, 12).map(({ message }) => message)).toEqual(['path']);
  expect(at(0, 3).map(({ message }) => message)).toEqual(['over there']);
});

test('a family’s first word is heard although a comment silences it, and the second is not', () => {
  const graver: Rule<'opaque'> = { ...twice, family: 'image' };
  const other: Rule<'opaque'> = { ...twice, id: 'other', family: 'image' };
  expect(found([graver, other], [{ span: spanOf(0, 10), rules: ['twice'] }])).toEqual([]);
});
