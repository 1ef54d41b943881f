import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import type { Reader } from '../../../../server/src/model/reader.ts';
import { textUnder } from '../../../../server/src/model/span.ts';

/** A text of a kind, and lines that somebody is typing within it. */
interface Typed {
  readonly file: string;
  readonly text: string;
  readonly half: readonly string[];
}

const REQUIREMENTS = `# all
requests[socks]==2.31.0 ; python_version < "3.9"  # why
flask>=1,<2
hashed==1.0 --hash=sha256:aa \\
    --hash=sha256:bb \\
    --hash=sha256:cc
name @ https://h.example/x.whl
-e git+https://g.example/a.git#egg=b
last
`;

const STANDARD = `[project]
name = "x"
dependencies = [
  "a==1.0",  # why
  "b[x]>=1; python_version > '3'",
  'c',
]
[dependency-groups]
test = [
  "d~=1.0",
  "e",
]
`;

const POETRY = `[tool.poetry.dependencies]
python = "^3.9"
a = "^1.0"
b = {version = "~2", extras = ["x"]}
c = "*"
[tool.poetry.group.dev.dependencies]
d = "==1"
e = {git = "https://g.example/e"}
`;

const PIPFILE = `[packages]
a = "*"
b = {version = "==1.0", index = "x"}
[dev-packages]
c = "~=1.2"
`;

const SETUP = `[metadata]
name = x
[options]
install_requires =
    a==1.0
    b[x]>=1; python_version > "3"

    c
tests_require =
    d
`;

const SCRIPT = `# /// script
# dependencies = [
#   "a==1.0",
#   "b",
# ]
# ///
import a
`;

const STATEMENTS = ['x', 'x =', 'x = ', 'x = "', 'x = "1', 'x = {', 'x = {version', 'x = {version = "1', '"x', 'x.'];
const ITEMS = ['  "', '  "x', '  "x==",', "  'x", '  x', '  ,'];

const TYPED: readonly Typed[] = [
  {
    file: 'requirements.txt',
    text: REQUIREMENTS,
    half: ['x==', 'x>', 'x[', 'x @', '-', '--has', '-r', '=', '[', 'x ;', '"x', "'", '==1.0', '-e', '-i'],
  },
  { file: 'pyproject.toml', text: POETRY, half: STATEMENTS },
  { file: 'Pipfile', text: PIPFILE, half: STATEMENTS },
  { file: 'setup.cfg', text: SETUP, half: ['    x==', '    x[', '    x @', '    =', '    "x', '    x ;', '    #'] },
];

function listed(reader: Reader, { file }: Typed, text: string): string[] {
  return reader.read(text, file).references.map(({ span, subject }) => {
    const edit = subject.kind === 'release' && subject.edit !== undefined ? textUnder(text, subject.edit) : '-';
    const name = subject.kind === 'release' || subject.kind === 'opaque' ? subject.name : undefined;
    return `${name} ${textUnder(text, span)} [${edit}]`;
  });
}

function readerOf({ file, text }: Typed): Reader {
  const reader = readerFor(file, undefined, text);
  if (reader === undefined) throw new Error(`No reader for ${file}.`);
  return reader;
}

const ALL: readonly Typed[] = [
  ...TYPED,
  { file: 'pyproject.toml', text: STANDARD, half: [] },
  { file: 'tool.py', text: SCRIPT, half: [] },
];

describe.each(ALL.map(each => [`${each.file} ${each.text.slice(0, 20)}`, each] as const))('%j', (_, typed) => {
  const reader = readerOf(typed);

  test('a cut file gives what stands before the cut', () => {
    const { text } = typed;
    const whole = reader.read(text, typed.file).references;
    expect(whole.length).toBeGreaterThan(1);
    for (let at = 0; at <= text.length; at++) {
      const cut = text.slice(0, at);
      const read = listed(reader, typed, cut);
      const lineStart = cut.lastIndexOf('\n') + 1;
      const before = whole.filter(({ span }) => span.end < lineStart);
      expect(read.slice(0, before.length), JSON.stringify(cut)).toEqual(
        listed(reader, typed, text).slice(0, before.length),
      );
      // Beyond it at most what is on the line that is cut.
      expect(read.length).toBeLessThanOrEqual(before.length + 2);
    }
  });
});

/** What is listed with a line more, without what that line names. */
function expectOthers(typed: Typed, line: string, begin: number): void {
  const reader = readerOf(typed);
  const { text } = typed;
  const changed = `${text.slice(0, begin)}${line}\n${text.slice(begin)}`;
  const others = listed(reader, typed, changed).filter(each => !/^(?:x|undefined) /.test(each));
  expect(others, JSON.stringify(changed)).toEqual(listed(reader, typed, text));
}

describe.each(TYPED.map(each => [each.file, each] as const))('%s', (_, typed) => {
  test.each(typed.half.map(line => [line]))('a line that is being typed loses only itself: %j', line => {
    const { text, file } = typed;
    const begins = [...text.matchAll(/^.+$/gm)].map(({ index }) => index);
    for (const begin of begins) {
      // Not where the line above goes on, or where a value begins that is further in.
      const isWithin = file === 'setup.cfg' ? !/^ {4}/.test(text.slice(begin)) : text[begin - 2] === '\\';
      if (!isWithin) expectOthers(typed, line, begin);
    }
  });
});

test.each(ITEMS.map(line => [line]))('an item of a list that is being typed loses only itself: %j', line => {
  const typed: Typed = { file: 'pyproject.toml', text: STANDARD, half: [] };
  const begins = [...STANDARD.matchAll(/^ {2}["']/gm)].map(({ index }) => index);
  for (const begin of begins) expectOthers(typed, line, begin);
});
