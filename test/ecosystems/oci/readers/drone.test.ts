import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drone } from '../../../../server/src/ecosystems/oci/readers/drone.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(drone, '.drone.yml', ...lines);

test('steps and services of each pipeline, with the pull policy where one is written', () =>
  expectFound(
    'kind: pipeline',
    'type: docker',
    'name: a',
    'clone: {depth: 50}',
    'steps:',
    '- name: test',
    '  image: golang:1.22 # why',
    '         ^^^^^^^^^^^ docker.io/library/golang:1.22',
    '  environment: {image: no}',
    '  settings: {repo: no, image: no}',
    '- name: publish',
    '  pull: if-not-exists',
    '  image: "plugins/docker"',
    '          ^^^^^^^^^^^^^^ docker.io/plugins/docker, IfNotPresent',
    'services:',
    '- {name: db, image: postgres:16, pull: always}',
    '                    ^^^^^^^^^^^ docker.io/library/postgres:16, Always, no place for a comment',
    '---',
    'kind: pipeline',
    'type: exec',
    'steps: [{name: x, commands: [make]}]',
    '---',
    'kind: pipeline',
    'steps:',
    '- name: x',
    '  image: node:${NODE_VERSION}',
    '         ^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/node ${NODE_VERSION}',
    '  pull: never',
    '- name: y',
    '  image: alpine',
    '         ^^^^^^ docker.io/library/alpine, Never',
    '  pull: never',
    '---',
    'kind: secret',
    'name: image',
    'get: {path: image}',
    '---',
    'kind: signature',
    'hmac: 00',
  ));

test('the maps of the time before version 1', () =>
  expectFound(
    'clone:',
    '  git:',
    '    image: plugins/git',
    '           ^^^^^^^^^^^ docker.io/plugins/git',
    'pipeline:',
    '  build:',
    '    image: golang:1.9',
    '           ^^^^^^^^^^ docker.io/library/golang:1.9, Always',
    '    pull: true',
    'services:',
    '  db: {image: mysql}',
    '              ^^^^^ docker.io/library/mysql, no place for a comment',
  ));

test.each([
  ['.drone.yml', 'drone'],
  ['sub/.drone.yaml', 'drone'],
  ['.drone.jsonnet', undefined],
  ['.drone.star', undefined],
  ['drone.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'kind: pipeline\n')?.id).toBe(kind);
});

const step = fc.oneof(
  writtenValue(images, '    ').map(text => `- image: ${text}`),
  writtenValue(images, '    ').map(text => `- name: é\n  image: ${text} # 𝔘\n  pull: never`),
  fc.constantFrom(...images).map(text => `- {"image": "${text}",\tpull: if-not-exists}`),
  unfinishedLine.map(line => `- ${line}`),
);
testImageReader(drone, {
  file: '.drone.yml',
  texts: fc
    .array(fc.array(step, { maxLength: 3 }), { maxLength: 3 })
    .map(pipelines => pipelines.map(steps => ['kind: pipeline', 'steps:', ...steps].join('\n')).join('\n---\n')),
  pieces: [...yamlPieces, 'steps:\n', '- image: ', 'pull: always\n', 'pull: ', 'services:\n', 'pipeline:\n'],
});
