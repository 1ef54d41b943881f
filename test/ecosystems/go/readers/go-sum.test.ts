import { describe, expect, test } from 'vitest';
import { goSum } from '../../../../server/src/ecosystems/go/readers/go-sum.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import type { Answer, FactFor, Peek } from '../../../../server/src/model/answer.ts';
import type { Question } from '../../../../server/src/model/question.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { judgeFiles } from '../../../support/judge-files.ts';

const [A, B, C] = ['a', 'b', 'c'].map(letter => `h1:${letter.repeat(43)}=`);

function label({ subject, role }: Reference): string {
  if (subject.kind !== 'release') return `${subject.kind === 'opaque' ? subject.why : '-'} ${role}`;
  const { name, want, locked, wantedIf } = subject;
  const version = want.is === 'exact' ? want.version : '-';
  const hashes = locked?.hashes?.map(({ algorithm, text }) => `${algorithm} ${text.slice(3, 6)}`) ?? ['nothing'];
  return [name, version, want.text.slice(version.length), ...hashes, wantedIf ?? '', role]
    .filter(word => word !== '')
    .join(' ');
}

function expectRead(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, goSum.read(text, 'go.sum').references, label)).toEqual(lines);
  const returns = goSum.read(text.replaceAll('\n', '\r\n'), 'go.sum').references;
  expect(returns.map(label)).toEqual(goSum.read(text, 'go.sum').references.map(label));
}

test('each line is an entry, under the text that tells what it is about', () => {
  expectRead(
    `example.com/a v1.0.0 ${A}`,
    '^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0 h1 aaa lock',
    `example.com/a v1.0.0/go.mod ${B}`,
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0 /go.mod h1 bbb lock',
    `github.com/BurntSushi/toml v0.0.0-20240102030405-abcdef123456/go.mod ${C}`,
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ github.com/BurntSushi/toml v0.0.0-20240102030405-abcdef123456 /go.mod h1 ccc lock',
    `example.com/b v2.0.0+incompatible ${A}`,
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/b v2.0.0+incompatible h1 aaa lock',
    `\texample.com/c   v1.0.0-RC1\t${A} `,
    '\t^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/c v1.0.0-RC1 h1 aaa lock',
    `example.com/d v1.0.0 h2:${'d'.repeat(43)}=`,
    '^^^^^^^^^^^^^^^^^^^^ example.com/d v1.0.0 h2 ddd lock',
  );
});

test('what go passes over is listed and compared with nothing', () => {
  expectRead(
    'example.com/a v1.0.0/go.mod h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0 /go.mod nothing lock',
    `example.com/a v1.0 ${A}`,
    '^^^^^^^^^^^^^^^^^^ invalid lock',
    `foo v1.0.0 ${A}`,
    '^^^^^^^^^^ invalid lock',
    '',
    'example.com/a v1.0.0',
    `example.com/a v1.0.0 ${A} more`,
    'example.com/a v1.0.0 aaaa=',
  );
});

test('a merge conflict gives what is whole', () => {
  expectRead(
    '<<<<<<< HEAD',
    `example.com/a v1.0.0 ${A}`,
    '^^^^^^^^^^^^^^^^^^^^ example.com/a v1.0.0 h1 aaa lock',
    '=======',
    `example.com/a v1.1.0 ${A}`,
    '^^^^^^^^^^^^^^^^^^^^ example.com/a v1.1.0 h1 aaa lock',
    '>>>>>>> another branch',
    'example.com/a v1.1.0/go.m',
  );
});

test.each([
  ['go.sum', 'go-sum'],
  ['a/b/go.work.sum', 'go-sum'],
  ['a/testdata/b/go.sum', undefined],
])('%s is of the kind %s', (file, kind) => {
  expect(readerFor(file, undefined, '')?.id).toBe(kind);
});

const SUM = [
  `example.com/a v1.0.0 ${A}`,
  `example.com/a v1.0.0/go.mod ${B}`,
  `example.com/old v1.0.0/go.mod ${C}`,
  `example.com/fork v1.2.0 ${C}`,
  '',
].join('\n');

/** What was asked about, by which question. */
function judged(files: Readonly<Record<string, string>>, hashes?: FactFor<Extract<Question, { ask: 'release' }>>) {
  const asked = new Set<string>();
  const peek = ((question: Question): Answer<unknown> => {
    if (question.ask === 'release') asked.add(`${question.name} ${question.version} ${question.source ?? '-'}`);
    if (question.ask === 'release' && hashes !== undefined) return { state: 'known', fact: hashes, asOf: 0 };
    return { state: 'unknown', why: 'not-asked' };
  }) as Peek;
  const all = judgeFiles(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    peek,
  );
  const sum = all.find(({ file }) => file.endsWith('.sum'));
  return { asked: [...asked].filter(text => text.endsWith('checksum-database')), analysis: sum?.analysis };
}

describe('the checksum database', () => {
  const MOD = 'module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0 // indirect\n';

  test.each<[string, Record<string, string>, string[]]>([
    [
      'is asked about everything where no go.mod is beside',
      {},
      ['example.com/a v1.0.0', 'example.com/old v1.0.0', 'example.com/fork v1.2.0'],
    ],
    ['is asked about what go.mod has in the build', { 'go.mod': MOD }, ['example.com/a v1.0.0']],
    [
      'is asked about what takes the place of something',
      { 'go.mod': `${MOD}replace example.com/a => example.com/fork v1.2.0\n` },
      ['example.com/fork v1.2.0'],
    ],
    ['is not asked about what a folder takes the place of', { 'go.mod': `${MOD}replace example.com/a => ../a\n` }, []],
    [
      'is asked about everything where go.mod does not list all',
      { 'go.mod': MOD.replace('1.21', '1.16') },
      ['example.com/a v1.0.0', 'example.com/old v1.0.0', 'example.com/fork v1.2.0'],
    ],
    [
      'is asked about everything where go.mod is in a conflict',
      { 'go.mod': `${MOD}<<<<<<< a\n=======\n>>>>>>> b\n` },
      ['example.com/a v1.0.0', 'example.com/old v1.0.0', 'example.com/fork v1.2.0'],
    ],
    [
      'is asked whatever the go.mod of another folder has',
      { 'x/go.mod': MOD },
      ['example.com/a v1.0.0', 'example.com/old v1.0.0', 'example.com/fork v1.2.0'],
    ],
  ])('%s', (_, files, asked) => {
    const { asked: all } = judged({ ...files, 'go.sum': SUM });
    expect(all).toEqual(asked.map(each => `${each} checksum-database`));
  });

  test('tells of other bytes under the same version, in the line that it is about', () => {
    const hashes = [
      { algorithm: 'h1', text: A ?? '' },
      { algorithm: 'h1', text: C ?? '', file: 'go.mod' },
    ];
    const { analysis } = judged(
      { 'go.mod': MOD, 'go.sum': SUM },
      { version: 'v1.0.0', standing: { is: 'live' }, hashes },
    );
    expect(analysis?.findings.map(({ rule, at, message }) => [rule, SUM.slice(at.start, at.end), message])).toEqual([
      [
        'integrity-mismatch',
        'example.com/a v1.0.0/go.mod',
        `\`example.com/a\` \`v1.0.0/go.mod\` is locked with \`${B}\`, and the checksum database has \`${C}\`: these are other bytes under the same version. Install nothing of it before you know who changed them.`,
      ],
    ]);
  });

  test.each<[string, string]>([
    ['another algorithm', 'h2'],
    ['none', ''],
  ])('says nothing of %s', (_, algorithm) => {
    const hashes = algorithm === '' ? [] : [{ algorithm, text: `${algorithm}:x` }];
    const { analysis } = judged({ 'go.sum': SUM }, { version: 'v1.0.0', standing: { is: 'live' }, hashes });
    expect(analysis?.findings).toEqual([]);
  });
});

test('a go.mod hears of what is in its build and has a hash, and of nothing in a conflict', () => {
  const mod = 'module example.com/app\n\ngo 1.21\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/fork v1.3.0\n)\n';
  const heldIn = (sum: string) => {
    const files = [
      { file: 'go.mod', text: mod },
      { file: 'go.sum', text: sum },
    ];
    const [its] = judgeFiles(files, () => ({ state: 'unknown', why: 'not-asked' }));
    return its?.analysis.references.map(({ subject }) => (subject.kind === 'release' ? subject.held : undefined));
  };
  const held = { version: 'v1.0.0', by: 'go.sum', brings: 'brought go.sum  example.com/a' };
  expect(heldIn(SUM)).toEqual([held, undefined]);
  expect(heldIn(`<<<<<<< a\n${SUM}=======\n>>>>>>> b\n`)).toEqual([undefined, undefined]);
});
