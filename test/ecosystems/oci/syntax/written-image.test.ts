import { expect, test } from 'vitest';
import { writtenImage } from '../../../../server/src/ecosystems/oci/syntax/written-image.ts';
import { parseYaml } from '../../../../server/src/syntax/yaml.ts';
import { findPath } from '../../../../server/src/syntax/yaml-paths.ts';

const NEW = `sha256:${'f'.repeat(64)}`;

function read(value: string, variables: boolean) {
  const text = `k: ${value}\n`;
  const scalar = findPath(parseYaml(text).root, 'k')[0]?.value;
  if (scalar?.kind !== 'scalar') return undefined;
  const options = { runs: true, prefixes: ['docker://'], ...(variables ? { variables: () => undefined } : {}) };
  return { text, subject: writtenImage(scalar, text, options) };
}

test.each([
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of another language
  ['"node:${TAG:-1.2}"', 'default', '"node:${TAG:-1.2@NEW}"'],
  ['${IMAGE:-ghcr.io/a/b:1}', 'default', '${IMAGE:-ghcr.io/a/b:1@NEW}'],
  ['a:${V-2}-x', 'override', 'a:${V-2}-x@NEW'],
  ['docker://alpine:3', 'here', 'docker://alpine:3@NEW'],
  ["'docker://alpine'", 'here', "'docker://alpine@NEW'"],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of another language
])('%s: a digest goes to the %s', (value, where, after) => {
  const found = read(value, true);
  if (found?.subject?.kind !== 'image') throw new Error('no image');
  const { text, subject } = found;
  const { span, before, after: behind } = subject.pin.digest;
  expect(subject.pin.where).toBe(where);
  const changed = `${text.slice(0, span.start)}${before}${NEW}${behind}${text.slice(span.end)}`;
  expect(changed).toBe(`k: ${after.replace('NEW', NEW)}\n`);
});

test.each<[string, boolean, unknown]>([
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of another language
  ['${A}', true, { why: 'variable' }],
  ['a:${A:-1}', false, { why: 'variable', name: 'docker.io/library/a' }],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of another language
  ['"{{ .x }}"', true, { why: 'template' }],
  ['"a/b:{{ .x }}"', true, { why: 'template', name: 'docker.io/a/b' }],
  ['a/b:IMAGE_TAG', true, { why: 'template', name: 'docker.io/a/b', want: 'IMAGE_TAG' }],
  ['a/B:1', true, { why: 'invalid', want: '1' }],
  ['1.2', true, { why: 'invalid' }],
])('%s is opaque', (value, variables, expected) => {
  expect(read(value, variables)?.subject).toMatchObject({ kind: 'opaque', ...(expected as object) });
});

test.each(['""', '~', "''"])('%s is nothing', value => {
  expect(read(value, true)?.subject).toBeUndefined();
});
