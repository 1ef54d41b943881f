import { expect, it } from 'vitest';
import type { Answer, AnyFact, Attachment, ContentsFact, Peek } from '../../server/src/model/answer.ts';
import { type Attached, attachedTo } from '../../server/src/views/attached.ts';
import { absent, digest, known } from '../support/judge.ts';

const image = { host: 'docker.io', repository: 'library/node' };
const NOT_ASKED: Answer<AnyFact> = { state: 'unknown', why: 'not-asked' };
const signature: Attachment = { kind: 'signature', type: '.sig' };
const provenance: Attachment = { kind: 'provenance', type: 'https://slsa.dev/provenance/v1' };

const plain = known({ shape: 'index', platforms: [] });
const attested = known({
  shape: 'index',
  platforms: [],
  attestations: [
    { digest: digest('a'), of: digest('1') },
    { digest: digest('b'), of: digest('2') },
  ],
});
const referrers = (attached: readonly Attachment[], complete = true) => known({ attached, complete });
const statement = known({ shape: 'image', platforms: [], states: [provenance] });

it.each<[string, Attached, Answer<AnyFact>, Answer<AnyFact>, Answer<AnyFact>?]>([
  ['nothing, and that is certain', { attachments: [], complete: true }, plain, referrers([])],
  ['a signature', { attachments: [signature], complete: true }, plain, referrers([signature])],
  [
    'in both places',
    { attachments: [provenance, signature], complete: true },
    attested,
    referrers([signature]),
    statement,
  ],
  ['an attestation not looked into yet', { attachments: [], complete: false }, attested, referrers([]), NOT_ASKED],
  ['an attestation that was lost', { attachments: [], complete: true }, attested, referrers([]), absent('digest')],
  ['referrers that are not all told', { attachments: [], complete: false }, plain, referrers([], false)],
  ['referrers that nobody asked', { attachments: [], complete: false }, plain, NOT_ASKED],
  ['contents that nobody asked', { attachments: [signature], complete: false }, NOT_ASKED, referrers([signature])],
  [
    'one platform, whose index is not known',
    { attachments: [], complete: false },
    known({ shape: 'image', platforms: [] }),
    referrers([]),
  ],
])('%s', (_, expected, contents, told, inside) => {
  const peek = (question => {
    if (question.ask === 'referrers') return told;
    if (question.ask === 'contents' && question.digest === digest('a') && inside !== undefined) return inside;
    throw new Error(`Unexpected question: ${question.ask}`);
  }) as Peek;
  expect(attachedTo(peek, image, digest('9'), contents as Answer<ContentsFact>)).toEqual(expected);
});
