import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownershipOf } from '../../server/src/ownership.ts';
import { loadNpmRoutes } from '../../server/src/projects/npm/routes.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { DEFAULT } from '../projects/npm/npm-world.ts';
import type { LocalServer } from '../support/local-server.ts';
import { servePackages } from '../support/static-packages.ts';

/** The real npm fetches what a lockfile records, by its `replace-registry-host`: where it asks, and where we would. */
const run = promisify(execFile);

let configured: LocalServer;
/** Under a name of its own, as npm looks at names without ports too. */
let other: LocalServer;
let folder: string;

beforeAll(async () => {
  const packages = [{ name: 'plain', releases: [{ version: '1.0.0' }], tags: { latest: '1.0.0' } }];
  configured = await servePackages(packages);
  other = await servePackages(packages);
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'replaced-')));
});

afterAll(async () => {
  await configured?.stop();
  await other?.stop();
  await rm(folder, { recursive: true, force: true });
});

type From = 'default' | 'other';

test.each<[replaces: string, from: From, npms: 'configured' | 'other', ours: 'configured' | 'unnamed']>([
  ['', 'default', 'configured', 'configured'],
  ['', 'other', 'other', 'unnamed'],
  ['npmjs', 'default', 'configured', 'configured'],
  ['npmjs', 'other', 'other', 'unnamed'],
  ['always', 'default', 'configured', 'configured'],
  ['always', 'other', 'configured', 'configured'],
  ['never', 'other', 'other', 'unnamed'],
  ['localhost', 'other', 'configured', 'configured'],
  ['localhost:PORT', 'other', 'configured', 'configured'],
  ['http://localhost:PORT', 'other', 'configured', 'configured'],
  ['http://localhost:PORT/npm/', 'other', 'configured', 'configured'],
  ['elsewhere.example', 'other', 'other', 'unnamed'],
])(
  '“%s”, what is recorded of the %s one',
  async (replaces, from, npms, ours) => {
    const { port } = new URL(other.base);
    const setting = replaces.replace('PORT', port);
    const recorded =
      from === 'default' ? DEFAULT : `http://localhost:${port}${new URL(pathOf(setting), other.base).pathname}`;
    const at = await mkdtemp(path.join(folder, 'project-'));
    const lines = [`registry=${configured.base}/`, 'update-notifier=false', 'fetch-retries=0'];
    const dependencies = { plain: '1.0.0' };
    const entry = { version: '1.0.0', resolved: `${recorded.replace(/\/$/, '')}/plain/-/plain-1.0.0.tgz` };
    await mkdir(path.join(at, 'home'));
    await writeFile(
      path.join(at, '.npmrc'),
      [...lines, ...(setting === '' ? [] : [`replace-registry-host=${setting}`])].join('\n'),
    );
    await writeFile(path.join(at, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', dependencies }));
    const packages = { '': { name: 'app', version: '1.0.0', dependencies }, 'node_modules/plain': entry };
    await writeFile(
      path.join(at, 'package-lock.json'),
      JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, packages }),
    );
    const before = [configured, other].map(({ requests }) => requests.length);
    const environment = {
      PATH: process.env.PATH,
      HOME: path.join(at, 'home'),
      npm_config_cache: path.join(at, 'cache'),
    };
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: at,
      env: environment,
      timeout: 60_000,
    }).catch(() => undefined);
    const asked = [configured, other].map(({ requests }, i) =>
      requests.slice(before[i]).filter(each => each.includes('.tgz')),
    );
    expect(asked.map(({ length }) => length > 0)).toEqual([npms === 'configured', npms === 'other']);

    const router = await loadNpmRoutes({
      ...{ root: at, home: path.join(at, 'home'), environment, log: () => undefined, fingerprint: JSON.stringify },
      ownership: await ownershipOf([at], path.join(at, 'home')),
      settings: readSettings({}, []).settings,
    });
    const routing = router({
      ask: 'package',
      registry: 'npm',
      name: 'plain',
      source: `recorded ${new URL(recorded).host}`,
    });
    expect(routing.open ? routing.route.base : routing.why).toBe(ours === 'configured' ? configured.base : ours);
  },
  120_000,
);

/** Behind the host of an address. */
function pathOf(setting: string): string {
  return setting.startsWith('http') ? new URL(setting).pathname : '/';
}
