import { describe, expect, test } from 'vitest';
import { expectRead, readLines, statedBy } from './read.ts';

const FILE = 'gradle/libs.versions.toml';
const SETTINGS = { 'settings.gradle.kts': 'dependencyResolutionManagement { repositories { mavenCentral() } }' };

describe('a catalog', () => {
  test('libraries in all their forms', () => {
    expectRead(
      FILE,
      SETTINGS,
      '[versions]',
      'kotlin = "2.0.0"',
      'okhttp = { strictly = "[4.0,5.0[", prefer = "4.12.0", reject = ["4.10.0"] }',
      'strict = { strictly = "1.0" }',
      'none = { rejectAll = true }',
      '[libraries]',
      'a = "com.acme:a:1.0"',
      '^^^^^^^^^^^^^^^^^^^^ com.acme:a exact 1.0 at MavenRepo, [1.0], name com.acme + a',
      'b = { module = "com.acme:b", version.ref = "kotlin" } # why',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:b exact 2.0.0 at MavenRepo, [2.0.0], name com.acme + b',
      "c = { group = 'com.acme', name = 'c', version = '1.+' }",
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:c range 1.+ at MavenRepo, [1.+], name com.acme + c',
      'd = { module = "com.acme:d", version = { require = "1.0", reject = ["1.1"] } }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:d exact 1.0 at MavenRepo, [1.0], name com.acme + d, not 1.1',
      'e = { module = "com.acme:e" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ managed com.acme:e',
      'f = { module = "com.acme:f", version = { ref = "okhttp" } }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:f exact 4.12.0 at MavenRepo, not to be edited, name com.acme + f, not 4.10.0',
      'g = { module = "com.acme:g", version.ref = "strict" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:g exact 1.0 at MavenRepo, [1.0], name com.acme + g',
      'h = { module = "com.acme:h", version.ref = "nowhere" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid com.acme:h',
      'i = { module = "com.acme:i", version.ref = "none" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never com.acme:i',
      'j = "com.acme:j"',
      '^^^^^^^^^^^^^^^^ managed com.acme:j',
      'k = { module = "com.acme" }',
      'l = "',
      '[libraries.m]',
      '^^^^^^^^^^^^^ com.acme:m exact 1.0!! at MavenRepo, [1.0!!], name com.acme + m',
      'module = "com.acme:m"',
      'version = "1.0!!"',
    );
  });

  test('plugins by their markers', () => {
    expectRead(
      FILE,
      { 'settings.gradle': 'pluginManagement { repositories { mavenCentral(); gradlePluginPortal() } }' },
      '[versions]',
      'kotlin = "2.0.0"',
      '[plugins]',
      'jvm = { id = "org.jetbrains.kotlin.jvm", version.ref = "kotlin" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ org.jetbrains.kotlin.jvm:org.jetbrains.kotlin.jvm.gradle.plugin exact 2.0.0 at MavenRepo, gradlePluginPortal (plugin), [2.0.0], helps',
      'x = "com.acme.x:1.0"',
      '^^^^^^^^^^^^^^^^^^^^ com.acme.x:com.acme.x.gradle.plugin exact 1.0 at MavenRepo, gradlePluginPortal (plugin), [1.0], helps',
      'y = { id = "com.acme.y" }',
      '^^^^^^^^^^^^^^^^^^^^^^^^^ managed com.acme.y:com.acme.y.gradle.plugin',
    );
  });
});

describe('where its libraries are asked', () => {
  const text = '[libraries]\na = "com.acme:a:1"';
  const asked = (build: Record<string, string>) => readLines(FILE, text, build);

  test('nobody is asked where nothing is known of repositories', () => {
    expect(asked({})).toEqual(['managed com.acme:a 1']);
  });

  test('where the scripts of the build look, as long as all look at the same places', () => {
    const central = 'repositories { mavenCentral() }';
    const found = ['com.acme:a exact 1 at MavenRepo, [1], name com.acme + a'];
    expect(asked({ 'build.gradle': central, 'app/build.gradle': 'group "x"' })).toEqual(found);
    expect(asked({ 'app/build.gradle': central, 'core/build.gradle.kts': central })).toEqual(found);
    expect(asked({ 'build.gradle': `allprojects { ${central} }` })).toEqual(found);
    expect(asked({ 'app/build.gradle': central, 'core/build.gradle': 'repositories { google() }' })).toEqual([
      'managed com.acme:a 1',
    ]);
  });
});

test('a script shows what an entry is, and is judged there', () => {
  const build = {
    ...SETTINGS,
    [FILE]:
      '[libraries]\nfoo-bar_baz = "com.acme:foo:1.0"\nmanaged = "com.acme:managed"\n[plugins]\nmy-plugin = "com.acme.p:2.0"',
  };
  const text =
    'plugins { alias(libs.plugins.my.plugin) }\ndependencies { api(libs.foo.bar.baz); api(platform(libs.managed)); api(libs.unknown); api(libs.foo.bar.baz.get()) }';
  const decided = 'decided in gradle/libs.versions.toml: com.acme:foo exact 1.0 at MavenRepo';
  expect(readLines('app/build.gradle.kts', text, build)).toEqual([
    'managed com.acme.p:com.acme.p.gradle.plugin libs.plugins.my.plugin, decided in gradle/libs.versions.toml: com.acme.p:com.acme.p.gradle.plugin exact 2.0 at gradlePluginPortal (plugin)',
    `managed com.acme:foo libs.foo.bar.baz, ${decided}`,
    'managed - libs.managed',
    'managed - libs.unknown',
    `managed com.acme:foo libs.foo.bar.baz.get, ${decided}`,
  ]);
  // A catalog of another build says nothing here.
  expect(
    readLines('app/build.gradle.kts', 'dependencies { api(libs.a) }', {
      [`other/${FILE}`]: '[libraries]\na = "g:a:1"',
    }),
  ).toEqual(['managed - libs.a']);
});

test('a script takes a version from the catalog', () => {
  const build = { ...SETTINGS, [FILE]: '[versions]\nmy-kotlin = "2.0.0"\nrich = { reject = ["1"], require = "2" }' };
  const text =
    'plugins { kotlin("jvm") version libs.versions.my.kotlin.get() }\ndependencies { api("g:a:${libs.versions.my.kotlin.get()}"); api("g:b:${libs.versions.rich.get()}") }';
  expect(readLines('app/build.gradle.kts', text, build)).toEqual([
    'org.jetbrains.kotlin.jvm:org.jetbrains.kotlin.jvm.gradle.plugin exact 2.0.0 at gradlePluginPortal (plugin), not to be edited, helps',
    'g:a exact 2.0.0 at MavenRepo, not to be edited, name g + a',
    'variable g:b …',
  ]);
});

test('only the catalog that Gradle reads by itself speaks to scripts', () => {
  expect(statedBy('deps.versions.toml', '[libraries]\na = "g:a:1"')).toEqual([]);
});
