import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circleci } from '../../../../server/src/ecosystems/oci/readers/circleci.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(circleci, '.circleci/config.yml', ...lines);

test('jobs, executors, and those of orbs in the file; a machine is no container', () =>
  expectFound(
    'version: 2.1',
    'orbs:',
    '  node: circleci/node@5.2',
    '  mine:',
    '    executors:',
    '      default:',
    '        docker:',
    '        - image: cimg/base:2024.01',
    '                 ^^^^^^^^^^^^^^^^^ docker.io/cimg/base:2024.01',
    '    jobs:',
    '      lint: {docker: [{image: cimg/go}]}',
    '                              ^^^^^^^ docker.io/cimg/go, no place for a comment',
    'executors:',
    '  vm:',
    '    machine: {image: ubuntu-2404:current}',
    '  py:',
    '    parameters: {tag: {type: string, default: "3.12"}}',
    '    docker:',
    '    - image: cimg/python:<< parameters.tag >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/cimg/python << parameters.tag >>',
    'jobs:',
    '  test:',
    '    docker:',
    '    - name: main',
    '      image: "cimg/node:20.1" # why',
    '              ^^^^^^^^^^^^^^ docker.io/cimg/node:20.1',
    '    - image: <<parameters.db>>',
    '             ^^^^^^^^^^^^^^^^^ template - -',
    '      environment: {image: no}',
    '    steps:',
    '    - setup_remote_docker: {version: default}',
    '    - run: {command: "image: no"}',
  ));

test('what anchors share is read where it stands', () =>
  expectFound(
    'defaults: &defaults',
    '  docker:',
    '  - image: &node cimg/node:20.1',
    '                 ^^^^^^^^^^^^^^ docker.io/cimg/node:20.1',
    '    auth: {username: $USER, password: $PASSWORD}',
    'jobs:',
    '  a: {<<: *defaults}',
    '  b:',
    '    <<: *defaults',
    '    docker:',
    '    - image: *node',
  ));

test('a part of a packed configuration', () =>
  expectRead(
    circleci,
    '.circleci/src/executors/default.yml',
    'docker:',
    '- image: cimg/base:stable',
    '         ^^^^^^^^^^^^^^^^ docker.io/cimg/base:stable',
  ));

test.each([
  ['.circleci/config.yml', 'circleci'],
  ['sub/.circleci/continue/config.yaml', 'circleci'],
  ['circleci/config.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'version: 2.1\n')?.id).toBe(kind);
});

const values = writtenValue([...images, 'cimg/a:<< parameters.b >>'], '        ');
const job = fc.oneof(
  values.map(text => `    docker:\n    - image: ${text}`),
  values.map(text => `    docker:\n    - name: é\n      image: ${text} # 𝔘`),
  fc.constantFrom(...images).map(text => `    docker: [{image: "${text}",\tuser: root}]`),
  unfinishedLine.map(line => `    ${line}`),
);
testImageReader(circleci, {
  file: '.circleci/config.yml',
  texts: fc
    .array(job, { maxLength: 5 })
    .map(jobs => ['jobs:', ...jobs.map((lines, n) => `  j${n}:\n${lines}`)].join('\n')),
  pieces: [...yamlPieces, 'docker:\n', 'docker: [{image: a}]', '- image: ', '<< parameters.x >>'],
});
