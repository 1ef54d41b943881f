import { describe, expect, test } from 'vitest';
import { goMod } from '../../../../server/src/ecosystems/go/readers/go-mod.ts';
import { goWork } from '../../../../server/src/ecosystems/go/readers/go-work.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { type Around, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference, ReleaseSubject } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

function labelIn(text: string) {
  return ({ subject }: Reference): string => {
    if (subject.kind === 'release') return said(subject, text);
    if (subject.kind !== 'opaque') return 'no module';
    const { why, name = '-', want = '-', decided } = subject;
    const by = decided === undefined ? '' : `, decided in ${decided.file}: ${said(decided.subject)}`;
    return `${why} ${name} ${want}${by}`;
  };
}

function said({ name, want, avoids, indirect, edit, wantedIf }: ReleaseSubject, text?: string): string {
  return [
    `${name} ${want.is === 'exact' ? want.version : `${want.is} ${want.text}`}`,
    ...(text === undefined || edit === undefined || textUnder(text, edit) === want.text ? [] : ['edited elsewhere']),
    ...(indirect === true ? ['indirect'] : []),
    ...(avoids === undefined ? [] : [`not ${avoids.join(' ')}`]),
    ...(wantedIf === undefined ? [] : [wantedIf]),
  ].join(', ');
}

/** Expects a manifest to be read as the carets in it say, whichever line breaks it has. */
function expectRead(lines: string[], around?: Around): void {
  const { text } = caretFixture(...lines);
  const { references } = goMod.read(text, 'go.mod', around);
  expect(annotate(text, references, labelIn(text))).toEqual(lines);
  const returns = text.replaceAll('\n', '\r\n');
  const again = goMod.read(returns, 'go.mod', around).references;
  expect(again.map(labelIn(returns))).toEqual(references.map(labelIn(text)));
}

test('what is required, alone and in blocks', () => {
  expectRead([
    'module example.com/app // require example.com/no v1.0.0',
    '',
    'go 1.21',
    'toolchain go1.22.0',
    '',
    'require example.com/a v1.2.3',
    '        ^^^^^^^^^^^^^^^^^^^^ example.com/a v1.2.3',
    'require (',
    '\tgithub.com/BurntSushi/toml v1.2.0 // why',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ github.com/BurntSushi/toml v1.2.0',
    '\tgopkg.in/yaml.v3 v3.0.1 // indirect',
    '\t^^^^^^^^^^^^^^^^^^^^^^^ gopkg.in/yaml.v3 v3.0.1, indirect',
    '\texample.com/c/v2 v2.0.0-rc.1 // indirect; for tests',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/c/v2 v2.0.0-rc.1, indirect',
    '\texample.com/d v2.1.0+incompatible //indirect',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/d v2.1.0+incompatible, indirect',
    '\texample.com/e v0.0.0-20240102030405-abcdef123456 // not indirect',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/e v0.0.0-20240102030405-abcdef123456',
    '\t"example.com/f" "v1.0.0"//indirect',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^ example.com/f v1.0.0, indirect',
    ')',
    'retract v1.0.0 // by accident',
    'retract [v1.1.0, v1.2.0]',
    'tool example.com/a/cmd/x',
    'ignore ./node_modules',
    'godebug default=go1.21',
  ]);
});

test('what is ruled out is told with what is required, and is no dependency', () => {
  expectRead([
    'exclude example.com/a v1.3.0',
    'require example.com/a v1.2.0',
    '        ^^^^^^^^^^^^^^^^^^^^ example.com/a v1.2.0, not v1.3.0 v1.4.0',
    'require example.com/b v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^ managed example.com/b v1.0.0',
    'exclude (',
    '\texample.com/a v1.4.0',
    '\texample.com/b v1.0.0',
    ')',
  ]);
});

test('what is replaced is judged where its replacement stands, or not at all', () => {
  expectRead([
    'require (',
    '\texample.com/a v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ path example.com/a v1.0.0',
    '\texample.com/b v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ managed example.com/b v1.0.0, decided in go.mod: example.com/fork v1.1.0',
    '\texample.com/c v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ example.com/c v1.0.0',
    '\texample.com/d v1.0.0 // indirect',
    '\t^^^^^^^^^^^^^^^^^^^^ managed example.com/d v1.0.0, decided in go.mod: example.com/d v1.5.0',
    '\texample.com/e v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ managed example.com/e v1.0.0',
    ')',
    'replace example.com/a => ../a',
    'replace (',
    '\texample.com/b => example.com/fork v1.1.0',
    '\t                 ^^^^^^^^^^^^^^^^^^^^^^^ example.com/fork v1.1.0',
    '\texample.com/c v1.9.0 => ./c // another version',
    '\texample.com/d v1.0.0 => example.com/d v1.5.0',
    '\t                        ^^^^^^^^^^^^^^^^^^^^ example.com/d v1.5.0',
    '\texample.com/d => example.com/d v1.6.0',
    '\t                 ^^^^^^^^^^^^^^^^^^^^ example.com/d v1.6.0, others-want-it',
    '\texample.com/e => fork v1.0.0',
    '\t                 ^^^^^^^^^^^ invalid fork v1.0.0',
    '\texample.com/f => /elsewhere/f',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path example.com/f /elsewhere/f',
    '\texample.com/g => C:\\g',
    '\t^^^^^^^^^^^^^^^^^^^^^ path example.com/g C:\\g',
    '\texample.com/h => example.com/i v1.0.0',
    '\t                 ^^^^^^^^^^^^^^^^^^^^ example.com/i v1.0.0, others-want-it',
    ')',
  ]);
});

test('what go refuses is not asked about', () => {
  expectRead([
    'require `example.com/a` v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^^^ invalid example.com/a v1.0.0',
    'require foo v1.0.0',
    '        ^^^^^^^^^^ invalid foo v1.0.0',
    'require example.com/a v2.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^ invalid example.com/a v2.0.0',
    'require example.com/a/v2 v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^^^^ invalid example.com/a/v2 v1.0.0',
    'require example.com/a/v1 v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^^^^ invalid example.com/a/v1 v1.0.0',
    'require gopkg.in/a/yaml v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^^^ invalid gopkg.in/a/yaml v1.0.0',
    'require example.com/a feature/x',
    '        ^^^^^^^^^^^^^^^^^^^^^^^ invalid example.com/a feature/x',
    'require example.com/é v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^ invalid example.com/é v1.0.0',
    'require "exam\\x70le.com/a" v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^^ invalid exam\\x70le.com/a v1.0.0',
  ]);
});

test('what go looks up when it is run next is no version yet', () => {
  expectRead([
    'require (',
    '\texample.com/a master',
    '\t^^^^^^^^^^^^^^^^^^^^ example.com/a range master',
    '\texample.com/b latest',
    '\t^^^^^^^^^^^^^^^^^^^^ example.com/b range latest',
    '\texample.com/c abcdef123456',
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/c range abcdef123456',
    '\texample.com/d <v1.2.0',
    '\t^^^^^^^^^^^^^^^^^^^^^ example.com/d range <v1.2.0',
    '\texample.com/e v1.2',
    '\t^^^^^^^^^^^^^^^^^^ example.com/e range v1.2',
    ')',
    'replace example.com/f => example.com/g main',
    '                         ^^^^^^^^^^^^^^^^^^ example.com/g range main, others-want-it',
  ]);
});

test('a line that is being typed loses itself alone', () => {
  expectRead([
    'require (',
    '\texample.com/a v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0',
    '\texample.com',
    '\texample.com/b',
    '\texample.com/c v1.',
    '\t^^^^^^^^^^^^^^^^^ example.com/c range v1.',
    '\texample.com/d ',
    '\t^^^^^^^^^^^^^ example.com/d range ',
    '\t"example.com/e v1.0.0',
    '\texample.com/f v1.0.0 v1.0.0',
    '\texample.com/g v1.0.0',
    '\t^^^^^^^^^^^^^^^^^^^^ example.com/g v1.0.0',
    'replace example.com/g =>',
    'replace example.com/a => ',
    'replace example.com/a example.com/b v1.0.0',
    'exclude',
    'require example.com/h v1.0.0',
    '        ^^^^^^^^^^^^^^^^^^^^ example.com/h v1.0.0',
  ]);
});

test('comments silence the line below', () => {
  const text = 'require (\n\t// registry-lens: ignore\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0 // why\n)\n';
  const { references, ignores } = goMod.read(text, 'go.mod');
  expect(ignores.map(({ span }) => textUnder(text, span))).toEqual(['example.com/a v1.0.0']);
  expect(references.map(({ ignoreAt }) => ignoreAt)).toEqual([
    { offset: text.indexOf('\texample.com/a'), open: '\t// ', newline: '\n' },
    { offset: text.indexOf('\texample.com/b'), open: '\t// ', newline: '\n' },
  ]);
});

test('what tests keep is no manifest of the project', () => {
  expect(readerFor('api/go.mod')?.id).toBe('go-mod');
  expect(readerFor('go.work')?.id).toBe('go-work');
  expect(readerFor('api/testdata/mod/go.mod')).toBeUndefined();
});

describe('a workspace', () => {
  const WORK = [
    'go 1.21',
    'use ./api',
    'use (',
    '\t"./lib/v2"',
    '\t../beside',
    ')',
    'replace example.com/a => ./a',
    '        ^^^^^^^^^^^^^^^^^^^^ path example.com/a ./a',
    'replace example.com/b v1.0.0 => example.com/fork v1.1.0',
    '                                ^^^^^^^^^^^^^^^^^^^^^^^ example.com/fork v1.1.0, others-want-it',
  ];
  const { text } = caretFixture(...WORK);

  /** What is told in a folder below, or beside, the workspace's. */
  function inside(folder: string, root = '/work'): Around {
    const from = { id: `${root}/go.work`, folder: root, file: 'go.work', rangeOf: () => ({}) as never };
    const said = (goWork.read(text, 'go.work').statements ?? []).map(statement => ({ ...statement, from }));
    return { ...NOTHING_AROUND, folder, told: key => said.filter(statement => statement.key === key) };
  }

  test('replaces for the modules that it uses', () => {
    expect(annotate(text, goWork.read(text, 'go.work').references, labelIn(text))).toEqual(WORK);
    const lines = [
      'require example.com/a v1.0.0',
      '        ^^^^^^^^^^^^^^^^^^^^ path example.com/a v1.0.0',
      'require example.com/b v1.0.0',
      '        ^^^^^^^^^^^^^^^^^^^^ managed example.com/b v1.0.0, decided in go.work: example.com/fork v1.1.0',
      'require example.com/b v1.2.0',
      '        ^^^^^^^^^^^^^^^^^^^^ example.com/b v1.2.0',
      'replace example.com/a => example.com/other v1.0.0',
      '                         ^^^^^^^^^^^^^^^^^^^^^^^^ example.com/other v1.0.0',
    ];
    for (const folder of ['/work/api', '/work/lib/v2', '/beside']) expectRead(lines, inside(folder));
  });

  test('says nothing to others', () => {
    const lines = ['require example.com/a v1.0.0', '        ^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0'];
    for (const folder of ['/work', '/work/lib', '/work/lib/v2/x']) expectRead(lines, inside(folder));
  });
});
