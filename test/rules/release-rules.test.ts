import { describe, expect, it } from 'vitest';
import { absent, fixed, judge, known, npmPackage, release, verdicts } from '../support/judge.ts';

const PAD = 'npm left-pad';

function manifest(want: string): string {
  return `{"dependencies":{"left-pad":${JSON.stringify(want)}}}`;
}

function onlyFinding(want: string, answers: Parameters<typeof judge>[2]) {
  const { findings } = judge('package.json', manifest(want), answers);
  expect(findings.length).toBeLessThan(2);
  return findings[0];
}

describe('deprecated-release', () => {
  it('shows the author’s words and the way out', () => {
    const text = manifest('1.0.0');
    const answers = {
      [`release ${PAD} 1.0.0`]: release('1.0.0', 'use padStart'),
      [`package ${PAD}`]: npmPackage({ '1.0.0': 'use padStart', '1.0.1': 'live', '1.2.0': 'live', '2.0.0': 'live' }),
    };
    expect(verdicts('package.json', text, answers)).toBe(
      [
        text,
        '                 ^^^^^^^^^^^^^^^^^^ deprecated-release warning',
        '                 `left-pad` `1.0.0` is deprecated: “use padStart”. Use `1.0.1` instead.',
        '                 💡 Upgrade to `1.0.1` (review)',
      ].join('\n'),
    );
    expect(fixed('package.json', text, answers, 'Upgrade')).toBe(manifest('1.0.1'));
    expect(onlyFinding('1.0.0', answers)?.deprecated).toBe(true);
  });

  it.each([
    ['^1.0.0', { '1.0.0': 'old', '1.1.0': 'live' }, undefined],
    [
      '^1.0.0',
      { '1.0.0': 'old', '1.1.0': 'older', '2.0.0': 'live' },
      'Every version of `left-pad` that `^1.0.0` allows is deprecated: “older”. Use `2.0.0` instead.',
    ],
    [
      '^1.0.0',
      { '1.0.0': 'old', '1.1.0': 'old' },
      '`left-pad` is deprecated, all of its versions: “old”. No version of it is any better: look for another package.',
    ],
    [
      'next',
      { '1.0.0': 'live', '2.0.0': 'early' },
      '`left-pad` `2.0.0`, the version tagged `next`, is deprecated: “early”.',
    ],
  ])('%s of %j', (want, releases, message) => {
    const found = onlyFinding(want, { [`package ${PAD}`]: npmPackage(releases, { latest: '1.0.0', next: '2.0.0' }) });
    if (message === undefined) expect(found).toBeUndefined();
    else expect(found?.message).toContain(message);
  });

  it('keeps an operator', () => {
    const answers = { [`package ${PAD}`]: npmPackage({ '1.0.0': 'old', '2.0.0': 'live' }) };
    expect(fixed('package.json', manifest('^1.0.0'), answers, 'Upgrade')).toBe(manifest('^2.0.0'));
  });

  it('makes the author’s words plain', () => {
    const found = onlyFinding('1.0.0', {
      [`release ${PAD} 1.0.0`]: release('1.0.0', '\u001b[31muse\u001b[0m\n\u202e`that`\u0007'),
      [`package ${PAD}`]: { state: 'unknown', why: 'asking' },
    });
    expect(found?.message).toBe('`left-pad` `1.0.0` is deprecated: “use `that`”.');
  });
});

describe('what is gone or never was', () => {
  const live = npmPackage({ '1.0.0': 'live', '1.2.0': 'live' }, { latest: '1.2.0' });
  const history = known({ published: { '1.0.0': '2020-01-01T00:00:00Z', '1.1.0': '2021-05-06T07:08:09Z' } });
  const cases: [string, Parameters<typeof judge>[2], string | undefined, string][] = [
    [
      '1.1.0',
      { [`release ${PAD} 1.1.0`]: absent('version'), [`package ${PAD}`]: live, [`history ${PAD}`]: history },
      'unpublished-release',
      '`left-pad` `1.1.0` was unpublished (its last date is 2021-05-06): it cannot be installed any more. Use `1.2.0` instead.',
    ],
    [
      '~1.1.0',
      { [`package ${PAD}`]: live, [`history ${PAD}`]: history },
      'unpublished-release',
      '`left-pad` `1.1.0`, which `~1.1.0` asks for, was unpublished (its last date is 2021-05-06)',
    ],
    [
      '1.3.0',
      { [`release ${PAD} 1.3.0`]: absent('version'), [`package ${PAD}`]: live, [`history ${PAD}`]: history },
      'missing-release',
      '`left-pad` has no version `1.3.0` in its registry. Use `1.2.0` instead.',
    ],
    [
      '^9.0.0',
      { [`package ${PAD}`]: live, [`history ${PAD}`]: absent('package') },
      'missing-release',
      '`left-pad` has no version in its registry that `^9.0.0` allows.',
    ],
    [
      'beta',
      { [`package ${PAD}`]: npmPackage({ '1.0.0': 'live' }, { beta: '9.9.9' }), [`history ${PAD}`]: history },
      'missing-release',
      '`left-pad` has no version in its registry that `beta` allows. Choose a version or a tag that exists.',
    ],
    [
      'next',
      { [`package ${PAD}`]: live, [`history ${PAD}`]: history },
      'missing-release',
      '`left-pad` has no tag `next` in its registry. Choose a version or a tag that exists.',
    ],
    ['next', { [`package ${PAD}`]: live, [`history ${PAD}`]: { state: 'unknown', why: 'asking' } }, undefined, ''],
    [
      '^1.0.0',
      { [`package ${PAD}`]: absent('package') },
      'missing-package',
      'The registry has no package `left-pad`, or hides it from you.',
    ],
    [
      '1.0.0',
      { [`release ${PAD} 1.0.0`]: absent('package'), [`package ${PAD}`]: absent('package') },
      'missing-package',
      'The registry has no package `left-pad`',
    ],
    [
      '^1.0.0',
      { [`package ${PAD}`]: npmPackage({}, {}, { is: 'unpublished', on: '2022-02-02T00:00:00Z' }) },
      'unpublished-release',
      '`left-pad` was unpublished on 2022-02-02, all of its versions',
    ],
    [
      '^1.0.0',
      { [`package ${PAD}`]: npmPackage({ '0.0.1-security': 'live' }, {}, { is: 'security-holding' }) },
      'security-holding',
      '`left-pad` is a security holding package',
    ],
    [
      '1.9.9',
      {
        [`release ${PAD} 1.9.9`]: absent('version'),
        [`package ${PAD}`]: live,
        [`history ${PAD}`]: { state: 'unknown', why: 'unreachable' },
      },
      undefined,
      '',
    ],
    ['1.9.9', { [`release ${PAD} 1.9.9`]: { state: 'unknown', why: 'refused' } }, undefined, ''],
    ['^1.0.0', { [`package ${PAD}`]: { state: 'unknown', why: 'throttled' } }, undefined, ''],
    ['^1.0.0', { [`package ${PAD}`]: live }, undefined, ''],
  ];
  it.each(cases)('%s (case %#)', (want, answers, rule, message) => {
    const found = onlyFinding(want, answers);
    expect(found?.rule).toBe(rule);
    if (rule !== undefined) expect(found?.severity).toBe('error');
    expect(found?.message ?? '').toContain(message);
  });
});

it.each([
  '{"packageManager": "pnpm@10.0.0"}',
  '{"devEngines": {"packageManager": {"name": "pnpm", "version": "10.0.0"}}}',
])('says nothing of a package manager that the project’s registry lacks: %s', text => {
  const answers = { 'release npm pnpm 10.0.0': absent('package'), 'package npm pnpm': absent('package') };
  expect(judge('package.json', text, answers)).toMatchObject({ findings: [] });
});

describe('floating-range', () => {
  it('leaves a peer alone, whose version is chosen elsewhere', () => {
    const answers = { [`package ${PAD}`]: npmPackage({ '1.2.0': 'live' }, { latest: '1.2.0' }) };
    expect(judge('package.json', '{"peerDependencies":{"left-pad":"*"}}', answers).findings).toEqual([]);
  });

  it.each(['*', '', 'x', 'latest'])('%j', want => {
    const answers = { [`package ${PAD}`]: npmPackage({ '1.2.0': 'live' }, { latest: '1.2.0' }) };
    expect(onlyFinding(want, answers)).toMatchObject({ rule: 'floating-range', severity: 'information' });
    expect(fixed('package.json', manifest(want), answers, 'Require')).toBe(manifest('^1.2.0'));
  });
});
