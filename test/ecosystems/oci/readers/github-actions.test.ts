import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubActions } from '../../../../server/src/ecosystems/oci/readers/github-actions.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { caretFixture } from '../../../support/caret-fixture.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { filled, testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(githubActions, '.github/workflows/ci.yml', ...lines);

describe('workflows', () => {
  test.each([
    ['expressions that nobody closes', `jobs:\n  a:\n    container: "${'${{'.repeat(300_000)}"\n`],
    ['a line of blanks', `jobs:\n  a:\n    container: x\n${' '.repeat(300_000)}\n`],
  ])('%s: a hostile text ends soon', (_, text) => {
    expect(() => githubActions.read(text, '.github/workflows/ci.yml')).not.toThrow();
  });

  test('containers and services, in short and at length, and steps that run an image', () =>
    expectFound(
      'on: {push: {}}',
      'jobs:',
      '  short:',
      '    runs-on: ubuntu-latest',
      '    container: node:20 # why',
      '               ^^^^^^^ docker.io/library/node:20',
      '    services:',
      '      db: postgres:16',
      '          ^^^^^^^^^^^ docker.io/library/postgres:16',
      '      cache:',
      '        image: "ghcr.io/o/redis"',
      '                ^^^^^^^^^^^^^^^ ghcr.io/o/redis',
      '        env: {image: no:1}',
      '  long:',
      '    container:',
      '      image: docker://node:22',
      '             ^^^^^^^^^^^^^^^^ docker.io/library/node:22',
      '      options: --image no:1',
      '    steps:',
      '    - uses: actions/checkout@v4',
      '    - uses: docker://alpine:3.20',
      '            ^^^^^^^^^^^^^^^^^^^^ docker.io/library/alpine:3.20',
      '    - uses: ./docker/local',
      '    - run: docker run docker://no:1',
      '      with: {image: no:1}',
      '  other: {uses: o/r/.github/workflows/x.yml@main}',
    ));

  test('an empty image is no container', () =>
    expectFound(
      'jobs:',
      '  a: {container: "", services: {}}',
      '  b:',
      '    container: {image: }',
      '  c:',
      '    container:',
    ));

  test('expressions are told as they stand, with the name that they leave', () =>
    expectFound(
      'jobs:',
      '  a:',
      '    container: ${{ inputs.image }}',
      '               ^^^^^^^^^^^^^^^^^^^ variable - -',
      '    services:',
      '      db: {image: "postgres:${{ matrix.pg }}"}',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/postgres ${{ matrix.pg }}',
      '    steps:',
      '    - uses: docker://ghcr.io/o/r:${{ env.TAG }}',
      '            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable ghcr.io/o/r ${{ env.TAG }}',
    ));

  test('an anchor is read once, where it stands', () =>
    expectFound(
      'jobs:',
      '  a:',
      '    container: &c',
      '      image: node:20',
      '             ^^^^^^^ docker.io/library/node:20',
      '  b:',
      '    container: *c',
    ));
});

describe('images in a matrix', () => {
  test('that are the last part of one', () =>
    expectFound(
      'jobs:',
      '  a:',
      '    strategy:',
      '      matrix:',
      '        node: [20, "22-alpine"]',
      '               ^^ docker.io/library/node:20, no place for a comment',
      '                    ^^^^^^^^^ docker.io/library/node:22-alpine, no place for a comment',
      '        db: [3.10]',
      '        both: [1]',
      '    container: node:${{ matrix.node }}',
      '    services:',
      '      db: {image: "docker://db:${{ matrix.db }}"}',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/db ${{ matrix.db }}',
      '      b: a:${{ matrix.both }}',
      '         ^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/a ${{ matrix.both }}',
      '      c: b:${{ matrix.both }}',
      '         ^^^^^^^^^^^^^^^^^^^^ variable docker.io/library/b ${{ matrix.both }}',
    ));

  test('that only name containers are read where they stand', () =>
    expectFound(
      'jobs:',
      '  listed:',
      '    strategy:',
      '      matrix:',
      '        image:',
      '        - debian:12',
      '          ^^^^^^^^^ docker.io/library/debian:12',
      "        - 'ghcr.io/o/r:1'",
      '           ^^^^^^^^^^^^^ ghcr.io/o/r:1',
      '    container: ${{ matrix.image }}',
      '  included:',
      '    strategy:',
      '      matrix:',
      '        include:',
      '        - {os: a, image: "alpine:3.20"}',
      '                          ^^^^^^^^^^^ docker.io/library/alpine:3.20, no place for a comment',
      '        - os: b',
      "          image: ''",
      '    container: {image: "${{matrix.image}}"}',
    ));

  test('that make other texts too are told, and that a change wants review', () => {
    const lines = [
      'jobs:',
      '  matrix-tests:',
      '    name: tests on ${{ matrix.image }} of the matrix',
      '    strategy:',
      '      matrix:',
      "        os: ['']",
      "        image: ['']",
      '        include: [{image: debian:12}]',
      '                          ^^^^^^^^^ docker.io/library/debian:12, no place for a comment',
      "    if: matrix.os == ''",
      "    container: ${{ matrix.image || '' }}",
    ];
    expectFound(...lines);
    const { text } = caretFixture(...lines);
    const wheres = (workflow: string) =>
      githubActions
        .read(workflow, 'ci.yml')
        .references.map(({ subject }) => subject.kind === 'image' && subject.pin.where);
    expect(wheres(text)).toEqual(['shared']);
    expect(wheres(text.replace('on ${{ matrix.image }}', 'on it'))).toEqual(['here']);
  });

  const use = '               ^^^^^^^^^^^^^^^^^^^ variable - -';
  test.each([
    ['compared', ["    if: matrix.image == 'a'", '    strategy: {matrix: {image: [a]}}'], ['a']],
    ['computed with', ['    name: ${{ matrix . image == 1 }}', '    strategy: {matrix: {image: [a]}}'], ['a']],
    ['read with all of it', ["    if: contains(toJSON(matrix), 'a')", '    strategy: {matrix: {image: [a]}}'], ['a']],
    ['read by another name', ["    name: ${{ matrix['image'] }}", '    strategy: {matrix: {image: [a]}}'], ['a']],
    ['compared with others', ['    strategy: {matrix: {image: [a], include: [{image: b, x: 1}]}}'], ['a', 'b']],
    ['left out', ['    strategy: {matrix: {image: [a, b], exclude: [{image: a, x: 1}]}}'], ['a', 'b']],
  ])('that are %s are judged, and pinned by who looks', (_, lines, names) => {
    const text = ['jobs:', '  a:', ...lines, '    container: ${{ matrix.image }}', ''].join('\n');
    const { references } = githubActions.read(text, '.github/workflows/a.yml');
    expect(references.map(({ subject }) => subject)).toMatchObject(
      names.map(name => ({ kind: 'image', name: { repository: `library/${name}` }, pin: { where: 'shared' } })),
    );
  });

  test.each([
    ['are made by expressions', ['    strategy: {matrix: {image: "${{ fromJSON(inputs.x) }}"}}']],
    ['are partly made by expressions', ['    strategy: {matrix: {image: [a, "${{ inputs.x }}"]}}']],
    ['are made elsewhere', ['    strategy: {matrix: "${{ fromJSON(inputs.x) }}"}']],
    ['are no images', ['    strategy: {matrix: {image: [{name: a}]}}']],
    ['are shared', ['    strategy: {matrix: {image: &i [a]}}']],
  ])('that %s are not', (_, lines) =>
    expectFound('jobs:', '  a:', ...lines, '    container: ${{ matrix.image }}', use),
  );
});

describe('actions', () => {
  test.each([
    ['docker://alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['Dockerfile', 'path - -'],
    ['./build/api.Dockerfile', 'path - -'],
    ['Dockerfile.dev', 'path - -'],
    ['alpine:3.20', 'invalid docker.io/library/alpine 3.20'],
  ])('the image %s', (image, expected) =>
    expectRead(
      githubActions,
      'action.yml',
      'name: x',
      'runs:',
      '  using: docker',
      `  image: ${image}`,
      `         ${'^'.repeat(image.length)} ${expected}`,
    ),
  );

  test('the steps of a composite action', () =>
    expectRead(
      githubActions,
      'action.yaml',
      'runs:',
      '  using: composite',
      '  steps:',
      '  - uses: docker://alpine',
      '          ^^^^^^^^^^^^^^^ docker.io/library/alpine',
      '  - {uses: actions/cache@v4, with: {image: no}}',
    ));
});

test('what is written with its scheme takes the digest behind the tag', () => {
  const text = 'jobs: {a: {steps: [{uses: "docker://alpine:3.20"}]}}';
  const [reference] = githubActions.read(text, 'ci.yml').references;
  const slot = reference?.subject.kind === 'image' ? reference.subject.pin.digest : undefined;
  expect(slot && filled(text, slot, 'sha256:0')).toBe('jobs: {a: {steps: [{uses: "docker://alpine:3.20@sha256:0"}]}}');
});

test.each([
  ['.github/workflows/ci.yml', 'jobs:\n', 'github-actions'],
  ['sub/.github/workflows/ci.yaml', 'on: push\njobs: {}\n', 'github-actions'],
  ['.gitea/workflows/a.yml', '"jobs":\n', 'github-actions'],
  ['.forgejo/workflows/a.yaml', 'jobs:\n', 'github-actions'],
  ['.github/actions/x/action.yml', 'name: x\nruns:\n', 'github-actions'],
  ['action.yaml', 'apiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['.github/dependabot.yml', 'jobs:\n', undefined],
])('%s with %j', (file, text, kind) => {
  expect(readerFor(file, undefined, text)?.id).toBe(kind);
});

const uses = writtenValue(
  ['docker://node:20', 'docker://Upper', 'actions/checkout@v4', 'docker://a:${{ x }}'],
  '          ',
);
const job = fc.oneof(
  writtenValue([...images, '${{ matrix.image }}'], '      ').map(text => `    container: ${text}`),
  writtenValue(images, '        ').map(text => `    container: # é\n      image: ${text} # 𝔘`),
  writtenValue(images, '        ').map(text => `    services:\n      é: ${text}`),
  uses.map(text => `    steps:\n      - name: x\n        uses: ${text}`),
  fc
    .array(writtenValue(images, '          '), { maxLength: 3 })
    .map(all =>
      ['    strategy:\n      matrix:\n        image:', ...all.map(text => `        - ${text}`)]
        .concat('    container: ${{ matrix.image }}')
        .join('\n'),
    ),
  unfinishedLine.map(line => `    ${line}`),
);
testImageReader(githubActions, {
  file: '.github/workflows/ci.yml',
  texts: fc
    .array(job, { maxLength: 5 })
    .map(jobs => ['jobs:', ...jobs.map((lines, n) => `  j${n}:\n${lines}`)].join('\n')),
  pieces: [
    ...yamlPieces,
    ...['jobs:\n', 'container: ', 'services:', 'steps:', 'uses: docker://', 'strategy:', 'matrix:', 'include:'],
    ...['${{ matrix.image }}', 'runs:\n'],
  ],
});
