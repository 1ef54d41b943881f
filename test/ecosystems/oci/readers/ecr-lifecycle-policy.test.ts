import { expect, test } from 'vitest';
import { ecrLifecyclePolicy } from '../../../../server/src/ecosystems/oci/readers/ecr-lifecycle-policy.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { COLLECTS_KEY } from '../../../../server/src/model/statement.ts';

const NOTHING = { references: [], ignores: [] };
const HOSTS = { says: 'collects', key: COLLECTS_KEY, reach: 'everywhere', hosts: '*.dkr.ecr*.amazonaws.com*' };
const COLLECTS = { ...NOTHING, statements: [HOSTS] };

function policy(tagStatus: string, type = 'expire', more: object = {}): string {
  const selection = { tagStatus, countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14, ...more };
  return JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type } }] }, undefined, 2);
}

test.each([
  ['untagged', 'expire', COLLECTS],
  ['any', 'expire', COLLECTS],
  ['tagged', 'expire', NOTHING],
  // What is archived can't be pulled, and nobody pulls it from there.
  ['untagged', 'transition', COLLECTS],
  ['any', 'transition', COLLECTS, { countType: 'sinceImagePulled' }],
  ['tagged', 'transition', NOTHING],
  ['any', 'expire', NOTHING, { countType: 'sinceImageTransitioned', storageClass: 'archive' }],
])('%s, %s', (tagStatus, type, reading, more?: object) => {
  const text = policy(tagStatus, type, more);
  expect(readerFor('infra/lifecycle.json', undefined, text)?.id).toBe('ecr-lifecycle-policy');
  expect(ecrLifecyclePolicy.read(text, 'lifecycle.json')).toEqual(reading);
});

test.each(['{"rules": [{"selection": {"tagStatus": "untagged", ', '{"rules": 7}', '[]', ''])(
  'never throws: %s',
  text => {
    expect(ecrLifecyclePolicy.read(text, 'lifecycle.json')).toEqual(NOTHING);
  },
);

test('is not what other JSON is', () => {
  expect(readerFor('policy.json', undefined, '{"rules": []}')).toBeUndefined();
});
