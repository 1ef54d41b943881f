import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gitlabCi } from '../../../../server/src/ecosystems/oci/readers/gitlab-ci.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { filled, testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(gitlabCi, '.gitlab-ci.yml', ...lines);

describe('places', () => {
  test('images and services at the top, in the defaults and in jobs', () =>
    expectFound(
      'image: ruby:3.3',
      '       ^^^^^^^^ docker.io/library/ruby:3.3',
      'services: [postgres:16]',
      '           ^^^^^^^^^^^ docker.io/library/postgres:16, no place for a comment',
      'default:',
      '  image:',
      '    name: "ghcr.io/o/r"',
      '           ^^^^^^^^^^^ ghcr.io/o/r',
      '    entrypoint: [""]',
      '.hidden:',
      '  services:',
      '  - redis',
      '    ^^^^^ docker.io/library/redis',
      '  - name: docker:dind',
      '          ^^^^^^^^^^^ docker.io/library/docker:dind',
      '    alias: image',
      '    command: [--image, no]',
      'test job:',
      '  extends: .hidden',
      '  image: node:20 # why',
      '         ^^^^^^^ docker.io/library/node:20',
      '  script: ["image: no"]',
      '  variables: {image: no}',
    ));

  test('what is no job holds no image', () =>
    expectFound(
      'include: {image: no, local: x}',
      'variables: {image: no, services: [no]}',
      'workflow: {image: no}',
      'cache: {image: no}',
      'stages: [image]',
    ));

  test('a reference to another key is not read as text', () =>
    expectFound(
      'a:',
      '  image: !reference [.b, image]',
      '  services: !reference [.b, services]',
      '  needs: []',
      'b:',
      '  services:',
      '  - !reference [.b, services]',
      '  - redis',
      '    ^^^^^ docker.io/library/redis',
    ));

  test('a header comes before the pipeline', () =>
    expectFound(
      'spec:',
      '  inputs:',
      '    image: {default: no}',
      '---',
      'a:',
      '  image: node:$[[ inputs.node ]]',
      '         ^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/node $[[ inputs.node ]]',
    ));

  test('a pull policy that is written', () =>
    expectFound(
      'a:',
      '  image: {name: node, pull_policy: if-not-present}',
      '                ^^^^ docker.io/library/node, IfNotPresent, no place for a comment',
      '  services:',
      '  - name: redis',
      '          ^^^^^ docker.io/library/redis, Never',
      '    pull_policy: never',
      '  - name: db',
      '          ^^ docker.io/library/db',
      '    pull_policy: [always, if-not-present]',
    ));
});

describe('variables', () => {
  test('at the top of the file are defaults for images that alone read them', () =>
    expectFound(
      'variables:',
      '  BASE: registry.example/base:1',
      '  NODE: {value: "20", description: which}',
      '  DEPTH: 1',
      'a:',
      '  image: $BASE',
      '         ^^^^^ registry.example/base:1, by default of BASE',
      'b:',
      '  image: ${BASE}',
      '         ^^^^^^^ registry.example/base:1, by default of BASE',
      'c:',
      '  image: node:$NODE',
      '         ^^^^^^^^^^ docker.io/library/node:20, by default of NODE',
      'd:',
      '  services: ["node:$NODE"]',
      '              ^^^^^^^^^^ docker.io/library/node:20, no place for a comment, by default of NODE',
    ));

  test.each([
    ['a script', 'variables: {V: a:1}\na:\n  image: $V\n  script: echo $V\n'],
    ['another job’s value', 'variables: {V: a:1}\na:\n  image: $V\nb:\n  variables: {V: b:1}\n'],
    ['a job’s own variables', 'a:\n  image: $V\n  variables: {V: a:1}\n'],
    ['a matrix', 'variables: {V: a:1}\na:\n  image: $V\n  parallel: {matrix: [{V: [b:1]}]}\n'],
    ['a comment', 'variables: {V: a:1}\na:\n  image: $V # V is great\n'],
    ['another image', 'variables: {V: "1"}\na:\n  image: a:$V\nb:\n  image: b:$V\n'],
    ['a number that is written in another way', 'variables: {V: 1.20}\na:\n  image: a:$V\n'],
    ['another variable', 'variables: {V: $W, W: a:1}\na:\n  image: $V\n'],
    ['a variable of GitLab’s', 'a:\n  image: $CI_REGISTRY_IMAGE/a:1\n'],
    ['a form that the runner does not know', 'variables: {V: a:1}\na:\n  image: ${V:-b}\n'],
    ['a doubled sign', 'variables: {V: a:1}\na:\n  image: $$V\n'],
    ['something behind it', 'variables: {V: a}\na:\n  image: $V:1\n'],
  ])('%s leaves it uncertain', (_, text) => {
    expect(gitlabCi.read(text, '.gitlab-ci.yml').references.map(({ subject }) => subject)).toMatchObject(
      text.match(/image: .*\$/g)?.map(() => ({ kind: 'opaque', why: 'variable' })) ?? [],
    );
  });

  test('the digest goes into the value, for all who read it', () => {
    const text = "variables:\n  NODE: '20'\na:\n  image: node:$NODE\nb:\n  image: node:$NODE\n";
    for (const { subject } of gitlabCi.read(text, '.gitlab-ci.yml').references) {
      expect(subject.kind === 'image' && filled(text, subject.pin.digest, 'sha256:0')).toBe(
        text.replace("'20'", "'20@sha256:0'"),
      );
    }
  });
});

test('what is taken over from elsewhere names no image at the start of a file either', () => {
  const { references } = gitlabCi.read('services: !reference [.job, services]\n', '.gitlab-ci.yml');
  expect(references).toEqual([]);
});

test.each([
  ['.gitlab-ci.yml', 'gitlab-ci'],
  ['sub/.gitlab-ci.yaml', 'gitlab-ci'],
  ['.gitlab-ci/build.yml', 'gitlab-ci'],
  ['.gitlab-ci/a/b.yml', 'gitlab-ci'],
  ['ci/rails.gitlab-ci.yml', 'gitlab-ci'],
  ['.gitlab/ci/rails.yml', 'gitlab-ci'],
  ['.gitlab/issue.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'image: a\n')?.id).toBe(kind);
});

const job = fc.oneof(
  writtenValue(images, '    ').map(text => `  image: ${text}`),
  writtenValue(images, '      ').map(text => `  image:\n    name: ${text} # 𝔘\n    pull_policy: never`),
  writtenValue(images, '      ').map(text => `  services:\n  - ${text}\n  - name: é\n    pull_policy: always`),
  fc.constantFrom(...images).map(text => `  services: ["${text}",\t{name: '${text}'}]`),
  unfinishedLine.map(line => `  ${line}`),
);
testImageReader(gitlabCi, {
  file: '.gitlab-ci.yml',
  texts: fc
    .tuple(
      fc.array(job, { maxLength: 5 }),
      fc.constantFrom('', 'spec: {}\n---\n', 'variables:\n  ONE: "1"\nj:\n  image: node:$ONE # one\n'),
    )
    .map(([jobs, head]) => head + jobs.map((lines, n) => `j${n}:\n${lines}`).join('\n')),
  pieces: [...yamlPieces, ...['image: ', 'services:', 'name: ', 'pull_policy: ', 'variables:', '!reference ', '$TAG']],
});
