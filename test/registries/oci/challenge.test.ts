import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseChallenges } from '../../../server/src/registries/oci/challenge.ts';

it.each<[string, ReturnType<typeof parseChallenges>]>([
  ['', []],
  [
    'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
    [
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.example/token',
          service: 'registry.example',
          scope: 'repository:a/b:pull,push',
        },
      },
    ],
  ],
  ['Basic realm="tests"', [{ scheme: 'basic', parameters: { realm: 'tests' } }]],
  ['BASIC Realm=tests', [{ scheme: 'basic', parameters: { realm: 'tests' } }]],
  [
    'Basic realm="a, b" , Bearer realm = "https://auth.example" , service=x',
    [
      { scheme: 'basic', parameters: { realm: 'a, b' } },
      { scheme: 'bearer', parameters: { realm: 'https://auth.example', service: 'x' } },
    ],
  ],
  [
    'Negotiate, Basic realm="x"',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ],
  ],
  [
    'Negotiate YWJj==, Basic realm="x"',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ],
  ],
  ['Basic realm="say \\"hi\\""', [{ scheme: 'basic', parameters: { realm: 'say "hi"' } }]],
  [
    'Bearer realm="https://a.example",realm="https://b.example"',
    [{ scheme: 'bearer', parameters: { realm: 'https://a.example' } }],
  ],
  ['Bearer realm="never closed', [{ scheme: 'bearer', parameters: {} }]],
  ['realm="without a scheme"', []],
])('%s', (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

it('ends on any text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), text => Array.isArray(parseChallenges(text))));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Bearer', 'realm', '=', '"', ',', ' ', '\\', 'a==', 'x'), { maxLength: 40 }),
      parts => Array.isArray(parseChallenges(parts.join(''))),
    ),
  );
});
