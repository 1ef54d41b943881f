import { describe, expect, test } from 'vitest';
import { deserialize, serialize } from '../../server/src/answers/serialized.ts';
import type { AnyFact } from '../../server/src/model/answer.ts';
import { parseDigest } from '../../server/src/model/names.ts';
import type { Ask } from '../../server/src/model/question.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
if (digest === undefined) throw new Error('The digest of the test is none.');

/** A fact of each kind, with all its parts. */
const FACTS: Record<Ask, AnyFact> = {
  package: {
    standing: { is: 'unpublished', on: '2026-01-01' },
    tags: { latest: '1.0.0' },
    releases: [{ version: '1.0.0', standing: { is: 'security-holding' } }],
  },
  release: { version: '1.0.0', standing: { is: 'deprecated', message: 'no' } },
  terms: {
    own: { version: '1' },
    properties: { a: 'b' },
    versions: { 'g:a jar ': '${a}' },
    unsure: ['c'],
    parent: { name: 'g:p', version: '1' },
    imports: [{ name: 'g:b', version: '1' }],
    namesPlaces: true,
  },
  provenance: {
    attested: [
      {
        is: 'verified',
        build: { repository: 'github.com/acme/left-pad', commit: 'a'.repeat(40), workflow: 'release.yml' },
        of: [{ algorithm: 'sha512', text: 'sha512-AAAA' }],
      },
      { is: 'unproven', why: 'untrusted', claim: { repository: 'github.com/acme/left-pad' } },
    ],
  },
  history: { published: { '1.0.0': '2026-01-01' }, modified: '2026-01-01' },
  manifest: { digest, shape: 'index' },
  contents: {
    shape: 'image',
    platforms: [{ digest, platform: 'linux/amd64' }],
    config: digest,
    layerBytes: 1,
    attestations: [{ digest, of: digest }],
    states: [{ kind: 'provenance', type: 'https://slsa.dev/provenance/v1' }],
  },
  config: { created: '2026-01-01', platform: 'linux/amd64', labels: { a: 'b' } },
  referrers: { attached: [{ kind: 'signature', type: '.sig' }], complete: false },
  tags: { tags: ['a'], complete: true },
};
const ASKS = Object.keys(FACTS) as Ask[];

describe('an answer as text', () => {
  test.each(ASKS)('a fact of kind `%s` comes back', ask => {
    const cached = { answer: { state: 'known', fact: FACTS[ask], asOf: 5 } as const, validator: '"x"', freshFor: 7 };
    expect(deserialize(serialize(cached), ask, 10)).toEqual(cached);
  });

  test('what a registry said besides that it has no package comes back', () => {
    const cached = { answer: { state: 'absent', missing: 'package', asOf: 5, spelled: 'Caps', isOpen: true } } as const;
    expect(deserialize(serialize(cached), 'package', 10)).toEqual(cached);
    const odd = { answer: { state: 'absent', missing: 'package', asOf: 5, spelled: 1, isOpen: 'yes' } };
    expect(deserialize(JSON.stringify(odd), 'package', 10)).toEqual({
      answer: { state: 'absent', missing: 'package', asOf: 5 },
    });
  });

  const pairs = ASKS.flatMap(ask => ASKS.filter(other => other !== ask).map(other => [ask, other] as const));
  test.each(pairs)('a fact of kind `%s` answers no `%s`', (ask, other) => {
    const text = serialize({ answer: { state: 'known', fact: FACTS[ask], asOf: 5 } });
    expect(deserialize(text, other, 10)).toBeUndefined();
  });

  /** Every part of a fact, replaced by something else, makes the fact none. */
  test.each(ASKS)('no part of a fact of kind `%s` may be another', ask => {
    for (const part of Object.keys(FACTS[ask])) {
      for (const wrong of [0.5, -1, true, [], {}, 'x', null, [null], { a: 1 }]) {
        const fact = { ...FACTS[ask], [part]: wrong };
        const text = JSON.stringify({ answer: { state: 'known', fact, asOf: 5 } });
        const read = deserialize(text, ask, 10);
        if (read !== undefined) expect(ACCEPTED[`${ask}.${part}`]).toContainEqual(wrong);
      }
    }
  });
});

test.each([
  { is: 'verified' },
  { is: 'verified', build: { repository: 1 }, of: [] },
  { is: 'verified', build: { repository: 'a' }, of: [{}] },
  { is: 'verified', build: { repository: 'a', commit: 1 }, of: [] },
  { is: 'unproven', why: 'so' },
  { is: 'unproven', why: 'another', claim: {} },
  { is: 'so' },
])('%j is attested nowhere', attested => {
  const text = JSON.stringify({ answer: { state: 'known', fact: { attested: [attested] }, asOf: 5 } });
  expect(deserialize(text, 'provenance', 10)).toBeUndefined();
});

/** Which of the replacements are good values of that part after all. */
const ACCEPTED: Record<string, unknown[]> = {
  'package.tags': [{}],
  'package.releases': [[]],
  'release.version': ['x'],
  'terms.own': [{}],
  'terms.properties': [{}],
  'terms.versions': [{}],
  'terms.unsure': [[]],
  'terms.imports': [[]],
  'terms.namesPlaces': [true],
  'provenance.attested': [[]],
  'history.published': [{}],
  'history.modified': ['x'],
  'contents.platforms': [[]],
  'contents.layerBytes': [0.5],
  'contents.attestations': [[]],
  'contents.states': [[]],
  'config.created': ['x'],
  'config.platform': ['x'],
  'config.labels': [{}],
  'referrers.attached': [[]],
  'referrers.complete': [true],
  'tags.tags': [[]],
  'tags.complete': [true],
};
