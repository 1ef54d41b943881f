import { expect, test } from 'vitest';
import { textUnder } from '../../../../server/src/model/span.ts';
import { judgeFiles } from '../../../support/judge-files.ts';

const SETTINGS = 'rootProject.name = "lib"\n';

/** What a script publishes: the name, where it is asked, and in brackets what a fix may replace; `-` for nothing. */
function read(script: string, file = 'build.gradle.kts', settings: string | undefined = SETTINGS): string {
  const files = [{ file, text: script }, ...(settings === '' ? [] : [{ file: 'settings.gradle.kts', text: settings }])];
  const judged = judgeFiles(files, () => ({ state: 'unknown', why: 'not-asked' }));
  const found = judged.flatMap(({ analysis, text }) =>
    analysis.references.flatMap(({ subject }) => {
      if (subject.kind !== 'publication') return [];
      const { name, version, source, edit } = subject;
      return [`${name} ${version} ${source}${edit === undefined ? '' : ` [${textUnder(text, edit)}]`}`];
    }),
  );
  return found.join(', ') || '-';
}

const KOTLIN = ['plugins { `maven-publish` }', 'group = "com.acme"', 'version = "1.2.3"'];
const GROOVY = ["plugins { id 'maven-publish' }", "group 'com.acme'", "version '1.2.3'"];
const TO = (url: string) => `publishing { repositories { maven { url = uri("${url}") } } }`;
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const ELSEWHERE = expect.stringMatching(
  /^com\.acme:lib 1\.2\.3 gradle repository=\S*\|https:\/\/maven\.example\/releases \[1\.2\.3\]$/,
);
const CENTRAL = 'com.acme:lib 1.2.3 gradle repository=MavenRepo|https://repo.maven.apache.org/maven2 [1.2.3]';

test.each<[what: string, script: string, found: unknown]>([
  ['what goes to a repository', lines(...KOTLIN, TO('https://maven.example/releases')), ELSEWHERE],
  [
    'what goes to Central by the Nexus plugin',
    lines(
      'plugins { `maven-publish`\nid("io.github.gradle-nexus.publish-plugin") version "2.0.0" }',
      ...KOTLIN.slice(1),
    ),
    CENTRAL,
  ],
  [
    'what goes to Central by another one',
    lines(
      'plugins { id("com.vanniktech.maven.publish") version "0.30.0" }',
      ...KOTLIN.slice(1),
      'mavenPublishing { publishToMavenCentral() }',
    ),
    CENTRAL,
  ],
  ['what goes nowhere that is told', lines(...KOTLIN), '-'],
  ['what is not published', lines(...KOTLIN.slice(1), TO('https://maven.example/releases')), '-'],
  [
    'what goes where a program says',
    lines(...KOTLIN, 'publishing { repositories { maven { url = uri(where) } } }'),
    '-',
  ],
  [
    'what goes to several',
    lines(...KOTLIN, TO('https://maven.example/releases'), TO('https://maven.example/others')),
    '-',
  ],
  ['a snapshot', lines(...KOTLIN.slice(0, 2), 'version = "1.2.3-SNAPSHOT"', TO('https://maven.example/releases')), '-'],
  [
    'a version that is composed',
    lines(...KOTLIN.slice(0, 2), 'version = "1.$n"', TO('https://maven.example/releases')),
    '-',
  ],
  ['a version that is set twice', lines(...KOTLIN, 'version = "2"', TO('https://maven.example/releases')), '-'],
  ['another name', lines(...KOTLIN, TO('https://maven.example/releases'), 'x { artifactId = "y" }'), '-'],
  ['what is being typed', lines(...KOTLIN, TO('https://maven.example/releases'), 'version = "'), '-'],
])('%s', (_, script, found) => {
  expect(read(script)).toEqual(found);
});

test('in Groovy', () => {
  const script = lines(...GROOVY, "publishing { repositories { maven { url 'https://maven.example/releases' } } }");
  expect(read(script, 'build.gradle')).toEqual(ELSEWHERE);
});

test('the settings beside tell the name', () => {
  const script = lines(...KOTLIN, TO('https://maven.example/releases'));
  expect(read(script, 'build.gradle.kts', '')).toBe('-');
  expect(read(script, 'sub/build.gradle.kts')).toBe('-');
});
