import { describe, expect, it } from 'vitest';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import type { Standing } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { ignoredPlaces } from '../../server/src/model/ignored-places.ts';
import type { PackageRegistryId } from '../../server/src/model/names.ts';
import type { ReleaseSubject, Want } from '../../server/src/model/reference.ts';
import type { ReleaseState } from '../../server/src/model/release-state.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { findingsAt } from '../../server/src/rules/judge.ts';
import { absent, type Known, known, npmPackage, peekAt, release } from '../support/judge.ts';
import { lookBy } from '../support/judged-by.ts';

type State = ReleaseState['is'];

/** The rule that speaks for each state of a wanted release; the compiler asks for every state. */
const RULE_OF: Readonly<Record<State, string | undefined>> = {
  untold: undefined,
  live: undefined,
  deprecated: 'deprecated-release',
  yanked: 'yanked-release',
  'all-yanked': 'yanked-release',
  retracted: 'retracted-release',
  'package-deprecated': 'deprecated-module',
  relocated: 'relocated-artifact',
  unavailable: 'unavailable-release',
  archived: 'archived-project',
  'package-quarantined': 'quarantined-project',
  removed: 'unpublished-release',
  'no-version': 'missing-release',
  'no-tag': 'missing-release',
  'package-removed': 'unpublished-release',
  'package-held': 'security-holding',
  'no-package': 'missing-package',
};

interface Case {
  readonly want: Want;
  readonly answers: Known;
}

const ONE: Want = { is: 'exact', text: '1.0.0', version: '1.0.0' };
const EXACTLY_ONE: Want = { is: 'exact', text: '=1.0.0', version: '1.0.0' };
const PINNED: Want = { is: 'exact', text: '==1.0.0', version: '1.0.0' };
const TAGGED: Want = { is: 'exact', text: 'v1.0.0', version: 'v1.0.0' };
const RANGE: Want = { is: 'range', text: '^1.0.0' };
const OPEN: Want = { is: 'range', text: '[1.0.0,2)' };
const COMPATIBLE: Want = { is: 'range', text: '~=1.0' };
const healthy = npmPackage({ '2.0.0': 'live' }, { latest: '2.0.0' });
const dates = known({ published: { '1.0.0': '2020-01-01T00:00:00Z' } });

/**
 * How each ecosystem comes to each state, for a package `x`; the compiler asks for every ecosystem. What is absent, its
 * registry does not have.
 */
const CASES: Readonly<Record<PackageRegistryId, Readonly<Partial<Record<State, Case>>>>> = {
  cargo: {
    untold: { want: EXACTLY_ONE, answers: { 'package cargo x': { state: 'unknown', why: 'asking' } } },
    live: { want: EXACTLY_ONE, answers: { 'package cargo x': listed({ '1.0.0': { is: 'live' } }) } },
    'all-yanked': {
      want: EXACTLY_ONE,
      answers: { 'package cargo x': listed({ '1.0.0': { is: 'yanked' }, '1.1.0': { is: 'live' } }) },
    },
    unavailable: {
      want: RANGE,
      answers: {
        'package cargo x': listed({ '1.0.0': { is: 'unavailable', why: 'is odd' }, '1.1.0': { is: 'yanked' } }),
      },
    },
    'no-version': {
      want: RANGE,
      answers: {
        'package cargo x': listed({ '2.0.0': { is: 'live' } }),
        'release cargo x ^1.0.0 afresh': absent('version'),
      },
    },
    'no-package': { want: RANGE, answers: { 'package cargo x': absent('package') } },
    // Its index has no such word, keeps nothing of what is gone, and cargo takes no yanked release anew.
  },
  go: {
    untold: { want: TAGGED, answers: { 'package go x': { state: 'unknown', why: 'elsewhere' } } },
    live: { want: TAGGED, answers: { 'package go x': listed({ 'v1.0.0': { is: 'live' } }) } },
    retracted: {
      want: TAGGED,
      answers: { 'package go x': listed({ 'v1.0.0': { is: 'retracted', reasons: [] }, 'v1.0.1': { is: 'live' } }) },
    },
    'package-deprecated': {
      want: TAGGED,
      answers: { 'package go x': listed({ 'v1.0.0': { is: 'live' } }, { is: 'deprecated', message: 'use y' }) },
    },
    'no-version': {
      want: TAGGED,
      answers: { 'package go x': listed({ 'v1.1.0': { is: 'live' } }), 'release go x v1.0.0': absent('version') },
    },
    'no-package': { want: TAGGED, answers: { 'package go x': absent('package') } },
    // A proxy keeps what it has, says nothing of what is gone, and a go.mod has no tags and no ranges.
  },
  maven: {
    untold: { want: ONE, answers: { 'release maven x 1.0.0': { state: 'unknown', why: 'asking' } } },
    live: {
      want: ONE,
      answers: {
        'release maven x 1.0.0': only({ is: 'live' }),
        'package maven x': listed({ '1.0.0': { is: 'live' }, '2.0.0': { is: 'live' } }),
        'release maven x 2.0.0': only({ is: 'live' }),
      },
    },
    relocated: {
      want: ONE,
      answers: { 'release maven x 1.0.0': only({ is: 'relocated', to: { name: 'y', version: '1.0.0' } }) },
    },
    unavailable: {
      want: OPEN,
      answers: {
        'package maven x': listed({ '1.0.0': { is: 'live' } }),
        'release maven x 1.0.0': absent('version'),
      },
    },
    'no-version': {
      want: ONE,
      answers: {
        'release maven x 1.0.0': absent('version'),
        'package maven x': listed({ '2.0.0': { is: 'live' } }),
      },
    },
    'no-package': {
      want: ONE,
      answers: { 'release maven x 1.0.0': absent('version'), 'package maven x': absent('package') },
    },
    // Its repositories have no word for what is withdrawn, and keep nothing of what is gone. Where `RELEASE` leads
    // nowhere, a second rule would speak of the word as well.
  },
  npm: {
    untold: { want: ONE, answers: { 'release npm x 1.0.0': { state: 'unknown', why: 'asking' } } },
    live: { want: ONE, answers: { 'release npm x 1.0.0': release('1.0.0', 'live') } },
    deprecated: { want: ONE, answers: { 'release npm x 1.0.0': release('1.0.0', 'use y'), 'package npm x': healthy } },
    removed: { want: RANGE, answers: { 'package npm x': healthy, 'history npm x': dates } },
    'no-version': { want: RANGE, answers: { 'package npm x': healthy, 'history npm x': absent('package') } },
    'no-tag': {
      want: { is: 'tag', text: 'next' },
      answers: { 'package npm x': healthy, 'history npm x': dates },
    },
    'package-removed': { want: RANGE, answers: { 'package npm x': npmPackage({}, {}, { is: 'unpublished' }) } },
    'package-held': { want: RANGE, answers: { 'package npm x': npmPackage({}, {}, { is: 'security-holding' }) } },
    'no-package': { want: RANGE, answers: { 'package npm x': absent('package') } },
  },
  pypi: {
    untold: { want: PINNED, answers: { 'package pypi x': { state: 'unknown', why: 'asking' } } },
    live: { want: PINNED, answers: { 'package pypi x': listed({ '1.0.0': { is: 'live' } }) } },
    deprecated: {
      want: COMPATIBLE,
      answers: { 'package pypi x': listed({ '1.0.0': { is: 'live' } }, { is: 'deprecated', message: 'use y' }) },
    },
    yanked: {
      want: PINNED,
      answers: { 'package pypi x': listed({ '1.0.0': { is: 'yanked' }, '1.1.0': { is: 'live' } }) },
    },
    'all-yanked': {
      want: COMPATIBLE,
      answers: { 'package pypi x': listed({ '1.0.0': { is: 'yanked' }, '2.1.0': { is: 'live' } }) },
    },
    unavailable: {
      want: COMPATIBLE,
      answers: { 'package pypi x': listed({ '1.0.0': { is: 'unavailable', why: 'is odd' } }) },
    },
    archived: {
      want: PINNED,
      answers: { 'package pypi x': listed({ '1.0.0': { is: 'live' } }, { is: 'archived' }) },
    },
    'package-quarantined': { want: PINNED, answers: { 'package pypi x': listed({}, { is: 'quarantined' }) } },
    'no-version': {
      want: COMPATIBLE,
      answers: {
        'package pypi x': listed({ '2.0.0': { is: 'live' } }),
        'release pypi x ~=1.0 afresh': absent('version'),
      },
    },
    'no-package': { want: COMPATIBLE, answers: { 'package pypi x': absent('package') } },
    // An index has no tags, and keeps nothing of what is gone.
  },
};

function only(standing: Standing) {
  return known({ version: '1.0.0', standing });
}

function listed(releases: Readonly<Record<string, Standing>>, standing: Standing = { is: 'live' }) {
  const all = Object.entries(releases).map(([version, standing]) => ({ version, standing }));
  return known({ standing, tags: {}, releases: all });
}

const TOLD = (Object.entries(CASES) as [PackageRegistryId, Partial<Record<State, Case>>][]).flatMap(([id, states]) =>
  (Object.entries(states) as [State, Case][]).map(([state, told]) => ({ id, state, ...told })),
);

it('each state is come to somewhere', () => {
  const states = new Set(TOLD.map(({ state }) => state));
  expect(Object.keys(RULE_OF).filter(state => !states.has(state as State))).toEqual([]);
});

describe.each(TOLD)('$id: a release that is $state', ({ id, state, want, answers }) => {
  const subject = { kind: 'release', registry: id, name: 'x', want, edit: spanOf(0, want.text.length) } as const;
  const peek = peekAt(answers);

  it('is found out', () => {
    expect(PACKAGES[id].standing(subject, peek, createDerive()).is).toBe(state);
  });

  it('has one rule that speaks of it, or none where nothing is wrong', () => {
    const reference = { span: subject.edit, subject, role: 'manifest' } as const;
    const look = { text: want.text, ...lookBy(peek) };
    const speaking = RULES.filter(rule => rule.family === 'release').filter(
      rule => findingsAt(reference, [rule], look, () => undefined, ignoredPlaces([])).length > 0,
    );
    expect(speaking.map(rule => rule.id)).toEqual([RULE_OF[state]].filter(rule => rule !== undefined));
  });

  it('is told, and not mended here, where another file has the version', () => {
    const { edit, ...inherited } = subject;
    const look = { text: want.text, ...lookBy(peek) };
    const found = (of: ReleaseSubject) =>
      findingsAt({ span: edit, subject: of, role: 'manifest' }, RULES, look, () => undefined, ignoredPlaces([]));
    expect(found(inherited)).toEqual(found(subject).map(finding => ({ ...finding, fixes: [] })));
  });
});
