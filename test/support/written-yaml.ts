import fc from 'fast-check';

const OLD_DIGEST = `sha256:${'a'.repeat(64)}`;

/** Images as files name them, and what looks like them. */
export const images = [
  'node',
  'node:20',
  `a.io:5000/b/c:1.2@${OLD_DIGEST}`,
  `b@${OLD_DIGEST}`,
  'ghcr.io/o/r:1',
  'Upper',
  'node:$TAG',
  '12',
];

/**
 * A value of a key, in the styles that YAML has for one. Lines that go on begin with `indent`, which is more than the
 * key's own.
 */
export function writtenValue(values: readonly string[], indent: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...values), fc.nat(8))
    .map(
      ([value, style]) =>
        [
          `"${value}"`,
          `'${value}'`,
          `"\\x${value.charCodeAt(0).toString(16).padStart(2, '0')}${value.slice(1)}"`,
          `>-\n${indent}${value}`,
          `|-\n${indent}${value}\n\n`,
          `&a ${value}`,
          `!!str ${value}`,
        ][style] ?? value,
    );
}

/** Lines that somebody may be typing, and some that hold no image. */
export const unfinishedLine = fc.constantFrom(
  'ima',
  'image:',
  'image: "open',
  'x: [y',
  '# note é',
  '# 𝔘',
  'x: *a',
  '{{',
  '',
);

/** What YAML is made of. */
export const yamlPieces = [
  ...['a:1', '---\n', '...', '- ', '  ', '    ', '\n', '\r\n', '{', '}', '[', ']', ',', ': ', '"', "'", '\\', '|', '>'],
  ...[
    '&a ',
    '*a',
    '<<: ',
    '!!',
    '# ',
    '\t',
    '?',
    '%',
    '{{',
    '}}',
    '$',
    'image: ',
    'é',
    '𝔘',
    '# registry-lens: ignore\n',
  ],
];
