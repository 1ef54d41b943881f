import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readInside } from '../../server/src/files/inside.ts';
import { workspacePackages } from '../../server/src/projects/npm/workspace-packages.ts';
import { environmentIn } from '../../server/src/workspace/environment.ts';
import { namedContexts } from '../../server/src/workspace/named-contexts.ts';
import { createOwnPackages } from '../../server/src/workspace/own-packages.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'inside-'));
  await mkdir(path.join(place, 'ws', 'sub'), { recursive: true });
});
afterEach(() => rm(place, { recursive: true }));

const at = (name: string) => path.join(place, name);

describe.skipIf(process.platform === 'win32')('a file is read', () => {
  test.each<[string, string, 'text' | 'outside']>([
    ['that lies in the folder', 'ws/plain', 'text'],
    ['that is a link within', 'ws/sub/within', 'text'],
    ['that is a link out', 'ws/out', 'outside'],
    ['that lies behind a link out', 'ws/away/secret', 'outside'],
    ['that is a link to what begins like the folder', 'ws/like', 'outside'],
  ])('%s', async (_, file, outcome) => {
    await writeFile(at('ws/plain'), 'x');
    await mkdir(at('ws-other'));
    await writeFile(at('ws-other/secret'), 'x');
    await symlink(at('ws/plain'), at('ws/sub/within'));
    await symlink('../ws-other/secret', at('ws/out'));
    await symlink(at('ws-other'), at('ws/away'));
    await symlink(at('ws-other/secret'), at('ws/like'));
    expect((await readInside(at('ws'), at(file))).is).toBe(outcome);
  });

  test('that is not there', async () => {
    expect(await readInside(at('ws'), at('ws/nothing'))).toEqual({ is: 'unreadable', detail: 'ENOENT' });
  });
});

describe.skipIf(process.platform === 'win32')('what a link leads to outside of the folder', () => {
  test('gives no variables', async () => {
    await writeFile(at('credentials'), 'aws_secret = wJalr');
    await symlink('../credentials', at('ws/.env'));
    expect(await environmentIn(at('ws'), at('ws'))).toEqual(new Map());
    await writeFile(at('ws/own'), 'A=1');
    await symlink('../own', at('ws/sub/.env'));
    expect(await environmentIn(at('ws/sub'), at('ws'))).toEqual(new Map([['A', '1']]));
    expect(await environmentIn(at('ws/sub'), at('ws/sub'))).toEqual(new Map());
  });

  test('names no contexts, no members and no patterns', async () => {
    await writeFile(at('bake'), 'contexts');
    await symlink(at('bake'), at('ws/bake'));
    const builds = { describes: (file: string) => file === 'bake', contextsIn: () => ['base'] };
    expect(await namedContexts(at('ws'), at('ws'), builds)).toEqual(new Set());
    await writeFile(at('pnpm'), 'packages: ["*"]');
    await symlink(at('pnpm'), at('ws/pnpm-workspace.yaml'));
    await writeFile(at('ws/sub/package.json'), '{"name": "member"}');
    expect(await workspacePackages(at('ws'), () => undefined)).toEqual(new Set());
  });

  test('is told from what lies in the opened folder', async () => {
    await writeFile(at('ws/.env'), 'A=1');
    await symlink('../.env', at('ws/sub/.env'));
    const builds = { describes: () => false, contextsIn: () => [] };
    const variables = async (opened: string) => {
      const own = createOwnPackages({ home: undefined, log: () => undefined, builds });
      await own.learn(at('ws/sub'), at(opened));
      return own.around(at('ws/sub'))?.environment?.get('A');
    };
    expect([await variables('ws'), await variables('ws/sub')]).toEqual(['1', undefined]);
  });
});
