import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ownershipOf } from '../../../server/src/ownership.ts';
import { loadPypiRoutes } from '../../../server/src/projects/pypi/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Route, Router } from '../../../server/src/registries/route.ts';

/** The machine and the folder of one user, as tests say them. */
export interface PypiWorld {
  /**
   * Texts by path: `home` is the user's, `etc` the machine's, `repo` is opened. `PLACE` in a text stands for the folder
   * that holds them.
   */
  readonly files?: Readonly<Record<string, string>>;
  /** The opened folder, `repo` unless it is said, and where in it the document lies. */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `registryLens.registries.pypi` */
  readonly pypi?: string;
}

/** A temporary place for each test, and what was logged in it. */
export function pypiWorld() {
  const world = { place: '', log: [] as string[], router, route };

  beforeEach(async () => {
    world.place = await realpath(await mkdtemp(path.join(tmpdir(), 'lens-python-')));
    world.log.length = 0;
  });
  afterEach(() => rm(world.place, { recursive: true }));

  const placed = (text: string) => text.replaceAll('PLACE', world.place);

  async function router({ files = {}, root = 'repo', env = {}, pypi }: PypiWorld): Promise<Router> {
    const at = (name: string) => path.join(world.place, name);
    for (const folder of [root, 'home', 'etc']) await mkdir(at(folder), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), placed(text));
    }
    return loadPypiRoutes({
      root: at(root),
      home: at('home'),
      systemFolder: at('etc'),
      ownership: await ownershipOf([at('repo')], at('home')),
      environment: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, placed(value)])),
      settings: readSettings({ registries: pypi === undefined ? {} : { pypi } }, []).settings,
      log: line => world.log.push(line),
      fingerprint: JSON.stringify,
    });
  }

  /**
   * Where a name is asked, and as whom: `a.example/simple`; `a.example then b.example` where the first that has it
   * counts, `a.example + b.example` where all do; `http://` is said, `pypi` stands for PyPI, `closed: untrusted` for
   * nobody.
   */
  async function route(source: string, options: PypiWorld = {}, name = 'demo'): Promise<string> {
    const routing = (await router(options))({ ask: 'package', registry: 'pypi', name, source });
    return routing.open ? textOf(routing.route) : `closed: ${routing.why}`;
  }

  return world;
}

async function textOf({ mirrors = [], beside = [], ...first }: Route): Promise<string> {
  const earlier = await Promise.all(mirrors.map(textOf));
  const together = await Promise.all([first, ...beside].map(oneText));
  return [...earlier, together.join(' + ')].join(' then ');
}

async function oneText({ base, login, wellKnown }: Route): Promise<string> {
  const shown = base.replace(/^https:\/\//, '');
  const place = shown === 'pypi.org/simple' ? (wellKnown ? 'PyPI' : 'pypi') : shown;
  const its = await login();
  switch (its.is) {
    case 'anonymous':
      return its.withheld === true ? `${place} withheld` : place;
    case 'basic':
      return `${place} as ${its.user}:${its.password}`;
    case 'broken':
    case 'bearer':
    case 'identity':
      return `${place} by other means`;
  }
}
