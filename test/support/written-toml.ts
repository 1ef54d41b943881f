import fc from 'fast-check';

/** How a document is written, where the grammar leaves the choice. */
export interface TomlStyle {
  /** Strings between three quotes: anywhere, as values of statements alone, or nowhere. */
  readonly longStrings: 'anywhere' | 'alone' | 'nowhere';
}

/** A valid document, statement by statement and header by header: lines, or several where a value goes on. */
export function writtenToml({ longStrings }: TomlStyle): fc.Arbitrary<readonly string[]> {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  const inLine = longStrings === 'anywhere' ? fc.oneof(shortString(text), longString(text)) : shortString(text);
  const { value } = fc.letrec<{ value: string; array: string; braces: string }>(tie => ({
    value: fc.oneof({ maxDepth: 3 }, inLine, plain, tie('array'), tie('braces')),
    array: fc.tuple(fc.array(tie('value'), { maxLength: 3 }), layout).map(written('[', ']')),
    braces: fc.tuple(members(tie('value')), layout).map(written('{', '}')),
  }));
  const whole =
    longStrings === 'alone' ? fc.oneof(value, longString(fc.constantFrom('a', 'b\nc = 1', '[d]\n'))) : value;
  const { table } = fc.letrec<{ table: WrittenTable }>(tie => ({
    table: fc
      .uniqueArray(
        fc.record({
          key,
          node: fc.oneof(
            { maxDepth: 3, withCrossShrink: true },
            whole.map((source): WrittenNode => ({ as: 'value', source })),
            tie('table').map((inner): WrittenNode => ({ as: 'dotted', inner })),
            tie('table').map((inner): WrittenNode => ({ as: 'section', inner })),
            fc
              .array(tie('table'), { minLength: 1, maxLength: 2 })
              .map((tables): WrittenNode => ({ as: 'list', tables })),
          ),
          equals: fc.constantFrom('=', ' = ', '\t= '),
          behind: fc.constantFrom('', '', ' # c', '\t#[d]', ' \n\n# e = 1\n'),
        }),
        { maxLength: 4, selector: each => each.key.name },
      )
      .map(entries => ({ entries })),
  }));
  return table.map(statementsOf);
}

interface WrittenTable {
  readonly entries: readonly {
    readonly key: WrittenKey;
    readonly node: WrittenNode;
    readonly equals: string;
    readonly behind: string;
  }[];
}
interface WrittenKey {
  readonly name: string;
  readonly source: string;
}
type WrittenNode =
  | { readonly as: 'value'; readonly source: string }
  | { readonly as: 'dotted' | 'section'; readonly inner: WrittenTable }
  | { readonly as: 'list'; readonly tables: readonly WrittenTable[] };

/** The statements of a table before those below headers of its own. */
function statementsOf(table: WrittenTable): readonly string[] {
  const below = (inner: WrittenTable, path: readonly string[], dotted: readonly string[]): string[] => {
    const statements: string[] = [];
    const sections: string[] = [];
    for (const { key, node, equals, behind } of inner.entries) {
      const full = [...path, key.source];
      const name = [...dotted, key.source];
      if (node.as === 'value') statements.push(`${name.join('.')}${equals}${node.source}${behind}`);
      else if (node.as === 'list') {
        for (const item of node.tables) sections.push(`[[${full.join(' . ')}]]${behind}`, ...below(item, full, []));
      } else if (node.as === 'section') {
        sections.push(`[${full.join('.')}]${behind}`, ...below(node.inner, full, []));
      } else {
        // Statements of its own, and headers that stand behind all statements.
        const [own, others] = split(below(node.inner, full, name));
        statements.push(...own);
        sections.push(...others);
      }
    }
    return [...statements, ...sections];
  };
  return below(table, [], []);
}

function split(statements: readonly string[]): [string[], string[]] {
  const first = statements.findIndex(statement => statement.startsWith('['));
  const at = first < 0 ? statements.length : first;
  return [statements.slice(0, at), statements.slice(at)];
}

const bare = fc.stringMatching(/^[A-Za-z0-9_-]{1,3}$/).map(name => ({ name, source: name }));
const key: fc.Arbitrary<WrittenKey> = fc.oneof(
  { weight: 3, arbitrary: bare },
  fc.constantFrom('__proto__', 'true', '1979-05-27', 'constructor').map(name => ({ name, source: name })),
  fc.tuple(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.boolean()).map(([name, escapes]) => ({
    name,
    source: basic(name, escapes),
  })),
  fc.stringMatching(/^[ -&(-~]{0,4}$/).map(name => ({ name, source: `'${name}'` })),
);

const plain = fc.constantFrom(
  ...['true', 'false', '0', '-17', '+1_000', '0xDEAD_beef', '0o17', '0b1_0', '1.50', '6.6e-3_4', '-inf', 'nan', '5E+2'],
  ...['1979-05-27', '1979-05-27T07:32:00Z', '1979-05-27 07:32:00.5-07:00', '1979-05-27t07:32', '07:32:00.25', '07:32'],
);

/** How what stands between brackets is laid out: over lines or not, with a last comma or not. */
const layout = fc.record({
  break: fc.constantFrom('', ' ', '\n  ', ' # [f]\n\n  # g = 1,\n\t'),
  last: fc.constantFrom('', ',', ' , '),
});

function written(open: string, close: string) {
  return ([pieces, { break: space, last }]: [readonly string[], { break: string; last: string }]): string => {
    const end = space.includes('\n') ? '\n' : space;
    return `${open}${pieces.map(piece => `${space}${piece}`).join(',')}${pieces.length > 0 ? last : ''}${end}${close}`;
  };
}

function members(value: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc
    .uniqueArray(fc.tuple(key, key, fc.boolean(), value), { maxLength: 3, selector: ([{ name }]) => name })
    .map(all => all.map(([a, b, isDotted, source]) => `${a.source}${isDotted ? `.${b.source}` : ''} = ${source}`));
}

function shortString(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.nat(2))
    .map(([value, style]) => (style === 0 && isLiteral(value) ? `'${value}'` : basic(value, style === 1)));
}

function longString(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.constantFrom('', '\n'), fc.nat(2)).map(([value, first, style]) => {
    const start = first === '' && value.startsWith('\n') ? '\n' : first;
    if (style === 0 && !/'''|'$/.test(value) && isLiteral(value.replaceAll(/['\n]/g, '')))
      return `'''${start}${value}'''`;
    const inside = basic(value, style === 1)
      .slice(1, -1)
      .replaceAll('\\n', '\n')
      .replaceAll('\\"', style === 1 ? '\\"' : '"');
    const safe = inside.replaceAll('"""', '\\"""').replace(/"$/, '\\"');
    return `"""${start}${style === 1 ? '\\\n \n  ' : ''}${safe.replace(/^[ \n\t]/, ' $&')}"""`;
  });
}

function isLiteral(value: string): boolean {
  return !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}

/** Between double quotes. With `escapes` as many as there can be. */
function basic(value: string, escapes: boolean): string {
  const short: Readonly<Record<string, string>> = {
    '\b': 'b',
    '\t': 't',
    '\n': 'n',
    '\f': 'f',
    '\r': 'r',
    '\x1b': 'e',
  };
  const inside = [...value].map(character => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (short[character] !== undefined) return `\\${short[character]}`;
    if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (!escapes || (code >= 0x61 && code <= 0x7a)) return character;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `"${inside.join('')}"`;
}
