import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { walkFolder } from '../../server/src/files/walk.ts';
import { readGitPattern } from '../../server/src/patterns/git-pattern.ts';
import { enterFolder, pathTree, rankAt } from '../../server/src/patterns/path-tree.ts';

const FOLDERS = ['', 'a', 'b', 'a/b', 'b/a', 'a/b/a', '.c', 'a/.c'];
const FILES = ['x', 'y.log', 'z'];

/** Patterns as people write them: names, wildcards, anchors, folders, exceptions. */
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!'),
    fc.constantFrom('', '', '/', '**/'),
    fc.constantFrom('a', 'b', 'a/b', 'x', 'y.log', '*.log', '*', 'a/**', '**/b', '.c', '?', '[xz]', 'a/*', '#x', ''),
    fc.constantFrom('', '', '/'),
  )
  .map(parts => parts.join(''));

const ignoreFiles = fc.dictionary(
  fc.constantFrom(
    ...FOLDERS.map(folder => (folder === '' ? '.gitignore' : `${folder}/.gitignore`)),
    '.git/info/exclude',
  ),
  fc.array(pattern, { minLength: 1, maxLength: 4 }).map(lines => `${lines.join('\n')}\n`),
  { maxKeys: 3 },
);

/** What git itself would show of a repository in which nothing was added yet. */
function shownByGit(root: string): string[] {
  const argv = [
    '-c',
    'core.excludesFile=',
    '-c',
    'core.quotePath=false',
    'ls-files',
    '--others',
    '--exclude-standard',
    '-z',
  ];
  return execFileSync('git', argv, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(file => file !== '');
}

test('walks exactly the files that git shows', async () => {
  const top = mkdtempSync(path.join(tmpdir(), 'git-ignore-'));
  let count = 0;
  try {
    await fc.assert(
      fc.asyncProperty(ignoreFiles, async ignores => {
        const root = path.join(top, `tree-${++count}`);
        for (const folder of FOLDERS) {
          mkdirSync(path.join(root, folder), { recursive: true });
          for (const file of FILES) writeFileSync(path.join(root, folder, file), '');
        }
        execFileSync('git', ['init', '--quiet', '--template=', root]);
        mkdirSync(path.join(root, '.git/info'), { recursive: true });
        for (const [file, text] of Object.entries(ignores)) writeFileSync(path.join(root, file), text);
        const walked: string[] = [];
        for await (const file of walkFolder(root, { exclude: [], wanted: () => true })) walked.push(file);
        expect(walked.sort()).toEqual(shownByGit(root).sort());
      }),
      { numRuns: 150, seed: 20261124 },
    );
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});

/** What git says of paths, one pattern at a time: hidden by themselves, or by a folder on the way. */
test('reads each pattern as git does', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'git-pattern-'));
  const part = fc.constantFrom(
    'a',
    'b',
    '*',
    '?',
    '**',
    '[ab]',
    '[!a]',
    '[a-',
    ']',
    '\\',
    '\\[',
    '/',
    '/',
    ' ',
    '!',
    '#',
    '-',
    '[[:alpha:]',
  );
  const written = fc.array(part, { minLength: 1, maxLength: 7 }).map(parts => parts.join(''));
  const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'ba', '-', '[', ']', 'a]', '!a', '#a', 'a ', '\\', 'a-b');
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 20, maxLength: 20 });
  try {
    execFileSync('git', ['init', '--quiet', '--template=', root]);
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 3 }), paths, (lines, all) => {
        // Before 2.53, git read these otherwise than its manual.
        fc.pre(!lines.some(line => /[^/*]\*\*/.test(line)));
        writeFileSync(path.join(root, '.gitignore'), `${lines.join('\n')}\n`);
        const files = [...new Set(all.map(names => names.join('/')))];
        expect({ lines, hidden: files.filter(file => isHidden(lines, file)) }).toEqual({
          lines,
          hidden: hiddenByGit(root, files),
        });
      }),
      { numRuns: 300 },
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

function isHidden(lines: readonly string[], file: string): boolean {
  const tree = pathTree();
  const patterns = lines.map(line => readGitPattern(line));
  for (const [rank, pattern] of patterns.entries())
    if (pattern !== undefined) tree.add(pattern.steps, rank, pattern.ends);
  const names = file.split('/');
  let at = tree.start();
  return names.some((name, i) => {
    const rank = rankAt(at, name, i < names.length - 1);
    at = enterFolder(at, name);
    return rank >= 0 && patterns[rank]?.isException === false;
  });
}

function hiddenByGit(root: string, files: readonly string[]): string[] {
  const argv = ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '-z', '--stdin'];
  const { stdout } = spawnSync('git', argv, {
    cwd: root,
    encoding: 'utf8',
    input: files.map(file => `${file}\0`).join(''),
  });
  return stdout.split('\0').filter(file => file !== '');
}
