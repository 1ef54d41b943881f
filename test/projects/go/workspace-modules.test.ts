import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { workspaceModules } from '../../../server/src/projects/go/workspace-modules.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The names that a workspace of these files makes, sorted. */
async function modulesOf(files: Readonly<Record<string, string>>, root = '.'): Promise<string[]> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'go-work-')));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return [...(await workspaceModules(path.join(folder, root), () => undefined))].sort();
}

test('the modules that a go.work uses, and what they put a folder in the place of', async () => {
  const files = {
    'go.work': 'go 1.21\n\nuse .\nuse (\n\t./api // first\n\t"./lib"\n\t../outside\n)\nreplace corp.example/x => ./x\n',
    'go.mod': 'module corp.example/root\n',
    'api/go.mod': 'module (\n\tcorp.example/api\n)\nrequire corp.example/lib v1.0.0\n',
    'lib/go.mod':
      '// words\nmodule "corp.example/lib" // more\nreplace (\n\tcorp.example/y v1.0.0 => ../y\n\ta.example/z => b.example/z v1.0.0\n)\n',
    'unused/go.mod': 'module corp.example/unused\n',
  };
  const names = ['api', 'lib', 'root', 'x', 'y'].map(name => `corp.example/${name}`);
  expect(await modulesOf(files)).toEqual(names);
  expect(
    await modulesOf(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')])),
    ),
  ).toEqual(names);
});

test('a module beside the workspace counts as well', async () => {
  const files = { 'work/go.work': 'use ../beside\n', 'beside/go.mod': 'module corp.example/beside\n' };
  expect(await modulesOf(files, 'work')).toEqual(['corp.example/beside']);
});

test('lines that are being typed give up themselves alone', async () => {
  const files = {
    'go.work': 'use (\n\t./api\n\t./gone\n\t./\n\treplace\nuse ./lib\nreplace corp.example/x =>\nreplace => ./y\nuse',
    'api/go.mod': 'module corp.example/api\nrequire (\n\tcorp.example/lib\nreplace corp.example/z => ../z',
    'lib/go.mod': 'module corp.example/lib',
  };
  expect(await modulesOf(files)).toEqual(['corp.example/api', 'corp.example/lib', 'corp.example/z']);
});

test('no workspace is rooted where no go.work lies', async () => {
  expect(await modulesOf({ 'go.mod': 'module corp.example/root\nreplace corp.example/x => ./x\n' })).toEqual([]);
});
