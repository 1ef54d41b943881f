import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const REQUIREMENTS = {
  seeds: [
    '# registry-lens: ignore\nrequests[socks]==2.31.0 ; python_version < "3.9"  # why\n-r other.txt\n--pre\nflask>=1,<2 \\\n  --hash=sha256:ab \\\n  --hash=sha256:cd\n',
    '-i https://u:p@a.example/simple --extra-index-url=https://b.example/x%20y\nfoo (~=1.0)\nbar===1.0-x\nbaz\n-e git+https://g.example/a.git@1#egg=Egg_Name&subdirectory=x\n',
    'a @ https://u:p@h.example/x.whl#sha256=1 ; x == "y"\n./local\np.whl\nx==${VERSION}\ny=={{ v }}\n{% if a %}\n-c "../c d.txt"\n--no-index -f ./w\nz \\\n==1\n',
  ],
  tokens: [
    ...ANY_TOKENS,
    ...['a==1.0\n', '\nb>=1,<2', '[x]', ' ; python_version < "3"', ' # c\n', ' --hash=sha256:ab', '\\\n', '-r a.txt\n'],
    ...[
      '-i https://a.example/s\n',
      '--pre\n',
      '-e .\n',
      ' @ https://a.example/b.whl',
      '===',
      '~=',
      '!=',
      '${A}',
      '1!2.0',
      '\f',
    ],
  ],
  frames: [
    `a==${HOLE}\n`,
    `${HOLE}==1.0\n`,
    `a[${HOLE}]==1\nb\n`,
    `a==1 ;${HOLE}\nb==2\n`,
    `-i ${HOLE}\nb==2\n`,
    `a @ ${HOLE}\nb\n`,
  ],
  lists: [
    { head: '', entry: (i: number) => `a${i}==1.0.${i}\n` },
    { head: '', entry: (i: number) => `a${i}==1 --hash=sha256:${i}\n` },
    { head: 'a==1', entry: (i: number) => ` \\\n  --hash=sha256:${i}` },
    { head: 'a', entry: () => '\\\n' },
    { head: 'a x', entry: (i: number) => `\\\nb${i}==1` },
    { head: 'a>=0', entry: (i: number) => `,!=${i}`, tail: '\n' },
    { head: '', entry: (i: number) => `-r r${i}.txt\n`, tail: 'a==1\n' },
    { head: '', entry: (i: number) => `--extra-index-url https://e${i}.example/\n`, tail: 'a==1\n' },
    { head: 'a==1', entry: () => ' -r "' },
    { head: '', entry: () => '# registry-lens: ignore\n', tail: 'a==1\n' },
    { head: '', entry: () => '# registry-lens: ignore\na==1\n' },
  ],
} satisfies Omit<ReaderKit, 'file'>;

/** The kinds of file that Python's tools read. */
export const PYTHON_KITS: Readonly<Record<string, ReaderKit>> = {
  requirements: { file: 'requirements.txt', ...REQUIREMENTS },
  'included-requirements': { file: 'base.txt', ...REQUIREMENTS },
};
