import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mavenWorld, mirror, profile, settings } from '../projects/maven/maven-world.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { whyNoMaven } from '../support/maven-verdicts.ts';

/**
 * Where `mvn` asks for what nobody has, one repository after the other, and where our routes lead: the POM imports an
 * artifact, which needs no plugin.
 */
const why = whyNoMaven();
const world = mavenWorld();

describe.skipIf(why !== undefined)(why === undefined ? 'mvn' : `mvn (${why})`, () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startLocalServer((_, response) => response.writeHead(404).end());
  });
  afterAll(() => server?.stop());

  interface Case {
    /** Repositories of the POM, by id; their paths are the same. */
    readonly pom?: Readonly<Record<string, string>>;
    readonly settings: string;
    readonly options?: string;
  }

  const at = (name: string) => `${server.base}/${name}`;
  const central = () => mirror('c', at('central'), 'central');
  const inactive = (id: string, repositories: Readonly<Record<string, string>>) =>
    profile(id, repositories, '<activation/>');

  test.each<[string, () => Case]>([
    ['Central alone', () => ({ settings: central() })],
    ['a mirror of all', () => ({ pom: { a: at('a') }, settings: mirror('m', at('m'), '*') })],
    [
      'a mirror of one by its id',
      () => ({ pom: { a: at('a'), b: at('b') }, settings: mirrors(central(), mirror('m', at('m'), 'b')) }),
    ],
    [
      'an id after a star',
      () => ({ pom: { a: at('a') }, settings: mirrors(mirror('m', at('m'), '*'), mirror('n', at('n'), 'a')) }),
    ],
    ['all but one', () => ({ pom: { a: at('a'), b: at('b') }, settings: mirror('m', at('m'), '*,!a') })],
    [
      'all but one, left to the next',
      () => ({ pom: { a: at('a') }, settings: mirrors(mirror('m', at('m'), '*,!a'), mirror('n', at('n'), '*')) }),
    ],
    ['a blank in the pattern', () => ({ pom: { a: at('a') }, settings: mirror('m', at('m'), '*, !a') })],
    ['what is not local', () => ({ pom: { a: at('a') }, settings: mirror('m', at('m'), 'external:*') })],
    ['plain http, blocked', () => ({ pom: { out: 'http://out.example/m2', a: at('a') }, settings: central() })],
    [
      'a mirror for another layout',
      () => ({
        pom: { a: at('a') },
        settings: mirrors(central(), mirror('m', at('m'), 'a', '<mirrorOfLayouts>p2</mirrorOfLayouts>')),
      }),
    ],
    [
      'a profile’s before the POM’s',
      () => ({ pom: { a: at('a') }, settings: central() + profile('p', { p1: at('p1'), p2: at('p2') }) }),
    ],
    [
      'those of several profiles',
      () => ({
        settings:
          central() +
          profiles(
            ['p', 'q'],
            profile('p', { p: at('p') }),
            profile('q', { q: at('q') }),
            inactive('r', { r: at('r') }),
          ),
      }),
    ],
    [
      'a profile that is on by default beside others',
      () => ({
        settings:
          central() +
          profiles(
            ['p'],
            profile('p', { p: at('p') }),
            profile('q', { q: at('q') }, '<activation><activeByDefault>true</activeByDefault></activation>'),
          ),
      }),
    ],
    ['one id in both', () => ({ pom: { x: at('pom') }, settings: central() + profile('p', { x: at('p') }) })],
    [
      'another Central in the settings',
      () => ({ pom: { a: at('a') }, settings: profile('p', { central: at('own') }) }),
    ],
    [
      'a profile that an option turns on',
      () => ({ settings: central() + inactive('p', { p: at('p') }), options: '-Pp' }),
    ],
  ])('asks where we would ask: %s', async (_, make) => {
    const { pom = {}, settings: inner, options = '' } = make();
    const files = { 'home/.m2/settings.xml': settings(inner), 'repo/.mvn/maven.config': `${options}\n` };
    const words = Object.entries(pom).map(([id, url]) => `repository=${id}|${url}`);
    // As on this machine, where the installation has the mirror that blocks http.
    const ours = await world.route(['maven', ...words].join(' '), { files, env: { MAVEN_HOME: '' } });
    const bases = ours
      .replace(', and on', '')
      .split(', ')
      .map(base => new URL(base).pathname);
    const theirs = await askedByMaven(pom);
    // Importing, mvn asks mirrors of some of a POM's repositories before the others, which says nothing of
    // dependencies.
    const isMixed = bases.includes('/m') && bases.includes('/a');
    expect(isMixed ? bases.sort() : bases).toEqual(isMixed ? [...theirs].sort() : theirs);
  });

  async function askedByMaven(pom: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const before = server.requests.length;
    const repo = path.join(world.place, 'repo');
    const repositories = Object.entries(pom).map(
      ([id, url]) => `<repository><id>${id}</id><url>${url}</url></repository>`,
    );
    const bom = '<groupId>org.example</groupId><artifactId>bom</artifactId><version>1</version>';
    mkdirSync(repo, { recursive: true });
    writeFileSync(
      path.join(repo, 'pom.xml'),
      `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
<packaging>pom</packaging><repositories>${repositories.join('')}</repositories><dependencyManagement><dependencies>
<dependency>${bom}<type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement></project>`,
    );
    const { PATH = '', JAVA_HOME } = process.env;
    const words = ['-B', '-q', '-s', '../home/.m2/settings.xml', `-Dmaven.repo.local=${world.place}/m2`, 'validate'];
    // What it does not ask here, it asks nowhere.
    const nowhere = '-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9';
    const env = { PATH, HOME: world.place, MAVEN_OPTS: nowhere, ...(JAVA_HOME === undefined ? {} : { JAVA_HOME }) };
    const mvn = spawn('mvn', words, { cwd: repo, env });
    await new Promise((resolve, reject) => {
      mvn.once('error', reject);
      mvn.once('close', resolve);
    });
    return server.requests.slice(before).map(request => `/${request.split('/')[1]}`);
  }
});

/** Several `<mirrors>` as one. */
function mirrors(...all: readonly string[]): string {
  return all.join('').replaceAll('</mirrors><mirrors>', '');
}

/** Several profiles as one list, those of these names active. */
function profiles(active: readonly string[], ...all: readonly string[]): string {
  const inner = all.map(each => /<profiles>(.*)<\/profiles>/.exec(each)?.[1] ?? '').join('');
  const names = active.map(id => `<activeProfile>${id}</activeProfile>`).join('');
  return `<profiles>${inner}</profiles><activeProfiles>${names}</activeProfiles>`;
}
