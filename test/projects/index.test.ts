import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  holdsRouteFile,
  lookAtWorkspaces,
  PROJECT_MARKS,
  projectState,
  ROUTE_FILES,
  WORKSPACE_FILES,
} from '../../server/src/projects/index.ts';
import { ownershipIn } from '../support/ownership.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'projects-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a workspace is told by the ecosystem that it makes something of', async () => {
  writeFileSync(path.join(root, 'package.json'), '{"name": "top", "workspaces": []}');
  const made = (await lookAtWorkspaces(() => undefined)(root)).filter(({ all }) => all.size > 0);
  expect(made).toEqual([{ registry: 'npm', all: new Set(['top']) }]);
});

test('manifests say who decides, as a value to compare', async () => {
  const world = { root, ownership: ownershipIn([root], root) };
  const before = await projectState(world);
  expect(await projectState(world)).toBe(before);
  writeFileSync(path.join(root, 'package.json'), '{"packageManager": "pnpm@9.0.0"}');
  expect(await projectState(world)).not.toBe(before);
  expect(await projectState({ ownership: world.ownership })).toBe('');
});

test.each(ROUTE_FILES)('a project may begin where %s lies', async name => {
  expect(await holdsRouteFile(root)).toBe(false);
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), '');
  expect(await holdsRouteFile(root)).toBe(true);
});

test('names of files are told once, below the folder that they are about', () => {
  for (const names of [ROUTE_FILES, WORKSPACE_FILES, PROJECT_MARKS.scripts]) {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter(name => name.startsWith('/') || name.includes('\\'))).toEqual([]);
  }
});
