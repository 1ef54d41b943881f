import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitbucketPipelines } from '../../../../server/src/ecosystems/oci/readers/bitbucket-pipelines.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(bitbucketPipelines, 'bitbucket-pipelines.yml', ...lines);

test('the pipelines’ image, and those of steps, services and pipes', () =>
  expectFound(
    'image: atlassian/default-image:4',
    '       ^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/atlassian/default-image:4',
    'definitions:',
    '  services:',
    '    db: {image: postgres:16, variables: {image: no}}',
    '                ^^^^^^^^^^^ docker.io/library/postgres:16, no place for a comment',
    '    docker:',
    '      memory: 2048',
    '      image:',
    '        name: "registry.example/dind"',
    '               ^^^^^^^^^^^^^^^^^^^^^ registry.example/dind',
    '        password: $PASSWORD',
    '  steps:',
    '  - step: &build',
    '      image: node:20',
    '             ^^^^^^^ docker.io/library/node:20',
    '      script:',
    '      - pipe: docker://registry.example/pipe:1',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ registry.example/pipe:1',
    '        variables: {IMAGE: no}',
    '      - pipe: atlassian/aws-s3-deploy:1.6.0',
    '      - "image: no"',
    'pipelines:',
    '  default:',
    '  - step: *build',
    '  - parallel:',
    '    - step:',
    '        <<: *build',
    '        image: {name: ruby:3.3, run-as-user: 1000}',
    '                      ^^^^^^^^ docker.io/library/ruby:3.3, no place for a comment',
    '    - stage:',
    '        steps:',
    '        - step:',
    '            image: $IMAGE',
    '                   ^^^^^^ variable - -',
    '            after-script:',
    '            - pipe: docker://alpine',
    '                    ^^^^^^^^^^^^^^^ docker.io/library/alpine',
    '  custom:',
    '    image: []',
  ));

test.each([
  ['bitbucket-pipelines.yml', 'bitbucket-pipelines'],
  ['sub/bitbucket-pipelines.yml', 'bitbucket-pipelines'],
  ['my-bitbucket-pipelines.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'image: a\n')?.id).toBe(kind);
});

const step = fc.oneof(
  writtenValue(images, '        ').map(text => `      image: ${text}`),
  writtenValue(images, '          ').map(text => `      name: é\n      image:\n        name: ${text} # 𝔘`),
  writtenValue(['docker://a:1', 'docker://Upper', 'atlassian/x:1'], '          ').map(
    text => `      script:\n      - pipe: ${text}`,
  ),
  fc.constantFrom(...images).map(text => `      {"image": "${text}",\tscript: []}`),
  unfinishedLine.map(line => `      ${line}`),
);
testImageReader(bitbucketPipelines, {
  file: 'bitbucket-pipelines.yml',
  texts: fc
    .tuple(fc.array(step, { maxLength: 5 }), writtenValue(images, '  '))
    .map(([steps, image]) =>
      [`image: ${image}`, 'pipelines:\n  default:', ...steps.map(lines => `  - step:\n${lines}`)].join('\n'),
    ),
  pieces: [
    ...yamlPieces,
    'pipelines:\n',
    'step:',
    'image: ',
    'name: ',
    'script:\n',
    '- pipe: docker://a',
    'definitions:',
  ],
});
