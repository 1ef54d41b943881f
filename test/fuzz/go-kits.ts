import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const TOKENS = [
  ...ANY_TOKENS,
  ...['require ', 'require (\n', 'replace ', 'replace (\n', 'exclude ', 'exclude (\n', 'retract [v1.0.0, v1.1.0]\n'],
  ...['module example.com/a\n', 'go 1.21\n', 'toolchain go1.22.0\n', 'tool example.com/a/b\n', 'use ./a\n', ')\n'],
  ...['example.com/a', 'example.com/a/v2', 'gopkg.in/a.v1', ' v1.0.0', ' v2.0.0+incompatible', ' v1.', ' v'],
  ...['\tv0.0.0-20240102030405-abcdef123456', ' => ', '../a', './a v1.0.0', ' // indirect', ' // indirect; a'],
];

const HASH = `h1:${'a'.repeat(43)}=`;

/** Kinds of files of Go. */
export const GO_KITS: Readonly<Record<string, ReaderKit>> = {
  'go-mod': {
    file: 'go.mod',
    seeds: [
      'module example.com/app\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n\nrequire (\n\texample.com/b v1.0.0-rc.1 // indirect\n\t// registry-lens: ignore\n\t"example.com/c/v2" v2.0.0\n\texample.com/d v0.0.0-20240102030405-abcdef123456 // why\n)\n\nexclude example.com/a v1.1.0\nreplace example.com/b => ../b\nreplace (\n\texample.com/d => example.com/e v1.0.0\n\texample.com/f v1.0.0 => example.com/f v1.2.0\n)\nretract (\n\tv1.0.0 // why\n\t[v1.1.0, v1.2.0]\n)\n',
      'require (\n\texample.com/a v1.\n\texample.com/b \n\t`example.com/c` v1.0.0\n\t"example.com/d\nreplace example.com/a => example.com/b v1\nrequire example.com/a v1.0.0\nexclude example.com/a v1.0.0',
    ],
    tokens: TOKENS,
    frames: [
      `require ${HOLE} v1.0.0\n`,
      `require example.com/a ${HOLE}\n`,
      `require (\n\texample.com/a v1.0.0${HOLE}\n)\n`,
      `require "${HOLE}" v1.0.0\n`,
      `require example.com/a v1.0.0 //${HOLE}\n`,
      `replace ${HOLE} => example.com/a v1.0.0\nrequire example.com/a v1.0.0\n`,
      `replace example.com/a => ${HOLE}\nrequire example.com/a v1.0.0\n`,
    ],
    lists: [
      { head: 'require (\n', entry: i => `\texample.com/a${i} v1.0.${i}\n`, tail: ')\n' },
      { head: '', entry: () => 'require example.com/a v1.0.0\n' },
      {
        head: 'require (\n',
        entry: i => `\texample.com/a v1.0.${i}\n`,
        behind: { head: ')\n', entry: i => `exclude example.com/a v1.1.${i}\n` },
      },
      {
        head: 'require (\n',
        entry: i => `\texample.com/a v1.0.${i}\n`,
        behind: { head: ')\n', entry: i => `replace example.com/a v1.0.${i} => example.com/b v1.0.${i}\n` },
      },
      { head: 'require example.com/a v1.0.0\n', entry: () => 'replace example.com/a => ../a\n' },
      { head: 'require example.com/a v1.0.0-a', entry: () => '.a', tail: '\n' },
      { head: 'require example.com', entry: () => '/a', tail: ' v1.0.0\n' },
      { head: '', entry: () => '// registry-lens: ignore\n', tail: 'require example.com/a v1.0.0\n' },
    ],
  },
  'go-work': {
    file: 'go.work',
    seeds: [
      'go 1.21\n\nuse ./a\nuse (\n\t./b\n\t"../c"\n)\nreplace example.com/a => ./a\nreplace (\n\t// registry-lens: ignore\n\texample.com/b v1.0.0 => example.com/c v1.1.0 // why\n)\n',
    ],
    tokens: TOKENS,
    frames: [
      `use ${HOLE}\n`,
      `replace example.com/a => ${HOLE}\n`,
      `replace example.com/a => example.com/b v1${HOLE}\n`,
    ],
    lists: [
      { head: 'use (\n', entry: i => `\t./a${i}\n`, tail: ')\n' },
      { head: '', entry: i => `replace example.com/a v1.0.${i} => example.com/b v1.0.0\n` },
      { head: 'replace (\n', entry: () => 'example.com/a => ./a\n' },
    ],
  },
  'go-sum': {
    file: 'go.sum',
    seeds: [
      `example.com/a v1.0.0 ${HASH}\nexample.com/a v1.0.0/go.mod ${HASH}\n\tgithub.com/B/c  v2.0.0+incompatible\t${HASH}\nfoo v1 ${HASH}\n`,
      `<<<<<<< HEAD\nexample.com/a v1.0.0 ${HASH}\n=======\nexample.com/a v1.1.0 ${HASH}\n>>>>>>> b\nexample.com/a v1.`,
    ],
    tokens: [...TOKENS, ` ${HASH}\n`, '/go.mod', ' h1:', 'h2:', '=\n', '<<<<<<< a\n', '=======\n', '>>>>>>> a\n'],
    frames: [
      `${HOLE} v1.0.0 ${HASH}\n`,
      `example.com/a ${HOLE} ${HASH}\n`,
      `example.com/a v1.0.0 ${HOLE}\n`,
      `example.com/a v1.0.0${HOLE}${HASH}\n`,
      `${HOLE}example.com/a v1.0.0 ${HASH}\n`,
    ],
    lists: [
      { head: '', entry: i => `example.com/a${i} v1.0.0 ${HASH}\nexample.com/a${i} v1.0.0/go.mod ${HASH}\n` },
      { head: '', entry: () => `example.com/a v1.0.0 ${HASH}\n` },
      { head: '', entry: () => '\n' },
    ],
  },
};
