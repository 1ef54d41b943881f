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
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/cimg/python:3.12, by default of tag',
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

test('defaults of parameters, of the pipeline too, unless each use gives them', () =>
  expectFound(
    'parameters:',
    '  major: {type: string, default: "20"}',
    '  number: {type: string, default: 3.10}',
    'executors:',
    '  e:',
    '    parameters: {tag: {default: << pipeline.parameters.major >>}, other: {default: x}}',
    '    docker:',
    '    - image: cimg/node:<<parameters.tag>>-browsers',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/cimg/node:20-browsers, by default of major',
    '    - image: a:<< parameters.other >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << parameters.other >>',
    'jobs:',
    '  build:',
    '    parameters: {tag: {default: "1"}, image: {default: "a:1"}, none: {type: string}, odd: {default: "x y"}}',
    '    docker:',
    '    - image: "<< parameters.image >>"',
    '              ^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/a:1, by default of image',
    '    - image: a:<< parameters.tag >>.<< pipeline.parameters.major >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << parameters.tag >>.<< pipeline.parameters.major >>',
    '    - image: a:<< pipeline.parameters.number >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << pipeline.parameters.number >>',
    '    - image: a:<< parameters.none >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << parameters.none >>',
    '    - image: a:<< parameters.odd >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << parameters.odd >>',
    '    - image: a:<< pipeline.number >>',
    '             ^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a << pipeline.number >>',
    '  other: {executor: {name: e, other: y}}',
    '                                     ^ docker.io/library/a:y, no place for a comment',
    'workflows:',
    '  w:',
    '    jobs:',
    '    - build: {tag: "2", image: "b:1"}',
    '                                ^^^ docker.io/library/b:1, no place for a comment',
    '    - build: {matrix: {parameters: {tag: ["3"]}}}',
    '    - other',
  ));

test('what uses give is read where they do', () =>
  expectFound(
    'executors:',
    '  e:',
    '    parameters: {tag: {type: string}}',
    '    docker: [{image: "cimg/node:<< parameters.tag >>"}]',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/cimg/node << parameters.tag >>',
    'jobs:',
    '  a:',
    '    parameters: {v: {default: "1"}, w: {default: "1"}}',
    '    executor:',
    '      name: e',
    '      tag: "20.1"',
    '            ^^^^ docker.io/cimg/node:20.1',
    '  b:',
    '    parameters: {v: {type: string}, w: {type: string}}',
    '    docker:',
    '    - image: x:<< parameters.v >>',
    '             ^^^^^^^^^^^^^^^^^^^^ template docker.io/library/x << parameters.v >>',
    '    - image: x:<< parameters.w >>',
    '             ^^^^^^^^^^^^^^^^^^^^ template docker.io/library/x << parameters.w >>',
    '    - image: y:<< parameters.w >>',
    '             ^^^^^^^^^^^^^^^^^^^^ template docker.io/library/y << parameters.w >>',
    'workflows:',
    '  w:',
    '    jobs:',
    '    - b: {w: "1", v: << pipeline.x >>, matrix: {parameters: {v: ["2", 3, 3.10]}}}',
    '                                                                  ^ docker.io/library/x:2, no place for a comment',
    '                                                                      ^ docker.io/library/x:3, no place for a comment',
  ));

test('names in an orb of the file are its own', () =>
  expectFound(
    'orbs:',
    '  tools:',
    '    executors:',
    '      default:',
    '        parameters: {tag: {type: string, default: "1"}}',
    '        docker: [{image: "acme/tools:<< parameters.tag >>"}]',
    '                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/acme/tools:1, no place for a comment, by default of tag',
    '    jobs:',
    '      lint: {executor: default}',
    '      build:',
    '        parameters: {tag: {type: string, default: "1"}}',
    '        docker: [{image: "acme/build:<< parameters.tag >>"}]',
    '                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/acme/build:1, no place for a comment, by default of tag',
    'executors:',
    '  default:',
    '    parameters: {tag: {type: string, default: "2"}}',
    '    docker: [{image: "node:<< parameters.tag >>"}]',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/node << parameters.tag >>',
    'jobs:',
    '  test: {executor: {name: default, tag: "20"}}',
    '                                         ^^ docker.io/library/node:20, no place for a comment',
    '  build:',
    '    parameters: {tag: {type: string}}',
    '    docker: [{image: "node:<< parameters.tag >>-slim"}]',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/node << parameters.tag >>-slim',
    'workflows: {w: {jobs: [{build: {tag: "22"}}]}}',
  ));

test.each([
  ['by a parameter', '{b: {e: linux}}'],
  ['by a matrix', '{b: {matrix: {parameters: {e: [mac, linux]}}}}'],
  ['by a default', 'b'],
])('an executor that is named %s may do with its defaults', (_, use) =>
  expectFound(
    'executors:',
    '  linux:',
    '    parameters: {tag: {type: string, default: "16"}}',
    '    docker: [{image: "node:<< parameters.tag >>"}]',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/node:16, no place for a comment, by default of tag',
    'jobs:',
    '  a: {executor: {name: linux, tag: "18"}}',
    '                                    ^^ docker.io/library/node:18, no place for a comment',
    '  b:',
    '    parameters: {e: {type: executor, default: linux}}',
    '    executor: << parameters.e >>',
    `workflows: {w: {jobs: [a, ${use}]}}`,
  ),
);

test('a pin where a value is given wants a look', () => {
  const text = 'jobs: {a: {docker: [{image: "x:<< parameters.v >>"}]}}\nworkflows: {w: {jobs: [{a: {v: "1"}}]}}\n';
  const wheres = circleci
    .read(text, '.circleci/config.yml')
    .references.flatMap(({ subject }) => (subject.kind === 'image' ? [subject.pin.where] : []));
  expect(wheres).toEqual(['shared']);
});

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
