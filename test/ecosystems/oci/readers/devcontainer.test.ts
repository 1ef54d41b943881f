import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { devcontainer } from '../../../../server/src/ecosystems/oci/readers/devcontainer.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, devcontainer.read(text, 'devcontainer.json').references, labelOf)).toEqual(lines);
}

test('the image and the features', () =>
  expectFound(
    '// a container',
    '{',
    '  "name": "é", /* "image": "no:1", */',
    '  "image": "mcr.microsoft.com/devcontainers/base:ubuntu",',
    '            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mcr.microsoft.com/devcontainers/base:ubuntu, helps',
    '  "features": {',
    '    "ghcr.io/devcontainers/features/node:1": { "version": "20" },',
    '     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/devcontainers/features/node:1, helps',
    '    "ghcr.io/devcontainers/features/git": {}, "localhost:5000/a/b:2": {},',
    '     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/devcontainers/features/git, helps',
    '                                               ^^^^^^^^^^^^^^^^^^^^ localhost:5000/a/b:2, helps, no place for a comment',
    `    "ghcr.io/a/features/c@${DIGEST}": {},`,
    `     ${'^'.repeat(21 + DIGEST.length)} ghcr.io/a/features/c@sha256:0123456789ab, helps`,
    '  },',
    '  "customizations": { "image": "no:1" },',
    '}',
  ));

test('features that are no artifacts of a registry, and those that the tools refuse', () =>
  expectFound(
    '{ "features": {',
    '  "./local": {},',
    '   ^^^^^^^ path - -',
    '  "https://example.com/devcontainer-feature-x.tgz": {},',
    '   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url - -',
    '  "docker-in-docker": "latest",',
    '   ^^^^^^^^^^^^^^^^ managed - -',
    '  "acme/features/x@v1": {},',
    '   ^^^^^^^^^^^^^^^^^^ git - -',
    `  "ghcr.io/a/b:1@${DIGEST}": {},`,
    `   ${'^'.repeat(14 + DIGEST.length)} invalid - -`,
    '  "ghcr.io/${templateOption:x}/b:1": {}',
    '   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable - 1',
    '} }',
  ));

test('what is written in another way than it is asked', () =>
  expectFound(
    '{ "features": {',
    '  "ghcr.io/Acme/Features/x:1": {},',
    '   ^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/acme/features/x:1, helps',
    '  "ghcr.io/devcontainers-contrib/features/y:2": {}',
    '   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/devcontainers-extra/features/y:2, helps',
    '} }',
  ));

test.each([
  '{ "image": "${localEnv:IMAGE}" }',
  '{ "image": "x", "image": }',
  '{ "image": ["a"] }',
  '{ "image": "a:1',
  '',
])('%j names nothing that can be asked', text => {
  const { references } = devcontainer.read(text, 'devcontainer.json');
  expect(references.filter(({ subject }) => subject.kind === 'image' && subject.tag !== undefined)).toEqual([]);
});

describe('a pin', () => {
  test.each([
    ['{ "image": "node:22" }', `{ "image": "node:22@${DIGEST}" }`],
    // A feature's digest stands where its tag stood.
    ['{ "features": { "ghcr.io/a/b/c:1": {} } }', `{ "features": { "ghcr.io/a/b/c@${DIGEST}": {} } }`],
    ['{ "features": { "ghcr.io/a/b/c": {} } }', `{ "features": { "ghcr.io/a/b/c@${DIGEST}": {} } }`],
  ])('%j', (before, after) => {
    const subject = devcontainer.read(before, 'devcontainer.json').references[0]?.subject;
    expect(subject?.kind === 'image' && filled(before, subject.pin.digest, DIGEST)).toBe(after);
    const isFeature = before.includes('features');
    expect(subject?.kind === 'image' && subject.pin.follower).toBe(isFeature ? 'lockfile' : undefined);
  });
});

test('a comment above a line silences it', () => {
  const text =
    '{\n  // registry-lens: ignore latest-tag\n  // a note\n  "image": "ubuntu", // registry-lens: ignore\n  "x": 1\n}';
  const { ignores } = devcontainer.read(text, 'devcontainer.json');
  expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
    ['"image": "ubuntu", // registry-lens: ignore', ['latest-tag']],
  ]);
});

test('names of files', () => {
  for (const file of ['.devcontainer.json', '.devcontainer/devcontainer.json', '.devcontainer/go/devcontainer.json'])
    expect(readerFor(file, undefined, '{}')?.id).toBe('devcontainer');
});

const member = fc.constantFrom(
  '"image": "node"',
  `"image": "a.io:5000/b/c:1.2@${DIGEST}"`,
  '"image": "node:20"',
  '"image": "no\\u0064e"',
  '"image": "open',
  '"features": {"ghcr.io/a/b/c:1": {}, "ghcr.io/A/b": {}, "./x": {}}',
  `"features": {\n\t"ghcr.io/a/b@${DIGEST}": {},\n\t// é\n\t"ghcr.io/a/b/d:1": {},\n}`,
  '"name": "𝔘"',
  '// note',
  '"ima',
);
testImageReader(devcontainer, {
  file: 'devcontainer.json',
  texts: fc.array(member, { maxLength: 5 }).map(members => `{\n${members.map(text => `\t${text},`).join('\n')}\n}`),
  pieces: [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\r\n',
    '// ',
    '/*',
    '*/',
    '"image": "a:1"',
    '"features": {',
    '"ghcr.io/a/b:1": {}',
    '\t',
  ],
  losesTag: true,
});
