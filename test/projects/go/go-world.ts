import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ownershipOf } from '../../../server/src/ownership.ts';
import { loadGoRoutes } from '../../../server/src/projects/go/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Route } from '../../../server/src/registries/route.ts';

export interface GoWorld {
  /** Texts by path. The user's home is `home`, the opened folder `repo`; what is in a folder `bin` may be run. */
  readonly files?: Readonly<Record<string, string>>;
  /** A value that begins with `~/` is below the place of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** `registryLens.registries.go` */
  readonly go?: string;
}

/** A temporary place for each test, and what was logged in it. */
export function goWorld() {
  const world = { place: '', log: [] as string[], route };

  beforeEach(async () => {
    world.place = await realpath(await mkdtemp(path.join(tmpdir(), 'lens-go-')));
    world.log.length = 0;
  });
  afterEach(() => rm(world.place, { recursive: true }));

  /**
   * Where a module is asked, and as whom: `https://p.example`, `… as u:p`, `… withheld`, `closed: blocked`; several
   * with `,` or `|` between them as go lists them, and what is said of what comes next: `then direct`, `then
   * elsewhere`.
   *
   * @param source as in a question; absent: the proxies are asked
   */
  async function route(options: GoWorld, name = 'x.example/demo', source?: string): Promise<string> {
    const [root, home] = ['repo', 'home'].map(folder => path.join(world.place, folder));
    if (root === undefined || home === undefined) return '';
    await Promise.all([root, home].map(folder => mkdir(folder, { recursive: true })));
    for (const [file, text] of Object.entries(options.files ?? {})) {
      const at = path.join(world.place, file);
      await mkdir(path.dirname(at), { recursive: true });
      await writeFile(at, text);
      if (file.includes('bin/')) await chmod(at, 0o755);
    }
    const environment = Object.fromEntries(
      Object.entries(options.env ?? {}).map(([key, value]) => [key, value.replace('~', world.place)]),
    );
    const registries = options.go === undefined ? {} : { go: options.go };
    const router = await loadGoRoutes({
      ...{ root, home, environment, ownership: await ownershipOf([root], home) },
      settings: readSettings({ registries }, []).settings,
      log: line => world.log.push(line.replaceAll(world.place, '')),
      fingerprint: JSON.stringify,
    });
    const routing = router({ ask: 'package', registry: 'go', name, ...(source === undefined ? {} : { source }) });
    if (!routing.open) return `closed: ${routing.why}`;
    const { mirrors = [], goesOn } = routing.route;
    const before = await Promise.all(
      mirrors.map(async each => `${await textOf(each)}${each.nextIfFailing ? '|' : ','}`),
    );
    const then = goesOn === undefined ? '' : ` then ${goesOn === true ? 'direct' : goesOn}`;
    return `${before.join('')}${await textOf(routing.route)}${then}`;
  }

  return world;
}

async function textOf({ base, login: loginOf, wellKnown }: Route): Promise<string> {
  const login = await loginOf();
  const where = wellKnown ? 'default' : base;
  if (login.is === 'basic') return `${where} as ${login.user}:${login.password}`;
  return login.is === 'anonymous' && login.withheld ? `${where} withheld` : where;
}
