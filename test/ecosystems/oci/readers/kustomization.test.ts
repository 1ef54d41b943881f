import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kustomization } from '../../../../server/src/ecosystems/oci/readers/kustomization.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, kustomization.read(text, 'kustomization.yaml').references, labelOf)).toEqual(lines);
}

test('what an entry replaces, and what it leaves to the manifest', () =>
  expectFound(
    'resources: [../base]',
    'images:',
    '- name: nginx',
    '  newTag: "1.20"',
    '           ^^^^ docker.io/library/nginx:1.20',
    '- name: app # as the base has it',
    '  newName: ghcr.io/acme/app',
    '  newTag: "2"',
    '           ^ ghcr.io/acme/app:2',
    '- newTag: v1',
    `  digest: ${DIGEST}`,
    `          ${'^'.repeat(DIGEST.length)} quay.io/acme/b:v1@sha256:0123456789ab`,
    '  name: quay.io/acme/b',
    '- name: alpine',
    `  digest: ${DIGEST}`,
    `          ${'^'.repeat(DIGEST.length)} docker.io/library/alpine@sha256:0123456789ab`,
    '- name: old',
    '  newName: ghcr.io/acme/new',
    '           ^^^^^^^^^^^^^^^^ managed ghcr.io/acme/new -',
    '- name: ghcr.io/acme/c',
    '  tagSuffix: -fips',
    '             ^^^^^ managed ghcr.io/acme/c -',
    '- name: ghcr.io/acme/d',
    '  newTag: IMAGE_TAG',
    '          ^^^^^^^^^ template ghcr.io/acme/d IMAGE_TAG',
    '- name: ghcr.io/acme/e',
    '  newTag: RC1',
    '          ^^^ ghcr.io/acme/e:RC1',
    '- name: nothing',
    '- newTag: nameless',
    '- name: REGISTRY_URL/app',
    '  newTag: "1"',
    '           ^ invalid - 1',
    '- name: x',
    '  newName: $REGISTRY/app',
    '           ^^^^^^^^^^^^^ variable - -',
    '- {name: redis, newTag: v7}',
    '                        ^^ docker.io/library/redis:v7, no place for a comment',
  ));

test('charts that Helm fetches from a registry of images, and the images in their values', () =>
  expectFound(
    'helmCharts:',
    '- name: web',
    '  repo: oci://ghcr.io/acme/charts',
    '  version: 1.2.3+b',
    '           ^^^^^^^ artifact ghcr.io/acme/charts/web:1.2.3_b',
    '  valuesInline:',
    '    image: acme/web:v2',
    '           ^^^^^^^^^^^ docker.io/acme/web:v2',
    '- name: range',
    '  repo: oci://ghcr.io/acme/charts',
    '  version: ^1.2',
    '           ^^^^ managed ghcr.io/acme/charts/range ^1.2',
    '- name: other',
    '  repo: https://charts.example',
    '  version: 1.2.3',
  ));

test('what YAML takes for no text is refused', () =>
  expectFound(
    'images:',
    '- name: a',
    '  newTag: 7',
    '          ^ misread docker.io/library/a 7',
    '- name: b',
    '  newTag: 20240101',
    '          ^^^^^^^^ misread docker.io/library/b 20240101',
    `  digest: ${DIGEST}`,
    '- {name: c, newTag: yes}',
    '                    ^^^ misread docker.io/library/c yes',
    '- {name: d, newTag: 1.2.3}',
    '                    ^^^^^ docker.io/library/d:1.2.3, no place for a comment',
    '- {name: e, newTag: 2024-01-01}',
    '                    ^^^^^^^^^^ docker.io/library/e:2024-01-01, no place for a comment',
    '- name: f',
    '  tagSuffix: 1',
    '             ^ misread docker.io/library/f 1',
    '- name: g',
    '  newTag: &t 1.10',
    '             ^^^^ misread docker.io/library/g 1.10',
    '- name: h',
    '        ^ misread docker.io/library/h 1.10',
    '  newTag: *t',
    '- {name: i, newTag: !!str 1.10}',
    '                          ^^^^ docker.io/library/i:1.10, no place for a comment',
  ));

test('`imageTags`, the older name of `images`', () =>
  expectFound('imageTags:', '- name: a', '  newTag: v1', '          ^^ docker.io/library/a:v1'));

describe('a pin', () => {
  const PIN = `sha256:${'f'.repeat(64)}`;
  test.each([
    ['- name: a\n  newTag: "1" # why\n', `- name: a\n  newTag: "1" # why\n  digest: ${PIN}\n`],
    ['- newTag: v1\n  name: a', `- newTag: v1\n  digest: ${PIN}\n  name: a`],
    [`- name: a\n  digest: ${DIGEST}`, `- name: a\n  digest: ${PIN}`],
    ['- name: a\n  newTag: v1\n  digest: ""', `- name: a\n  newTag: v1\n  digest: "${PIN}"`],
    ['- {name: a, newTag: v1}', `- {name: a, newTag: v1, digest: ${PIN}}`],
  ])('is the digest’s own key: %j', (before, after) => {
    for (const newline of ['\n', '\r\n']) {
      const text = `images:\n${before}`.replaceAll('\n', newline);
      const subject = kustomization.read(text, 'kustomization.yaml').references[0]?.subject;
      const changed = subject?.kind === 'image' ? filled(text, subject.pin.digest, PIN) : undefined;
      expect(changed).toBe(`images:\n${after}`.replaceAll('\n', newline));
    }
  });
});

test('what is no kustomization’s image', () => {
  for (const text of ['patches:\n- patch: |-\n    image: a:1\n', 'images: text', 'images:\n- a', '']) {
    expect(kustomization.read(text, 'kustomization.yaml').references).toEqual([]);
  }
});

test.each(['kustomization.yaml', 'a/kustomization.yml', 'b/Kustomization'])('reads %s without a kind', file => {
  expect(readerFor(file, undefined, 'resources: []\n')?.id).toBe('kustomization');
});

const entry = fc
  .record({
    name: fc.constantFrom('a', 'ghcr.io/a/b', '"c"', 'Upper', '{{ x }}', ''),
    newName: fc.constantFrom(undefined, 'quay.io/d', "'e'", '*n', '&n f'),
    newTag: fc.constantFrom(undefined, '1.20', '"2"', '&t v3', '*t', '', '>-\n    x', '"\\x31"'),
    digest: fc.constantFrom(undefined, DIGEST, '""', '', '~', 'sha256:12'),
    style: fc.nat(2),
  })
  .map(({ style, ...keys }) => {
    const written = Object.entries(keys).filter(each => each[1] !== undefined);
    if (style === 0) return `- {${written.map(([key, value]) => `${key}: ${value?.split('\n')[0]}`).join(', ')}}`;
    return `- ${(style === 1 ? written : written.reverse()).map(([key, value]) => `${key}: ${value}`).join(' # é\n  ')}`;
  });
testImageReader(kustomization, {
  file: 'kustomization.yaml',
  texts: fc.array(entry, { maxLength: 4 }).map(entries => `# 𝔘\nimages:\n${entries.join('\n')}`),
  pieces: [
    'images:',
    '- ',
    'name: ',
    'newTag: ',
    'digest: ',
    '\n',
    '\r\n',
    '  ',
    '\t',
    '"',
    "'",
    '{',
    '}',
    '[',
    ', ',
    '&a ',
    '*a',
  ],
});
