import { expect, it } from 'vitest';
import { isMovingTag, newestVersionTags, tagsForPeople } from '../../../server/src/ecosystems/oci/image-tags.ts';

const TAGS = [
  ...['latest', '22-alpine', '9', '22.11.0-alpine3.20', '22', 'v22.11.0', '22.9.0', '20.1.0-slim', 'bookworm', '22.11'],
  ...[`sha256-${'a'.repeat(64)}`, `sha256-${'b'.repeat(64)}.sig`, '20240102', '22.11.0-alpine'],
];

it('the newest versions are the plain ones, the most exact of a version first', () => {
  expect(newestVersionTags(TAGS, 4)).toEqual(['v22.11.0', '22.11', '22.9.0', '22']);
});

it('people see versions, then variants of versions, then words, and no tags that programs wrote', () => {
  expect(tagsForPeople({ tags: TAGS, complete: true })).toEqual([
    ...['v22.11.0', '22.11', '22.9.0', '22', '9'],
    ...['22.11.0-alpine', '22.11.0-alpine3.20', '22-alpine', '20.1.0-slim'],
    ...['20240102', 'bookworm', 'latest'],
  ]);
});

it.each(['latest', 'stable', 'main', '20', 'v2', '3.19', '3.12-slim', '22-alpine3.20', 'bookworm', 'release-1.2'])(
  '%s moves',
  tag => expect(isMovingTag(tag)).toBe(true),
);

it.each([
  '20.11.1',
  'v1.2.3-alpine',
  '2024-05-06',
  '20240506',
  'main-1a2b3c4',
  'sha-0123abc',
  '1a2b3c4d5e6f7890123456789012345678901234',
  'build-123456',
])('%s stays', tag => expect(isMovingTag(tag)).toBe(false));
