import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { walkFolder } from '../../server/src/files/walk.ts';

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
