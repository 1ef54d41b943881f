import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readInside } from '../../server/src/files/inside.ts';
import { parseImageReference } from '../../server/src/model/image-reference.ts';
import { contextKey, variableKey } from '../../server/src/model/statement.ts';
import { workspacePackages } from '../../server/src/projects/npm/workspace-packages.ts';
import { surroundingsOf } from '../support/surroundings.ts';

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
  /** What variable `A` stands for in `ws/sub`, where a folder is opened. */
  const variable = async (opened: string) => {
    const { surroundings, toldIn } = surroundingsOf();
    await surroundings.learn(at('ws/sub'), at(opened));
    return toldIn(at('ws/sub'))(variableKey('A')).map(each => each.says === 'gives' && each.value);
  };

  test('gives no variables', async () => {
    await writeFile(at('credentials'), 'A = wJalr');
    await symlink('../../credentials', at('ws/sub/.env'));
    expect(await variable('ws')).toEqual([]);
    await rm(at('ws/sub/.env'));
    await writeFile(at('ws/own'), 'A=1');
    await symlink('../own', at('ws/sub/.env'));
    expect([await variable('ws'), await variable('ws/sub')]).toEqual([['1'], []]);
  });

  test('names no contexts, no members and no patterns', async () => {
    await writeFile(at('bake'), 'target "a" { contexts = { base = "." } }');
    const given = async (file: string) => {
      await symlink(at(file), at('ws/docker-bake.hcl'));
      const { surroundings, toldIn } = surroundingsOf();
      await surroundings.learn(at('ws'), at('ws'));
      await rm(at('ws/docker-bake.hcl'));
      const name = parseImageReference('base')?.name;
      return name === undefined ? undefined : toldIn(at('ws'))(contextKey(name, 'latest')).length;
    };
    await writeFile(at('ws/own'), 'target "a" { contexts = { base = "." } }');
    expect([await given('bake'), await given('ws/own')]).toEqual([0, 1]);
    await writeFile(at('pnpm'), 'packages: ["*"]');
    await symlink(at('pnpm'), at('ws/pnpm-workspace.yaml'));
    await writeFile(at('ws/sub/package.json'), '{"name": "member"}');
    expect(await workspacePackages(at('ws'), () => undefined)).toEqual(new Set());
  });
});
