import { describe, expect, test } from 'vitest';
import { gradleScript } from '../../../../server/src/ecosystems/maven/readers/gradle.ts';

const GROOVY = `buildscript {
    repositories { google() }
    dependencies { classpath 'com.acme:plugin:1.0' }
}
plugins {
    id 'com.acme.one' version '1.0' apply false
    id("com.acme.two") version "2.0"
}
repositories {
    mavenCentral()
    maven { url 'https://repo.example/m2'; content { includeGroup 'com.acme' } }
}
def grpc = '1.60.0'
dependencies {
    implementation 'com.acme:one:1.0', // why
        "com.acme:two:$grpc",
        "com.acme:three:\${grpc}"
    /* not
       implementation 'com.acme:none:1.0' */
    api(group: 'com.acme', name: 'four', version: '2.+') {
        exclude group: 'x', module: 'y'
    }
    api(platform('com.acme:five:1.0')) { because """so
    it is""" }
    constraints {
        api 'com.acme:six:1.0'
    }
    if (fast) { api 'com.acme:seven:1.0' } else { api 'com.acme:eight:1.0' }
}
`;

const KOTLIN = `plugins {
    \`java-library\`
    id("com.acme.one") version "1.0"
    kotlin("jvm") version "2.0.0"
}
repositories { mavenCentral() }
val grpc: String = "1.60.0"
dependencies {
    implementation("com.acme:one:1.0") { because("x") }
    "ksp"("com.acme:two:$grpc")
    implementation(group = "com.acme", name = "three", version = "1.0")
    api("com.acme:four") {
        version { strictly("[1.0,2.0["); prefer("1.5") }
    }
    testImplementation(platform("com.acme:five:1.0"))
}
tasks.named<Test>("test") { useJUnitPlatform() }
`;

describe.each([
  ['build.gradle', GROOVY],
  ['build.gradle.kts', KOTLIN],
])('%s', (file, text) => {
  const named = (script: string) =>
    gradleScript.read(script, file).references.flatMap(({ span, subject }) => {
      const name = subject.kind === 'release' || subject.kind === 'opaque' ? subject.name : undefined;
      return [{ at: span.start, end: span.end, name }];
    });

  test('what stands on the lines above is read the same wherever the text ends', () => {
    const whole = named(text);
    expect(whole.length).toBeGreaterThan(6);
    for (let end = 0; end <= text.length; end++) {
      const lineStart = text.lastIndexOf('\n', end - 1) + 1;
      const above = ({ end: last }: { readonly end: number }) => last < lineStart;
      expect(named(text.slice(0, end)).filter(above), text.slice(lineStart, end)).toEqual(whole.filter(above));
    }
  });

  test('a line that is being typed loses itself alone', () => {
    const whole = named(text);
    const lines = [...text.matchAll(/^.*\n/gm)];
    for (const typed of [
      'x("com.acme:',
      "x 'com.acme:new",
      'x("com.acme:new:${',
      'implementation(',
      'foo.',
      'val x =',
      'x "a" +',
    ]) {
      for (const { index } of lines) {
        // Within a comment or a long text nothing is typed, and between a name and what it is called with something
        // else.
        if (/\/\*(?:(?!\*\/)[\s\S])*$|"""so\n$|,[^\n]*\n$/.test(text.slice(0, index))) continue;
        const indent = /^ */.exec(text.slice(index))?.[0] ?? '';
        const line = `${indent}${typed}\n`;
        const now = named(`${text.slice(0, index)}${line}${text.slice(index)}`);
        const { length } = line;
        const moved = whole.map(({ at, end, name }) =>
          at < index ? { at, end, name } : { at: at + length, end: end + length, name },
        );
        const left = now.filter(({ at }) => at < index || at >= index + length);
        expect(left, `${typed} before ${text.slice(index, index + 40)}`).toEqual(moved);
      }
    }
  });
});
