import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skaffold } from '../../../../server/src/ecosystems/oci/readers/skaffold.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const HEAD = ['apiVersion: skaffold/v4beta13', 'kind: Config'];

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, skaffold.read(text, 'skaffold.yaml').references, labelOf)).toEqual(lines);
}

test('what builds start from and run in; what is built is the workspace’s own', () =>
  expectFound(
    ...HEAD,
    'build:',
    '  artifacts:',
    '  - image: ghcr.io/acme/web',
    '           ^^^^^^^^^^^^^^^^ workspace ghcr.io/acme/web -',
    '    buildpacks:',
    '      builder: gcr.io/buildpacks/builder:v1 # why',
    '               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gcr.io/buildpacks/builder:v1, helps',
    '      runImage: "paketo/run:1"',
    '                 ^^^^^^^^^^^^ docker.io/paketo/run:1',
    '      buildpacks: [google/nodejs]',
    '  - image: api',
    '           ^^^ workspace docker.io/library/api -',
    '    docker: {cacheFrom: [acme/api:cache]}',
    '  - image: jib',
    '           ^^^ workspace docker.io/library/jib -',
    `    jib: {fromImage: "gcr.io/distroless/java@${DIGEST}"}`,
    `                      ${'^'.repeat(23 + DIGEST.length)} gcr.io/distroless/java@sha256:0123456789ab, no place for a comment`,
    '    requires: [{image: api}]',
    '  - image: ko',
    '           ^^ workspace docker.io/library/ko -',
    '    ko: {fromImage: "{{.BASE}}"}',
    '                     ^^^^^^^^^ template - -',
    '  googleCloudBuild:',
    '    kanikoImage: gcr.io/kaniko-project/executor:v1',
    '                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gcr.io/kaniko-project/executor:v1, helps',
    'test: [{image: api}]',
  ));

test('tests and actions, in several configurations and in profiles', () =>
  expectFound(
    ...HEAD,
    'build: {artifacts: [{image: app}]}',
    '                            ^^^ workspace docker.io/library/app -',
    '---',
    ...HEAD,
    'verify:',
    '- name: a',
    '  container:',
    '    image: alpine:3.20',
    '           ^^^^^^^^^^^ docker.io/library/alpine:3.20, helps',
    '- container: {image: app}',
    '                     ^^^ workspace docker.io/library/app -',
    'profiles:',
    '- name: p',
    '  customActions:',
    '  - containers:',
    '    - image: busybox',
    '             ^^^^^^^ docker.io/library/busybox, helps',
    '  build:',
    '    artifacts:',
    '    - kaniko: {image: acme/kaniko:1}',
    '                      ^^^^^^^^^^^^^ docker.io/acme/kaniko:1, helps, no place for a comment',
  ));

test('the content tells, under a name that begins or ends with it', () => {
  const text = `${HEAD.join('\n')}\n`;
  for (const file of ['skaffold.yaml', 'a/skaffold-dev.yml', 'skaffold.prod.yaml', 'ci-skaffold.yaml'])
    expect(readerFor(file, undefined, text)?.id).toBe('skaffold');
  expect(readerFor('skaffold.yaml', undefined, 'apiVersion: v1\nkind: Pod\n')?.id).toBe('kubernetes');
});

const image = fc.constantFrom(
  'a',
  'a:1',
  `ghcr.io/a/b:2@${DIGEST}`,
  'Upper',
  '&x c:1',
  '*x',
  '"d:\\x31"',
  '>-\n        e:1',
);
const line = fc
  .tuple(image, fc.nat(4))
  .map(
    ([name, at]) =>
      [
        `verify:\n- container:\n    image: ${name} `,
        `build:\n  artifacts:\n  - image: ${name}`,
        `build:\n  artifacts:\n  - buildpacks:\n      builder: ${name}`,
        `profiles:\n- verify:\n  - container: {image: ${name.split('\n')[0]}}`,
        `---\nverify:\n- container: {"image": ${name.split('\n')[0]}, x: é}`,
      ][at] ?? '',
  );
testImageReader(skaffold, {
  file: 'skaffold.yaml',
  texts: fc.array(line, { maxLength: 4 }).map(lines => `# 𝔘\n${[...HEAD, ...lines].join('\n')}`),
  pieces: [
    'build:',
    '- ',
    'image: ',
    'verify:',
    '---\n',
    '\n',
    '\r\n',
    '  ',
    '\t',
    '"',
    "'",
    '{',
    '}',
    ', ',
    '&a ',
    '*a',
  ],
});
