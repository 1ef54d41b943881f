import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { helmValues } from '../../../../server/src/ecosystems/oci/readers/helm-values.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, helmValues.read(text, 'values.yaml').references, labelOf)).toEqual(lines);
}

describe('maps', () => {
  test('registry, repository, tag and digest; the tag or the digest is pointed at', () =>
    expectFound(
      'image:',
      '  registry: quay.io',
      '  repository: acme/app',
      '  tag: "1.2"',
      '        ^^^ quay.io/acme/app:1.2, IfNotPresent',
      '  digest: ""',
      '  pullPolicy: IfNotPresent',
      'sidecar:',
      '  proxyImage: {repository: envoy, tag: v1}',
      '                                       ^^ docker.io/library/envoy:v1, no place for a comment',
      'metrics:',
      '  image:',
      '    repository: ghcr.io/acme/metrics',
      '    version: v2',
      `    digest: ${DIGEST}`,
      `            ${'^'.repeat(DIGEST.length)} ghcr.io/acme/metrics:v2@sha256:0123456789ab`,
      'images:',
      '  web:',
      '    repository: acme/web',
      '    tag: 3',
      '         ^ docker.io/acme/web:3',
      'list:',
      '  extraImages:',
      '  - repository: acme/x',
      '    tag: v3',
      '         ^^ docker.io/acme/x:v3',
    ));

  test('without a tag the chart completes it', () =>
    expectFound(
      'a:',
      '  image:',
      '    repository: ghcr.io/acme/a',
      '                ^^^^^^^^^^^^^^ managed ghcr.io/acme/a -',
      '    tag: ""',
      'b:',
      '  image:',
      '    repository: b # the name alone',
      '                ^ managed docker.io/library/b -',
      'c:',
      '  image:',
      '    tag: v1',
      '         ^^ managed - v1',
      '    pullPolicy: Always',
      'd:',
      '  image:',
      '    repository: d:v1',
      '                ^^^^ docker.io/library/d:v1',
      'images:',
      '  repository: ghcr.io/acme',
      '              ^^^^^^^^^^^^ managed ghcr.io/acme -',
      '  tag: v1',
    ));

  test('other keys that name the repository', () =>
    expectFound(
      'controller:',
      '  image:',
      '    registry: registry.k8s.io',
      '    image: ingress-nginx/controller',
      '    tag: v1.9.4',
      `    digest: ${DIGEST}`,
      `            ${'^'.repeat(DIGEST.length)} registry.k8s.io/ingress-nginx/controller:v1.9.4@sha256:0123456789ab`,
      'b:',
      '  image: {name: nginx, tag: "1"}',
      '                             ^ docker.io/library/nginx:1, no place for a comment',
      'c:',
      '  image: {name: a name, enabled: true}',
    ));

  test('names that more keys complete, in a way that the chart knows', () =>
    expectFound(
      'driver:',
      '  repository: nvcr.io/nvidia',
      '  image: driver',
      '         ^^^^^^ managed docker.io/library/driver -',
      '  version: "550"',
      'a:',
      '  image: {repository: quay.io/acme, name: app, tag: v1}',
      '                                                    ^^ managed quay.io/acme v1',
      'b:',
      '  image: {repository: quay.io/acme/op, tag: v1, suffix: -ci}',
      '                                            ^^ managed quay.io/acme/op v1',
      'c:',
      '  image: {repository: quay.io/acme/c, tag: v1, useDigest: false}',
      '                                           ^^ managed quay.io/acme/c v1',
    ));

  test('`repository` beside `tag` under other keys, where it can be nothing else', () =>
    expectFound(
      'controller:',
      '  repository: quay.io/acme/controller',
      '  tag: v1',
      '       ^^ quay.io/acme/controller:v1',
      'web:',
      '  repository: acme/web',
      '  tag: v1',
      '       ^^ docker.io/acme/web:v1, Always',
      '  pullPolicy: Always',
      'source: {repository: acme/repo, tag: v1}',
      'git: {repository: github.com/acme/repo, tag: v1}',
      'chart: {repository: "https://charts.example", tag: v1, digest: ""}',
    ));

  test('a registry for all images', () =>
    expectFound(
      'global: {imageRegistry: registry.corp.example}',
      'image:',
      '  registry: docker.io',
      '  repository: bitnami/nginx',
      '  tag: 1.2.3',
      '       ^^^^^ registry.corp.example/bitnami/nginx:1.2.3',
      'b: {image: {repository: ghcr.io/acme/b, tag: v1}}',
      '                                             ^^ ghcr.io/acme/b:v1, no place for a comment',
      'c: {image: {repository: acme/c, tag: v1}}',
      '                                     ^^ managed docker.io/acme/c v1',
      'dImage: acme/d:1',
      '        ^^^^^^^^ managed docker.io/acme/d 1',
    ));

  test('a number that prints as another one is no tag', () =>
    expectFound(
      'a: {image: {repository: a, tag: 1.20}}',
      '                                ^^^^ misread docker.io/library/a 1.20',
      'b: {image: {repository: b, tag: "1.20"}}',
      '                                 ^^^^ docker.io/library/b:1.20, no place for a comment',
      'c: {image: {repository: c, tag: 1.2}}',
      '                                ^^^ docker.io/library/c:1.2, no place for a comment',
      'd: {image: {repository: d, tag: 007}}',
      '                                ^^^ misread docker.io/library/d 007',
      'e: {image: {repository: e, tag: 20240101}}',
      '                                ^^^^^^^^ misread docker.io/library/e 20240101',
      'f: {image: {repository: f, tag: 999999}}',
      '                                ^^^^^^ docker.io/library/f:999999, no place for a comment',
      'g: {image: {repository: g, tag: on}}',
      '                                ^^ misread docker.io/library/g on',
      'h: {image: {repository: h, tag: true}}',
      '                                ^^^^ docker.io/library/h:true, no place for a comment',
      `i: {image: {repository: i, tag: 1.20, digest: "${DIGEST}"}}`,
      `                                               ${'^'.repeat(DIGEST.length)} docker.io/library/i@sha256:0123456789ab, no place for a comment`,
      'j: {image: {tag: 1.20}}',
      '                 ^^^^ misread - 1.20',
      'k: {image: {repository: k, tag: !!str 1.20}}',
      '                                      ^^^^ docker.io/library/k:1.20, no place for a comment',
      'l: {image: {repository: l, tag: &l 1.20}}',
      '                                   ^^^^ misread docker.io/library/l 1.20',
      'm: {image: {repository: m, tag: 2024-01-01}}',
      '                                ^^^^^^^^^^ docker.io/library/m:2024-01-01, no place for a comment',
    ));

  test('such a number gets quotes where nothing else reads it', () => {
    const quotes = (text: string) =>
      helmValues.read(text, 'values.yaml').references.map(({ subject }) => {
        const span = subject.kind === 'opaque' ? subject.misread?.quotes : undefined;
        return span && text.slice(span.start, span.end);
      });
    expect(quotes('image: {repository: a, tag: &a 1.20}\n')).toEqual(['1.20']);
    expect(quotes('image: {repository: a, tag: &a 1.20}\nother: *a\n')).toEqual([undefined]);
    expect(quotes('a: &a 1.20\nimage: {repository: a, tag: *a}\n')).toEqual([undefined]);
    expect(quotes('a: &a {tag: 1.20}\nimage: {<<: *a, repository: a}\n')).toEqual([undefined]);
  });

  test('templates, variables and what the grammar forbids', () =>
    expectFound(
      'a: {image: {repository: "{{ .Values.r }}/a", tag: v1}}',
      '                                                  ^^ template - v1',
      'b: {image: {repository: b, tag: $TAG}}',
      '                                ^^^^ variable docker.io/library/b $TAG',
      'c: {image: {repository: acme/C, tag: v1}}',
      '                                     ^^ invalid - v1',
    ));
});

describe('texts', () => {
  test('whole references', () =>
    expectFound(
      'image: ghcr.io/acme/app:1.2',
      '       ^^^^^^^^^^^^^^^^^^^^ ghcr.io/acme/app:1.2, Never',
      'imagePullPolicy: Never',
      'initImage: "busybox:1.36"',
      '            ^^^^^^^^^^^^ docker.io/library/busybox:1.36',
      'sidecars:',
      `- image: a:1@${DIGEST}`,
      `         ${'^'.repeat(DIGEST.length + 4)} docker.io/library/a:1@sha256:0123456789ab`,
      'tpl: {image: "{{ .Values.registry }}/x:1"}',
      '              ^^^^^^^^^^^^^^^^^^^^^^^^^^ template - 1',
      'upper: {image: acme/X:1}',
      '               ^^^^^^^^ invalid - 1',
    ));

  test('without a tag: one beside it, or what the chart makes of it; a container’s is whole', () =>
    expectFound(
      'image: acme/app',
      'tag: v1',
      '     ^^ docker.io/acme/app:v1',
      'a:',
      '  runnerImage: acme/runner',
      '  runnerTag: v2',
      '             ^^ docker.io/acme/runner:v2',
      'b:',
      '  image: acme/b',
      '         ^^^^^^ managed docker.io/acme/b -',
      'istio: {hub: docker.io/istio, image: pilot:1}',
      '                                     ^^^^^^^ managed docker.io/library/pilot 1',
      'extraContainers:',
      '- name: x',
      '  image: busybox',
      '         ^^^^^^^ docker.io/library/busybox',
    ));

  test.each([
    'image: true',
    'image: A picture of a cat',
    'logoImage: https://example.com/a.png',
    'backgroundImage: img/Logo.png',
    'extra: |\n  image: no:1',
    '# image: no:1',
    'image: ""',
    'images: a:1',
    'image: {enabled: true}',
    'imagePullSecrets: [a]',
  ])('%j is no image', text => {
    expect(helmValues.read(text, 'values.yaml').references).toEqual([]);
  });
});

test('anchors: each place once, and no digest where others would read it', () =>
  expectFound(
    'a:',
    '  image: &image',
    '    repository: a',
    '    tag: &tag v1',
    '              ^^ variable docker.io/library/a v1',
    'b: {image: *image}',
    'c: {image: {repository: c, tag: *tag}}',
    '                        ^ variable docker.io/library/c v1',
    'd: {image: {repository: d, tag: *tag, digest: ""}}',
    '                        ^ docker.io/library/d:v1, no place for a comment',
    'eImage: &e e:1',
    '           ^^^ docker.io/library/e:1',
    'fImage: *e',
  ));

test('a file that a template writes is read by lines', () =>
  expectFound(
    '{{- if .x }}',
    'workerImage: acme/worker:1',
    '             ^^^^^^^^^^^^^ template docker.io/acme/worker 1',
    '{{- end }}',
  ));

describe('a pin', () => {
  const PIN = `sha256:${'f'.repeat(64)}`;
  test.each([
    ['image:\n  repository: a\n  tag: "1.2" # why', `image:\n  repository: a\n  tag: "1.2@${PIN}" # why`],
    ['image:\n  repository: a\n  tag: 1.2\n  digest:', `image:\n  repository: a\n  tag: 1.2\n  digest: ${PIN}`],
    ['image: {repository: a, tag: v1, sha: ""}', `image: {repository: a, tag: v1@${PIN}, sha: ""}`],
    ['image: a:1', `image: a:1@${PIN}`],
    ['image: a\ntag: 1', `image: a\ntag: 1@${PIN}`],
  ])('goes to the digest’s key or behind the tag: %j', (before, after) => {
    for (const newline of ['\n', '\r\n']) {
      const text = before.replaceAll('\n', newline);
      const subject = helmValues.read(text, 'values.yaml').references[0]?.subject;
      const changed = subject?.kind === 'image' ? filled(text, subject.pin.digest, PIN) : undefined;
      expect(changed).toBe(after.replaceAll('\n', newline));
    }
  });
});

test('names of values, and an object of Kubernetes under such a name', () => {
  for (const file of ['values.yaml', 'a/values-prod.yml', 'values.dev.yaml', 'prod.values.yaml', 'ci/tls-values.yaml'])
    expect(readerFor(file, undefined, 'image: a:1\n')?.id).toBe('helm-values');
  expect(readerFor('values.yaml', undefined, 'apiVersion: v1\nkind: Pod\n')?.id).toBe('kubernetes');
  expect(readerFor('evaluates.yaml', undefined, 'image: a:1\n')).toBeUndefined();
});

const scalar = (...texts: string[]) => fc.constantFrom(undefined, ...texts);
const entry = fc
  .record({
    key: fc.constantFrom('image', 'fooImage', 'web', 'images', '&m image'),
    registry: scalar('quay.io', '""'),
    repository: scalar('a', 'ghcr.io/a/b', '"c"', 'Upper', '{{ x }}', '&r d', '*r'),
    image: scalar('x', 'y:1'),
    name: scalar('n'),
    tag: scalar('1.2', '"2"', '&t v3', '*t', '', '>-\n      x', '"\\x31"', 'v1@sha256:12', `v2@${DIGEST}`),
    digest: scalar(DIGEST, '""', '', '~'),
    flow: fc.boolean(),
  })
  .map(({ key, flow, ...keys }) => {
    const written = Object.entries(keys).filter(each => each[1] !== undefined);
    const colon = key.startsWith('&m') ? `${key.slice(3)}: &m` : `${key}:`;
    if (flow) return `${colon} {${written.map(([name, value]) => `${name}: ${value?.split('\n')[0]}`).join(', ')}}`;
    return `${colon}\n    ${written.map(([name, value]) => `${name}: ${value}`).join(' # é\n    ')}`;
  });
const line = fc.constantFrom(
  ...['image: a:1', 'fooImage: "b:2"', 'fooTag: v1', 'tag: v2', 'image: *m', '<<: *m', 'image: "open', 'x: [y', 'ima'],
);
testImageReader(helmValues, {
  file: 'values.yaml',
  texts: fc
    .array(fc.oneof({ arbitrary: entry, weight: 3 }, line), { maxLength: 4 })
    .map(entries => `# 𝔘\n${entries.map((text, at) => `k${at}:\n  ${text}`).join('\n')}`),
  pieces: [
    'image:',
    '- ',
    'tag: ',
    'repository: ',
    'digest: ',
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
    '<<: ',
  ],
});
