import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cargoToml } from '../../../../server/src/ecosystems/cargo/readers/cargo-toml.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { type Around, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

const FILE = 'Cargo.toml';

function labelIn(text: string) {
  return ({ subject, ignoreAt }: Reference): string => {
    if (subject.kind === 'opaque') {
      const { why, name = '-', want, decided } = subject;
      const by = decided === undefined ? '' : `, decided in ${decided.file}: ${said(decided.subject)}`;
      return `${why} ${name}${want === undefined ? '' : ` ${want}`}${by}${ignoreAt === undefined ? ', no comment' : ''}`;
    }
    if (subject.kind !== 'release') return 'no package';
    const { edit, wantedIf } = subject;
    if (wantedIf !== undefined) return `${said(subject)}, ${wantedIf}`;
    const put = edit === undefined ? ', not to be edited' : ` [${textUnder(text, edit)}]`;
    return `${said(subject)}${put}${ignoreAt === undefined ? ', no comment' : ''}`;
  };
}

function said({ name, want, source, toolchain }: Extract<Reference['subject'], { kind: 'release' }>): string {
  return [
    `${name} ${want.is} ${want.text}`,
    ...(source === undefined ? [] : [`from ${source}`]),
    ...(toolchain === undefined ? [] : [`for Rust ${toolchain}`]),
  ].join(' ');
}

/** Expects a manifest to be read as the carets in it say, whichever line breaks it has. */
function expectRead(lines: string[], around?: Around): void {
  const { text } = caretFixture(...lines);
  const { references } = cargoToml.read(text, FILE, around);
  expect(annotate(text, references, labelIn(text))).toEqual(lines);
  const returns = text.replaceAll('\n', '\r\n');
  expect(cargoToml.read(returns, FILE, around).references.map(labelIn(returns))).toEqual(references.map(labelIn(text)));
}

/** What a manifest lies below: other manifests by their folder, the outermost first. */
function below(manifests: Readonly<Record<string, string>>, folder: string): Around {
  return heardIn(folder, stated(manifests, NOTHING_AROUND));
}

/** Manifests by their folder as each is read among the others, the outermost first. */
function together(manifests: Readonly<Record<string, string>>): Record<string, string[]> {
  const files = Object.entries(manifests);
  let all: PlacedStatement[] = [];
  // Roots hear of members, and members of what roots heard.
  for (const _ of ['roots', 'members', 'roots again', 'members again'])
    all = files.flatMap(([folder, text]) => stated({ [folder]: text }, heardIn(folder, all)));
  return Object.fromEntries(
    Object.entries(manifests).map(([folder, text]) => [folder, read(text, heardIn(folder, all))]),
  );
}

function stated(manifests: Readonly<Record<string, string>>, around: Around): PlacedStatement[] {
  return Object.entries(manifests).flatMap(([directory, text]): PlacedStatement[] => {
    const file = `${directory}/${FILE}`;
    const from = { id: file, folder: directory, file, rangeOf: () => ({}) as never };
    return (cargoToml.read(text, file, around).statements ?? []).map(statement => ({ ...statement, from }));
  });
}

function heardIn(folder: string, all: readonly PlacedStatement[]): Around {
  const isFor = ({ reach, from }: PlacedStatement) =>
    reach === 'everywhere' || `${folder}/`.startsWith(`${from.folder}/`);
  const told = all.filter(isFor).sort((a, b) => Number(b.reach === 'everywhere') - Number(a.reach === 'everywhere'));
  return { ...NOTHING_AROUND, folder, told: key => told.filter(statement => statement.key === key) };
}

function read(text: string, around?: Around): string[] {
  return cargoToml.read(text, FILE, around).references.map(labelIn(text));
}

test('all tables and forms of dependencies', () => {
  expectRead([
    '[package]',
    'name = "app"',
    'version = "0.1.0"',
    '',
    '[dependencies]',
    'serde = "1.0"',
    '^^^^^^^^^^^^^ serde range 1.0 [1.0]',
    "exact = '=1.2.3' # why",
    '^^^^^^^^^^^^^^^^ exact exact =1.2.3 [=1.2.3]',
    'inline = { version = "^0.3", features = ["a"] }',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ inline range ^0.3 [^0.3]',
    'dotted.version = "0.4"',
    '^^^^^^^^^^^^^^^^^^^^^^ dotted range 0.4 [0.4]',
    'dotted.features = ["b"]',
    '"quoted-1" = "*"',
    '^^^^^^^^^^^^^^^^ quoted-1 range * [*]',
    'alias = { package = "real_name", version = "2" }',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ real_name range 2 [2]',
    '  indented = ">=1, <2"',
    '  ^^^^^^^^^^^^^^^^^^^^ indented range >=1, <2 [>=1, <2]',
    '',
    '[dependencies.own-table]',
    'version = "3"',
    '^^^^^^^^^^^^^ own-table range 3 [3]',
    'default-features = false',
    '',
    '[dev-dependencies]',
    'dev = "1"',
    '^^^^^^^^^ dev range 1 [1]',
    '[dev_dependencies]',
    'dev_old = "1"',
    '[target."cfg(any())".dev_dependencies]',
    'dev_old = "1"',
    '^^^^^^^^^^^^^ dev_old range 1 [1]',
    '[build_dependencies]',
    'build_old = "1"',
    '^^^^^^^^^^^^^^^ build_old range 1 [1]',
    "[target.'cfg(unix)'.dependencies]",
    'libc = "0.2"',
    '^^^^^^^^^^^^ libc range 0.2 [0.2]',
    '[target.x86_64-pc-windows-msvc.dev-dependencies]',
    'winapi = "0.3"',
    '^^^^^^^^^^^^^^ winapi range 0.3 [0.3]',
    '[target."cfg(windows)".build-dependencies.cc]',
    'version = "1"',
    '^^^^^^^^^^^^^ cc range 1 [1]',
    '[workspace.dependencies]',
    'shared = "1"',
    '^^^^^^^^^^^^ shared range 1, others-want-it',
    '[package.metadata.dependencies]',
    'none = "1"',
    '[features]',
    'dependencies = ["serde"]',
  ]);
});

test('an optional dependency counts as any other: cargo resolves it all the same', () => {
  expectRead(['[dependencies]', 'a = { version = "1", optional = true }', `${'^'.repeat(38)} a range 1 [1]`]);
});

test('keys that lead on from the outermost table', () => {
  expectRead([
    'dependencies.a = "1"',
    '^^^^^^^^^^^^^^^^^^^^ a range 1 [1]',
    'dev-dependencies = { b = "2", c = { version = "3" } }',
    '                     ^^^^^^^ b range 2 [2]',
    '                              ^^^^^^^^^^^^^^^^^^^^^ c range 3 [3]',
  ]);
});

test('what comes from elsewhere', () => {
  expectRead([
    '[dependencies]',
    'git = { git = "https://a.example/git", tag = "v1" }',
    `${'^'.repeat(51)} git git`,
    'path = { path = "../path" }',
    `${'^'.repeat(27)} path path`,
    'both = { path = "../both", version = "1" }',
    `${'^'.repeat(42)} path both 1`,
    'fork = { git = "https://a.example/f", version = "2", package = "original" }',
    `${'^'.repeat(75)} git original 2`,
    '[dependencies.table]',
    'path = "../table"',
    '^^^^^^^^^^^^^^^^^ path table',
  ]);
});

test('what comes from another registry', () => {
  expectRead([
    '[dependencies]',
    'a = { version = "1", registry = "mine" }',
    `${'^'.repeat(40)} a range 1 from registry=mine [1]`,
    'b = { version = "1", registry-index = "sparse+https://u:p@a.example/my index/" }',
    `${'^'.repeat(80)} b range 1 from index=sparse+https://a.example/my%20index/ [1]`,
    'c = { version = "1", registry = "crates-io" }',
    `${'^'.repeat(45)} c range 1 [1]`,
    'd = { version = "1", registry = "a", registry-index = "https://a.example" }',
    `${'^'.repeat(75)} invalid d`,
    'e = { version = "1", registry = "two words" }',
    `${'^'.repeat(45)} invalid e`,
    'f = { version = "1", registry = 1 }',
    `${'^'.repeat(35)} invalid f`,
    "g = { version = '1', registry-index = 'sparse+https://a.example\\@b.example/' }",
    `${'^'.repeat(78)} invalid g`,
  ]);
});

test('what cargo refuses', () => {
  expectRead([
    '[dependencies]',
    'a = "latest"',
    '^^^^^^^^^^^^ invalid a latest',
    'b = 1',
    '^^^^^ invalid b',
    'c = { features = [] }',
    `${'^'.repeat(21)} invalid c`,
    'd = []',
    '^^^^^^ invalid d',
    'e = { version = 1 }',
    `${'^'.repeat(19)} invalid e`,
    'f = { workspace = false }',
    `${'^'.repeat(25)} invalid f`,
    '1g = "1"',
    '^^^^^^^^ invalid 1g 1',
    '"h i" = "1"',
    '^^^^^^^^^^^ invalid h i 1',
    'j = "{{ version }}"',
    '^^^^^^^^^^^^^^^^^^^ template j {{ version }}',
  ]);
});

test('what is being typed is not read, and hides nothing else', () => {
  expectRead([
    '[dependencies]',
    'a = "1"',
    '^^^^^^^ a range 1 [1]',
    'b = "',
    'c =',
    'd = { version = "',
    'e = "2"',
    '^^^^^^^ e range 2 [2]',
    'f',
    'g.version = "3"',
    '^^^^^^^^^^^^^^^ g range 3 [3]',
    '[dev-dep',
    '[build-dependencies]',
    'h = "4"',
    '^^^^^^^ h range 4 [4]',
  ]);
});

test('a version with escapes is read, and left to the user', () => {
  expectRead(['[dependencies]', 'a = "1\\u002e2"', '^^^^^^^^^^^^^^ a range 1.2, not to be edited']);
  expectRead(['[dependencies]', 'a = """1.2"""', '^^^^^^^^^^^^^ a range 1.2 [1.2]']);
});

describe('patches', () => {
  test('take the place of what they name, wherever it is wanted', () => {
    expectRead([
      '[dependencies]',
      'a = "2.0.0-unreleased"',
      '^^^^^^^^^^^^^^^^^^^^^^ managed a 2.0.0-unreleased',
      'b = { package = "a", version = "1" }',
      `${'^'.repeat(36)} managed a 1`,
      'c = "1"',
      '^^^^^^^ c range 1 [1]',
      '[patch.crates-io]',
      'a = { git = "https://a.example/a" }',
      `${'^'.repeat(35)} git a`,
      'z = "1"',
      '^^^^^^^ invalid z 1',
      'mine = { version = "1", registry = "mine" }',
      `${'^'.repeat(43)} mine range 1 from registry=mine [1]`,
      '[patch."https://a.example/index"]',
      'y = "1"',
      '^^^^^^^ y range 1 [1]',
      'x = { workspace = true }',
      '^^^^^^^^^^^^^^^^^^^^^^^^ invalid x',
    ]);
  });

  test('of a root hold for its members', () => {
    const root = '[workspace]\nmembers = ["*"]\n[patch.crates-io]\na = { path = "a" }\n';
    expect(read('[dependencies]\na = "1"\nb = "1"\n', below({ '/w': root }, '/w/m'))).toEqual([
      'managed a 1',
      'b range 1 [1]',
    ]);
  });

  test('of another source leave a crate alone', () => {
    const wanted = [
      'a = "1"',
      'b = { version = "1", registry = "mine" }',
      'c = { version = "1", registry-index = "sparse+https://i.example/" }',
    ].join('\n');
    const left = (patched: string) =>
      read(
        `[dependencies]\n${wanted}\n[patch.${patched}]\na = { path = "a" }\nb = { path = "b" }\nc = { path = "c" }\n`,
      )
        .slice(0, 3)
        .filter(label => !label.startsWith('managed'))
        .map(label => label[0]);
    expect(left('crates-io')).toEqual(['b', 'c']);
    expect(left('"https://github.com/rust-lang/crates.io-index"')).toEqual([]);
    expect(left('"https://github.com/x/y"')).toEqual(['a']);
    expect(left('mine')).toEqual(['a']);
    expect(left('other')).toEqual(['a', 'b']);
  });

  test('of a member are none', () => {
    const member = '[dependencies]\na = "1"\n[patch.crates-io]\na = { path = "a" }\n';
    expect(read(member, below({ '/w': '[workspace]\n' }, '/w/m'))).toEqual(['a range 1 [1]', 'path a']);
    expect(read(member)).toEqual(['managed a 1', 'path a']);
  });

  test('of the old kind are listed, and what they replace must be there all the same', () => {
    expectRead([
      '[dependencies]',
      'a = "0.1.0"',
      '^^^^^^^^^^^ a range 0.1.0 [0.1.0]',
      '[replace]',
      '"a:0.1.0" = { git = "https://a.example/a" }',
      `${'^'.repeat(43)} git a`,
      '"https://a.example/index#b@0.1.0" = { path = "b" }',
      `${'^'.repeat(50)} path b`,
    ]);
  });
});

describe('workspaces', () => {
  const ROOT = [
    '[workspace]',
    'members = ["m"]',
    'exclude = ["out"]',
    'resolver = "3"',
    '[workspace.package]',
    'rust-version = "1.75"',
    '[workspace.dependencies]',
    'serde = "1.0"',
    'alias = { package = "real", version = "=2.0.0", registry = "mine" }',
    'here = { path = "here" }',
    '',
  ].join('\n');

  test('a member refers to what the root decides', () => {
    const around = below({ '/w': ROOT }, '/w/m');
    expectRead(
      [
        '[dependencies]',
        'serde.workspace = true',
        '^^^^^^^^^^^^^^^^^^^^^^ managed serde, decided in /w/Cargo.toml: serde range 1.0 for Rust >=1.84',
        'alias = { workspace = true, features = ["a"] }',
        `${'^'.repeat(46)} managed alias, decided in /w/Cargo.toml: real exact =2.0.0 from registry=mine for Rust >=1.84`,
        'here = { workspace = true }',
        `${'^'.repeat(27)} managed here`,
        'other = { workspace = true }',
        `${'^'.repeat(28)} invalid other`,
        '[dev-dependencies.serde]',
        'workspace = true',
        '^^^^^^^^^^^^^^^^ managed serde, decided in /w/Cargo.toml: serde range 1.0 for Rust >=1.84',
      ],
      around,
    );
  });

  test('a root that is a package refers to itself', () => {
    expect(read(`${ROOT}[dependencies]\nserde.workspace = true\nhere.workspace = true\n`)).toEqual([
      'serde range 1.0 for Rust >=1.84 [1.0]',
      'real exact =2.0.0 from registry=mine for Rust >=1.84, others-want-it',
      'path here',
      'managed serde, decided in Cargo.toml: serde range 1.0 for Rust >=1.84',
      'managed here',
    ]);
  });

  test('the nearest root counts, and none that excludes the manifest', () => {
    const one = (text: string, manifests: Readonly<Record<string, string>>, folder: string) =>
      read(text, below(manifests, folder))[0];
    const wanted = '[dependencies]\nserde.workspace = true\n';
    const inner = '[workspace]\n[workspace.dependencies]\nserde = "2"\n';
    const nearest = 'managed serde, decided in /w/m/Cargo.toml: serde range 2';
    expect(one(wanted, { '/w': ROOT, '/w/m': inner }, '/w/m/n')).toBe(nearest);
    expect(one(wanted, { '/w': ROOT }, '/w/out/n')).toBe('managed serde');
    expect(one(wanted, { '/w': ROOT }, '/w/output')).toContain('decided in /w/Cargo.toml');
    const back = ROOT.replace('"m"', '"./out/in/"');
    expect(one(wanted, { '/w': back }, '/w/out/in')).toContain('decided in /w/Cargo.toml');
    expect(one(wanted, { '/w': back }, '/w/out/n')).toBe('managed serde');
    expect(one(`[package]\nworkspace = "../x"\n${wanted}`, { '/w': ROOT }, '/w/m')).toBe('managed serde');
    expect(one(wanted, {}, '/w/m')).toBe('managed serde');
    const byName = (path: string) =>
      one(`[package]\nworkspace = "${path}"\n${wanted}`, { '/w': ROOT, '/w/m': inner }, '/w/m/n');
    expect(byName('../..')).toContain('decided in /w/Cargo.toml');
    expect(byName('./../../')).toContain('decided in /w/Cargo.toml');
    expect(byName('..')).toBe(nearest);
    expect(['../../..', '../../../..', '../x', '.', ''].map(byName)).toEqual(Array(5).fill('managed serde'));
  });

  test('what no member takes is wanted by nobody, as far as members are known', () => {
    const root = '[workspace]\n[workspace.dependencies]\na = "1"\nb = { package = "real-b", version = "1" }\nc = "1"\n';
    const takes = (key: string, table = 'dependencies') => `[${table}]\n${key}.workspace = true\n`;
    const rootOf = (others: Readonly<Record<string, string>>) => together({ '/w': root, ...others })['/w'];
    const [unused, used] = [
      ['a range 1, others-want-it', 'real-b range 1, others-want-it'],
      ['a range 1 [1]', 'real-b range 1 [1]'],
    ];
    const c = 'c range 1, others-want-it';
    expect(rootOf({})).toEqual([...unused, c]);
    expect(rootOf({ '/w/m': takes('a'), '/w/n/o': takes('b', 'dev-dependencies') })).toEqual([...used, c]);
    expect(rootOf({ '/w/m': takes('b', "target.'cfg(unix)'.build-dependencies") })?.[1]).toBe(used[1]);
    // Another workspace's members say nothing of it, nor does a dependency of the same name.
    expect(rootOf({ '/w/m': '[workspace]\n', '/w/m/n': takes('a'), '/v': takes('a') })).toEqual([...unused, c]);
    expect(rootOf({ '/w/m': '[dependencies]\na = "1"\nreal-b.workspace = true\n' })).toEqual([...unused, c]);
    expect(together({ '/w': root + takes('a') })['/w']?.[0]).toBe(used[0]);
  });

  test('a root that lies elsewhere speaks to the members that name it', () => {
    const root = [
      '[workspace]',
      'members = ["../m"]',
      'resolver = "3"',
      '[workspace.package]',
      'rust-version = "1.75"',
      '[workspace.dependencies]',
      'a = "1"',
      '[patch.crates-io]',
      'p = { path = "p" }',
      '',
    ].join('\n');
    const wanted = '[dependencies]\na.workspace = true\np = "1"\nq = "1"\n';
    const member = `[package]\nworkspace = "../r"\n${wanted}`;
    const read = together({ '/w/r': root, '/w/m': member, '/w/n': wanted });
    expect(read['/w/m']).toEqual([
      'managed a, decided in /w/r/Cargo.toml: a range 1 for Rust >=1.84',
      'managed p 1',
      'q range 1 for Rust >=1.84 [1]',
    ]);
    expect(read['/w/r']?.[0]).toBe('a range 1 for Rust >=1.84 [1]');
    expect(read['/w/n']).toEqual(['managed a', 'p range 1 [1]', 'q range 1 [1]']);
    // What it patches is not known, and it may be anything.
    expect(together({ '/w/m': member })['/w/m']).toEqual(['managed a', 'managed p 1', 'managed q 1']);
  });

  test('what a root has twice, or not yet, is decided by the first that can be read', () => {
    const root = '[workspace]\n[workspace.dependencies]\na = "1"\na = "2"\nb =\n';
    expect(read('[dependencies]\na.workspace = true\nb.workspace = true\n', below({ '/w': root }, '/w/m'))).toEqual([
      expect.stringMatching(/^managed a, decided/),
      'managed b',
    ]);
  });
});

/** Each verdict but those of inherited editions was seen with cargo 1.95. */
describe('the Rust version that decides', () => {
  const wanted = '[dependencies]\na = "1"\n';
  test.each([
    ['an old edition', 'edition = "2021"\nrust-version = "1.75"', undefined],
    ['edition 2024', 'edition = "2024"\nrust-version = "1.85"', '1.85'],
    ['edition 2024 without one: the toolchain at hand, which no file tells', 'edition = "2024"', '>=1.85'],
    ['resolver 3 without one', 'edition = "2021"\nresolver = "3"', '>=1.84'],
    ['blanks around it', 'edition = "2024"\nrust-version = " 1.85 "', '1.85'],
    ['resolver 3', 'edition = "2021"\nresolver = "3"\nrust-version = "1.75.1"', '1.75.1'],
    ['resolver 2', 'edition = "2024"\nresolver = "2"\nrust-version = "1.85"', undefined],
    ['no version', 'edition = "2024"\nrust-version = "^1.85"', '>=1.85'],
    ['what is no edition', 'edition = "later"\nrust-version = "1.85"', undefined],
  ])('in a package alone: %s', (_, head, expected) => {
    expect(toolchainOf(`[package]\n${head}\n${wanted}`)).toBe(expected);
  });

  test.each([
    ['a virtual root', '[workspace]', 'edition = "2024"\nrust-version = "1.85"', undefined],
    ['a virtual root with the resolver', '[workspace]\nresolver = "3"', 'rust-version = "1.75"', '1.75'],
    ['a resolver of the member', '[workspace]', 'resolver = "3"\nrust-version = "1.75"', undefined],
    ['a root that is a package', '[workspace]\n[package]\nedition = "2024"', 'rust-version = "1.75"', '1.75'],
    [
      'two versions, of which the lower counts first',
      '[workspace]\n[package]\nedition = "2024"\nrust-version = "1.85"',
      'rust-version = "1.75"',
      '1.75 1.85',
    ],
    [
      'an inherited version',
      '[workspace]\nresolver = "3"\n[workspace.package]\nrust-version = "1.80"',
      'rust-version.workspace = true',
      '1.80',
    ],
    [
      'an inherited edition',
      '[workspace]\n[workspace.package]\nedition = "2024"\nrust-version = "1.85"\n[package]\nedition.workspace = true\nrust-version.workspace = true',
      'edition = "2021"',
      '1.85',
    ],
  ])('in a member below %s', (_, root, head, expected) => {
    expect(toolchainOf(`[package]\n${head}\n${wanted}`, below({ '/w': `${root}\n` }, '/w/m'))).toBe(expected);
  });

  test('those of all members count for each', () => {
    const root = '[workspace]\nresolver = "3"\n[workspace.dependencies]\na = "1"\n';
    const member = (rust: string) => `[package]\nrust-version = "${rust}"\n${wanted}`;
    const manifests = { '/w': root, '/w/m': member('1.85'), '/w/n': member('1.56'), '/w/o': wanted };
    const read = together({ ...manifests, '/v': member('1.40') });
    expect([read['/w'], read['/w/m'], read['/w/n'], read['/w/o']].map(labels => labels?.[0])).toEqual([
      'a range 1 for Rust 1.56 1.85, others-want-it',
      ...Array(3).fill('a range 1 for Rust 1.56 1.85 [1]'),
    ]);
  });

  function toolchainOf(text: string, around?: Around): string | undefined {
    const [reference] = cargoToml.read(text, FILE, around).references;
    return reference?.subject.kind === 'release' ? reference.subject.toolchain : 'none';
  }
});

test('what cargo wrote for a registry is nobody’s to mend', () => {
  const vendored = '# THIS FILE IS AUTOMATICALLY GENERATED BY CARGO\n#\n[dependencies.a]\nversion = "1"\n';
  expect(readerFor('vendor/a/Cargo.toml', 'toml', vendored)).toBeUndefined();
  expect(readerFor('a/Cargo.toml', 'toml', '# a comment\n[package]\n')).toMatchObject({ id: cargoToml.id });
});

test('a comment above silences', () => {
  const text = '[dependencies]\n# registry-lens: ignore yanked-release -- why\na = "1"\nb = "1"\n';
  const { references, ignores } = cargoToml.read(text, FILE);
  expect(ignores).toEqual([{ span: references[0]?.span, rules: ['yanked-release'] }]);
  const [, second] = references;
  expect(second?.ignoreAt).toEqual({ offset: text.indexOf('b ='), open: '# ', newline: '\n' });
});

describe('whatever is written', () => {
  const line = fc.constantFrom(
    'a = "1.0"',
    'b = { version = "=2.0.0", registry = "mine" }',
    'c.workspace = true',
    'd.version = "~1.2"',
    'e = { git = "https://a.example/e" }',
    'f = "1" # why',
    '"g-h" = { package = "g", version = "1.*" }',
  );
  const header = fc.constantFrom(
    '[dependencies]',
    '[dev-dependencies]',
    "[target.'cfg(unix)'.dependencies]",
    '[workspace.dependencies]',
    '[package]',
    '[patch.crates-io]',
  );
  /** Each key once in each table, as TOML has it. */
  const manifest = fc
    .uniqueArray(fc.tuple(header, fc.uniqueArray(line, { maxLength: 5 })), { maxLength: 5, selector: ([head]) => head })
    .map(tables => tables.map(([head, lines]) => [head, ...lines, ''].join('\n')).join(''));

  test('a file that is cut says what stands before the cut', () => {
    fc.assert(
      fc.property(manifest, fc.nat(1000), (text, at) => {
        const cut = text.slice(0, at % (text.length + 1));
        const whole = linesBefore(text, cut.lastIndexOf('\n') + 1);
        expect(linesBefore(cut, cut.lastIndexOf('\n') + 1)).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  test('a line that is half typed loses only itself', () => {
    const half = fc.constantFrom(
      'x = "',
      'x = { version = "1',
      'x = {',
      'x',
      'x =',
      'x = [',
      'x.',
      '"x',
      'x = "1.0" y',
    );
    fc.assert(
      fc.property(manifest, half, fc.nat(100), (text, typed, at) => {
        const lines = text.split('\n');
        const place = lines.length === 0 ? 0 : at % lines.length;
        const with_ = [...lines.slice(0, place), typed, ...lines.slice(place)].join('\n');
        const names = (of: string) => read(of).filter(label => !/(?:^| )x(?: |$)/.test(label));
        expect(names(with_)).toEqual(names(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a root above makes no more and no fewer of a manifest, only otherwise', () => {
    fc.assert(
      fc.property(manifest, manifest, fc.nat(1000), (root, text, at) => {
        const cut = root.slice(0, at % (root.length + 1));
        const { references } = cargoToml.read(text, FILE, below({ '/w': `[workspace]\n${cut}` }, '/w/m'));
        const places = references.map(({ span }) => span);
        expect(places).toEqual(cargoToml.read(text, FILE).references.map(({ span }) => span));
      }),
      { numRuns: 300 },
    );
  });

  test('a version written where the reader says is read there again, and nothing else changes', () => {
    fc.assert(
      fc.property(manifest, text => {
        const before = cargoToml.read(text, FILE).references;
        before.forEach(({ subject }, index) => {
          if (subject.kind !== 'release' || subject.edit === undefined) return;
          const { start, end } = subject.edit;
          const after = cargoToml.read(`${text.slice(0, start)}=9.9.9${text.slice(end)}`, FILE).references;
          const wants = (references: readonly Reference[]) =>
            references.map(each =>
              'want' in each.subject && each.subject.kind === 'release' ? each.subject.want.text : '',
            );
          expect(wants(after)).toEqual(wants(before).map((want, i) => (i === index ? '=9.9.9' : want)));
        });
      }),
      { numRuns: 300 },
    );
  });

  /** What is read of the text before an offset. A patch below changes what stands above it, and is no matter here. */
  function linesBefore(text: string, end: number): string[] {
    const { references } = cargoToml.read(text.replaceAll('[patch.', '[other.'), FILE);
    return references
      .filter(({ span }) => span.end <= end)
      .map(({ subject, span }) => `${span.start} ${JSON.stringify(subject)}`);
  }
});
