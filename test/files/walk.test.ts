import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTouched, type TouchedPlace } from '../../server/src/files/touched.ts';
import { walkFolder } from '../../server/src/files/walk.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/**
 * A folder with files: path → text. A path that ends with `/` is an empty folder, a text that begins with `→ ` a
 * link.
 */
function folderOf(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'walk-'));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(root, file);
    mkdirSync(file.endsWith('/') ? place : path.dirname(place), { recursive: true });
    if (text.startsWith('→ ')) symlinkSync(text.slice(2), place);
    else if (!file.endsWith('/')) writeFileSync(place, text);
  }
  return root;
}

async function walked(root: string, exclude: readonly string[] = [], only?: TouchedPlace): Promise<string[]> {
  const found: string[] = [];
  const wanted = (file: string) => /(^|\/)(Dockerfile|package\.json)$/.test(file);
  for await (const file of walkFolder(root, { exclude, wanted, only })) found.push(file);
  return found;
}

const D = 'Dockerfile';

test.each<[string, Record<string, string>, string[]]>([
  [
    'yields what is wanted, in the order of the names',
    { 'b/Dockerfile': '', 'a/x/package.json': '', Dockerfile: '', 'a/y.txt': '' },
    [D, 'a/x/package.json', 'b/Dockerfile'],
  ],
  ['walks dot-folders', { '.devcontainer/Dockerfile': '' }, ['.devcontainer/Dockerfile']],
  [
    'never enters .git, node_modules and vendor',
    { '.git/Dockerfile': '', 'a/node_modules/b/package.json': '', 'vendor/Dockerfile': '' },
    [],
  ],
  [
    'obeys .gitignore without a repository',
    { '.gitignore': 'out\n', 'out/Dockerfile': '', 'src/Dockerfile': '' },
    ['src/Dockerfile'],
  ],
  ['reads .gitignore with CRLF and a comment', { '.gitignore': '# made\r\nout/\r\n', 'out/Dockerfile': '' }, []],
  [
    'obeys a nested .gitignore below its own folder only',
    { 'a/.gitignore': '/out\n', 'a/out/Dockerfile': '', 'b/out/Dockerfile': '' },
    ['b/out/Dockerfile'],
  ],
  [
    'lets the inner .gitignore overrule the outer',
    { '.gitignore': 'Dockerfile\n', 'a/.gitignore': '!Dockerfile\n', 'a/Dockerfile': '', 'b/Dockerfile': '' },
    ['a/Dockerfile'],
  ],
  [
    'walks a folder that an inner .gitignore brings back',
    { '.gitignore': 'out/\n', 'a/.gitignore': '!out/\n', 'a/out/x/Dockerfile': '', 'b/out/Dockerfile': '' },
    ['a/out/x/Dockerfile'],
  ],
  [
    'goes on hiding by name in a folder that was brought back',
    {
      '.git/info/exclude': 'a#!\n',
      '.gitignore': '!/a#!\n',
      'a#!/Dockerfile': '',
      'a#!/b/a#!/Dockerfile': '',
    },
    ['a#!/Dockerfile'],
  ],
  [
    'does not bring back what lies in a hidden folder',
    { '.gitignore': 'out/\n!out/Dockerfile\n', 'out/Dockerfile': '' },
    [],
  ],
  ['obeys .git/info/exclude', { '.git/info/exclude': 'private\n', 'private/Dockerfile': '' }, []],
  [
    'starts anew in a repository within the repository',
    { '.git/': '', '.gitignore': 'Dockerfile\n', 'module/.git/': '', 'module/Dockerfile': '', 'a/Dockerfile': '' },
    ['module/Dockerfile'],
  ],
  ['follows no link to a folder', { 'a/Dockerfile': '', 'a/up': '→ ..', b: '→ a' }, ['a/Dockerfile']],
  ['reads a link to a file inside', { 'a/Real': '', Dockerfile: '→ a/Real' }, [D]],
  [
    'does not read a link that leads outside, to nowhere, or in a circle',
    { Dockerfile: '→ /etc/hostname', 'a/Dockerfile': '→ gone', 'b/Dockerfile': '→ Dockerfile' },
    [],
  ],
  [
    'obeys patterns that would take others for ever',
    {
      '.gitignore': `${'a*'.repeat(40)}b\n${'**/*a/'.repeat(20)}*c\n`,
      [`${'a'.repeat(200)}/Dockerfile`]: '',
      [`${'a'.repeat(200)}b/Dockerfile`]: '',
      [`${'a/'.repeat(60)}Dockerfile`]: '',
      [`${'a/'.repeat(60)}c/Dockerfile`]: '',
    },
    [`${'a/'.repeat(60)}Dockerfile`, `${'a'.repeat(200)}/Dockerfile`],
  ],
  [
    'follows no link to a .gitignore, as git does not',
    { rules: 'Dockerfile\n', '.gitignore': '→ rules', Dockerfile: '' },
    [D],
  ],
])('%s', async (_, files, expected) => {
  expect(await walked(folderOf(files))).toEqual(expected);
});

test.each([
  ['**/a', []],
  ['a', []],
  ['a/', []],
  ['a/**', []],
  ['**/Dockerfile', []],
  ['**/.x/**', ['a/Dockerfile']],
  ['x', ['a/.x/Dockerfile', 'a/Dockerfile']],
])('excludes %s', async (glob, expected) => {
  expect(await walked(folderOf({ 'a/Dockerfile': '', 'a/.x/Dockerfile': '' }), [glob])).toEqual(expected);
});

test('obeys the .gitignore files above a root that lies inside a repository', async () => {
  const top = folderOf({
    '.git/info/exclude': 'secret\n',
    '.gitignore': 'out\n/apps/web/only-here\n',
    'apps/.gitignore': 'tmp\n',
    'apps/web/out/Dockerfile': '',
    'apps/web/tmp/Dockerfile': '',
    'apps/web/secret/Dockerfile': '',
    'apps/web/only-here/Dockerfile': '',
    'apps/web/src/Dockerfile': '',
  });
  expect(await walked(path.join(top, 'apps/web'))).toEqual(['src/Dockerfile']);
});

test('walks a root that is ignored itself, because somebody asked for it', async () => {
  const top = folderOf({
    '.git/': '',
    '.gitignore': 'out\n*.tmp\n',
    'out/a/Dockerfile': '',
    'out/x.tmp/Dockerfile': '',
  });
  expect(await walked(path.join(top, 'out'))).toEqual(['a/Dockerfile']);
  expect(await walked(path.join(top, 'out/x.tmp'))).toEqual(['Dockerfile']);
});

test('stops at its bounded depth, and when told to', async () => {
  const root = folderOf({ [`${'d/'.repeat(70)}Dockerfile`]: '', [`${'d/'.repeat(60)}Dockerfile`]: '' });
  expect(await walked(root)).toEqual([`${'d/'.repeat(60)}Dockerfile`]);
  const found: string[] = [];
  for await (const file of walkFolder(root, { exclude: [], wanted: () => true, signal: AbortSignal.abort() }))
    found.push(file);
  expect(found).toEqual([]);
});

test('passes over a root that is not there with a line for the log', async () => {
  const lines: string[] = [];
  const root = path.join(folderOf({}), 'gone');
  for await (const file of walkFolder(root, { exclude: [], wanted: () => true, log: line => lines.push(line) }))
    lines.push(file);
  expect(lines).toEqual([expect.stringMatching(/^Passed over the folder `.*gone`: ENOENT\.$/)]);
});

test('tells of globs that stand for too much', async () => {
  const lines: string[] = [];
  const options = { wanted: () => true, log: (line: string) => lines.push(line) };
  const found: string[] = [];
  for await (const file of walkFolder(folderOf({ a: '', b: '' }), { ...options, exclude: ['{a,b}'.repeat(40), 'b'] }))
    found.push(file);
  expect(found).toEqual(['a']);
  expect(lines).toEqual([
    `\`${'{a,b}'.repeat(12)}…\` excludes nothing: it is too long, or its braces stand for too many globs.`,
  ]);
});

const TREE = {
  '.gitignore': 'out/\n*.env\n',
  Dockerfile: '',
  'a/Dockerfile': '',
  'a/b/.gitignore': '/c\n',
  'a/b/Dockerfile': '',
  'a/b/c/Dockerfile': '',
  'a/b/d/Dockerfile': '',
  'a/bc/Dockerfile': '',
  'a/out/x/Dockerfile': '',
  'node_modules/a/Dockerfile': '',
  'linked/Dockerfile': '',
  link: '→ linked',
};

test.each<[string, string[], string[]]>([
  ['a file alone', ['a/Dockerfile'], ['a/Dockerfile']],
  ['what lies below a folder, and not what begins like it', ['a/b'], ['a/b/Dockerfile', 'a/b/d/Dockerfile']],
  ['places side by side', ['a/b/d', 'Dockerfile'], ['Dockerfile', 'a/b/d/Dockerfile']],
  ['nothing that is hidden by a file above', ['a/out/x', 'a/out/x/Dockerfile'], []],
  ['nothing that is hidden by a file on the way', ['a/b/c', 'a/b/c/Dockerfile'], []],
  ['nothing in folders that are never entered', ['node_modules/a', 'node_modules/a/Dockerfile'], []],
  ['nothing behind a link', ['link', 'link/Dockerfile'], []],
  ['nothing that is not there', ['gone', 'a/gone/Dockerfile'], []],
  ['a file that is where a folder was', ['Dockerfile/x'], ['Dockerfile']],
  [
    'everything',
    [''],
    ['Dockerfile', 'a/Dockerfile', 'a/b/Dockerfile', 'a/b/d/Dockerfile', 'a/bc/Dockerfile', 'linked/Dockerfile'],
  ],
])('looks only where it is told to: %s', async (_, places, expected) => {
  const touched = createTouched();
  for (const place of places) touched.add(place === '' ? [] : place.split('/'));
  expect(await walked(folderOf(TREE), [], touched.start)).toEqual(expected);
});

test('finds a folder by the name that it has now, whatever it is called', async () => {
  const touched = createTouched(name => name.toLowerCase());
  touched.add(['API']);
  expect(await walked(folderOf({ 'Api/Dockerfile': '', 'b/Dockerfile': '' }), [], touched.start)).toEqual([
    'Api/Dockerfile',
  ]);
});

test('yields hidden files that are wanted all the same, but none of a hidden folder, nor what is excluded', async () => {
  const files = {
    '.gitignore': '.env\nout/\n',
    '.env': '',
    'a/.env': '',
    'b/.env': '',
    'out/.env': '',
    'a/Dockerfile': '',
  };
  const found: string[] = [];
  const wanted = (file: string) => /(^|\/)(Dockerfile|\.env)$/.test(file);
  const unhidden = (file: string) => file.endsWith('.env');
  for await (const file of walkFolder(folderOf(files), { exclude: ['b'], wanted, unhidden })) found.push(file);
  expect(found).toEqual(['.env', 'a/.env', 'a/Dockerfile']);
});
