import { expect, test } from 'vitest';
import { parseIgnoreComment } from '../../server/src/syntax/ignore-comment.ts';

test.each([
  [' registry-lens: ignore', []],
  ['registry-lens:ignore\r', []],
  [' registry-lens: ignore latest-tag', ['latest-tag']],
  [' registry-lens: ignore latest-tag, moved-tag ,missing-image', ['latest-tag', 'moved-tag', 'missing-image']],
  [' registry-lens: ignore latest-tag moved-tag', ['latest-tag', 'moved-tag']],
  [' registry-lens: ignore latest-tag -- a demo', ['latest-tag']],
  [' registry-lens: ignore -- a demo', []],
  // Prose names no rule, so it silences none; better than silencing all.
  [' registry-lens: ignore because it is a demo', ['because', 'it', 'is', 'a', 'demo']],
  [' registry-lens: ignores', undefined],
  [' see registry-lens: ignore', undefined],
  [' registry-lens: fail', undefined],
  ['', undefined],
])('%j', (comment, rules) => {
  expect(parseIgnoreComment(comment)).toEqual(rules);
});
