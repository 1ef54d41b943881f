import { describe, expect, test } from 'vitest';
import { compose } from '../../../../server/src/ecosystems/oci/readers/compose.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { imageNameText, shortDigest } from '../../../../server/src/model/names.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { variableKey } from '../../../../server/src/model/statement.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { toldBy } from '../../../support/judged-by.ts';
import { filled } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function label({ subject, ignoreAt }: Reference): string {
  switch (subject.kind) {
    case 'image':
      return [
        imageNameText(subject.name) +
          (subject.tag === undefined ? '' : `:${subject.tag}`) +
          (subject.digest === undefined ? '' : `@${shortDigest(subject.digest)}`),
        ...(subject.pull === undefined ? [] : [subject.pull.policy]),
        ...(subject.byDefaultOf === undefined ? [] : [`by default of ${subject.byDefaultOf}`]),
        ...(subject.runs ? [] : ['helps to build']),
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

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, compose.read(text, 'compose.yaml').references, label)).toEqual(lines);
}

describe('services', () => {
  test('an image, however it is written', () =>
    expectFound(
      'name: x',
      'services:',
      '  db:',
      '    image: postgres:17',
      '           ^^^^^^^^^^^ docker.io/library/postgres:17, IfNotPresent',
      '    environment: {image: "no:1"}',
      '    labels: ["image=no:1"]',
      `  cache: {image: "redis:7@${DIGEST}"}`,
      `                  ${'^'.repeat(8 + DIGEST.length)} docker.io/library/redis:7@sha256:0123456789ab, IfNotPresent, no place for a comment`,
      '  web:',
      '    image: >-',
      '      ghcr.io/o/web',
      '      ^^^^^^^^^^^^^ ghcr.io/o/web, no place for a comment',
      '  none:',
      '  empty: {image: ""}',
      '  reset:',
      '    image: !reset null',
      '  wrong:',
      '    image: Upper/Case',
      '           ^^^^^^^^^^ invalid - -',
      'volumes:',
      '  data: {image: "no:1"}',
      'x-image: no:1',
    ));

  test('fragments, anchors and merges; an alias is edited at its anchor', () =>
    expectFound(
      'x-tag: &image app:1',
      '              ^^^^^ docker.io/library/app:1',
      'x-base: &base',
      '  image: base:1',
      '         ^^^^^^ docker.io/library/base:1',
      '  restart: always',
      'x-unused:',
      '  image: no:1',
      'services:',
      '  a: {<<: *base}',
      '  b:',
      '    <<: [*base]',
      '    image: *image',
      '  c:',
      '    <<: *base',
      '    image: c:1',
      '           ^^^ docker.io/library/c:1, IfNotPresent',
    ));

  test('the first version of the format, without `services`', () =>
    expectFound(
      'db:',
      '  image: postgres:17',
      '         ^^^^^^^^^^^ docker.io/library/postgres:17, IfNotPresent',
      'web:',
      '  build: .',
      '  image: web',
      '         ^^^ workspace docker.io/library/web -',
      'volumes:',
      '  image: no:1',
      'x-a: {image: no:1}',
      'list: [{image: no:1}]',
    ));

  test('what else is pulled: hooks’ images, volumes of images, contexts of builds', () =>
    expectFound(
      'services:',
      '  web:',
      '    build:',
      '      context: .',
      '      cache_from: [no:1]',
      '      dockerfile_inline: |',
      '        FROM no:1',
      '      additional_contexts:',
      '        base: docker-image://alpine:3.20',
      '              ^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/alpine:3.20, helps to build',
      '        none: docker-image://scratch',
      '        folder: ../no:1',
      '        other: service:db',
      '        site: https://github.com/o/r.git#v1:folder',
      '      x-bake:',
      '        contexts: {go: "docker-image://golang:1.23"}',
      '                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/golang:1.23, helps to build, no place for a comment',
      '  db:',
      '    build:',
      '      additional_contexts:',
      '        - folder=.',
      '        - base=docker-image://alpine:${ALPINE:-3.20}',
      '          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/alpine:3.20, by default of ALPINE, helps to build',
      '    pre_start:',
      '      - image: hook:1',
      '               ^^^^^^ docker.io/library/hook:1',
      '        command: [sh]',
      '    volumes:',
      '      - data:/data',
      '      - type: bind',
      '        source: ./no',
      '      - type: image',
      '        source: data:1',
      '                ^^^^^^ docker.io/library/data:1',
      '      - type: image',
      '        source: web',
      '                ^^^ workspace docker.io/library/web -',
    ));
});

describe('what is built here is no registry’s', () => {
  test('an image with a build is the name of what comes out, for other services too', () =>
    expectFound(
      'services:',
      '  web:',
      '    build: .',
      '    image: example/web:1',
      '           ^^^^^^^^^^^^^ workspace docker.io/example/web 1',
      '  worker:',
      '    image: example/web:1',
      '           ^^^^^^^^^^^^^ workspace docker.io/example/web 1',
      '    command: work',
      '  test:',
      '    build: {additional_contexts: {web: "docker-image://example/web:1"}}',
      '                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ workspace docker.io/example/web 1',
      '  other:',
      '    image: example/web:2',
      '           ^^^^^^^^^^^^^ docker.io/example/web:2, IfNotPresent',
      '  elsewhere:',
      '    image: app',
      '           ^^^ workspace docker.io/library/app -',
      '    pull_policy: build',
      '  unbuilt:',
      '    image: b:1',
      '           ^^^ docker.io/library/b:1, IfNotPresent',
      '    build: !reset null',
    ));

  test('a build may come from the service that is extended', () =>
    expectFound(
      'services:',
      '  base: {build: .}',
      '  a:',
      '    extends: base',
      '    image: a:1',
      '           ^^^ workspace docker.io/library/a 1',
      '  b:',
      '    extends: {service: a}',
      '    image: b:1',
      '           ^^^ workspace docker.io/library/b 1',
      '  c:',
      '    extends: {service: base, file: other.yaml}',
      '    image: c:1',
      '           ^^^ docker.io/library/c:1, IfNotPresent',
      '  d: {extends: e, build: .}',
      '  e:',
      '    extends: d',
      '    image: e:1',
      '           ^^^ workspace docker.io/library/e 1',
    ));
});

describe('variables', () => {
  test.each([
    ['node:${TAG:-20}', 'docker.io/library/node:20, IfNotPresent, by default of TAG', '${TAG:-20@D}', 'default'],
    ['node:${TAG-20}-slim', 'docker.io/library/node:20-slim, IfNotPresent, by default of TAG', '-slim@D', 'override'],
    ['${IMAGE:-node:20}', 'docker.io/library/node:20, IfNotPresent, by default of IMAGE', ':20@D}', 'default'],
    ['${A:-${B:-node}}:20', 'docker.io/library/node:20, IfNotPresent, by default of A', ':20@D', 'override'],
    ['${REGISTRY:-}node:20', 'docker.io/library/node:20, IfNotPresent', ':20@D', 'here'],
    ['${REGISTRY:-ghcr.io/}o/node:20', 'ghcr.io/o/node:20, IfNotPresent, by default of REGISTRY', ':20@D', 'override'],
    ['node${TAG:-}', 'docker.io/library/node', 'node${TAG:-}@D', 'override'],
    ['${IMAGE:-node}${TAG:-}', 'docker.io/library/node, by default of IMAGE', '${TAG:-}@D', 'override'],
    ['node:20${OS:-}', 'docker.io/library/node:20, IfNotPresent', ':20${OS:-}@D', 'override'],
    ['node:${TAG}', 'variable docker.io/library/node ${TAG}'],
    ['node:$TAG', 'variable docker.io/library/node $TAG'],
    ['${REGISTRY}node:20', 'variable - 20'],
    ['node:${TAG:?say which}', 'variable docker.io/library/node ${TAG:?say which}'],
    ['node:${TAG:+20}', 'variable docker.io/library/node ${TAG:+20}'],
    ['node:${TAG/a/b}', 'variable docker.io/library/node ${TAG/a/b}'],
    ["node:${TAG:-'20'}", "variable docker.io/library/node ${TAG:-'20'}"],
    ['node:$$TAG', 'variable docker.io/library/node $$TAG'],
    ['no\\de:${TAG:-20}', 'variable - ${TAG:-20}'],
  ])('%s', (image, expected, ...pin) => {
    const text = `services:\n  a:\n    image: ${image}\n`;
    const [reference, ...others] = compose.read(text, 'compose.yaml').references;
    expect(others).toEqual([]);
    expect(reference && label(reference)).toBe(expected);
    const subject = reference?.subject;
    if (subject?.kind !== 'image') return;
    const pinned = filled(text, subject.pin.digest, 'D');
    expect(pinned.replace('@D', '')).toBe(text);
    expect(pinned.trimEnd().endsWith(pin[0] ?? '-')).toBe(true);
    expect(subject.pin.where).toBe(pin[1]);
  });

  test.each([
    ['node:${TAG}', 'docker.io/library/node:22, IfNotPresent, by default of TAG', 'node:${TAG}@D'],
    ['node:$TAG-slim', 'docker.io/library/node:22-slim, IfNotPresent, by default of TAG', 'node:$TAG-slim@D'],
    ['node:${TAG:-20}', 'docker.io/library/node:22, IfNotPresent, by default of TAG', 'node:${TAG:-20}@D'],
    ['node:${TAG:?say}', 'docker.io/library/node:22, IfNotPresent, by default of TAG', 'node:${TAG:?say}@D'],
    ['node:${TAG:+20}', 'docker.io/library/node:20, IfNotPresent, by default of TAG', 'node:${TAG:+20@D}'],
    ['node:${EMPTY:-20}', 'docker.io/library/node:20, IfNotPresent, by default of EMPTY', 'node:${EMPTY:-20@D}'],
    ['${PINNED}', 'docker.io/library/node:20@sha256:0123456789ab, IfNotPresent, by default of PINNED', 'node:20@D'],
    ['node:${EMPTY-20}', 'invalid docker.io/library/node ${EMPTY-20}', undefined],
    ['node:${COMPUTED}', 'variable docker.io/library/node ${COMPUTED}', undefined],
    ['node:${OTHER}', 'variable docker.io/library/node ${OTHER}', undefined],
  ])('%s beside a `.env`', (image, expected, pinned) => {
    const environment = { TAG: '22', EMPTY: '', COMPUTED: '$TAG', PINNED: `node:20@${DIGEST}` };
    const told = toldBy(
      Object.entries(environment).map(([name, value]) => [
        '.env',
        { says: 'gives', key: variableKey(name), reach: 'beside', value },
      ]),
    );
    const text = `services: {a: {image: "${image}"}}`;
    const [reference] = compose.read(text, 'compose.yaml', { ...NOTHING_AROUND, told }).references;
    expect(reference && label(reference)).toBe(`${expected}${pinned === undefined ? '' : ', no place for a comment'}`);
    const { subject } = reference ?? {};
    if (subject?.kind !== 'image') return;
    expect(filled(text, subject.pin.digest, 'D')).toBe(`services: {a: {image: "${pinned}"}}`);
  });

  test('a template of another language is read by its lines', () =>
    expectFound('services:', '  a:', '    image: {{ image }}:1', '           ^^^^^^^^^^^^^ template - 1'));
});

describe('pull policies', () => {
  test.each([
    ['a:1', 'always', 'Always'],
    ['a:1', 'missing', 'IfNotPresent'],
    ['a:1', 'if_not_present', 'IfNotPresent'],
    ['a:1', 'never', 'Never'],
    ['a', 'never', 'Never'],
    ['a:1', 'daily', undefined],
    ['a:1', 'every_12h', undefined],
    ['a:1', '${POLICY:-never}', undefined],
    ['a', 'missing', undefined],
    ['a:latest', 'missing', undefined],
    [`a:latest@${DIGEST}`, 'missing', 'IfNotPresent'],
  ])('%s with %s', (image, written, policy) => {
    const text = `services:\n  s:\n    pull_policy: ${written}\n    image: ${image}\n`;
    const subject = compose.read(text, 'compose.yaml').references[0]?.subject;
    expect(subject?.kind === 'image' ? subject.pull?.policy : subject?.kind).toBe(policy);
  });

  test.each([
    // What nobody wrote is no mistake, so nothing is offered.
    ['    image: a:1', undefined],
    ['    image: a:1\n    pull_policy: "never"', '    image: a:1\n    pull_policy: "always"'],
    ['    {image: a:1, pull_policy: missing}', '    {image: a:1, pull_policy: always}'],
  ])('asks for a pull at every start: %j', (before, after) => {
    for (const newline of ['\n', '\r\n']) {
      const text = `services:\n  s:\n${before}`.replaceAll('\n', newline);
      const subject = compose.read(text, 'compose.yaml').references[0]?.subject;
      const always = subject?.kind === 'image' ? subject.pull?.always : undefined;
      const changed = always && filled(text, always.slot, always.text);
      expect(changed).toBe(after && `services:\n  s:\n${after}`.replaceAll('\n', newline));
    }
  });

  test('a swarm asks at every deployment', () => {
    const [reference] = compose.read('services: {a: {image: a:1}}', 'deploy/docker-stack.prod.yml').references;
    expect(reference && label(reference)).toBe('docker.io/library/a:1, no place for a comment');
  });
});

test('a comment above a line silences it', () => {
  const text = 'services:\r\n  a:\r\n    # registry-lens: ignore latest-tag\r\n    image: a\r\n';
  const { ignores } = compose.read(text, 'compose.yaml');
  expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
    ['image: a', ['latest-tag']],
  ]);
});

test.each([
  'compose.yaml',
  'a/compose.override.yml',
  'docker-compose.yml',
  'docker-compose-prod.yaml',
  'local.docker-compose.yml',
  'docker_compose.yml',
  'db.compose.yaml',
  'docker-stack.yml',
])('reads %s', file => {
  expect(readerFor(file, undefined, 'services: {}')?.id).toBe('compose');
});

test('does not read what only looks like it', () => {
  expect(readerFor('decompose.yaml', undefined, 'services: {}')?.id).not.toBe('compose');
  expect(readerFor('compose.json', undefined, '{"services": {}}')).toBeUndefined();
  const pod = 'apiVersion: v1\nkind: Pod\n';
  expect(readerFor('compose.yaml', undefined, pod)?.id).toBe('kubernetes');
});
