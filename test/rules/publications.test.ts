import { describe, expect, test } from 'vitest';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import type { Answer, AnyFact, HistoryFact, PackageFact, Peek, ReleaseFact } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import type { PackageRegistryId } from '../../server/src/model/names.ts';
import type { PublicationState, PublicationSubject } from '../../server/src/model/publication.ts';
import type { Question } from '../../server/src/model/question.ts';
import { absent, known } from '../support/judge.ts';

interface Told {
  readonly releases: readonly (string | ReleaseFact)[];
  readonly history?: HistoryFact;
  readonly standing?: PackageFact['standing'];
}

const LIVE = { is: 'live' } as const;

function peekAt({ releases, history, standing = LIVE }: Told): Peek {
  const facts = releases.map(each => (typeof each === 'string' ? { version: each, standing: LIVE } : each));
  return ((question: Question): Answer<AnyFact> => {
    switch (question.ask) {
      case 'package':
        return known({ standing, tags: {}, releases: facts });
      case 'history':
        return known(history ?? { published: Object.fromEntries(facts.map(({ version }) => [version, '2026-11-01'])) });
      case 'release': {
        const found = facts.find(({ version }) => version === question.version);
        return found === undefined ? absent('version') : known(found);
      }
      default:
        throw new Error(`${question.ask} is not asked`);
    }
  }) as Peek;
}

function stateOf(registry: PackageRegistryId, version: string, peek: Peek, more: Partial<PublicationSubject> = {}) {
  const project = JSON.stringify({ isOwners: true });
  const subject = { kind: 'publication', registry, name: 'acme', version, project, ...more } as const;
  const state = PACKAGES[registry].publishing?.state(subject, peek, createDerive());
  if (state === undefined) throw new Error(`nothing is known of publishing to ${registry}`);
  return state;
}

function textOf(state: PublicationState): string {
  return state.is === 'published' || state.is === 'removed'
    ? [state.is, ...state.next.map(({ version }) => version)].join(' ')
    : state.is;
}

describe('the next versions', () => {
  test.each<[registry: PackageRegistryId, version: string, releases: readonly string[], found: string]>([
    ['npm', '1.2.3', ['1.2.3'], '1.2.4 1.3.0 2.0.0 1.2.4-0'],
    ['npm', 'v1.2.3', ['1.2.3'], '1.2.4 1.3.0 2.0.0 1.2.4-0'],
    ['npm', '1.0.0-beta', ['1.0.0-beta'], '1.0.0-beta.0 1.0.0'],
    ['cargo', '1.2.3', ['1.2.3', '1.2.4'], '1.2.5 1.3.0 2.0.0 1.2.5-rc.1'],
    ['cargo', '1.2.3+a', ['1.2.3+b'], '1.2.4 1.3.0 2.0.0 1.2.4-rc.1'],
    ['cargo', '1.2.3-alpha.9', ['1.2.3-alpha.9'], '1.2.3-alpha.10 1.2.3 1.3.0 2.0.0'],
    ['pypi', '1.2.3', ['1.2.3'], '1.2.4 1.3.0 2.0.0 1.2.4rc1'],
    ['pypi', '1.0', ['1.0.0'], '1.0.1 1.1.0 2.0.0 1.0.1rc1'],
    ['pypi', '1.0.0', ['1.0', '1.0.1'], '1.0.2 1.1.0 2.0.0 1.0.2rc1'],
    ['pypi', '24.1', ['24.1'], '24.1.1 24.2.0 25.0.0 24.1.1rc1'],
    ['pypi', 'v1.0-RC1', ['1.0rc1'], '1.0rc2 1.0'],
    ['pypi', '1.2.3.dev4', ['1.2.3.dev4'], '1.2.3.dev5 1.2.3 1.3.0 2.0.0'],
    ['pypi', '1.2.3a1.dev4', ['1.2.3a1.dev4'], '1.2.3a1.dev5 1.2.3 1.3.0 2.0.0'],
    ['pypi', '1.2.3.post1', ['1.2.3.post1'], '1.2.4 1.3.0 2.0.0 1.2.4rc1'],
    ['pypi', '1!1.2.3', ['1!1.2.3'], '1!1.2.4 1!1.3.0 1!2.0.0 1!1.2.4rc1'],
    ['maven', '1.2.3', ['1.2.3'], '1.2.4 1.3.0 2.0.0 1.2.4-RC1'],
    ['maven', '1.2', ['1.2'], '1.2.1 1.3 2.0 1.2.1-RC1'],
    ['maven', '7', ['7'], '7.0.1 7.1 8 7.0.1-RC1'],
    ['maven', '1.2.3.4', ['1.2.3.4'], '1.2.4.0 1.3.0.0 2.0.0.0 1.2.4.0-RC1'],
    ['maven', '5.0.0.Final', ['5.0.0.Final'], '5.0.1.Final 5.1.0.Final 6.0.0.Final'],
    ['maven', '33.0.0-jre', ['33.0.0-jre'], '33.0.1-jre 33.1.0-jre 34.0.0-jre'],
    ['maven', '2.0.0-M1', ['2.0.0-M1'], '2.0.0-M2 2.0.0'],
    ['maven', '2.0.0-RC', ['2.0.0-RC'], '2.0.0-RC2 2.0.0'],
    ['maven', '2.0.0-beta-3', ['2.0.0-beta-3'], '2.0.0-beta-4 2.0.0'],
    ['maven', '2.0.0-custom', ['2.0.0-custom'], ''],
  ])('%s %s', (registry, version, releases, found) => {
    const own = registry === 'maven' ? [version, ...releases] : releases;
    expect(textOf(stateOf(registry, version, peekAt({ releases: own })))).toBe(`published ${found}`.trim());
  });
});

describe('what a registry has', () => {
  test.each(Object.values(PACKAGES).flatMap(({ id, publishing }) => (publishing === undefined ? [] : [id])))(
    '%s: free, not there, and not told',
    registry => {
      const at = (peek: Peek) => stateOf(registry, '9.9.9', peek).is;
      expect(at(peekAt({ releases: ['1.0.0'] }))).toBe('free');
      expect(at((() => absent('package')) as Peek)).toBe('untold');
      expect(at((() => ({ state: 'unknown', why: 'refused' })) as Peek)).toBe('untold');
    },
  );

  test('npm remembers what was removed', () => {
    const history = { published: { '1.0.0': '2026-01-01', '1.0.1': '2026-01-02' } };
    const state = stateOf('npm', '1.0.0', peekAt({ releases: ['1.0.1'], history }));
    expect(state).toMatchObject({ is: 'removed', on: '2026-01-01' });
    expect(textOf(state)).toBe('removed 1.0.2 1.1.0 2.0.0 1.0.2-0');
    const all = peekAt({ releases: [], history, standing: { is: 'unpublished' } });
    expect(stateOf('npm', '1.0.1', all).is).toBe('removed');
  });

  test('a placeholder of npm’s is nobody’s release', () => {
    const held = peekAt({ releases: ['0.0.1-security'], standing: { is: 'security-holding' } });
    expect(stateOf('npm', '0.0.1-security', held).is).toBe('namesake');
  });

  test('what was yanked is there', () => {
    const release = { version: '1.0.0', standing: { is: 'yanked' } } as const;
    for (const registry of ['cargo', 'pypi'] as const) {
      expect(stateOf(registry, '1.0.0', peekAt({ releases: [release] }))).toMatchObject({
        is: 'published',
        note: 'It was yanked, which does not make room for it.',
      });
    }
  });

  test('PyPI closes a release after 14 days', () => {
    const release = { version: '1.0', standing: LIVE, published: '2026-11-01T00:00:00Z' };
    expect(stateOf('pypi', '1.0', peekAt({ releases: [release] }))).toMatchObject({
      closes: { at: Date.UTC(2026, 10, 15) },
    });
  });

  test('a version that an index lists without a file says nothing', () => {
    const release = { version: '1.0', standing: { is: 'unavailable', why: 'is listed without a file' } } as const;
    expect(stateOf('pypi', '1.0', peekAt({ releases: [release] })).is).toBe('untold');
  });
});

describe('whose a name at npm’s registry is', () => {
  const mine = 'github.com/acme/lib';
  test.each<[what: string, ours: object, theirs: HistoryFact['about'], is: string]>([
    ['the same repository', { repository: mine }, { repository: 'https://github.com/Acme/lib' }, 'published'],
    ['another repository', { repository: mine }, { repository: 'https://github.com/other/lib' }, 'namesake'],
    [
      'another one, in a scope',
      { repository: mine, isOwners: true },
      { repository: 'https://x.example/y' },
      'namesake',
    ],
    ['none there', { repository: mine }, {}, 'namesake'],
    ['none there, in a scope', { repository: mine, isOwners: true }, {}, 'published'],
    ['none there, and the same words', { repository: mine, description: 'x' }, { description: 'x' }, 'published'],
    ['none here, in a scope', { isOwners: true }, { repository: 'https://x.example/y' }, 'published'],
    ['none here', {}, { repository: 'https://x.example/y' }, 'namesake'],
    ['nothing at all', {}, undefined, 'namesake'],
  ])('%s', (_, ours, theirs, is) => {
    const history = { published: { '1.0.0': '2026-01-01' }, ...(theirs === undefined ? {} : { about: theirs }) };
    const project = JSON.stringify({ isOwners: false, ...ours });
    expect(stateOf('npm', '1.0.0', peekAt({ releases: ['1.0.0'], history }), { project }).is).toBe(is);
  });
});
