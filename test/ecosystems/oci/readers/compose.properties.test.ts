import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compose } from '../../../../server/src/ecosystems/oci/readers/compose.ts';
import { filled, testImageReader } from '../../../support/reader-properties.ts';

const OLD_DIGEST = `sha256:${'a'.repeat(64)}`;

const image = fc.constantFrom(
  'node',
  'node:20',
  `a.io:5000/b/c:1.2@${OLD_DIGEST}`,
  `b@${OLD_DIGEST}`,
  'Upper',
  'node:${TAG:-20}',
  'node:${TAG-20}-slim',
  '${IMAGE:-ghcr.io/o/r}',
  '${REGISTRY:-}node:20',
  '${REGISTRY:-a.io/}node',
  `\${IMAGE:-b@${OLD_DIGEST}}`,
  'node:${TAG}',
  'node:${TAG:?say}',
  'node:$$x',
);
const written = fc
  .tuple(image, fc.nat(8))
  .map(
    ([name, style]) =>
      [
        name,
        `"${name}"`,
        `'${name}'`,
        `"\\x${name.charCodeAt(0).toString(16).padStart(2, '0')}${name.slice(1)}"`,
        `>-\n      ${name}`,
        `|-\n      ${name}\n\n`,
        `&a ${name}`,
        `!!str ${name}`,
      ][style] ?? name,
  );
const service = fc.oneof(
  written.map(text => `image: ${text}`),
  written.map(text => `container_name: x # é\n    image: ${text} # 𝔘`),
  written.map(text => `'image': ${text}\n    pull_policy: missing`),
  written.map(text => `image: ${text}\n    build: .`),
  written.map(text => `<<: *b\n    pre_start:\n    - image: ${text}`),
  written.map(text => `build:\n      additional_contexts:\n        a: ${text}`),
  image.map(text => `build: {additional_contexts: ["é=docker-image://${text}"]}`),
  image.map(text => `{image: "${text}",\t"restart": always}`),
  image.map(text => `volumes: [{type: image, source: "${text}"}]`),
  fc.constantFrom('image: *a', 'image:', 'ima', 'image: "open', 'build: [x', ' # note', '{{', 'extends: {service: s1}'),
);
const texts = fc.tuple(fc.array(service, { maxLength: 5 }), fc.boolean()).map(([services, isOld]) => {
  const lines = services.map((text, i) => `  s${i}:\n    ${text}`);
  const whole = ['x-b: &b {image: b}', ...(isOld ? [] : ['services:']), ...lines].join('\n');
  return isOld ? whole.replaceAll('\n  s', '\ns') : whole;
});
const pieces = [
  ...['services:\n', '  a:\n', '    image: ', 'b:1', '---\n', '...', '- ', '  ', '\n', '\r\n', '{', '}', '[', ']'],
  ...[',', ': ', '"', "'", '\\', '|', '>', '&a ', '*a', '<<: ', '!!', '# ', '\t', '?', '%', '$', '${', ':-', '{{'],
  ...['build: ', 'additional_contexts: ', 'docker-image://', 'é', '𝔘', '# registry-lens: ignore\n'],
];

testImageReader(compose, { file: 'compose.yaml', texts, pieces });

test('a pull at every start, written where the reader says, is read there again', () => {
  fc.assert(
    fc.property(texts, text => {
      compose.read(text, 'compose.yaml').references.forEach(({ subject }, index) => {
        if (subject.kind !== 'image' || subject.pull?.always === undefined) return;
        const { slot, text: always } = subject.pull.always;
        const { references } = compose.read(filled(text, slot, always), 'compose.yaml');
        expect(references[index]?.subject).toMatchObject({ name: subject.name, pull: { policy: 'Always' } });
      });
    }),
    { numRuns: 100 },
  );
});
