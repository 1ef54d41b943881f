import { expect, it } from 'vitest';
import type { Ignorance } from '../../server/src/model/answer.ts';
import { absent, digest, judge } from '../support/judge.ts';

const REDIS = 'oci docker.io/library/redis';

it('missing-image says nothing of an image that is never pulled', () => {
  const answers = { 'manifest oci ghcr.io/acme/api :1.2.3': absent('repository') };
  const text = 'services: {a: {image: "ghcr.io/acme/api:1.2.3", pull_policy: never}}';
  expect(judge('compose.yaml', text, answers).findings.map(({ rule }) => rule)).not.toContain('missing-image');
  const pulled = judge('compose.yaml', text.replace('never', 'always'), answers);
  expect(pulled.findings.map(({ rule }) => rule)).toContain('missing-image');
});

it.each<Ignorance>([
  ...(['not-asked', 'asking', 'offline', 'refused', 'throttled'] as const),
  ...(['unreachable', 'garbled', 'untrusted', 'blocked'] as const),
])('missing-image is never said when the answer is unknown: %s', why => {
  const unknown = { state: 'unknown', why } as const;
  const analysis = judge('Dockerfile', `FROM redis:7@${digest('c')}`, {
    [`manifest ${REDIS} @${digest('c')}`]: unknown,
    [`manifest ${REDIS} :7`]: unknown,
  });
  expect(analysis.findings).toEqual([]);
  expect(analysis.unchecked).toMatchObject([{ why }]);
});
