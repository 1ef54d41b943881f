import { expect, it } from 'vitest';
import { judge, npmPackage, release } from '../support/judge.ts';

function messages(want: string, answers: Parameters<typeof judge>[2]): string[] {
  const text = JSON.stringify({ dependencies: { 'left-pad': want } });
  return judge('package.json', text, answers).findings.map(({ rule, message }) => `${rule}: ${message}`);
}

it('deprecated-release makes the author’s words plain', () => {
  const answers = {
    'release npm left-pad 1.0.0': release('1.0.0', '\u001b[31muse\u001b[0m\n\u202e`that`\u0007'),
    'package npm left-pad': { state: 'unknown', why: 'asking' } as const,
  };
  expect(messages('1.0.0', answers)).toEqual(['deprecated-release: `left-pad` `1.0.0` is deprecated: “use `that`”.']);
});

it('a security holding package’s own placeholder is no release to take', () => {
  const held = npmPackage({ '0.0.1-security': 'live' }, {}, { is: 'security-holding' });
  expect(messages('^1.0.0', { 'package npm left-pad': held })).toEqual([
    expect.stringMatching(/^security-holding: `left-pad` is a security holding package: /),
  ]);
  expect(messages('*', { 'package npm left-pad': held })[0]).toMatch(/^security-holding: /);
});

it('an empty range is not quoted', () => {
  const text = JSON.stringify({ dependencies: { 'left-pad': '' }, packageManager: 'pnpm@10.0.0' });
  const answers = {
    'release npm pnpm 10.0.0': release('10.0.0', 'live'),
    'package npm left-pad from pnpm': npmPackage({ '1.0.0': 'live', '1.1.0': 'no' }, { latest: '1.1.0' }),
  };
  expect(judge('package.json', text, answers).findings.map(({ message }) => message)).toEqual([
    '`left-pad` `1.1.0`, which an empty range takes, is deprecated: “no”. Use `1.0.0` instead.',
  ]);
});
