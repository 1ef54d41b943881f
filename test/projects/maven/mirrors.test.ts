import { expect, test } from 'vitest';
import { mirrorFor } from '../../../server/src/projects/maven/mirrors.ts';

/** Ids of mirrors by what they stand in for, separated by a bar: the first is `1`. */
function chosen(patterns: string, id: string, url = 'https://r.example/m2'): string {
  const mirrors = patterns.split('|').map((of, i) => {
    const [pattern = '', layouts = ''] = of.split(' for ');
    return { id: `${i + 1}`, url: 'https://m.example', of: pattern, layouts, isBlocked: false };
  });
  return mirrorFor(mirrors, { id, url })?.id ?? 'none';
}

// Each of these is what Maven 3.8.7 does: see test/real/maven-routes.test.ts.
test.each<[string, string, string, string?]>([
  ['*', 'x', '1'],
  ['x', 'x', '1'],
  ['y', 'x', 'none'],
  ['*|x', 'x', '2'],
  ['*|y', 'x', '1'],
  ['a,x', 'x', '1'],
  ['*,!x', 'x', 'none'],
  ['*,!x|*', 'x', '2'],
  ['x,!x', 'x', '1'],
  ['!x,*', 'x', 'none'],
  ['*, !x', 'x', '1'],
  ['a, x', 'x', 'none'],
  ['external:*', 'x', '1'],
  ['external:*', 'x', 'none', 'http://localhost:8081/m2'],
  ['external:*', 'x', 'none', 'http://127.0.0.1/m2'],
  ['external:*', 'x', 'none', 'file:///m2'],
  ['external:*,!x', 'x', 'none'],
  ['external:http:*', 'x', 'none'],
  ['external:http:*', 'x', '1', 'http://r.example'],
  ['external:http:*', 'x', 'none', 'http://localhost/m2'],
  ['*,x', 'central', '1'],
  ['', 'x', 'none'],
  ['* for p2|*', 'x', '2'],
  ['* for default,p2', 'x', '1'],
  ['* for *,!default', 'x', 'none'],
])('%s, for %s: %s %s', (patterns, id, mirror, url) => {
  expect(chosen(patterns, id, url)).toBe(mirror);
});
