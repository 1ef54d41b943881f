import { expect, it } from 'vitest';
import { newestVersionTags, tagsForPeople } from '../../../server/src/ecosystems/oci/image-tags.ts';

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
