import { describe, expect, it } from 'vitest';
import { npmOverride } from '../../../server/src/ecosystems/npm/override.ts';
import type { Overridden } from '../../../server/src/model/ecosystem.ts';

const LEFT_PAD = { name: 'left-pad', version: '1.3.0', to: '1.3.1', lockfile: 'package-lock.json', isAlone: true };

function overridden(text: string, overrides: Partial<Overridden> = {}): string | undefined {
  const edits = npmOverride(text, { ...LEFT_PAD, ...overrides });
  if (edits === undefined) return undefined;
  let after = text;
  for (const { span, expects, put } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    expect(text.slice(span.start, span.end)).toBe(expects);
    after = after.slice(0, span.start) + put + after.slice(span.end);
  }
  return after;
}

describe('an override of what others bring in', () => {
  it.each<[string, string, Partial<Overridden>, string]>([
    [
      'is a new block, behind what is there',
      '{\n  "name": "app",\n  "dependencies": { "foo": "^1.0.0" }\n}\n',
      {},
      '{\n  "name": "app",\n  "dependencies": { "foo": "^1.0.0" },\n  "overrides": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is written with the tabs and line ends of the file',
      '{\r\n\t"name": "app",\r\n\t"overrides": {\r\n\t\t"bar": "1.0.0"\r\n\t}\r\n}\r\n',
      {},
      '{\r\n\t"name": "app",\r\n\t"overrides": {\r\n\t\t"bar": "1.0.0",\r\n\t\t"left-pad": "1.3.1"\r\n\t}\r\n}\r\n',
    ],
    [
      'is scoped by the version where there are others of that name',
      '{\n    "name": "app"\n}',
      { isAlone: false },
      '{\n    "name": "app",\n    "overrides": {\n        "left-pad@1.3.0": "1.3.1"\n    }\n}',
    ],
    [
      'is among the resolutions of Yarn',
      '{\n  "resolutions": {}\n}\n',
      { lockfile: 'yarn.lock' },
      '{\n  "resolutions": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is one of Bun’s',
      '{\n  "name": "app"\n}\n',
      { lockfile: 'bun.lock' },
      '{\n  "name": "app",\n  "overrides": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is where pnpm reads it',
      '{\n  "pnpm": {\n    "neverBuiltDependencies": []\n  }\n}\n',
      { lockfile: 'pnpm-lock.yaml' },
      '{\n  "pnpm": {\n    "neverBuiltDependencies": [],\n    "overrides": {\n      "left-pad": "1.3.1"\n    }\n  }\n}\n',
    ],
    [
      'is where an older pnpm reads it',
      '{\n  "packageManager": "pnpm@9.1.0"\n}\n',
      { lockfile: 'pnpm-lock.yaml' },
      '{\n  "packageManager": "pnpm@9.1.0",\n  "pnpm": {\n    "overrides": {\n      "left-pad": "1.3.1"\n    }\n  }\n}\n',
    ],
  ])('%s', (_, text, overrides, after) => {
    expect(overridden(text, overrides)).toBe(after);
  });

  it.each<[string, string, Partial<Overridden>]>([
    ['leads to another major version', '{}', { to: '2.0.0' }],
    ['leads to another line before the first major version', '{}', { version: '0.3.0', to: '0.4.0' }],
    ['leads downwards', '{}', { to: '1.2.0' }],
    ['leads to no version', '{}', { to: '"; rm' }],
    ['is of what the manifest wants itself', '{"devDependencies":{"left-pad":"^1.0.0"}}', {}],
    ['is there already', '{"overrides":{"left-pad":"1.3.1"}}', {}],
    ['is there below another', '{"overrides":{"foo":{"left-pad":"1.3.1"}}}', {}],
    ['has no object to stand in', '{"overrides":"x"}', {}],
    ['has two places to stand in', '{"overrides":{},"overrides":{}}', {}],
    ['would replace other versions too, for Yarn', '{}', { lockfile: 'yarn.lock', isAlone: false }],
    ['would replace other versions too, for Bun', '{}', { lockfile: 'bun.lock', isAlone: false }],
    ['belongs into pnpm’s own manifest', '{"packageManager":"pnpm@10.1.0"}', { lockfile: 'pnpm-lock.yaml' }],
    ['is of a client that is not known', '{}', { lockfile: 'deno.lock' }],
    ['stands in a text that is broken', '{"name": ', {}],
    ['stands in no object', '[]', {}],
    ['stands in a text nested too deep', '['.repeat(100_000), {}],
  ])('is none where it %s', (_, text, overrides) => {
    expect(overridden(text, overrides)).toBeUndefined();
  });
});
