import { expect, test } from 'vitest';
import { splitImage } from '../../../../server/src/ecosystems/oci/syntax/split-image.ts';
import { imageNameText } from '../../../../server/src/model/names.ts';
import type { Slot } from '../../../../server/src/model/reference.ts';
import { parseYaml } from '../../../../server/src/syntax/yaml.ts';
import { entryOf } from '../../../../server/src/syntax/yaml-paths.ts';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'f'.repeat(64)}`;

function read(text: string, newKey?: string) {
  const document = parseYaml(text);
  const map = document.root;
  const repository = map?.kind === 'map' ? (entryOf(map, 'repository') ?? entryOf(map, 'newName')) : undefined;
  if (map?.kind !== 'map' || repository === undefined) return undefined;
  return splitImage(document, {
    registry: entryOf(map, 'registry'),
    repository,
    tag: entryOf(map, 'tag') ?? entryOf(map, 'newTag'),
    digest: entryOf(map, 'digest'),
    ...(newKey === undefined ? {} : { newKey }),
    runs: true,
  });
}

function filled(text: string, { span, before, after }: Slot, put: string): string {
  return `${text.slice(0, span.start)}${before}${put}${after}${text.slice(span.end)}`;
}

test.each([
  ['a chart’s tag', 'repository: a/b\ntag: 1.20\n', undefined, '1.20', `repository: a/b\ntag: 1.20@${NEW}\n`],
  ['a quoted tag', 'repository: a/b\ntag: "v1" # x\n', undefined, 'v1', `repository: a/b\ntag: "v1@${NEW}" # x\n`],
  [
    'a tag with a digest',
    `repository: a/b\ntag: v1@${OLD}\n`,
    undefined,
    `v1@${OLD}`,
    `repository: a/b\ntag: v1@${NEW}\n`,
  ],
  ['an escape', 'repository: a/b\ntag: "v\\x31"\n', undefined, 'v\\x31', `repository: a/b\ntag: "v1@${NEW}"\n`],
  [
    'an empty digest',
    'repository: a/b\ntag: v1\ndigest: ""\n',
    undefined,
    'v1',
    `repository: a/b\ntag: v1\ndigest: "${NEW}"\n`,
  ],
  [
    'a digest without a value',
    'repository: a/b\ndigest:\ntag: v1\n',
    undefined,
    'v1',
    `repository: a/b\ndigest: ${NEW}\ntag: v1\n`,
  ],
  [
    'a digest of null',
    'repository: a/b\ndigest: ~\ntag: v1\n',
    undefined,
    'v1',
    `repository: a/b\ndigest: ${NEW}\ntag: v1\n`,
  ],
  [
    'a digest',
    `repository: a/b\ntag: v1\ndigest: ${OLD}\n`,
    undefined,
    OLD,
    `repository: a/b\ntag: v1\ndigest: ${NEW}\n`,
  ],
  ['no tag', 'repository: a/b\n', undefined, 'a/b', `repository: a/b@${NEW}\n`],
  ['an empty tag', 'repository: a/b\ntag: ""\n', undefined, 'a/b', `repository: a/b\ntag: "latest@${NEW}"\n`],
  [
    'a repository with a digest',
    `repository: a/b@${OLD}\ntag: ""\n`,
    undefined,
    `a/b@${OLD}`,
    `repository: a/b@${NEW}\ntag: ""\n`,
  ],
  [
    'a kustomization',
    'newName: a/b\nnewTag: v1\r\nx: y',
    'digest',
    'v1',
    `newName: a/b\nnewTag: v1\ndigest: ${NEW}\r\nx: y`,
  ],
  [
    'a kustomization in flow style',
    '{newName: a/b, newTag: v1}',
    'digest',
    'v1',
    `{newName: a/b, newTag: v1, digest: ${NEW}}`,
  ],
  [
    'a kustomization in JSON',
    '{"newName": "a/b", "newTag": "v1"}',
    'digest',
    'v1',
    `{"newName": "a/b", "newTag": "v1", "digest": "${NEW}"}`,
  ],
  ['no certain line', 'newName: a/b\nnewTag: |-\n  v1\n', 'digest', 'v1', `newName: a/b\nnewTag: |-\n  v1@${NEW}\n`],
])('%s: what is pointed at, and where a digest goes', (_, text, newKey, at, after) => {
  const found = read(text, newKey);
  if (found?.subject.kind !== 'image') throw new Error(`no image: ${JSON.stringify(found)}`);
  expect(text.slice(found.span.start, found.span.end)).toBe(at);
  expect(imageNameText(found.subject.name)).toBe('docker.io/a/b');
  const changed = filled(text, found.subject.pin.digest, NEW);
  expect(changed).toBe(after);
  expect(read(changed, newKey)?.subject).toMatchObject({ kind: 'image', name: found.subject.name, digest: NEW });
});

test.each([
  ['behind the tag: a chart may make more of it', 'repository: a/b\ntag: v1\n', undefined, 'chart'],
  ['behind the repository', 'repository: a/b:v1\n', undefined, 'chart'],
  ['behind an empty tag', 'repository: a/b\ntag: ""\n', undefined, 'chart'],
  ['where one stands already', `repository: a/b\ntag: v1@${OLD}\n`, undefined, undefined],
  ['a key of its own', 'repository: a/b\ntag: v1\ndigest: ""\n', undefined, undefined],
  ['a new key', 'newName: a/b\nnewTag: v1\n', 'digest', undefined],
  ['behind a tag that is no chart’s', 'newName: a/b\nnewTag: |-\n  v1\n', 'digest', undefined],
  ['a tag that Flux writes', 'newName: a/b\nnewTag: v1 # {"$imagepolicy": "apps:b:tag"}\n', 'digest', 'updater'],
  ['a comment on another line', 'newName: a/b\nnewTag: v1\n# {"$imagepolicy": "apps:b:tag"}\n', 'digest', undefined],
])('a digest %s', (_, text, newKey, follower) => {
  const subject = read(text, newKey)?.subject;
  expect(subject?.kind === 'image' && subject.pin.follower).toBe(follower);
});

test.each([
  ['registry: ghcr.io/\nrepository: a/b\ntag: 1', 'ghcr.io/a/b 1'],
  ['registry:\nrepository: ghcr.io/a/b\ntag: 1', 'ghcr.io/a/b 1'],
  ['repository: "{{ .x }}/b"\ntag: 1', 'template 1'],
  ['repository: a/b\ntag: $TAG', 'variable $TAG'],
  ['repository: a/B\ntag: x', 'invalid x'],
  ['repository: a/b\ndigest: sha256:12', 'invalid undefined'],
])('%j', (text, expected) => {
  const subject = read(text)?.subject;
  const said =
    subject?.kind === 'image' ? `${imageNameText(subject.name)} ${subject.tag}` : `${subject?.why} ${subject?.want}`;
  expect(said).toBe(expected);
});

test('without a repository there is no image', () => {
  expect(read('repository: ""\ntag: 1')).toBeUndefined();
  expect(read('repository: {a: b}\ntag: 1')).toBeUndefined();
});

test.each([
  ['an alias for the tag', 'x: &v v1\nrepository: a/b\ntag: *v\n'],
  ['an anchor that an alias repeats', 'repository: a/b\ntag: &v v1\nother: *v\n'],
  ['a merged tag', 'x: &x {tag: v1}\n<<: *x\nrepository: a/b\n'],
])('%s is shared, so that no digest can be written there', (_, text) => {
  const found = read(text);
  expect(found?.subject).toMatchObject({ kind: 'opaque', why: 'variable', name: 'docker.io/a/b', want: 'v1' });
});

test('a digest of its own can be written beside a shared tag', () => {
  const text = 'x: &v v1\nrepository: a/b\ntag: *v\ndigest: ""\n';
  const found = read(text);
  if (found?.subject.kind !== 'image') throw new Error('no image');
  expect(text.slice(found.span.start, found.span.end)).toBe('a/b');
  expect(filled(text, found.subject.pin.digest, NEW)).toBe(`x: &v v1\nrepository: a/b\ntag: *v\ndigest: "${NEW}"\n`);
});
