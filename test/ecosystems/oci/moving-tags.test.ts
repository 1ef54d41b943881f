import { expect, it } from 'vitest';
import { isMovingTag } from '../../../server/src/ecosystems/oci/moving-tags.ts';

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
