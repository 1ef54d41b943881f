import { expect, test } from 'vitest';
import { NPM_VERSIONING } from '../../../server/src/ecosystems/npm/versions.ts';
import type { ReleaseFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';

/** `D` deprecated, `U` taken back, `L` under `latest`. */
function fact(written: string) {
  const parts = written.split(' ').map(each => each.split(':') as [string, string?]);
  const releases = parts.map(([version, marks = '']): ReleaseFact => {
    if (marks.includes('D')) return { version, standing: { is: 'deprecated', message: 'no' } };
    return { version, standing: { is: 'live' }, ...(marks.includes('U') ? { undeprecated: true } : {}) };
  });
  const latest = parts.find(([, marks]) => marks?.includes('L'))?.[0];
  return { standing: { is: 'live' }, tags: latest === undefined ? {} : { latest }, releases } as const;
}

const CLIENTS = ['npm', 'yarn1', 'yarn', 'pnpm', 'bun'] as const;

// What the clients themselves chose; many more are asked in test/real/npm-clients.test.ts.
test.each([
  ['1.0.0 1.1.0:D 2.0.0:L', '^1.0.0', '1.0.0 1.1.0 1.0.0 1.0.0 1.0.0'],
  ['1.0.0:D 1.1.0:D 2.0.0:L', '^1.0.0', '1.1.0 1.1.0 1.1.0 1.1.0 1.1.0'],
  ['1.0.0 1.1.0:L 1.2.0', '^1.0.0', '1.1.0 1.1.0 1.2.0 1.1.0 1.1.0'],
  ['1.0.0 1.1.0 1.2.0:DL', '^1.0.0', '1.1.0 1.2.0 1.1.0 1.1.0 1.1.0'],
  ['1.0.0 1.1.0:DL 1.2.0', '^1.0.0', '1.2.0 1.1.0 1.2.0 1.2.0 1.2.0'],
  ['1.0.0:D 1.1.0:DL 1.2.0:D', '^1.0.0', '1.2.0 1.1.0 1.2.0 1.1.0 1.2.0'],
  ['1.0.0-a.1:L 1.0.0-b.1', '*', '1.0.0-a.1 none 1.0.0-b.1 1.0.0-a.1 1.0.0-a.1'],
  ['1.0.0-a.1:L 0.9.0', '*', '1.0.0-a.1 0.9.0 0.9.0 0.9.0 1.0.0-a.1'],
  ['1.0.0 1.1.0:UL', '^1.0.0', '1.1.0 1.1.0 1.1.0 1.0.0 1.1.0'],
  ['1.0.0-a.1:L 1.0.0 1.2.0', '^1.0.0-a', '1.0.0-a.1 1.0.0-a.1 1.2.0 1.0.0-a.1 1.2.0'],
  ['1.0.0 1.1.0:D 1.2.0:DL', '', '1.0.0 1.2.0 1.0.0 1.2.0 1.0.0'],
])('of %s each client chooses its own for `%s`', (written, text, chosen) => {
  const selections = CLIENTS.map(source => {
    const selection = NPM_VERSIONING.select({ want: { is: 'range', text }, source }, fact(written), createDerive());
    return selection.is === 'release' ? selection.version : selection.is;
  });
  expect(selections.join(' ')).toBe(chosen);
});

// What pnpm 12.21 chose by `resolutionMode: lowest-direct`.
test.each([
  ['1.0.0:D 1.1.0 1.2.0:L', '^1.0.0', '1.0.0'],
  ['1.0.0 1.1.0:L', '>1.0.0', '1.1.0'],
  ['1.0.0-a.1 1.0.0 1.1.0:L', '*', '1.0.0'],
  ['1.0.0-a.1 1.0.0 1.1.0:L', '', '1.1.0'],
  ['1.0.0-a.1 1.0.0 1.1.0:L', '^1.0.0-a', '1.0.0-a.1'],
  ['1.0.0-a.1 1.0.0-b.1:DL', '*', '1.0.0-a.1'],
  ['1.0.0', '^2', 'none'],
])('of %s pnpm begins low for `%s`', (written, text, chosen) => {
  const wanted = { want: { is: 'range', text }, source: 'pnpm-lowest' } as const;
  const selection = NPM_VERSIONING.select(wanted, fact(written), createDerive());
  expect(selection.is === 'release' ? selection.version : selection.is).toBe(chosen);
  expect(NPM_VERSIONING.isFloating(wanted)).toBe(text === '');
});
