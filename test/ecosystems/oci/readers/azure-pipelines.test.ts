import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { azurePipelines } from '../../../../server/src/ecosystems/oci/readers/azure-pipelines.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(azurePipelines, 'azure-pipelines.yml', ...lines);

describe('containers', () => {
  test('of resources, which jobs name, and of jobs themselves', () =>
    expectFound(
      'resources:',
      '  containers:',
      '  - container: linux',
      '    image: ubuntu:22.04',
      '           ^^^^^^^^^^^^ docker.io/library/ubuntu:22.04',
      '    env: {image: no}',
      '  - container: acr',
      '    type: ACR',
      '    registry: x',
      '  - ${{ if eq(parameters.x, true) }}:',
      '    - container: more',
      "      image: 'mcr.microsoft.com/o/r@sha256:0'",
      '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid mcr.microsoft.com/o/r -',
      'pool: {vmImage: ubuntu-latest}',
      'jobs:',
      '- job: a',
      '  container: linux',
      '  services:',
      '    db: more',
      '    cache: redis:7',
      '           ^^^^^^^ docker.io/library/redis:7',
      '- job:',
      '  container: node:20 # why',
      '             ^^^^^^^ docker.io/library/node:20',
      '- deployment: d',
      '  container:',
      '    image: ghcr.io/o/r',
      '           ^^^^^^^^^^^ ghcr.io/o/r',
      '    options: --image no',
      '- template: t.yml',
      '  parameters: {container: no:1, image: no:1}',
    ));

  test('of a pipeline with a single job', () =>
    expectFound(
      'pool: {vmImage: ubuntu-latest}',
      'container: python:3.12',
      '           ^^^^^^^^^^^ docker.io/library/python:3.12',
      'steps:',
      '- task: Docker@2',
      '  inputs: {image: no, container: no}',
    ));

  test('of jobs within stages, and in parts that conditions put in', () =>
    expectFound(
      'stages:',
      '- stage: s',
      '  jobs:',
      '  - ${{ each x in parameters.all }}:',
      '    - job: a',
      '      ${{ if x }}:',
      '        container: node:20',
      '                   ^^^^^^^ docker.io/library/node:20',
      '      ${{ else }}:',
      '        container: {image: "node:22"}',
      '                            ^^^^^^^ docker.io/library/node:22, no place for a comment',
    ));
});

describe('containers in a matrix', () => {
  const job = (use: string, ...more: string[]) => [
    'resources: {containers: [{container: u22, image: "ubuntu:22.04"}]}',
    '                                                  ^^^^^^^^^^^^ docker.io/library/ubuntu:22.04, no place for a comment',
    'jobs:',
    '- job: a',
    '  strategy:',
    '    matrix:',
    '      old: {image_: "debian:11"}',
    ...(more.length > 0 ? [] : ['                     ^^^^^^^^^ docker.io/library/debian:11, no place for a comment']),
    '      new:',
    '        image_: debian:12',
    ...(more.length > 0 ? [] : ['                ^^^^^^^^^ docker.io/library/debian:12']),
    '      shared: {image_: u22}',
    `  container: ${use}`,
    ...more,
  ];

  test('are read where they stand', () => {
    expectFound(...job("$[ variables['image_'] ]"));
    expectFound(...job('$[variables.image_]'));
  });

  test('are left alone where something else reads the variable', () =>
    expectFound(
      ...job(
        '$[variables.image_]',
        '             ^^^^^^^^^^^^^^^^^^^ variable - -',
        '  steps: [{script: echo $(IMAGE_)}]',
      ),
    ));
});

describe('what only the pipeline knows', () => {
  test('expressions, variables and names from elsewhere', () =>
    expectFound(
      'jobs:',
      '- job: a',
      '  container: ${{ parameters.image }}',
      '             ^^^^^^^^^^^^^^^^^^^^^^^ template - -',
      '- job: b',
      "  container: $[ variables['image'] ]",
      '             ^^^^^^^^^^^^^^^^^^^^^^^ variable - -',
      '- job: c',
      '  container: node:$(version)',
      '             ^^^^^^^^^^^^^^^ variable docker.io/library/node $(version)',
      '- job: d',
      '  container: linux_x64',
      '             ^^^^^^^^^ managed - -',
    ));

  test('a connection’s host may come before a name without one; a local image comes from no registry', () =>
    expectFound(
      'resources:',
      '  containers:',
      '  - container: a',
      '    image: team/app:1',
      '           ^^^^^^^^^^ managed - -',
      '    endpoint: my-registry',
      '  - container: b',
      '    image: team.azurecr.io/app:1',
      '           ^^^^^^^^^^^^^^^^^^^^^ team.azurecr.io/app:1',
      '    endpoint: my-registry',
      '  - container: c',
      '    image: app:1',
      '           ^^^^^ managed - -',
      '    localImage: true',
    ));
});

test.each([
  ['azure-pipelines.yml', 'azure-pipelines'],
  ['azure-pipelines-pr.yaml', 'azure-pipelines'],
  ['ci/azure-pipeline.yml', 'azure-pipelines'],
  ['.azure-pipelines/jobs/a.yml', 'azure-pipelines'],
  ['.azuredevops/a.yml', 'azure-pipelines'],
  ['azure/a.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'jobs: []\n')?.id).toBe(kind);
});

test('defaults of parameters, and variables of the file', () =>
  expectFound(
    'parameters:',
    '- {name: image, type: string, default: "node:20"}',
    '- name: tag',
    '  default: "3.10"',
    '- {name: number, default: 3.10}',
    '- {name: none, type: string}',
    '- {name: alias, default: linux}',
    'variables:',
    '- {name: base, value: acme/base}',
    '- {name: twice, value: a}',
    '- group: secrets',
    'resources:',
    '  containers:',
    '  - container: linux',
    '    image: ${{ variables.BASE }}:${{ parameters.tag }}-slim',
    '           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/acme/base:3.10-slim, by default of tag',
    '  - container: more',
    '    image: a:${{ variables.twice }}',
    '           ^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a ${{ variables.twice }}',
    'jobs:',
    '- job: a',
    '  container: "${{ parameters[\'image\'] }}"',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/node:20, by default of image',
    '  variables: {twice: b}',
    '- job: b',
    '  container: ${{ parameters.alias }}',
    '             ^^^^^^^^^^^^^^^^^^^^^^^ managed - -',
    '- job: c',
    '  container: a:${{ parameters.number }}',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a ${{ parameters.number }}',
    '- job: d',
    '  container: a:${{ parameters.none }}',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a ${{ parameters.none }}',
    '- job: e',
    "  container: ${{ coalesce(parameters.image, 'a') }}",
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ template - -',
  ));

test.each([
  ['/w/a', 'opaque'],
  ['/w/b', 'image'],
])('what is used in /w/a is no template of %s', (folder, kind) => {
  const { statements = [] } = azurePipelines.read('jobs: [{template: t.yml, parameters: {a: x}}]\n', 'p.yml');
  const told = (key: string) =>
    statements
      .filter(each => each.key === key)
      .map(each => ({
        ...each,
        from: { id: '/w/a/p.yml', folder: '/w/a', file: 'p.yml', rangeOf: linesOf('').rangeOf },
      }));
  const text = 'parameters: {a: "x:1"}\njobs: [{job: a, container: "${{ parameters.a }}"}]\n';
  const { references } = azurePipelines.read(text, 't.yml', { ...NOTHING_AROUND, folder, told });
  expect(references.map(({ subject }) => subject.kind)).toEqual([kind]);
});

test('a job has another value by a name in other capitals', () =>
  expectFound(
    'variables: {version: "1"}',
    'jobs:',
    '- job: a',
    '  variables: {Version: "2"}',
    '  container: a:${{ variables.version }}',
    '             ^^^^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a ${{ variables.version }}',
  ));

test.each([
  ['a template', ['- template: v.yml']],
  ['a condition', ['- ${{ if x }}: [{name: v, value: "2"}]']],
])('%s may give a variable another value', (_, more) =>
  expectFound(
    'variables:',
    '- {name: v, value: "1"}',
    ...more,
    'container: a:${{ variables.v }}',
    '           ^^^^^^^^^^^^^^^^^^^^ template docker.io/library/a ${{ variables.v }}',
  ),
);

test.each([
  ['steps: [{template: a.yml}]', 'azure-pipelines.yml', ['below a.yml 0']],
  [
    'jobs: [{template: ci/a.yaml, parameters: {}}, {template: ./ci//a.yaml}]',
    'x/azure-pipelines.yml',
    ['below ci/a.yaml 0'],
  ],
  ['stages: [{template: ../t/a.yml}, {template: b/../../t/a.yml}]', 'x/azure-pipelines.yml', ['everywhere t/a.yml 1']],
  ['variables: [{template: /x/y/a.yml}]', 'x/azure-pipelines.yml', ['everywhere x/y/a.yml 1']],
  ['extends: {template: t/a.yml@self}', 'x/azure-pipelines.yml', ['everywhere t/a.yml 1']],
  ['extends: {"${{ if x }}": {template: a.yml}}', 'azure-pipelines.yml', ['below a.yml 0']],
  ['jobs: [{"${{ if x }}": [{template: a.yml}]}]', 'azure-pipelines.yml', ['below a.yml 0']],
  ['extends: {template: a.yml@templates}', 'azure-pipelines.yml', []],
  [
    'steps: [{template: "${{ parameters.a }}.yml"}, {template: a.txt}, {template: ../a.yml}]',
    'azure-pipelines.yml',
    [],
  ],
  ['steps: [{template: /../a.yml}, {template: "C:/a.yml"}, {template: [a.yml]}]', 'azure-pipelines.yml', []],
  ['steps: [{task: T@1, inputs: {template: a.yml}}]', 'azure-pipelines.yml', []],
])('%s in %s', (text, file, stated) => {
  const { statements = [] } = azurePipelines.read(`${text}\n`, file);
  const includes = statements.filter(each => each.says === 'includes');
  expect(includes.map(each => `${each.reach} ${each.path} ${each.up}`)).toEqual(stated);
});

const job = fc.oneof(
  writtenValue([...images, '${{ x }}', 'known'], '    ').map(text => `  container: ${text}`),
  writtenValue(images, '      ').map(text => `  displayName: é\n  container:\n    image: ${text} # 𝔘`),
  writtenValue(images, '      ').map(text => `  services:\n    é: ${text}`),
  fc.constantFrom(...images).map(text => `  container: {image: "${text}",\toptions: x}`),
  writtenValue(images, '          ').map(
    text => `  strategy:\n    matrix:\n      x:\n        one: ${text}\n  container: $[ variables.one ]`,
  ),
  unfinishedLine.map(line => `  ${line}`),
);
testImageReader(azurePipelines, {
  file: 'azure-pipelines.yml',
  texts: fc
    .tuple(fc.array(job, { maxLength: 5 }), writtenValue(images, '        '))
    .map(([jobs, image]) =>
      [
        `resources:\n  containers:\n  - container: known\n    image: ${image}`,
        'jobs:',
        ...jobs.map((lines, n) => `- job: j${n}\n${lines}`),
      ].join('\n'),
    ),
  pieces: [
    ...yamlPieces,
    ...['resources:\n', 'containers:', '- container: ', '- job: a\n', 'image: ', 'services:', '${{ if x }}:', '$(x)'],
  ],
});
