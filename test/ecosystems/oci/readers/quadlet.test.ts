import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quadlet } from '../../../../server/src/ecosystems/oci/readers/quadlet.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { filled, labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, quadlet.read(text, 'a.container').references, labelOf)).toEqual(lines);
}

test('a container', () =>
  expectFound(
    '# é',
    '[Unit]',
    'Image=no.example/no:1',
    '[Container]',
    ' Image = quay.io/acme/app:1.2',
    '         ^^^^^^^^^^^^^^^^^^^^ quay.io/acme/app:1.2, IfNotPresent',
    '; Image=quay.io/no/no:1',
    'Mount=type=image,source=quay.io/acme/data:1,destination=/data',
    '                        ^^^^^^^^^^^^^^^^^^^ quay.io/acme/data:1',
    'Mount=type=bind,source=/x,destination=/y',
    'Environment=Image=no',
    'no key',
  ));

test('images, volumes and artifacts', () =>
  expectFound(
    '[Image]',
    'Image="docker.io/library/redis:7"',
    '       ^^^^^^^^^^^^^^^^^^^^^^^^^ docker.io/library/redis:7, Always',
    'ImageTag=localhost/redis:7',
    '[Volume]',
    'Driver=image',
    `Image=quay.io/acme/v@${DIGEST}`,
    `      ${'^'.repeat(15 + DIGEST.length)} quay.io/acme/v@sha256:0123456789ab`,
    '[Artifact]',
    'Artifact=quay.io/acme/model:1',
    '         ^^^^^^^^^^^^^^^^^^^^ quay.io/acme/model:1',
  ));

test('lines that go on, past comments', () =>
  expectFound(
    '[Container]',
    'Image=\\',
    '  quay.io/acme/app\\',
    '  ^^^^^^^^^^^^^^^^^… quay.io/acme/app:1, IfNotPresent, no place for a comment',
    '# a note',
    ':1',
  ));

test.each([
  ['nginx:1.27', 'managed - 1.27'],
  ['acme/app', 'managed - -'],
  ['localhost/app:1', 'managed localhost/app 1'],
  ['app.build', 'workspace - -'],
  ['app.image', 'workspace - -'],
  ['quay.io/acme/app:%i', 'variable quay.io/acme/app %i'],
  ['quay.io/acme/app:${TAG}', 'variable quay.io/acme/app ${TAG}'],
  ['oci-archive:/var/x.tar', 'path - -'],
  ['docker://quay.io/acme/app:1', 'quay.io/acme/app:1, IfNotPresent'],
  ['quay.io/acme/App:1', 'invalid - 1'],
])('Image=%s is %s', (value, said) => {
  expect(quadlet.read(`[Container]\nImage=${value}`, 'a.container').references.map(labelOf)).toEqual([said]);
});

describe('pull policies', () => {
  test.each([
    ['Pull=always', 'Always', 'Pull=always'],
    ['Pull=newer', 'Always', 'Pull=always'],
    ['Pull = never # x', undefined, undefined],
    ['Pull=never', 'Never', 'Pull=always'],
    ['AutoUpdate=registry', undefined, undefined],
    ['', 'IfNotPresent', undefined],
  ])('%j', (line, policy, after) => {
    const text = `[Container]\nImage=quay.io/a/b:1${line === '' ? '' : `\n${line}`}`;
    const subject = quadlet.read(text, 'a.container').references[0]?.subject;
    const pull = subject?.kind === 'image' ? subject.pull : undefined;
    expect(pull?.policy).toBe(policy);
    const changed = pull?.always && filled(text, pull.always.slot, pull.always.text);
    expect(changed).toBe(after && `[Container]\nImage=quay.io/a/b:1\n${after}`);
  });
});

test('what Podman updates by its tag says so of a pin', () => {
  const text = '[Container]\nImage=quay.io/a/b:1\nAutoUpdate=registry\n[Image]\nImage=quay.io/a/c:1\n';
  const followers = quadlet
    .read(text, 'a.quadlets')
    .references.map(({ subject }) => subject.kind === 'image' && subject.pin.follower);
  expect(followers).toEqual(['updater', undefined]);
});

test.each([
  ['Label="io.containers.autoupdate=registry"', 'updater'],
  ['Label=foo=bar io.containers.autoupdate=image', 'updater'],
  ['Label=not.io.containers.autoupdate=registry', undefined],
])('%s is what AutoUpdate becomes, or is not', (line, follower) => {
  const [reference] = quadlet.read(`[Container]\nImage=quay.io/a/b:1\n${line}\n`, 'a.container').references;
  expect(reference?.subject.kind === 'image' && reference.subject.pin.follower).toBe(follower);
});

test('a comment above a line silences it', () => {
  const text = '[Container]\n# registry-lens: ignore latest-tag\n; a note\nImage=quay.io/a/b\n';
  const { ignores } = quadlet.read(text, 'a.container');
  expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
    ['Image=quay.io/a/b', ['latest-tag']],
  ]);
});

test('names of units, and other files of such names', () => {
  for (const file of ['a.container', 'x/b.image', 'c.volume', 'd.artifact', 'a.container.d/10-tag.conf'])
    expect(readerFor(file, undefined, '[Container]\nImage=a\n')?.id).toBe('quadlet');
  expect(readerFor('disk.image', undefined, 'something else')).toBeUndefined();
  expect(readerFor('a.build', undefined, '[Build]\nImageTag=localhost/a\n')).toBeUndefined();
});

const line = fc.constantFrom(
  'Image=quay.io/a/b',
  'Image = quay.io/a/b:1 ',
  `Image="quay.io/a/b:1@${DIGEST}"`,
  `\tImage=quay.io/a/b@${DIGEST}`,
  'Image=quay.io/a/b\\\n:1',
  'Image=nginx',
  'Mount=type=image,src=quay.io/a/c:1,rw=true',
  'Pull=missing',
  '# é',
  '; 𝔘',
  'Ima',
  'Exec=x \\',
  '[Image]',
  '[Container',
);
testImageReader(quadlet, {
  file: 'a.container',
  texts: fc.array(line, { maxLength: 5 }).map(lines => ['[Container]', ...lines].join('\n')),
  pieces: [
    '[Container]\n',
    'Image=',
    'quay.io/a/b:1',
    '\n',
    '\r\n',
    '\\',
    '\\\n',
    '"',
    '# ',
    '; ',
    ' ',
    '\t',
    '=',
    '@',
    ':',
  ],
});
