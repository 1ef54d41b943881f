import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const CENTRAL = 'repositories { mavenCentral() }\n';

const SHA256 = `<sha256 value="${'a'.repeat(64)}" origin="o"><also-trust value="${'b'.repeat(64)}"/></sha256>`;

/** An entry of verification metadata. */
function component(name: string, hashes: string): string {
  return `<component group="g" name="${name}" version="1"><artifact name="${name}-1.jar">${hashes}</artifact></component>\n`;
}

/** Gradle's kinds. */
export const GRADLE_KITS: Readonly<Record<string, ReaderKit>> = {
  gradle: {
    file: 'app/build.gradle',
    seeds: [
      "plugins { id 'maven-publish' }\ngroup = 'com.acme'\nversion '1.2.3'\npublishing { repositories { maven { url 'https://a.example/m' } } }\n",
      `buildscript { repositories { google() }; dependencies { classpath 'g:p:1' } }\nplugins {\n  id 'java'\n  id("a.b") version "1" apply false\n  alias(libs.plugins.x)\n}\n${CENTRAL}def v = '1.0'\next { w = "2.0"; m = [a: '1', 'b': "2"] }\ngroup 'com.acme'\ndependencies {\n  implementation 'g:a:1', "g:b:$v"\n  // registry-lens: ignore\n  api(group: 'g', name: 'c', version: m.a) { exclude group: 'x' }\n  x "g:d:\${w}", platform('g:e:[1,2)'), project(':x'), files('y')\n  constraints { z('g:f:1!!') { because 'x' } }\n  if (a) { z libs.b.c }\n  z('g:h') { version { strictly '[1,2)'; prefer '1.5'; reject '1.6' } }\n}\n`,
      "/* a */ def s = '''\n'''\ndef r = /a\"b/\nallprojects { repositories { maven { url = uri(\"https://a.example/m2\"); name 'n'; content { includeGroup 'g' } } } }\nsubprojects { dependencies { x \"\"\"g:a:1\"\"\" } }\nrepositories { exclusiveContent { forRepository { maven { url 'https://b.example' } }\n filter { includeModule('g', 'a') } } }\n",
      "dependencies { implementation 'g:a:1\n",
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['dependencies {', 'repositories {', 'plugins {', 'buildscript {', 'constraints {', 'allprojects {', 'ext {'],
      ...['mavenCentral()', 'mavenLocal()', 'maven { url ', "'g:a:1'", '"g:a:$v"', '"g:a:${v}"', "'''", '"""', "\\'"],
      ...['implementation ', 'implementation(', 'group: ', 'name: ', 'version: ', 'version ', 'id(', 'apply false'],
      ...['def v = ', 'val v by extra(', 'ext.v = ', 'v = ', 'platform(', 'project(', 'libs.a.b', '[a: ', 'if (x) {'],
      ...['} else {', 'strictly(', 'prefer(', 'url = uri(', 'content {', 'includeGroup(', '->', '?.', '!!', '<A>('],
    ],
    frames: [
      `${CENTRAL}dependencies {\n  x 'g:a:${HOLE}'\n}\n`,
      `${CENTRAL}dependencies {\n  x "g:a:${HOLE}"\n}\n`,
      `${CENTRAL}dependencies {\n  x """g:${HOLE}:1"""\n  y 'g:a:1'\n}\n`,
      `${CENTRAL}dependencies {\n  ${HOLE} 'g:a:1'\n}\n`,
      `${CENTRAL}dependencies {\n  x(${HOLE}, 'g:a:1')\n}\n`,
      `dependencies { x 'g:a:1' }\nrepositories {\n${HOLE}\n}\n`,
      `def v = "${HOLE}"\n${CENTRAL}dependencies { x "g:a:$v" }\n`,
      `repositories { maven { url "${HOLE}" } }\ndependencies { x 'g:a:1' }\n`,
      `repositories { maven { url "https://a.example"; content { includeGroupByRegex "${HOLE}" } } }\ndependencies { x 'g:a:1' }\n`,
      `plugins {\n  id 'a.b' version '${HOLE}'\n  id '${HOLE}'\n}\n`,
      `${HOLE}\n${CENTRAL}dependencies { x 'g:a:1' }\n`,
    ],
    lists: [
      { head: `${CENTRAL}dependencies {\n`, entry: i => `  x 'g:a${i}:1'\n`, tail: '}\n' },
      { head: `${CENTRAL}dependencies { x `, entry: i => `'g:a${i}:1', `, tail: "'g:b:1' }\n" },
      { head: CENTRAL, entry: () => "dependencies { x 'g:a:1' }\n" },
      { head: "def v = '1'\n", entry: i => `dependencies { x "g:a${i}:$v" }\n` },
      {
        head: '',
        entry: i => `def v${i} = '1'\n`,
        behind: { head: 'dependencies {\n', entry: i => ` x "g:a:$v${i}"\n` },
      },
      { head: 'ext {\n', entry: i => `  v${i} = '1'\n`, tail: '}\n' },
      { head: 'ext.m = [', entry: i => `v${i}: '1', `, tail: ']\n' },
      {
        head: 'repositories {\n',
        entry: i => `  maven { url 'https://a${i}.example' }\n`,
        tail: "}\ndependencies { x 'g:a:1' }\n",
      },
      { head: 'plugins {\n', entry: i => `  id 'a.b${i}' version '1'\n`, tail: '}\n' },
      { head: '', entry: () => '// registry-lens: ignore\n', tail: "dependencies { x 'g:a:1' }\n" },
      { head: 'dependencies {\n', entry: () => '  if (a) {\n', tail: "x 'g:a:1'\n" },
    ],
  },
  'version-catalog': {
    file: 'gradle/libs.versions.toml',
    seeds: [
      '[versions]\nk = "1"\no = { strictly = "[4,5[", prefer = "4.1", reject = ["4.2"] }\n[libraries]\na = "g:a:1"\nb = { module = "g:b", version.ref = "k" }\n# registry-lens: ignore\nc = { group = "g", name = "c", version = { require = "1" } }\nd.module = "g:d"\ne = { module = "g:e", version = { ref = "o" } }\n[bundles]\nn = ["a", "b"]\n[plugins]\np = { id = "a.b", version.ref = "k" }\nq = "a.c:1"\n',
      'libraries = { a = "g:a:1" }\n[plugins]\na = "',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '[versions]\n',
        '[libraries]\n',
        '[plugins]\n',
        '[libraries.',
        'a = "g:a:1"\n',
        'module = "g:a"',
        'id = "a.b"',
      ],
      ...['version.ref = "k"', 'version = "1"', '{ strictly = "1" }', 'rejectAll = true', 'k = "1"\n', '1.+', '[1,2)'],
    ],
    frames: [
      `[libraries]\na = "g:a:${HOLE}"\n`,
      `[libraries]\n${HOLE} = "g:a:1"\n`,
      `[versions]\nk = "${HOLE}"\n[libraries]\na = { module = "g:a", version.ref = "k" }\n`,
      `[libraries]\na = { module = "g:a", ${HOLE} version = "1" }\n`,
      `[plugins]\na = { id = "${HOLE}", version = "1" }\n`,
    ],
    lists: [
      { head: '[libraries]\n', entry: i => `a${i} = "g:a${i}:1"\n` },
      {
        head: '[versions]\n',
        entry: i => `k${i} = "1"\n`,
        behind: { head: '[libraries]\n', entry: i => `a${i} = { module = "g:a", version.ref = "k${i}" }\n` },
      },
      { head: '[versions]\nk = "1"\n[plugins]\n', entry: i => `p${i} = { id = "a.b", version.ref = "k" }\n` },
      { head: '[libraries]\na = { module = "g:a", version = { reject = [', entry: () => '"1", ', tail: '] } }\n' },
      {
        head: '[versions]\nk = "',
        entry: () => '1.',
        tail: '"\n',
        behind: { head: '[libraries]\n', entry: i => `a${i} = { module = "g:a", version.ref = "k" }\n` },
      },
    ],
  },
  'gradle-lockfile': {
    file: 'gradle.lockfile',
    seeds: ['# a comment\ng:a:1.0=api,runtime\ng:b:2=x\nempty=y\n', '<<<<<<< a\r\n\tg:a:1 \r\n=======\r\ng:a:'],
    tokens: [...ANY_TOKENS, 'g:a:1=x', ':', '=', 'empty=', '#'],
    frames: [`g:a:${HOLE}=x\n`, `${HOLE}:1=x\n`, `g:a:1=${HOLE}\n`],
    lists: [
      { head: '', entry: i => `g:a${i}:1=x\n` },
      { head: '', entry: () => 'g:a:1=x\n' },
      { head: 'g:a:1=', entry: i => `x${i},` },
    ],
  },
  'verification-metadata': {
    file: 'gradle/verification-metadata.xml',
    seeds: [
      `<?xml version="1.0"?>\n<verification-metadata>\n<configuration><trusted-artifacts><trust group="g"/></trusted-artifacts></configuration>\n<components>\n${component('a', SHA256)}${component('b', '')}<component group="g" name="c" version="1"><artifact name="c-1.pom"><sha1 value="${'a'.repeat(40)}"/><pgp value="B"/></artifact></component>\n</components>\n</verification-metadata>\n`,
      `<verification-metadata><components><component group="g" name="a" version="1"><artifact name="a"><sha256 value="<component group="g" name='b' version="2">`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '<components>',
        '</components>',
        '<component group="g" name="a" version="1">',
        '</component>',
        '<artifact name="',
      ],
      ...[
        '</artifact>',
        SHA256,
        '<also-trust value="',
        '<sha1 value="',
        'group="',
        ' name=',
        ' version=',
        '/>',
        '<!--',
      ],
    ],
    frames: [
      `<verification-metadata><components>${component(HOLE, SHA256)}</components></verification-metadata>`,
      `<verification-metadata><components>${component('a', HOLE)}</components></verification-metadata>`,
      `<verification-metadata><components>${HOLE}${component('a', SHA256)}</components></verification-metadata>`,
      `<verification-metadata><components><component ${HOLE} group="g" name="a" version="1"/></components>`,
    ],
    lists: [
      { head: '<verification-metadata><components>', entry: i => component(`a${i}`, SHA256) },
      { head: '<verification-metadata><components>', entry: () => '<component group="g" name="a" version="1">' },
      {
        head: '<verification-metadata><components><component group="g" name="a" version="1">',
        entry: i => `<artifact name="a${i}">${SHA256}</artifact>`,
      },
      { head: '<verification-metadata>', entry: () => `<components>${component('a', SHA256)}</components>` },
    ],
  },
  'gradle-properties': {
    file: 'gradle.properties',
    seeds: ['# a\nv=1\nw = 2.0\nx: 3\napiToken=x\n', 'v\\\n=1\nv = 2'],
    tokens: [...ANY_TOKENS, 'v=1\n', 'v = ', 'v: 1\n', '\\\n', '# registry-lens: ignore\n'],
    frames: [`v=${HOLE}\nw=1\n`, `${HOLE}=1\n`, `v ${HOLE} = 1\n`],
    lists: [
      { head: '', entry: i => `v${i}=1\n` },
      { head: '', entry: () => 'v=1\n' },
      { head: 'v=', entry: () => '1 ' },
    ],
  },
};
