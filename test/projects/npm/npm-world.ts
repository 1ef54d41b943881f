import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ownershipOf } from '../../../server/src/ownership.ts';
import { loadNpmRoutes } from '../../../server/src/projects/npm/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';

/** The npm default registry; npm's own library says where that is. */
export const DEFAULT = String(
  createRequire(import.meta.url)('npm-registry-fetch/lib/default-opts.js').registry,
).replace(/\/$/, '');

export interface NpmWorld {
  /** Texts by path. The user's home is `home`. */
  readonly files: Readonly<Record<string, string>>;
  /** The opened folder: `repo` unless it is said. */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `registryLens.registries.npm` */
  readonly npm?: string;
  /** The host that a lockfile records for it. */
  readonly recorded?: string;
  /** The address at which a manifest has itself published, and for its scope. */
  readonly published?: string;
  readonly publishedScope?: string;
}

/** A temporary place for each test, and what was logged in it. */
export function npmWorld() {
  const world = { place: '', log: [] as string[], write, routes };

  beforeEach(async () => {
    world.place = await realpath(await mkdtemp(path.join(tmpdir(), 'lens-routes-')));
    world.log.length = 0;
  });
  afterEach(() => rm(world.place, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(world.place, name);
      const isFolder = name.endsWith('/');
      await mkdir(isFolder ? file : path.dirname(file), { recursive: true });
      if (!isFolder) await writeFile(file, text);
    }
  }

  /** Where each name is asked, and as whom: `https://r.example`, `https://r.example as ann:pw`, `closed: untrusted`. */
  async function routes(names: readonly string[], options: NpmWorld): Promise<readonly string[]> {
    const root = options.root ?? 'repo';
    await mkdir(path.join(world.place, root), { recursive: true });
    await mkdir(path.join(world.place, 'home'), { recursive: true });
    await write(options.files);
    const registries = options.npm === undefined ? {} : { npm: options.npm };
    const home = path.join(world.place, 'home');
    const router = await loadNpmRoutes({
      root: path.join(world.place, root),
      home,
      ownership: await ownershipOf([path.join(world.place, root)], home),
      environment: { npm_config_prefix: path.join(world.place, 'prefix'), ...options.env },
      settings: readSettings({ registries }, []).settings,
      log: line => world.log.push(line),
      fingerprint: JSON.stringify,
    });
    const told: string[] = [];
    for (const name of names) {
      const { recorded, published, publishedScope } = options;
      const source = {
        ...(recorded === undefined ? {} : { source: `recorded ${recorded}` }),
        ...(published === undefined ? {} : { source: `publishes ${published}` }),
        ...(publishedScope === undefined ? {} : { source: `publishes-scope ${publishedScope}` }),
      };
      const routing = router({ ask: 'package', registry: 'npm', name, ...source });
      if (!routing.open) {
        told.push(`closed: ${routing.why}`);
        continue;
      }
      const login = await routing.route.login();
      const base = routing.route.base === DEFAULT ? 'default' : routing.route.base;
      if (login.is === 'anonymous') told.push(login.withheld ? `${base} withheld` : base);
      else if (login.is === 'basic') told.push(`${base} as ${login.user}:${login.password}`);
      else told.push(`${base} as ${login.is === 'broken' ? login.detail : login.token}`);
    }
    return told;
  }

  return world;
}
