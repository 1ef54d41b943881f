import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bake } from '../../../../server/src/ecosystems/oci/readers/bake.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { imageNameText, shortDigest } from '../../../../server/src/model/names.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function label({ subject, ignoreAt }: Reference): string {
  switch (subject.kind) {
    case 'image':
      return [
        imageNameText(subject.name) +
          (subject.tag === undefined ? '' : `:${subject.tag}`) +
          (subject.digest === undefined ? '' : `@${shortDigest(subject.digest)}`),
        ...(subject.byDefaultOf === undefined ? [] : [`by default of ${subject.byDefaultOf}`]),
        ...(subject.runs ? ['runs'] : []),
        ...(ignoreAt === undefined ? ['no place for a comment'] : []),
      ].join(', ');
    case 'artifact':
      return 'an artifact';
    case 'opaque':
      return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    case 'release':
    case 'publication':
    case 'publish':
    case 'policy':
      return subject.kind;
  }
}

function expectFound(file: string, ...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, bake.read(text, file).references, label)).toEqual(lines);
}

describe('contexts of targets', () => {
  test('in HCL', () =>
    expectFound(
      'docker-bake.hcl',
      'group "default" { targets = ["app"] }',
      'target "app" {',
      '  dockerfile = "docker-image://no"',
      '  args = { BASE = "docker-image://no" }',
      '  tags = ["no:1"]',
      '  cache-from = ["type=registry,ref=no:1"]',
      '  contexts = {',
      '    alpine = "docker-image://alpine:3.20" # why',
      '              ^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/alpine:3.20',
      `    "go"   : "docker-image://golang:1.23@${DIGEST}",`,
      `              ${'^'.repeat(27 + DIGEST.length)} docker.io/library/golang:1.23@sha256:0123456789ab`,
      '    old = "docker-image:busybox"',
      '           ^^^^^^^^^^^^^^^^^^^^ docker.io/library/busybox',
      '    none = "docker-image://scratch"',
      '    src = "../src:1"',
      '    lib = "target:lib"',
      '    repo = "https://github.com/o/r.git#v1"',
      '    layout = "oci-layout://no:1"',
      '    // chosen = "docker-image://no:1"',
      '    wrong = "docker-image://Upper/Case"',
      '             ^^^^^^^^^^^^^^^^^^^^^^^^^ invalid - -',
      '  }',
      '}',
      'target "one-line" { contexts = { a = "docker-image://ghcr.io/o/a" } }',
      '                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/o/a',
    ));

  test('what another target makes is no registry’s', () =>
    expectFound(
      'docker-bake.hcl',
      'target "base" { tags = ["localhost:5000/base:dev", TAG] }',
      'target "app" {',
      '  contexts = {',
      '    base = "docker-image://localhost:5000/base:dev"',
      '            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ workspace localhost:5000/base dev',
      '    other = "docker-image://localhost:5000/base:prod"',
      '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ localhost:5000/base:prod',
      '  }',
      '}',
    ));

  test('in JSON', () =>
    expectFound(
      'docker-bake.override.json',
      '{',
      '  "variable": {"TAG": {"default": "3.20"}},',
      '  "target": {"app": {"contexts": {',
      '    "alpine": "docker-image://alpine:${TAG}",',
      '               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/alpine:3.20, by default of TAG, no place for a comment',
      '    "src": "../src"',
      '  }}}',
      '}',
    ));
});

test.each([
  ['${TAG}', 'docker.io/library/node:20-slim, by default of TAG'],
  ['${TAG}-${OS}', 'docker.io/library/node:20-slim-bookworm, by default of OS'],
  ['${NODE}', 'docker.io/library/node:20, by default of NODE'],
  ['${NONE}', 'variable docker.io/library/node ${NONE}'],
  ['${EMPTY}', 'variable docker.io/library/node ${EMPTY}'],
  ['${NUMBER}', 'variable docker.io/library/node ${NUMBER}'],
  ['${CIRCLE}', 'variable docker.io/library/node ${CIRCLE}'],
  ['${QUOTED}', 'variable docker.io/library/node ${QUOTED}'],
  ['${COMPUTED}', 'variable docker.io/library/node ${COMPUTED}'],
  ['${my-tag}', 'variable docker.io/library/node ${my-tag}'],
  ['${TAG:-1}', 'variable docker.io/library/node ${TAG:-1}'],
  ['${lower(TAG)}', 'variable docker.io/library/node ${lower(TAG)}'],
  ['${TAG == "" ? 1 : 2}', 'variable docker.io/library/node ${TAG == "" ? 1 : 2}'],
  ['$TAG', 'variable docker.io/library/node $TAG'],
  ['$${TAG}', 'variable docker.io/library/node $${TAG}'],
  ['%{ if x }1%{ endif }', 'variable docker.io/library/node %{ if x }1%{ endif }'],
])('node:%s', (tag, expected) => {
  const text = `
variable "NODE" { default = "20" }
variable "TAG" { default = "\${NODE}-slim" }
variable "OS" { default = "bookworm" }
variable "EMPTY" {}
variable "NUMBER" { default = 20 }
variable "CIRCLE" { default = "\${CIRCLE}" }
variable "QUOTED" { default = "a\\"b\\"" }
variable "COMPUTED" { default = lower("A") }
target "a" { contexts = { node = "docker-image://node:${tag}" } }`;
  const { references } = bake.read(text, 'docker-bake.hcl');
  expect(references.map(label)).toEqual([expected]);
  const subject = references[0]?.subject;
  if (subject?.kind !== 'image') return;
  expect(subject.pin.where).toBe('override');
  expect(filled(text, subject.pin.digest, 'D')).toBe(text.replace(`node:${tag}"`, `node:${tag}@D"`));
});

test('a comment above a line silences it', () => {
  const text = 'target "a" {\r\n\tcontexts = {\r\n\t\t// registry-lens: ignore\r\n\t\tb = "docker-image://b"\r\n}}';
  const { references, ignores } = bake.read(text, 'docker-bake.hcl');
  expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
    ['b = "docker-image://b"', []],
  ]);
  expect(references[0]?.ignoreAt).toEqual({ offset: text.indexOf('\t\tb ='), open: '\t\t# ', newline: '\r\n' });
});

test('which files are read', () => {
  const hcl = 'target "a" {}';
  for (const file of ['docker-bake.hcl', 'docker-bake.override.hcl', 'ci/bake.hcl', 'app.docker-bake.hcl']) {
    expect(readerFor(file, undefined, hcl)?.id).toBe('bake');
  }
  expect(readerFor('docker-bake.json', undefined, '{"target": {}}')?.id).toBe('bake');
  expect(readerFor('main.hcl', undefined, hcl)).toBeUndefined();
  expect(readerFor('bakery.json', undefined, '{"cakes": []}')).toBeUndefined();
  expect(bake.read('{"target": {"a": {"contexts": {"b": "docker-image://b"}}}}', 'x').references).toHaveLength(1);
  expect(bake.read('target "a" { contexts = { b = "docker-image://b" } }', 'x').references).toHaveLength(1);
});

const image = fc.constantFrom(
  'node',
  'node:20',
  `a.io:5000/b/c:1.2@${DIGEST}`,
  `b@${DIGEST}`,
  'Upper',
  'node:${TAG}',
  'node:${TAG}-slim',
  '${NAME}:20',
  '${IMAGE}',
  'node:${f("x")}',
  'n\\u006fde:20',
  'node:2\\u0030',
  'node\\n',
);
const context = fc.oneof(
  image.map(text => `    a = "docker-image://${text}"`),
  image.map(text => `\t"é 𝔘" : "docker-image://${text}", # é`),
  image.map(text => `    a = "docker-image:${text}", b = "docker-image://b:1" // 𝔘`),
  fc.constantFrom(
    '',
    '  # note',
    '  /* x\n  */ c = "docker-image://c"',
    '  d = "open',
    '  e',
    '  f = [',
    '  g = (',
    '}',
  ),
);
const variables = [
  'variable "TAG" { default = "20" }',
  'variable "NAME" {\n  default = "node"\n}',
  'variable "IMAGE" { default = "node:${TAG}" }',
];
const texts = fc
  .array(fc.array(context, { maxLength: 4 }), { maxLength: 3 })
  .map(targets =>
    [...variables, ...targets.map((lines, i) => `target "t${i}" {\n  contexts = {\n${lines.join('\n')}\n  }\n}`)].join(
      '\n',
    ),
  );
const pieces = [
  ...[
    'target "a" {\n',
    'contexts = {',
    'a = "docker-image://b:1"',
    'docker-image://',
    '\n',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
  ],
  ...['(', ')', '=', ':', ',', '"', '\\', '$', '${', '%{', '<<A\n', 'A\n', '#', '//', '/*', '*/', 'é', '𝔘', '\t', ' '],
  ...['variable "V" { default = "1" }\n', '# registry-lens: ignore\n'],
];

testImageReader(bake, { file: 'docker-bake.hcl', texts, pieces });
