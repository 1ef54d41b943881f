import { expect, it } from 'vitest';
import { redactedUrl } from '../../server/src/http/redact.ts';

it.each([
  ['https://registry.example/v2/a/tags/list?n=10&last=b', 'https://registry.example/v2/a/tags/list?n=10&last=b'],
  ['https://me:pw@registry.example/x', 'https://registry.example/x'],
  ['https://blobs.example/x?X-Amz-Signature=abc&n=1#frag', 'https://blobs.example/x?X-Amz-Signature=-&n=1'],
  ['https://auth.example/token?token=abc&token=def', 'https://auth.example/token?token=-'],
  ['not an address with a secret', '(an invalid address)'],
])('%s is logged as %s', (address, logged) => {
  expect(redactedUrl(address)).toBe(logged);
});
