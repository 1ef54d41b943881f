import { expect, it } from 'vitest';
import { asLocked } from '../../server/src/model/locked.ts';
import { parseDigest } from '../../server/src/model/names.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { digest } from '../support/judge.ts';

const slot = { span: spanOf(0, 0), before: '@', after: '' };
const IMAGE: Reference = {
  span: spanOf(0, 1),
  role: 'manifest',
  subject: {
    ...({ kind: 'image', name: { host: 'ghcr.io', repository: 'a/b' }, tag: '1', runs: false } as const),
    pin: { where: 'here', digest: slot },
  },
};

it('an image that is locked counts as pinned to what is locked', () => {
  const locked = asLocked({ ...IMAGE, lockedTo: digest('a') });
  expect(locked.subject).toEqual({ ...IMAGE.subject, digest: parseDigest(digest('a')) });
});

it.each<[string, Reference]>([
  ['nothing is locked', IMAGE],
  ['what is locked is no digest', { ...IMAGE, lockedTo: '1.2.3' }],
  ['it is no image', { ...IMAGE, lockedTo: digest('a'), subject: { kind: 'opaque', registry: 'oci', why: 'path' } }],
])('where %s it is as it is written', (_, reference) => {
  expect(asLocked(reference)).toBe(reference);
});
