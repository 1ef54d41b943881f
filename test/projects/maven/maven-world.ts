import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { ownershipOf } from '../../../server/src/ownership.ts';
import { loadMavenRoutes } from '../../../server/src/projects/maven/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Route, Router } from '../../../server/src/registries/route.ts';

export interface MavenWorld {
  /** Texts by path. The user's home is `home`, the installation `maven`. */
  readonly files: Readonly<Record<string, string>>;
  /** The opened folder: `repo` unless it is said. */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `registryLens.registries.maven` */
  readonly maven?: string;
}

/** A temporary place for each test, and what was logged in it. */
export function mavenWorld() {
  const world = { place: '', log: [] as string[], write, router, route };

  beforeEach(async () => {
    world.place = await realpath(await mkdtemp(path.join(tmpdir(), 'lens-maven-')));
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

  async function router(options: MavenWorld): Promise<Router> {
    const root = path.join(world.place, options.root ?? 'repo');
    const home = path.join(world.place, 'home');
    await Promise.all([root, home].map(folder => mkdir(folder, { recursive: true })));
    await write(options.files);
    const registries = options.maven === undefined ? {} : { maven: options.maven };
    return loadMavenRoutes({
      root,
      home,
      ownership: await ownershipOf([root], home),
      environment: { MAVEN_HOME: path.join(world.place, 'maven'), ...options.env },
      settings: readSettings({ registries }, []).settings,
      log: line => world.log.push(line.replaceAll(world.place, '')),
      fingerprint: JSON.stringify,
    });
  }

  /**
   * Where an artifact is asked, and as whom, in order: `https://a.example, central`, `https://a.example as u:p`, `…
   * withheld`, `… and on`; `closed: unreachable`. Central is `central`.
   */
  async function route(source: string, options: MavenWorld, more: Partial<Question> = {}): Promise<string> {
    const place = source === '' ? {} : { source };
    const question = { ask: 'package', registry: 'maven', name: 'org.example:demo', ...place, ...more };
    const routing = (await router(options))(question as Question);
    const text = routing.route === undefined ? '' : await routeText(routing.route);
    return routing.open ? text : `closed: ${routing.why}${text === '' ? '' : ` ${text}`}`;
  }

  return world;
}

async function routeText({ mirrors = [], ...last }: Route): Promise<string> {
  const texts = await Promise.all(
    [...mirrors, last].map(async ({ base, login }) => {
      const as = await login();
      const where = base === 'https://repo.maven.apache.org/maven2' ? 'central' : base;
      if (as.is === 'basic') return `${where} as ${as.user}:${as.password}`;
      return as.is === 'anonymous' && as.withheld === true ? `${where} withheld` : where;
    }),
  );
  return `${texts.join(', ')}${last.goesOn === true ? ', and on' : ''}`;
}

/** A `settings.xml`. */
export function settings(...parts: readonly string[]): string {
  return `<?xml version="1.0"?><settings xmlns="http://maven.apache.org/SETTINGS/1.2.0">${parts.join('')}</settings>`;
}

export function mirror(id: string, url: string, of: string, more = ''): string {
  return `<mirrors><mirror><id>${id}</id><url>${url}</url><mirrorOf>${of}</mirrorOf>${more}</mirror></mirrors>`;
}

export function server(id: string, user = 'u', password = 'p', more = ''): string {
  const login = `<username>${user}</username><password>${password}</password>`;
  return `<servers><server><id>${id}</id>${login}${more}</server></servers>`;
}

/** A profile that is active, with repositories by id. */
export function profile(id: string, repositories: Readonly<Record<string, string>>, activation?: string): string {
  const all = Object.entries(repositories).map(
    ([name, url]) => `<repository><id>${name}</id><url>${url}</url></repository>`,
  );
  const inner = `<id>${id}</id>${activation ?? ''}<repositories>${all.join('')}</repositories>`;
  const active =
    activation === undefined ? `<activeProfiles><activeProfile>${id}</activeProfile></activeProfiles>` : '';
  return `<profiles><profile>${inner}</profile></profiles>${active}`;
}
