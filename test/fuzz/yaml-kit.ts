import { ANY_TOKENS, HOLE, type ManyEntries, REPEATED, type ReaderKit } from './kit.ts';

export interface YamlKind {
  readonly file: string;
  readonly seeds: readonly string[];
  /** Up to where one image is written in block style: `jobs:\n  a:\n    container: `. */
  readonly place: string;
  /** Of that kind alone. */
  readonly tokens?: readonly string[];
  readonly lists: readonly ManyEntries[];
}

/** The kit of a kind that is written in YAML. */
export function yamlKit({ file, seeds, place, tokens = [], lists }: YamlKind): ReaderKit {
  const line = place.slice(place.lastIndexOf('\n') + 1);
  const indent = /^ */.exec(line)?.[0] ?? '';
  const key = line.trim().replace(/^- /, '');
  return {
    file,
    seeds: [...seeds, ...seeds.slice(0, 1).map(seed => `${SEED_OF_FEATURES}${seed}`)],
    tokens: [...ANY_TOKENS, ...YAML_TOKENS, ...tokens],
    frames: [
      `${place}"${HOLE}"\n`,
      `${place}${HOLE}\n`,
      `${place}b:1\n${HOLE}\n`,
      `${place}[${HOLE}\n`,
      `${place}|\n${indent}    ${HOLE}\n`,
    ],
    lists: [
      ...lists,
      ...['"', "'"].map(quote => ({ head: place, entry: () => `${quote}\n${indent}   x` })),
      // A blank that is none to YAML.
      { head: `${place}"x\n${indent}x`, entry: () => `\n${indent} `, tail: '\u00a0y"\n' },
      { head: `${place}"\n`, entry: (index: number) => `${indent}  ${' '.repeat(index % 50)}x\n`, tail: '"\n' },
      { head: `# ${'x'.repeat(99)}`, entry: () => 'long ', behind: { head: '\n', entry: () => `---\n${place}b:1\n` } },
      { head: '', entry: () => `---\n${place}b:1\n` },
      { head: place, entry: () => `b:1\n${indent}${key}` },
      {
        head: 'x: [',
        entry: index => `&a${index} b:${index}, `,
        behind: { head: ']\n', entry: i => `y${i}: *a${i}\n` },
      },
      { head: 'x: &x {', entry: i => `k${i}: b, `, behind: { head: '}\n', entry: i => `y${i}: {<<: *x}\n` } },
      { head: 'x: &x [', entry: () => 'b, ', behind: { head: ']\n', entry: i => `y${i}: *x\n` } },
      { head: 'x0: &x0 b\n', entry: i => `x${i + 1}: &x${i + 1} [*x${i}]\n` },
      { head: `x: "${' '.repeat(20)}`, entry: () => '  ', tail: `x"\n${place}b:1\n` },
      { head: '', entry: () => '# registry-lens: ignore\n', behind: { head: `${place}`, entry: () => 'b' } },
      { head: '', entry: i => `${i % 7 === 0 ? '? ' : '- '}`, tail: `b\n${place}b:1\n` },
    ],
  };
}

/** What is repeated in kinds of YAML. */
export const REPEATED_IN_YAML: readonly string[] = [
  ...REPEATED,
  ...[
    '&a ',
    '*a ',
    '!t ',
    '- ',
    '? ',
    '? a\n',
    'a: b\n',
    '- a\n',
    '<<: *a\n',
    '|\n',
    '>-\n',
    '"a": b, ',
    '{a: ',
    '- b:1 # c\n',
  ],
];

const YAML_TOKENS: readonly string[] = [
  ...['- ', '? ', '|', '>-', '|+2', '&a ', '*a', '<<: *a', '<<: [*a, *a]', '!!str ', '!reference ', '!<', 'image: '],
  ...[
    '"',
    '" ',
    "''",
    'a: ',
    'b:1',
    'key',
    '\n  ',
    '\n    ',
    '\n- ',
    '%YAML 1.2\n',
    '# c\n',
    '- - ',
    '[a, b]',
    '{a: b}',
  ],
];

const SEED_OF_FEATURES = `%YAML 1.2
---
x: &a {image: "n\\x6fde:\\u0032", tag: '1''2', <<: {k: v}}
y: &b [*a, ~, 1.20, !!str 3, "a\\
  b"]
z: {<<: [*a, *a], l: >-
    x
    y
  , ? k : v}
`;
