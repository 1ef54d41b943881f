import { describe, expect, test } from 'vitest';
import { expectRead, readLines, statedBy } from './read.ts';

const CENTRAL = { 'settings.gradle': 'dependencyResolutionManagement { repositories { mavenCentral() } }' };

describe('Groovy', () => {
  test('dependencies in all their forms', () => {
    expectRead(
      'build.gradle',
      CENTRAL,
      "def grpc = '1.60.0'",
      'final String guava = "33.0.0-jre"',
      "ext { jackson = '2.16.0' }",
      "ext.versions = [junit: '5.10.0', 'mockito': \"5.8.0\"]",
      'dependencies {',
      "    implementation 'com.acme:one:1.0', // why",
      '                   ^^^^^^^^^^^^^^^^^^ com.acme:one exact 1.0 at MavenRepo, [1.0], name com.acme + one',
      '        "io.grpc:grpc-core:$grpc",',
      '        ^^^^^^^^^^^^^^^^^^^^^^^^^ io.grpc:grpc-core exact 1.60.0 at MavenRepo, [1.60.0], name io.grpc + grpc-core',
      '        "com.google.guava:guava:${guava}"',
      '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.google.guava:guava exact 33.0.0-jre at MavenRepo, [33.0.0-jre], name com.google.guava + guava',
      "    api(group: 'com.acme', name: 'two', version: '2.+')",
      '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:two range 2.+ at MavenRepo, [2.+], name com.acme + two',
      "    runtimeOnly group: 'com.acme', name: 'three', version: jackson",
      '                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:three exact 2.16.0 at MavenRepo, [2.16.0], name com.acme + three',
      '    testImplementation "org.junit:junit:${versions.junit}", \'com.acme:four:latest.release\'',
      '                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ org.junit:junit exact 5.10.0 at MavenRepo, [5.10.0], name org.junit + junit, helps',
      '                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:four range latest.release at MavenRepo, [latest.release], name com.acme + four, helps',
      "    implementation(platform('com.acme:bom:1.0!!')) { exclude group: 'x', module: 'y' }",
      '                            ^^^^^^^^^^^^^^^^^^^^ com.acme:bom exact 1.0!! at MavenRepo, [1.0!!], name com.acme + bom',
      "    implementation('com.acme:five') { version { strictly '[1.0,2.0)'; prefer '1.5'; reject '1.6' } }",
      '                   ^^^^^^^^^^^^^^^ com.acme:five exact 1.5 at MavenRepo, not to be edited, name com.acme + five, not 1.6',
      "    implementation 'com.acme:managed'",
      '                   ^^^^^^^^^^^^^^^^^^ managed com.acme:managed',
      "    implementation project(':x'), files('a.jar'), gradleApi()",
      '                   ^^^^^^^^^^^^^ workspace -',
      '                                  ^^^^^^^^^^^^^^ path -',
      '    implementation "com.acme:six:$unknown", "com.acme:seven:${of("x")}", "com.acme:eight:" + of()',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^ variable com.acme:six …',
      '                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable com.acme:seven …',
      '                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^ variable com.acme:eight',
      "    implementation(['com.acme:nine:1', 'com.acme:ten:1:sources@zip'])",
      '                    ^^^^^^^^^^^^^^^^^ com.acme:nine exact 1 at MavenRepo, [1], name com.acme + nine',
      '                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:ten exact 1 at MavenRepo, [1], name com.acme + ten',
      "    constraints { implementation 'com.acme:eleven:1' }",
      '                                 ^^^^^^^^^^^^^^^^^^^ com.acme:eleven exact 1 at MavenRepo, [1], name com.acme + eleven, others-want-it',
      "    if (fast) { implementation 'com.acme:twelve:1' }",
      '                               ^^^^^^^^^^^^^^^^^^^ com.acme:twelve exact 1 at MavenRepo, [1], name com.acme + twelve, conditions-hold',
      "    if (fast) implementation 'com.acme:thirteen:1'",
      '                             ^^^^^^^^^^^^^^^^^^^^^ com.acme:thirteen exact 1 at MavenRepo, [1], name com.acme + thirteen, conditions-hold',
      "    // implementation 'com.acme:none:1'",
      '}',
    );
  });

  test('a name that is set twice, or computed, is not known', () => {
    const lines = readLines(
      'build.gradle',
      'def a = \'1\'\na = \'2\'\ndef b = of(\'1\')\ndependencies { x "g:a:$a"; x "g:b:$b"; x "g:c:${a + b}"; x "$g:d:1" }',
      CENTRAL,
    );
    expect(lines).toEqual(['variable g:a …', 'variable g:b …', 'variable g:c …', 'variable - 1']);
  });

  test('what Spring and protobuf name in places of their own', () => {
    expectRead(
      'build.gradle',
      CENTRAL,
      "dependencyManagement { imports { mavenBom 'com.acme:bom:1' }",
      '                                          ^^^^^^^^^^^^^^^^ com.acme:bom exact 1 at MavenRepo, [1], name com.acme + bom',
      "  dependencies { dependency 'com.acme:x:1' } }",
      '                            ^^^^^^^^^^^^^^ com.acme:x exact 1 at MavenRepo, [1], name com.acme + x, others-want-it',
      'protobuf { protoc { artifact = "com.acme:protoc:1" } }',
      '                               ^^^^^^^^^^^^^^^^^^^ com.acme:protoc exact 1 at MavenRepo, [1], name com.acme + protoc',
    );
  });

  test('what is forced', () => {
    expectRead(
      'build.gradle',
      CENTRAL,
      "configurations.all { resolutionStrategy { force 'com.acme:x:1', 'com.acme:y:2' } }",
      '                                                ^^^^^^^^^^^^^^ com.acme:x exact 1 at MavenRepo, [1], name com.acme + x, others-want-it',
      '                                                                ^^^^^^^^^^^^^^ com.acme:y exact 2 at MavenRepo, [2], name com.acme + y, others-want-it',
    );
  });

  test('texts of all kinds, and comments', () => {
    expectRead(
      'build.gradle',
      CENTRAL,
      'def pattern = /a"b{/ // "',
      "def long = '''",
      "dependencies { x 'g:none:1' }",
      "'''",
      '/* dependencies {',
      '  " */ dependencies {',
      '  implementation """com.acme:one:1"""',
      '                 ^^^^^^^^^^^^^^^^^^^^ com.acme:one exact 1 at MavenRepo, [1], name com.acme + one',
      "  implementation 'com.acme:\\u0074wo:1'",
      '                 ^^^^^^^^^^^^^^^^^^^^^ com.acme:two exact 1 at MavenRepo, not to be edited',
      '}',
    );
  });
});

describe('Kotlin', () => {
  test('dependencies in all their forms', () => {
    expectRead(
      'build.gradle.kts',
      CENTRAL,
      'val ktor: String = "2.3.0"',
      'val other by extra("1.1")',
      'extra["third"] = "1.2"',
      'dependencies {',
      '    implementation("io.ktor:ktor-core:$ktor") { because("x") }',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^^^ io.ktor:ktor-core exact 2.3.0 at MavenRepo, [2.3.0], name io.ktor + ktor-core',
      '    implementation("com.acme", "one", other)',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:one exact 1.1 at MavenRepo, [1.1], name com.acme + one',
      '    "ksp"(group = "com.acme", name = "two", version = extra["third"])',
      '          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:two exact 1.2 at MavenRepo, [1.2], name com.acme + two',
      '    testImplementation(kotlin("test"))',
      '                       ^^^^^^^^^^^^^^ managed org.jetbrains.kotlin:kotlin-test',
      '    implementation(kotlin("reflect", "2.0.0"))',
      '                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ org.jetbrains.kotlin:kotlin-reflect exact 2.0.0 at MavenRepo, [2.0.0]',
      '    implementation(projects.core)',
      '                   ^^^^^^^^^^^^^ workspace -',
      '    add("api", "com.acme:three:[1.0,2.0[")',
      '               ^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:three range [1.0,2.0[ at MavenRepo, [[1.0,2.0[], name com.acme + three',
      '}',
      'kotlin { sourceSets { val commonMain by getting { dependencies {',
      '    implementation("com.acme:four:1")',
      '                   ^^^^^^^^^^^^^^^^^ com.acme:four exact 1 at MavenRepo, [1], name com.acme + four',
      '} } } }',
      'publishing { publications { create<MavenPublication>("x") { pom { dependencies { y("g:a:1") } } } } }',
    );
  });

  test('what is being typed loses itself', () => {
    expectRead(
      'build.gradle.kts',
      {},
      'dependencies {',
      '    implementation("com.acme:one:1"',
      '                   ^^^^^^^^^^^^^^^^ com.acme:one exact 1 at MavenRepo, [1], name com.acme + one',
      '    implementation("com.acme:two:1',
      '    implementation("com.acme:three:${',
      '    api("com.acme:four:1")',
      '        ^^^^^^^^^^^^^^^^^ com.acme:four exact 1 at MavenRepo, [1], name com.acme + four',
      'repositories {',
      '    mavenCentral()',
      '}',
    );
  });
});

test('plugins by id', () => {
  expectRead(
    'build.gradle.kts',
    { 'settings.gradle.kts': 'pluginManagement { repositories { google(); gradlePluginPortal() } }' },
    'val boot = "3.2.0"',
    'plugins {',
    '    `java-library`',
    '    application',
    '    id("com.acme.convention")',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^ managed com.acme.convention:com.acme.convention.gradle.plugin',
    '    id("org.springframework.boot") version "3.2.0" apply false',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ org.springframework.boot:org.springframework.boot.gradle.plugin exact 3.2.0 at Google, gradlePluginPortal (plugin), [3.2.0], helps',
    '    id("com.acme.x").version(boot)',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme.x:com.acme.x.gradle.plugin exact 3.2.0 at Google, gradlePluginPortal (plugin), [3.2.0], helps',
    '    kotlin("jvm") version "2.0.0"',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ org.jetbrains.kotlin.jvm:org.jetbrains.kotlin.jvm.gradle.plugin exact 2.0.0 at Google, gradlePluginPortal (plugin), [2.0.0], helps',
    '}',
  );
  // Without a word about it Gradle asks its portal; where something resolves plugins, nobody knows.
  expect(readLines('build.gradle', "plugins { id 'a.b' version '1' }")).toEqual([
    'a.b:a.b.gradle.plugin exact 1 at gradlePluginPortal (plugin), [1], helps',
  ]);
  const resolved = { 'settings.gradle': 'pluginManagement { resolutionStrategy { eachPlugin { } } }' };
  expect(readLines('build.gradle', "plugins { id 'a.b' version '1' }", resolved)).toEqual([
    'managed a.b:a.b.gradle.plugin 1',
  ]);
});

describe('where names are asked', () => {
  const one = (repositories: string, name = 'com.acme:x', build = {}) =>
    readLines('build.gradle', `${repositories}\ndependencies { implementation '${name}:1' }`, build)[0]
      ?.replace(/^com\.acme:x exact 1 at ([^[]*), \[1\].*/, '$1')
      .replace(/^managed.*/, 'nobody');

  test.each([
    ['', 'nobody'],
    ['repositories { mavenCentral() }', 'MavenRepo'],
    ['repositories { google(); mavenCentral() }', 'Google, MavenRepo'],
    ["repositories { maven { url 'https://repo.example/m2' } }", 'maven'],
    [
      'repositories { maven { url = uri("https://repo.example/m2") }; maven { name = "two"; url "https://b.example" } }',
      'maven, two',
    ],
    ["repositories { maven('https://repo.example/m2') }", 'maven'],
    ["repositories { maven(url: 'https://repo.example/m2') }", 'maven'],
    [
      'def host = \'repo.example\'\nrepositories { maven { url "https://$host/m2"; credentials { username = u } } }',
      'maven',
    ],
    // What cannot be read may be private.
    ['repositories { mavenLocal(); mavenCentral() }', 'nobody'],
    // Gradle asks what stands in front of it first.
    ['repositories { mavenCentral(); mavenLocal() }', 'MavenRepo, mavenLocal'],
    ['repositories { mavenCentral(); maven { url secretPlace() } }', 'MavenRepo, maven'],
    ['repositories { mavenCentral(); all { content { excludeGroup "com.acme" } } }', 'nobody'],
    ['repositories { mavenCentral(); mine() }', 'nobody'],
    ["repositories { flatDir { dirs 'libs' }; mavenCentral() }", 'nobody'],
    ['repositories { maven { url "https://$host/m2" }; mavenCentral() }', 'nobody'],
    ["repositories { maven { url '../m2' } }", 'nobody'],
    ['repositories { if (ci) { mavenCentral() } }', 'nobody'],
    ['if (ci) { repositories { mavenCentral() } }', 'nobody'],
    ['allprojects { repositories { mavenCentral() } }', 'MavenRepo'],
    ['buildscript { repositories { mavenCentral() } }', 'nobody'],
    ['publishing { repositories { mavenCentral() } }', 'nobody'],
    // Some names only.
    ["repositories { google { content { includeGroupByRegex 'com\\\\.google.*' } }; mavenCentral() }", 'MavenRepo'],
    ["repositories { google { content { includeGroup 'com.acme' } }; mavenCentral() }", 'Google, MavenRepo'],
    ["repositories { mavenCentral { content { excludeGroupAndSubgroups 'com' } }; google() }", 'Google'],
    ["repositories { mavenCentral { content { includeGroupByRegex '[a-z]+' } } }", 'nobody'],
    [
      "repositories { mavenCentral(); exclusiveContent { forRepository { maven { url 'https://a.example' } }; filter { includeGroup 'com.acme' } } }",
      'maven2',
    ],
    [
      "repositories { mavenCentral(); exclusiveContent { forRepository { maven { url 'https://a.example' } }; filter { includeGroup 'com.other' } } }",
      'MavenRepo',
    ],
  ])('%s', (repositories, expected) => {
    expect(one(repositories)).toBe(expected);
  });

  test('what there is to choose from is not known where not all can be asked', () => {
    const text = "repositories { mavenCentral(); mavenLocal() }\ndependencies { x 'g:a:1.+', 'g:b:latest.release' }";
    expect(readLines('build.gradle', text)).toEqual(['managed g:a 1.+', 'managed g:b latest.release']);
  });

  test('what the settings of a build say counts below them', () => {
    const settings = (mode: string) => ({
      'settings.gradle': `dependencyResolutionManagement { ${mode}\n repositories { google() } }`,
    });
    const own = 'repositories { mavenCentral() }';
    expect(one('', undefined, settings(''))).toBe('Google');
    expect(one(own, undefined, settings(''))).toBe('MavenRepo');
    const fails = 'repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)';
    expect(one(own, undefined, settings(fails))).toBe('Google');
    expect(one(own, undefined, settings('repositoriesMode = RepositoriesMode.PREFER_SETTINGS'))).toBe('Google');
    expect(one(own, undefined, settings('repositoriesMode.set(of())'))).toBe('nobody');
  });

  test('what a plugin that the build makes itself declares counts where it is applied', () => {
    const build = {
      'settings.gradle': '',
      'buildSrc/src/main/kotlin/my-conventions.gradle.kts': 'repositories { google() }',
    };
    const settings = { 'settings.gradle': 'pluginManagement { }' };
    const text = (plugin: string) => `plugins { ${plugin} }\ndependencies { implementation("com.acme:x:1") }`;
    const asked = (plugin: string) => readLines('app/build.gradle.kts', text(plugin), { ...build, ...settings }).at(-1);
    for (const plugin of ['id("my-conventions")', '`my-conventions`'])
      expect(asked(plugin)).toBe('com.acme:x exact 1 at Google, [1], name com.acme + x');
    expect(asked('id("others")')).toBe('managed com.acme:x 1');
  });

  test('`buildSrc` is a build of its own', () => {
    const fails = 'repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS';
    const build = { 'settings.gradle': `dependencyResolutionManagement { ${fails}\n repositories { google() } }` };
    const text = "repositories { mavenCentral() }\ndependencies { implementation 'com.acme:x:1' }";
    expect(readLines('buildSrc/build.gradle', text, build)).toEqual([
      'com.acme:x exact 1 at MavenRepo, [1], name com.acme + x',
    ]);
  });

  test('what a script says of projects below it counts there', () => {
    const build = { 'build.gradle': 'subprojects { repositories { mavenCentral() } }' };
    const text = "dependencies { implementation 'com.acme:x:1' }";
    expect(readLines('app/build.gradle', text, build)).toEqual([
      'com.acme:x exact 1 at MavenRepo, [1], name com.acme + x',
    ]);
  });

  const two = (text: string, build: Readonly<Record<string, string>>) =>
    readLines('a/build.gradle', `${text}\nrepositories { mavenCentral() }\ndependencies { x 'com.acme:x:1' }`, build)
      .at(-1)
      ?.replace(/^com\.acme:x exact 1 at ([^[]*), \[1\].*/, '$1')
      .replace(/^managed.*/, 'nobody');
  const corp = "repositories { maven { url 'https://corp.example' } }";

  test.each([
    ["apply from: 'more.gradle'", 'maven, MavenRepo'],
    ['apply from: "$rootDir/gradle/more.gradle"', 'maven, MavenRepo'],
    ["apply from: rootProject.file('gradle/more.gradle')", 'maven, MavenRepo'],
    ["apply from: 'others.gradle'", 'MavenRepo'],
    ['apply from: "$more"', 'nobody'],
    ["apply from: 'https://scripts.example/more.gradle'", 'nobody'],
    ["apply plugin: 'java'", 'MavenRepo'],
    ["repositories.maven { url 'https://corp.example' }", 'maven, MavenRepo'],
    ['repositories.each { }', 'nobody'],
    ["plugins.withId('java') { repositories { maven { url 'https://corp.example' } } }", 'maven, MavenRepo'],
    ["publishing.repositories.maven { url 'https://corp.example' }", 'MavenRepo'],
  ])('what a script has from elsewhere, or by another name: %s', (text, asked) => {
    expect(two(text, { 'gradle/more.gradle': corp, 'gradle/others.gradle': 'println 1' })).toBe(asked);
  });

  test.each([
    ['settings.gradle', `gradle.beforeProject { ${corp} }`, 'maven, MavenRepo'],
    ['settings.gradle', `gradle.lifecycle.beforeProject { ${corp} }`, 'maven, MavenRepo'],
    ['settings.gradle', `gradle.allprojects { ${corp} }`, 'maven, MavenRepo'],
    ['build.gradle', `rootProject.allprojects { ${corp} }`, 'maven, MavenRepo'],
    ['build.gradle', `subprojects.each { p -> p.${corp} }`, 'nobody'],
    ['build.gradle', "allprojects { apply from: 'gradle/more.gradle' }", 'maven, MavenRepo'],
  ])('what is said above for all: %s: %s', (file, text, asked) => {
    expect(two('', { [file]: text, 'gradle/more.gradle': corp })).toBe(asked);
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['MavenRepo and others', "plugins { id 'a.b' }", {}],
    ['MavenRepo', "plugins { id 'a.c' }", {}],
    ['MavenRepo and others', 'plugins { alias(libs.plugins.a.b) }', {}],
    [
      'MavenRepo',
      "plugins { id 'a.b' }",
      {
        'settings.gradle':
          'dependencyResolutionManagement { repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS\n repositories { mavenCentral() } }',
      },
    ],
    ['MavenRepo and others', '', { 'settings.gradle': "plugins { id 'com.acme.settings' version '1' }" }],
    ['MavenRepo', '', { 'settings.gradle': "plugins { id 'org.gradle.toolchains.foojay-resolver' version '1' }" }],
  ])('%s are asked, where plugins may name others that are no scripts: %s', (asked, text, more) => {
    const logic = 'gradlePlugin { plugins { create("x") { id = "a.b"; implementationClass = "X" } } }';
    expect(two(text, { 'settings.gradle': '', 'build-logic/build.gradle': logic, ...more })).toBe(asked);
  });

  test('what other projects want is looked for where those look', () => {
    const text = (block: string) =>
      `repositories { mavenCentral() }\n${block} { ${corp}\n dependencies { x 'g:a:1' } }\ndependencies { x 'g:b:1' }`;
    for (const block of ['subprojects', 'configure(subprojects)', "project(':a')"]) {
      expect(readLines('build.gradle', text(block))).toEqual([
        'g:a exact 1 at maven and others, [1], name g + a',
        'g:b exact 1 at MavenRepo, [1], name g + b',
      ]);
    }
    const own = 'repositories { mavenCentral() }\nsubprojects { dependencies { x "g:a:1" } }';
    expect(readLines('build.gradle', own)).toEqual(['managed g:a 1']);
    expect(readLines('build.gradle', own, { 'settings.gradle': `dependencyResolutionManagement { ${corp} }` })).toEqual(
      ['g:a exact 1 at maven and others, [1], name g + a'],
    );
  });

  test('what a plugin of the build takes from another one', () => {
    const plugins = 'buildSrc/src/main/kotlin';
    const build = {
      'settings.gradle': '',
      [`${plugins}/inner.gradle.kts`]: corp.replaceAll("'", '"'),
      [`${plugins}/outer.gradle.kts`]: 'plugins { id("inner") }',
    };
    expect(two("plugins { id 'outer' }", build)).toBe('maven, MavenRepo');
  });

  test('an address is told without its login, and with blanks as percents', () => {
    const text = 'repositories { maven { name "a b"; url "https://me:pw@repo.example/a%20b" } }';
    expect(statedBy('build.gradle', text)).toEqual([
      'everywhere repositories used maven = [{"id":"a b","url":"https://repo.example/a%20b"}]',
      'below places of locked maven = {"modules":[{"id":"a b","url":"https://repo.example/a%20b"}],"scripts":[{"id":"gradlePluginPortal","url":"https://plugins.gradle.org/m2"}],"isOpen":false}',
    ]);
  });
});

describe('what files say to each other', () => {
  test('properties beside and above, and extra properties above', () => {
    const build = {
      ...CENTRAL,
      'gradle.properties': 'guava.version=33\nkotlinVersion = 2.0.0\napiToken=abc\ntwice=1\n',
      'build.gradle': "ext.jackson = '2.16.0'\ndef local = '1'\next.twice = '2'",
    };
    const text =
      'dependencies { x "g:a:$kotlinVersion"; x "g:b:${rootProject.ext.jackson}"; x "g:c:$local"; x "g:d:$twice"; x "g:e:${property("guava.version")}" }';
    expect(readLines('app/build.gradle', text, build)).toEqual([
      'g:a exact 2.0.0 at MavenRepo, not to be edited, name g + a',
      'g:b exact 2.16.0 at MavenRepo, not to be edited, name g + b',
      'variable g:c …',
      'variable g:d …',
      'variable g:e …',
    ]);
    expect(statedBy('gradle.properties', build['gradle.properties'])).toEqual([
      'below property maven guava.version = 33',
      'below property maven kotlinVersion = 2.0.0',
      'below property maven twice = 1',
    ]);
  });

  test('what a build makes itself', () => {
    const build = {
      'settings.gradle': "rootProject.name = 'root'",
      'build.gradle': "allprojects { group = 'com.acme' }",
    };
    expect(statedBy('build.gradle', build['build.gradle'], build)).toContain('everywhere makes maven com.acme:root');
    expect(statedBy('core/build.gradle', '', build)).toEqual(['everywhere makes maven com.acme:core']);
    const byProperty = { 'settings.gradle': '', 'gradle.properties': 'group=com.acme' };
    expect(statedBy('core/build.gradle', '', byProperty)).toEqual(['everywhere makes maven com.acme:core']);
    expect(statedBy('core/build.gradle', 'group "org.acme"', build)).toEqual(['everywhere makes maven org.acme:core']);
  });
});

test('what the lockfile beside holds', () => {
  const lock =
    '# This is a Gradle generated file for dependency locking.\nx.g:a:1.6=api\n  g:a:1.5=api,runtime\ng:aa:1.7=api\ng:b:1=api\ng:b:2=test\ng:c:3=api\nempty=x\n';
  const text = "dependencies { x 'g:a:1.+', 'g:b:+', 'g:c:[1,2)', 'g:a:1.4', 'g:d:+' }";
  expect(readLines('app/build.gradle', text, { ...CENTRAL, 'app/gradle.lockfile': lock })).toEqual([
    'g:a range 1.+ at MavenRepo, [1.+], name g + a, held 1.5 by app/gradle.lockfile',
    'g:b range + at MavenRepo, [+], name g + b, restricted',
    'g:c range [1,2) at MavenRepo, [[1,2)], name g + c',
    'g:a exact 1.4 at MavenRepo, [1.4], name g + a',
    'g:d range + at MavenRepo, [+], name g + d',
  ]);
});

describe('catalogs that settings create', () => {
  const lines = [
    'dependencyResolutionManagement { repositories { mavenCentral() }',
    '  versionCatalogs { create("libs") {',
    '    version("ktor", "2.3.0")',
    '    library("ktor-core", "io.ktor", "ktor-core").versionRef("ktor")',
    '                         ^^^^^^^^^^^^^^^^^^^^^^ io.ktor:ktor-core exact 2.3.0 at MavenRepo, [2.3.0], name io.ktor + ktor-core',
    '    library("one", "com.acme:one:1.0")',
    '                   ^^^^^^^^^^^^^^^^^^ com.acme:one exact 1.0 at MavenRepo, [1.0], name com.acme + one',
    '    library("two", "com.acme", "two").version("2.+")',
    '                   ^^^^^^^^^^^^^^^^^ com.acme:two range 2.+ at MavenRepo, [2.+], name com.acme + two',
    '    library("three", "com.acme", "three").version { strictly("1") }',
    '                     ^^^^^^^^^^^^^^^^^^^ variable com.acme:three',
    '    library("four", "com.acme", "four").withoutVersion()',
    '                    ^^^^^^^^^^^^^^^^^^ managed com.acme:four',
    '    plugin("versions", "com.acme.versions").version("0.50")',
    '                       ^^^^^^^^^^^^^^^^^^^ com.acme.versions:com.acme.versions.gradle.plugin exact 0.50 at gradlePluginPortal (plugin), [0.50], helps',
    '    bundle("all", listOf("one", "two"))',
    '    from("com.acme:catalog:1.0")',
    '         ^^^^^^^^^^^^^^^^^^^^^^ com.acme:catalog exact 1.0 at MavenRepo, [1.0], name com.acme + catalog',
    '  }',
    '  create("more") { from(files("gradle/more.versions.toml")) }',
    '} }',
  ];

  test('are read where they stand', () => expectRead('settings.gradle.kts', {}, ...lines));

  test('mean what they say to the scripts of the build, by whatever name', () => {
    const text = lines.filter(line => !line.trim().startsWith('^')).join('\n');
    const build = {
      'settings.gradle.kts': text,
      'gradle/more.versions.toml': '[libraries]\nmine = "com.acme:mine:3"',
    };
    const script =
      'dependencies { x(libs.one); x(libs.ktor.core); x(more.mine); x("g:a:${libs.versions.ktor.get()}"); x(other.mine) }';
    expect(readLines('app/build.gradle.kts', script, build)).toEqual([
      'managed com.acme:one libs.one, decided in settings.gradle.kts: com.acme:one exact 1.0 at MavenRepo',
      'managed io.ktor:ktor-core libs.ktor.core, decided in settings.gradle.kts: io.ktor:ktor-core exact 2.3.0 at MavenRepo',
      'managed com.acme:mine more.mine, decided in gradle/more.versions.toml: com.acme:mine exact 3 at MavenRepo',
      'g:a exact 2.3.0 at MavenRepo, not to be edited, name g + a',
      'variable - other.mine',
    ]);
  });

  test('have Groovy’s names', () => {
    const text =
      "dependencyResolutionManagement { repositories { google() }\n versionCatalogs { libs { library('one', 'com.acme:one:1') } } }";
    expect(readLines('settings.gradle', text)).toEqual(['com.acme:one exact 1 at Google, [1], name com.acme + one']);
    expect(statedBy('settings.gradle', text).some(said => said.startsWith('everywhere catalog maven libs one'))).toBe(
      true,
    );
  });
});

test('a comment silences what stands below it', () => {
  const text = "dependencies {\n  // registry-lens: ignore\n  x 'g:a:1'\n}";
  expect(readLines('build.gradle', text, CENTRAL)).toHaveLength(1);
});
