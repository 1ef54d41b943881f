import fc from 'fast-check';
import { expect, test } from 'vitest';
import { woodpecker } from '../../../../server/src/ecosystems/oci/readers/woodpecker.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(woodpecker, '.woodpecker/test.yaml', ...lines);

test('clones, steps and services as maps, and images that anchors share', () =>
  expectFound(
    'variables:',
    "- &node 'node:20'",
    '         ^^^^^^^ docker.io/library/node:20',
    '- &settings {image: no}',
    'clone:',
    '  git:',
    '    image: woodpeckerci/plugin-git',
    '           ^^^^^^^^^^^^^^^^^^^^^^^ docker.io/woodpeckerci/plugin-git',
    'steps:',
    '  build:',
    '    image: *node',
    '  test:',
    '    image: golang:1.22',
    '           ^^^^^^^^^^^ docker.io/library/golang:1.22, Always',
    '    pull: true',
    '  matrix:',
    '    image: golang:${GO_VERSION}',
    '           ^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/golang ${GO_VERSION}',
    'services:',
    '  db: {image: postgres:16, environment: {image: no}}',
    '              ^^^^^^^^^^^ docker.io/library/postgres:16, no place for a comment',
    'matrix: {include: [{image: no}]}',
  ));

test('the same as lists', () =>
  expectFound(
    'steps:',
    '- name: build',
    '  image: alpine',
    '         ^^^^^^ docker.io/library/alpine, IfNotPresent',
    '  pull: false',
    'services:',
    '- name: db',
    '  image: "postgres"',
    '          ^^^^^^^^ docker.io/library/postgres',
  ));

test.each([
  ['.woodpecker.yml', 'woodpecker'],
  ['.woodpecker/a.yaml', 'woodpecker'],
  ['sub/.woodpecker/a.yml', 'woodpecker'],
  ['woodpecker/a.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'steps:\n')?.id).toBe(kind);
});

const step = fc.oneof(
  writtenValue(images, '      ').map(text => `    image: ${text}`),
  writtenValue(images, '      ').map(text => `    directory: é\n    image: ${text} # 𝔘\n    pull: false`),
  fc.constantFrom(...images).map(text => `    {"image": "${text}",\tpull: true}`),
  unfinishedLine.map(line => `    ${line}`),
);
testImageReader(woodpecker, {
  file: '.woodpecker.yml',
  texts: fc
    .array(step, { maxLength: 4 })
    .map(steps => ['steps:', ...steps.map((lines, n) => `  s${n}:\n${lines}`)].join('\n')),
  pieces: [...yamlPieces, 'steps:\n', '- image: ', 'pull: true\n', 'services:\n', 'clone:\n'],
});
