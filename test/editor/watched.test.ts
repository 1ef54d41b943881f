import path from 'node:path';
import { expect, test } from 'vitest';
import { isRouteFile, WATCHED_GLOBS } from '../../server/src/editor/watched.ts';

test.each(['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', '.cargo/config', '.cargo/config.toml'])(
  '%s is watched, as it decides about routes',
  name => {
    expect(WATCHED_GLOBS).toContain(`**/${name}`);
    expect(isRouteFile(path.resolve('a', name))).toBe(true);
  },
);

test.each(['package.json', '.gitignore', 'a.npmrc', '.npmrc.bak', 'config.toml', 'my.cargo/config'])(
  '%s decides about no route',
  name => {
    expect(isRouteFile(path.resolve('a', name))).toBe(false);
  },
);
