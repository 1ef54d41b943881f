import { expect, test } from 'vitest';
import { readImages } from '../../server/src/cli/images-file.ts';
import { digest } from '../support/judge.ts';

const ENTRY = { digest: digest('a'), tags: ['v1'], pushedAt: '2026-11-01T00:00:00Z' };

test('reads all that an image may say, and leaves alone what has other names', () => {
  const whole = {
    ...ENTRY,
    pulledAt: '2026-11-02',
    mediaType: 'application/vnd.oci.image.index.v1+json',
    children: [digest('b')],
    subject: digest('c'),
    repository: 'shop/web',
    archivedAt: '2026-11-03T00:00:00+01:00',
    restoredAt: null,
    immutableTags: ['v1'],
    size: 12,
  };
  expect(readImages(JSON.stringify([whole, { ...ENTRY, digest: 'sha256:short', tags: [] }]))).toEqual({
    images: [
      {
        digest: digest('a'),
        tags: ['v1'],
        pushedAt: Date.UTC(2026, 10, 1),
        pulledAt: Date.UTC(2026, 10, 2),
        mediaType: 'application/vnd.oci.image.index.v1+json',
        children: [digest('b')],
        subject: digest('c'),
        repository: 'shop/web',
        archivedAt: Date.UTC(2026, 10, 2, 23),
        immutableTags: ['v1'],
      },
      { digest: 'sha256:short', tags: [], pushedAt: Date.UTC(2026, 10, 1) },
    ],
  });
});

test.each([
  ['{', 'is not JSON: '],
  ['{}', 'is not a list of images'],
  ['[1]', 'has an entry 1 that is no object'],
  [[{ ...ENTRY, digest: undefined }], 'has an entry 1 whose `digest` is not there'],
  [[ENTRY, { ...ENTRY, digest: 'latest' }], 'has an entry 2 whose `digest` is not a digest, such as `sha256:4bed…`'],
  [[{ ...ENTRY, digest: 7 }], 'has an entry 1 whose `digest` is not a digest'],
  [[{ ...ENTRY, tags: 'v1' }], 'has an entry 1 whose `tags` is not a list of texts'],
  [[{ ...ENTRY, tags: null }], 'has an entry 1 whose `tags` is not there'],
  [[{ ...ENTRY, pushedAt: undefined }], 'has an entry 1 whose `pushedAt` is not there'],
  [[{ ...ENTRY, pushedAt: 1700000000 }], 'has an entry 1 whose `pushedAt` is not a time in ISO 8601'],
  [[{ ...ENTRY, pulledAt: 'yesterday' }], 'has an entry 1 whose `pulledAt` is not a time in ISO 8601'],
  [[{ ...ENTRY, children: ['x'] }], 'has an entry 1 whose `children` is not a list of digests'],
  [[{ ...ENTRY, subject: {} }], 'has an entry 1 whose `subject` is not a digest'],
  [[{ ...ENTRY, mediaType: 1 }], 'has an entry 1 whose `mediaType` is not a text'],
  [[{ ...ENTRY, repository: [] }], 'has an entry 1 whose `repository` is not a text'],
  [[{ ...ENTRY, immutableTags: [1] }], 'has an entry 1 whose `immutableTags` is not a list of texts'],
  [[ENTRY, ENTRY], 'has an entry 2 whose `digest` is that of entry 1'],
])('says what is wrong with %j', (written, problem) => {
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  expect(readImages(text)).toEqual({ problem: expect.stringContaining(problem) });
});
