import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ownershipOf } from '../../../server/src/ownership.ts';
import { loadCargoRoutes } from '../../../server/src/projects/cargo/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';

export interface CargoWorld {
  /** Texts by path. The user's home is `home`. */
  readonly files: Readonly<Record<string, string>>;
  /** The opened folder: `repo` unless it is said. */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `registryLens.registries.cargo` */
  readonly cargo?: string;
}

/** A temporary place for each test, and what was logged in it. */
export function cargoWorld() {
  const world = { place: '', log: [] as string[], write, routes, route };

  beforeEach(async () => {
    world.place = await realpath(await mkdtemp(path.join(tmpdir(), 'lens-cargo-')));
    world.log.length = 0;
  });
  afterEach(() => rm(world.place, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(world.place, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  /**
   * Where a crate of each source is asked, and as whom: `https://r.example`, `https://r.example as t1`, `… withheld`,
   * `closed: unreachable`. The default registry is `default`.
   */
  async function routes(sources: readonly string[], options: CargoWorld): Promise<readonly string[]> {
    const root = path.join(world.place, options.root ?? 'repo');
    const home = path.join(world.place, 'home');
    await Promise.all([root, home].map(folder => mkdir(folder, { recursive: true })));
    await write(options.files);
    const registries = options.cargo === undefined ? {} : { cargo: options.cargo };
    const router = await loadCargoRoutes({
      root,
      home,
      ownership: await ownershipOf([root], home),
      environment: options.env ?? {},
      settings: readSettings({ registries }, []).settings,
      log: line => world.log.push(line.replaceAll(world.place, '')),
      fingerprint: JSON.stringify,
    });
    const told: string[] = [];
    for (const source of sources) {
      const place = source === '' ? {} : { source };
      const routing = router({ ask: 'package', registry: 'cargo', name: 'demo', ...place });
      if (!routing.open) {
        told.push(`closed: ${routing.why}`);
        continue;
      }
      const { base, wellKnown } = routing.route;
      const login = await routing.route.login();
      const where = wellKnown === true ? `default` : base;
      if (login.is === 'anonymous') told.push(login.withheld ? `${where} withheld` : where);
      else told.push(`${where} as ${login.is === 'bearer' ? login.token : login.is}`);
    }
    return told;
  }

  async function route(source: string, options: CargoWorld): Promise<string> {
    const [told = ''] = await routes([source], options);
    return told;
  }

  return world;
}
