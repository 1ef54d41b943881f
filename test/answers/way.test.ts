import { expect, test } from 'vitest';
import { keyOf } from '../../server/src/answers/way.ts';
import type { Question } from '../../server/src/model/question.ts';
import type { Route } from '../../server/src/registries/route.ts';

const QUESTION: Question = { ask: 'tags', image: { host: 'r.example', repository: 'a' } };
const ROUTE: Route = { base: 'https://r.example', identity: '', login: async () => ({ is: 'anonymous' }) };

test('what is said depends on where it is asked, as whom, behind what, and on what comes next', () => {
  const other: Route = { ...ROUTE, base: 'https://s.example' };
  const routes: readonly Route[] = [
    ...[ROUTE, other, { ...ROUTE, identity: '1' }, { ...ROUTE, repository: 'b' }],
    ...[
      { ...ROUTE, mirrors: [other] },
      { ...other, mirrors: [ROUTE] },
      { ...ROUTE, beside: [other] },
    ],
    ...[
      { ...ROUTE, goesOn: true as const },
      { ...ROUTE, goesOn: 'elsewhere' as const },
    ],
  ];
  expect(new Set(routes.map(route => keyOf(route, QUESTION))).size).toBe(routes.length);
});
