import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { helmChart } from '../../../../server/src/ecosystems/oci/readers/helm-chart.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, helmChart.read(text, 'Chart.yaml').references, labelOf)).toEqual(lines);
}

const HEAD = ['apiVersion: v2', 'name: app', 'annotations:', '  category: é'];

test('images within the annotation’s text', () =>
  expectFound(
    ...HEAD,
    '  artifacthub.io/images: |',
    '    # what the chart runs',
    '    - name: app',
    '      image: ghcr.io/acme/app:1.2 # why',
    '             ^^^^^^^^^^^^^^^^^^^^ ghcr.io/acme/app:1.2, helps',
    '      platforms: [linux/amd64]',
    `    - image: "redis:7@${DIGEST}"`,
    `              ${'^'.repeat(DIGEST.length + 8)} docker.io/library/redis:7@sha256:0123456789ab, helps`,
    '      whitelisted: true',
    '    - {name: x, image: busybox}',
    '                       ^^^^^^^ docker.io/library/busybox, helps, no place for a comment',
    '  artifacthub.io/changes: |',
    '    - image: no:1',
    'image: no:1',
  ));

test('a text in quotes or folded, where it stands as it is', () =>
  expectFound(
    ...HEAD,
    '  artifacthub.io/images: "- image: a:1\\n- image: b:2\\n"',
    '                                   ^^^ docker.io/library/a:1, helps, no place for a comment',
    '                                                 ^^^ docker.io/library/b:2, helps, no place for a comment',
  ));

test('dependencies in registries of images, whole versions judged and ranges listed', () =>
  expectFound(
    'apiVersion: v2',
    'dependencies:',
    '- name: a',
    '  repository: oci://ghcr.io/acme/charts',
    '  version: 1.2.3',
    '           ^^^^^ artifact ghcr.io/acme/charts/a:1.2.3',
    '- name: b',
    '  repository: oci://ghcr.io/acme/charts/',
    '  version: 1.2.3-rc.1+5',
    '           ^^^^^^^^^^^^ artifact ghcr.io/acme/charts/b:1.2.3-rc.1_5',
    '- {name: c, version: "^1.2", repository: "oci://ghcr.io/acme"}',
    '                      ^^^^ managed ghcr.io/acme/c ^1.2',
    '- {name: d, version: v1.2.3, repository: "oci://ghcr.io/acme"}',
    '                     ^^^^^^ managed ghcr.io/acme/d v1.2.3',
    '- {name: e, repository: "oci://ghcr.io/acme"}',
    '                         ^^^^^^^^^^^^^^^^^^ managed ghcr.io/acme/e -',
    '- {name: f, version: 1.2.3, repository: "https://charts.example"}',
    '- {name: g, version: 1.2.3, repository: "file://../g"}',
    '- {name: h, version: 1.2.3, repository: "oci://{{x}}"}',
    '                     ^^^^^ template - 1.2.3',
    '- oci://ghcr.io/acme',
  ));

describe('edits', () => {
  const text = [...HEAD, '  artifacthub.io/images: |', '    - image: a:1', '    - image: b', ''].join('\n');
  test.each(['\n', '\r\n'])('a pin and a comment, with %j', newline => {
    const before = text.replaceAll('\n', newline);
    const [a, b] = helmChart.read(before, 'Chart.yaml').references;
    if (a?.subject.kind !== 'image' || b?.subject.kind !== 'image') throw new Error('no images');
    expect(filled(before, a.subject.pin.digest, DIGEST)).toBe(before.replace('a:1', `a:1@${DIGEST}`));
    expect(filled(before, b.subject.pin.digest, DIGEST)).toBe(before.replace('image: b', `image: b@${DIGEST}`));
    expect(b.ignoreAt).toEqual({ offset: before.indexOf('    - image: b'), open: '    # ', newline });
  });

  test('a comment within the text silences its line', () => {
    const silenced = text.replace('    - image: b', '    # registry-lens: ignore latest-tag\n    - image: b');
    const { ignores } = helmChart.read(silenced, 'Chart.yaml');
    expect(ignores.map(({ span, rules }) => [silenced.slice(span.start, span.end), rules])).toEqual([
      ['- image: b', ['latest-tag']],
    ]);
  });
});

const item = fc.constantFrom(
  '- image: a:1',
  '- name: x\n  image: "b"',
  `- image: ghcr.io/a/b:2@${DIGEST}`,
  '- image: Upper',
  "- {image: 'c:1', name: é}",
  '- image: "open',
  '# 𝔘',
);
const header = fc.constantFrom('|', '|-', '|2', '>-', '|+');
testImageReader(helmChart, {
  file: 'Chart.yaml',
  texts: fc.tuple(header, fc.array(item, { maxLength: 4 })).map(([mark, items]) => {
    const lines = items
      .join('\n')
      .split('\n')
      .map(line => `    ${line}`);
    return [...HEAD, `  artifacthub.io/images: ${mark}`, ...lines].join('\n');
  }),
  pieces: [
    'annotations:',
    '  artifacthub.io/images: |',
    '\n    - image: ',
    '\n',
    '\r\n',
    '  ',
    '"',
    "'",
    '{',
    '}',
    'a:1',
  ],
});
