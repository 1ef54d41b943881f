import { describe, expect, test } from 'vitest';
import { mavenWorld, mirror, profile, server, settings } from './maven-world.ts';

const world = mavenWorld();
const USER = 'home/.m2/settings.xml';
const POM = 'maven repository=pom|https://pom.example/m2';

test.each<[string, string, Readonly<Record<string, string>>, string]>([
  ['nothing is said', '', {}, 'central'],
  [
    'the file names repositories',
    `${POM} repository=b|https://b.example/`,
    {},
    'https://pom.example/m2, https://b.example, central',
  ],
  [
    'the settings name some',
    POM,
    { [USER]: settings(profile('a', { a1: 'https://a1.example', a2: 'https://a2.example' })) },
    'https://a1.example, https://a2.example, https://pom.example/m2, central',
  ],
  [
    'several profiles do: the last is first',
    '',
    {
      [USER]: settings(profile('a', { a: 'https://a.example' }), profile('b', { b: 'https://b.example' }))
        .replace('</profiles><activeProfiles><activeProfile>a</activeProfile></activeProfiles><profiles>', '')
        .replace('<activeProfile>b', '<activeProfile>a</activeProfile><activeProfile>b'),
    },
    'https://b.example, https://a.example, central',
  ],
  [
    'a profile is on by default',
    '',
    {
      [USER]: settings(
        profile('a', { a: 'https://a.example' }, '<activation><activeByDefault>true</activeByDefault></activation>'),
      ),
    },
    'https://a.example, central',
  ],
  [
    'a profile may be on',
    '',
    { [USER]: settings(profile('a', { a: 'https://a.example' }, '<activation><jdk>17</jdk></activation>')) },
    'https://a.example, central',
  ],
  ['a profile is off', '', { [USER]: settings(profile('a', { a: 'https://a.example' }, '<activation/>')) }, 'central'],
  [
    'the project turns a profile on',
    '',
    { [USER]: settings(profile('a', { a: 'https://a.example' }, '<activation/>')), 'repo/.mvn/maven.config': '-Pa\n' },
    'https://a.example, central',
  ],
  [
    'both name an id',
    'maven repository=x|https://pom.example',
    { [USER]: settings(profile('a', { x: 'https://own.example' })) },
    'https://own.example, central',
  ],
  [
    'the settings have another Central',
    POM,
    { [USER]: settings(profile('a', { central: 'https://own.example' })) },
    'https://own.example, https://pom.example/m2',
  ],
  [
    'the installation names one too',
    '',
    {
      [USER]: settings(profile('a', { a: 'https://a.example' })),
      'maven/conf/settings.xml': settings(profile('g', { g: 'https://g.example' })),
    },
    'https://g.example, https://a.example, central',
  ],
  [
    'a mirror stands in for all',
    POM,
    { [USER]: settings(mirror('m', 'https://m.example/all/', '*')) },
    'https://m.example/all',
  ],
  [
    'a mirror stands in for Central',
    POM,
    { [USER]: settings(mirror('m', 'https://m.example', 'central')) },
    'https://pom.example/m2, https://m.example',
  ],
  [
    'the installation has the mirror',
    '',
    { 'maven/conf/settings.xml': settings(mirror('m', 'https://m.example', '*')) },
    'https://m.example',
  ],
  [
    'both have a mirror',
    '',
    {
      [USER]: settings(mirror('m', 'https://m.example', '*')),
      'maven/conf/settings.xml': settings(mirror('g', 'https://g.example', '*')),
    },
    'https://m.example',
  ],
  ['plain http is blocked', 'maven repository=x|http://x.example', {}, 'central, and on'],
  [
    'plain http is mirrored',
    'maven repository=x|http://x.example',
    { [USER]: settings(mirror('m', 'https://m.example', 'x')) },
    'https://m.example, central',
  ],
  [
    'the installation blocks nothing',
    'maven repository=x|http://x.example',
    { 'maven/conf/settings.xml': settings() },
    'http://x.example, central',
  ],
  ['a path is a repository', 'maven repository=x|file:///m2', {}, 'closed: unreachable'],
  ['an address is not worked out', `${POM} repository=x|\${corp}/m2`, {}, 'https://pom.example/m2, and on'],
  ['only such an address is named', 'maven repository=x|${corp}', {}, 'closed: untrusted'],
  ['the setting is there', POM, {}, 'https://pom.example/m2, central'],
  [
    'plugins are meant',
    'maven repository=p|https://p.example plugins=1',
    {
      [USER]: settings(
        '<profiles><profile><id>a</id><repositories><repository><id>r</id><url>https://r.example</url></repository></repositories><pluginRepositories><pluginRepository><id>q</id><url>https://q.example</url></pluginRepository></pluginRepositories></profile></profiles><activeProfiles><activeProfile>a</activeProfile></activeProfiles>',
      ),
    },
    'https://q.example, https://p.example, central',
  ],
  ['the user is offline', '', { [USER]: settings('<offline>true</offline>') }, 'closed: offline central'],
  ['the project is offline', '', { 'repo/.mvn/maven.config': '-B -o' }, 'closed: offline central'],
  ['the settings are half typed', POM, { [USER]: '<settings><mirrors><mirror>' }, 'closed: unreachable'],
  ['the settings are no settings', POM, { [USER]: '<project/>' }, 'closed: unreachable'],
  ['the settings are empty', '', { [USER]: '\n' }, 'central'],
  [
    'the project has settings of its own',
    '',
    {
      [USER]: settings(mirror('m', 'https://m.example', '*')),
      'repo/.mvn/maven.config': '-s\nci/settings.xml',
      'repo/ci/settings.xml': settings(mirror('c', 'https://c.example', '*')),
    },
    'https://c.example',
  ],
  [
    'the project names settings that are not there',
    '',
    { 'repo/.mvn/maven.config': '--settings=ci/settings.xml' },
    'closed: unreachable',
  ],
  [
    'two lead to one place',
    POM,
    { [USER]: settings(mirror('m', 'https://pom.example/m2', 'central')) },
    'https://pom.example/m2',
  ],
  [
    'Gradle names them',
    'gradle repository=MavenRepo|https://repo.maven.apache.org/maven2/ repository=g|https://g.example',
    { [USER]: settings(mirror('m', 'https://m.example', '*')) },
    'central, https://g.example',
  ],
  [
    'Gradle names one that nobody could read',
    'gradle repository=g|https://g.example repository=x|unread: repository=MavenRepo|https://repo.maven.apache.org/maven2',
    {},
    'https://g.example, and on',
  ],
  [
    'a script of the user names others for all of Gradle’s builds',
    'gradle repository=g|https://g.example',
    { 'home/.gradle/init.d/corp.gradle.kts': 'allprojects { repositories { } }' },
    'closed: unreachable',
  ],
  [
    'such a script does something else',
    'gradle repository=g|https://g.example',
    { 'home/.gradle/init.gradle': 'println "hello"' },
    'https://g.example',
  ],
  ['Gradle names none', 'gradle', {}, 'closed: unreachable'],
  ['Gradle names none for plugins', 'gradle plugins=1', {}, 'https://plugins.gradle.org/m2'],
  [
    'Gradle names one by plain http',
    'gradle repository=a|http://a.example repository=b|https://b.example',
    {},
    'https://b.example, and on',
  ],
  [
    'a profile of the POM may change one',
    'maven repository=x|https://a.example repository=x|https://b.example',
    {},
    'https://a.example, https://b.example, central',
  ],
  [
    'the settings have what a profile of the POM may change',
    'maven repository=x|https://a.example repository=x|https://b.example',
    { [USER]: settings(profile('p', { x: 'https://own.example' })) },
    'https://own.example, central',
  ],
  ['a blank is escaped', 'maven repository=x%20y|https://x.example/a%2520b', {}, 'https://x.example/a%20b, central'],
])('where %s', async (_, source, files, told) => {
  expect(await world.route(source, { files })).toBe(told);
});

test('the setting stands in for Central, above what mirrors it', async () => {
  const files = { [USER]: settings(mirror('m', 'https://m.example', '*')) };
  expect(await world.route(POM, { files, maven: 'https://set.example' })).toBe(
    'https://m.example, https://set.example',
  );
  const gradle = 'gradle repository=x|https://repo.maven.apache.org/maven2';
  expect(await world.route(gradle, { files: {}, maven: 'https://set.example' })).toBe('https://set.example');
});

test('what was installed by hand is nobody’s to ask for', async () => {
  const files = { 'home/.m2/repository/org/example/demo/maven-metadata-local.xml': '<metadata/>' };
  expect(await world.route('', { files })).toBe('closed: blocked');
  const moved = { ...{ [USER]: settings('<localRepository>${user.home}/m2</localRepository>') } };
  expect(await world.route('', { files: { ...files, ...moved } })).toBe('central');
});

test('a repository without releases is asked for snapshots', async () => {
  const releases = '<releases><enabled>false</enabled></releases>';
  const repository = `<repository><id>s</id><url>https://s.example</url>${releases}</repository>`;
  const inner = `<profile><id>a</id><repositories>${repository}</repositories></profile>`;
  const files = {
    [USER]: settings(`<profiles>${inner}</profiles><activeProfiles><activeProfile>a</activeProfile></activeProfiles>`),
  };
  expect(await world.route('', { files })).toBe('central');
  expect(await world.route('', { files }, { ask: 'release', version: '1.0-SNAPSHOT' })).toBe('https://s.example');
});

describe('a login', () => {
  const own = mirror('m', 'https://m.example', '*');

  test.each<[string, Readonly<Record<string, string>>, string, Readonly<Record<string, string>>?]>([
    ['is that of the mirror', { [USER]: settings(own, server('m')) }, 'https://m.example as u:p'],
    ['is not that of what is mirrored', { [USER]: settings(own, server('pom')) }, 'https://m.example'],
    [
      'is that of a repository of the settings',
      {
        [USER]: settings(
          profile('a', { a: 'https://a.example/' }),
          server('a'),
          mirror('m', 'https://m.example', 'central,pom'),
        ),
      },
      'https://a.example as u:p, https://m.example',
    ],
    [
      'is withheld where a folder says where its repository is',
      { [USER]: settings(server('pom')) },
      'https://pom.example/m2 withheld, central',
    ],
    [
      'is shown where the folder says what the user says',
      { [USER]: settings(server('pom'), profile('a', { pom: 'https://pom.example/m2' }, '<activation/>')) },
      'https://pom.example/m2 as u:p, central',
    ],
    [
      'is from a variable',
      { [USER]: settings(own, server('m', '${env.U}', '${env.P}')) },
      'https://m.example as me:secret',
      { U: 'me', P: 'secret' },
    ],
    [
      'is withheld where the variable is not set',
      { [USER]: settings(own, server('m', 'u', '${env.P}')) },
      'https://m.example withheld',
    ],
    [
      'is withheld where it is encrypted',
      { [USER]: settings(own, server('m', 'u', '{COQLCE6DU6GtcS5P=}')) },
      'https://m.example withheld',
    ],
    [
      'is withheld where it is a header',
      { [USER]: settings(own, server('m', '', '', '<configuration><httpHeaders/></configuration>')) },
      'https://m.example withheld',
    ],
    [
      'of the installation counts',
      { [USER]: settings(own), 'maven/conf/settings.xml': settings(server('m')) },
      'https://m.example as u:p',
    ],
    ['of Central is not shown', { [USER]: settings(server('central')) }, 'https://pom.example/m2, central'],
    [
      'of the project’s settings is withheld',
      { 'repo/.mvn/maven.config': '-s s.xml', 'repo/s.xml': settings(own, server('m')) },
      'https://m.example withheld',
    ],
    [
      'in an address of the user’s is used',
      { [USER]: settings(mirror('m', 'https://a:b@m.example', '*')) },
      'https://m.example as a:b',
    ],
  ])('%s', async (_, files, told, env = {}) => {
    expect(await world.route(POM, { files, env })).toBe(told);
  });

  test('of the user’s own file is withheld where the project chose that file', async () => {
    await world.write({ 'elsewhere/s.xml': settings(own, server('m')) });
    const files = { 'repo/.mvn/maven.config': `-s ${world.place}/elsewhere/s.xml` };
    expect(await world.route('', { files })).toBe('https://m.example withheld');
  });

  test('is not put into what is logged', async () => {
    await world.route(POM, { files: { [USER]: settings(server('pom', 'user1', 'secret1')) } });
    expect(world.log.join()).toContain('give its address to `pom` in your own settings');
    expect(world.log.join()).not.toMatch(/user1|secret1/);
  });

  test('is used at the setting’s address where the user’s settings know it', async () => {
    const files = { [USER]: settings(mirror('m', 'https://m.example', 'central'), server('m')) };
    expect(await world.route('', { files, maven: 'https://m.example' })).toBe('https://m.example as u:p');
  });
});

test('what closes a route is logged, once', async () => {
  const router = await world.router({ files: { [USER]: '<settings' } });
  for (const name of ['a:a', 'b:b']) router({ ask: 'package', registry: 'maven', name });
  expect(world.log).toEqual([
    '/home/.m2/settings.xml cannot be understood. Artifacts are not asked about, since it may say where.',
  ]);
});
