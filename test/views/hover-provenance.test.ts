import { describe, expect, it } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import type { Evidence } from '../../server/src/model/evidence.ts';
import type { Attested } from '../../server/src/model/provenance.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { ReleaseSubject } from '../../server/src/model/reference.ts';
import { hoverCard } from '../../server/src/views/hover.ts';
import { cardText } from '../../server/src/views/markdown.ts';

const EXACT: ReleaseSubject = {
  ...{ kind: 'release', registry: 'npm', name: 'a' },
  want: { is: 'exact', text: '1.3.0', version: '1.3.0' },
};
const RANGE: ReleaseSubject = { ...EXACT, want: { is: 'range', text: '^1.0.0' } };
const HASHES = [{ algorithm: 'sha512', text: 'sha512-AAAA' }];
const OF_FILE = [{ algorithm: 'sha512', text: 'sha512-CCCC', file: 'a.whl' }];
const BUILD = { repository: 'github.com/acme/foo', commit: `abc1234${'0'.repeat(33)}`, workflow: '.github/x.yml' };

/** What is said of a release's provenance, and what is asked for it. */
function said(
  subject: ReleaseSubject,
  evidence: Evidence | undefined,
  provenance?: Answer<AnyFact> | readonly Attested[],
): readonly [line: string | undefined, isAsked: boolean] {
  const release = {
    version: '1.3.0',
    standing: { is: 'live' },
    hashes: [...HASHES, ...OF_FILE],
    ...(evidence ? { evidence } : {}),
  };
  const known: Readonly<Record<string, unknown>> = {
    'package npm a': { standing: { is: 'live' }, tags: { latest: '1.3.0' }, releases: [release] },
    'release npm a 1.3.0': release,
    'provenance npm a 1.3.0': provenance === undefined || 'state' in provenance ? provenance : { attested: provenance },
  };
  const peek = ((question: Question): Answer<AnyFact> => {
    const told = known[questionKey(question)];
    if (told === undefined) return { state: 'unknown', why: 'not-asked' };
    const answer = { state: 'known', fact: told, asOf: 0 } as Answer<AnyFact>;
    return typeof told === 'object' && told !== null && 'state' in told ? (told as Answer<AnyFact>) : answer;
  }) as Peek;
  const reference = { span: { start: 0, end: 1 }, subject, role: 'manifest' } as const;
  const { card, questions } = hoverCard(reference, peek, () => true, 0);
  const line = cardText(card)
    .split('\n')
    .find(text => /built|proven/i.test(text));
  return [line, questions.some(({ ask }) => ask === 'provenance')];
}

describe('the hover of a release that is vouched for', () => {
  it('tells what built it', () => {
    const told = said(EXACT, 'provenance', [{ is: 'verified', build: BUILD, of: HASHES }]);
    expect(told).toEqual(['Built from github.com/acme/foo at commit abc1234 by .github/x.yml, verified', true]);
  });

  it('tells as much of a build as is known', () => {
    const build = { repository: 'gitlab.com/acme/foo' };
    expect(said(EXACT, 'trusted-publisher', [{ is: 'verified', build, of: HASHES }])[0]).toBe(
      'Built from gitlab.com/acme/foo, verified',
    );
  });

  const unproven = (why: Extract<Attested, { is: 'unproven' }>['why']): readonly Attested[] => [
    { is: 'unproven', why },
  ];
  it.each<[string, readonly Attested[]]>([
    ['the registry shows no proof of it', []],
    ['the registry’s proof of it cannot be read', unproven('unreadable')],
    ['the signature does not fit what is said', unproven('altered')],
    ['nobody signed it who is known here as one of Sigstore’s', unproven('untrusted')],
    ['it was not signed by a build of GitHub or GitLab', unproven('no-build')],
    ['the proof is of another release', unproven('another')],
    ['the proof lies where it is not asked for from here', unproven('out-of-reach')],
    [
      'the proof is of other bytes than the registry’s',
      [{ is: 'verified', build: BUILD, of: [{ algorithm: 'sha512', text: 'sha512-BBBB' }] }],
    ],
    [
      'the registry does not tell which bytes it has',
      [{ is: 'verified', build: BUILD, of: [{ algorithm: 'sha256', text: 'sha256-AAAA' }] }],
    ],
  ])('never calls it verified where %s', (why, attested) => {
    expect(said(EXACT, 'provenance', attested)[0]).toBe(`Its provenance is claimed, not verified: ${why}`);
  });

  it('tells what is claimed, as a claim', () => {
    expect(said(EXACT, 'provenance', [{ is: 'unproven', why: 'altered', claim: BUILD }])[0]).toBe(
      'Built from github.com/acme/foo at commit abc1234 by .github/x.yml: claimed, not verified, as the signature does not fit what is said',
    );
  });

  it('says that it is asked, and why it could not be', () => {
    expect(said(EXACT, 'provenance')).toEqual(['Asking about its provenance.', true]);
    expect(said(EXACT, 'provenance', { state: 'unknown', why: 'unreachable' })[0]).toMatch(
      /^Could not check its provenance: .* could not be reached\.$/,
    );
  });

  it('tells of which file that is so, where there are several', () => {
    const told = said(EXACT, 'provenance', [
      { is: 'verified', build: { repository: 'github.com/acme/foo' }, of: OF_FILE },
    ]);
    expect(told[0]).toBe('Built from github.com/acme/foo, verified of a.whl');
  });

  it('says nothing where a lockfile has other bytes', () => {
    const locked = { hashes: [{ algorithm: 'sha512', text: 'sha512-BBBB' }] };
    expect(said({ ...EXACT, locked }, 'provenance', [])).toEqual([undefined, false]);
    expect(said({ ...EXACT, locked: { hashes: HASHES } }, 'provenance', [])[1]).toBe(true);
  });

  it('tells it of what a lockfile holds', () => {
    const held = { version: '1.3.0', by: 'package-lock.json' };
    expect(said({ ...RANGE, held }, 'provenance', [])[1]).toBe(true);
  });

  it.each<[string, ReleaseSubject, Evidence | undefined]>([
    ['of a range', RANGE, 'provenance'],
    ['where nobody vouches', EXACT, 'none'],
    ['where the registry does not say', EXACT, undefined],
  ])('says nothing %s, and asks nothing', (_, subject, evidence) => {
    expect(said(subject, evidence)).toEqual([undefined, false]);
  });
});
