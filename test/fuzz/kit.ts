/** What fuzzing and the growth tests need to know about one kind of file. */
export interface ReaderKit {
  /** The path that the reader is told. */
  readonly file: string;
  /**
   * Small texts that together have all that the reader knows. At least one yields a reference, or
   * a statement.
   */
  readonly seeds: readonly string[];
  /** Pieces of the language, to be put anywhere. */
  readonly tokens: readonly string[];
  /** Texts with the hole {@link HOLE}, in which a piece is repeated. */
  readonly frames: readonly string[];
  /** Texts of many entries, such as many services that each refer to one thing. */
  readonly lists: readonly ManyEntries[];
}

/** A text of a beginning, as many entries as are wanted, and an end. */
export interface ManyEntries {
  readonly head: string;
  readonly entry: (index: number) => string;
  readonly tail?: string;
  /** Entries of a second kind behind the first, as many, such as the services that use a matrix. */
  readonly behind?: Omit<ManyEntries, 'behind'>;
}

export const HOLE = '\u0000HOLE\u0000';

export const DIGEST = `sha256:${'a'.repeat(64)}`;

/** What hurts in any language: characters that are no characters, line ends, marks of templates and of this program. */
export const ANY_TOKENS: readonly string[] = [
  ...['\ud800', '\udfff', '\ud83d\ude00', '\u0000', '\ufeff', '\u0085', '\u2028', '\u00a0', '\u0130', '\u0301'],
  ...['\r\n', '\r', '\n', '\t', ' ', '  ', '    ', '"', "'", '`', '\\', '\\\\', '/', '//', '/*', '*/', '#', ';'],
  ...['{', '}', '[', ']', '(', ')', '<', '>', ',', ':', ': ', '=', '@', '|', '&', '*', '!', '?', '%', '$', '$$'],
  ...['{{', '}}', '${', '${{', '$(', '$[', '{%', '<%', '%>', '<<', '<<-', '--', '---\n', '...\n', '-', '.', '..'],
  ...[
    '\\ud800',
    '\\u0000',
    '\\x41',
    '\\U0010FFFF',
    '\\u{',
    '0',
    '1.20',
    'true',
    'null',
    '~',
    '__proto__',
    'constructor',
  ],
  ...['# registry-lens: ignore\n', '# registry-lens: ignore latest-tag -- why\n', '// registry-lens: ignore\n'],
  ...['node', 'node:20', `a.io:5000/b/c:1@${DIGEST}`, `@${DIGEST}`, 'docker://', 'latest', 'x'.repeat(300)],
];

/** What is repeated in the growth tests, in any language. */
export const REPEATED: readonly string[] = [
  ...['{{', '${{', '${', '$(', '$a', '{%', '"', "'", '\\', '\\"', '[', '{', '(', '[{', ']', '}', '}}', '<', '<<A '],
  ...[
    '# ',
    '//',
    '/*',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ', ',
    'a, ',
    'a',
    'a ',
    '\ud800',
    'é',
    '@',
    'a@',
    '/',
    'a/',
    '.',
  ],
  ...['a.', 'a-', '-', '--', '_', ':', 'a:', 'a: ', '=', 'a=', '\n# registry-lens: ignore\n', '\\\n', '\n---\n', '0'],
];
