import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import type { Answer, Peek } from '../../../../server/src/model/answer.ts';
import { questionKey } from '../../../../server/src/model/question.ts';
import { judgeFiles } from '../../../support/judge-files.ts';
import { type Build, expectRead, readLines, statedBy } from './read.ts';

const HEAD = '# This is a Gradle generated file for dependency locking.';
const BUILD: Build = { 'app/build.gradle': 'repositories { mavenCentral(); google() }' };
const USUAL = ', not to be edited, no comment';

test('each line is an entry, under its coordinates', () => {
  expectRead(
    'app/gradle.lockfile',
    BUILD,
    HEAD,
    'com.acme:one:1.0=compileClasspath,runtimeClasspath',
    `^^^^^^^^^^^^^^^^ com.acme:one exact 1.0 at MavenRepo, Google${USUAL}`,
    'com.acme:two_2.13:1.0-M1+build~3=x',
    `^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ com.acme:two_2.13 exact 1.0-M1+build~3 at MavenRepo, Google${USUAL}`,
    'com.acme:one:1.1=test',
    `^^^^^^^^^^^^^^^^ com.acme:one exact 1.1 at MavenRepo, Google${USUAL}`,
    'com.acme:three=x',
    'com.acme:four:1:jar=x',
    '<<<<<<< HEAD',
    'com.acme:five:1=x',
    `^^^^^^^^^^^^^^^ com.acme:five exact 1 at MavenRepo, Google${USUAL}`,
    'empty=annotationProcessor',
  );
});

test('the older lockfiles of single configurations', () => {
  expectRead(
    'app/gradle/dependency-locks/compileClasspath.lockfile',
    BUILD,
    HEAD,
    'com.acme:one:1.0',
    `^^^^^^^^^^^^^^^^ com.acme:one exact 1.0 at MavenRepo, Google${USUAL}`,
    'com.acme:two:1',
    `^^^^^^^^^^^^^^ com.acme:two exact 1 at MavenRepo, Google${USUAL}`,
  );
});

describe('what is locked is asked', () => {
  const settings = (...repositories: string[]) =>
    `dependencyResolutionManagement { repositories { ${repositories.join('\n')} } }`;
  const corp = "maven { name 'corp'; url 'https://corp.example' }";

  test.each<[string, string, Build, string]>([
    ['where the script beside looks', 'app/gradle.lockfile', BUILD, 'at MavenRepo, Google'],
    ['where the settings say', 'app/gradle.lockfile', { 'settings.gradle': settings(corp) }, 'at corp'],
    [
      'where scripts above say',
      'app/gradle.lockfile',
      { 'build.gradle': `allprojects { repositories { ${corp} } }`, 'app/build.gradle': '' },
      'at corp',
    ],
    [
      'by what the script keeps a repository for',
      'app/gradle.lockfile',
      {
        'app/build.gradle': `repositories { maven { name 'corp'; url 'https://corp.example'; content { includeGroup 'other' } }\n mavenCentral() }`,
      },
      'at MavenRepo',
    ],
    [
      'where plugins come from, of what the script itself needs',
      'app/buildscript-gradle.lockfile',
      { 'app/build.gradle': `buildscript { repositories { ${corp} } }\nrepositories { mavenCentral() }` },
      'at gradlePluginPortal, corp',
    ],
    ['where plugins come from, of settings', 'settings-gradle.lockfile', {}, 'at gradlePluginPortal'],
  ])('%s', (_, file, build, place) => {
    expect(readLines(file, 'g:a:1=x', build)).toEqual([`g:a exact 1 ${place}${USUAL}`]);
  });

  test.each<[string, Build]>([
    ['no script names any', { 'app/build.gradle': 'dependencies { }' }],
    ['the script beside is not run to know it', { 'app/build.gradle': 'repositories { maven { url corp } }' }],
    [
      'the script beside has another name',
      { 'settings.gradle': settings('mavenCentral()'), 'app/app.gradle': `repositories { ${corp} }` },
    ],
  ])('nowhere where %s', (_, build) => {
    expect(readLines('app/gradle.lockfile', 'g:a:1=x', build)).toEqual(['managed g:a 1, no comment']);
  });
});

test('a manifest hears of what its own lockfile holds, and of no conflict', () => {
  const text = 'g:a:1=x\ng:a:2=y\ng:b:1=x\n';
  expect(statedBy('app/gradle.lockfile', text)).toEqual([`beside held maven = ${text}`]);
  expect(statedBy('app/buildscript-gradle.lockfile', text)).toEqual([]);
  expect(statedBy('app/gradle.lockfile', `<<<<<<< HEAD\n${text}=======\n>>>>>>> b\n`)).toEqual([]);
});

test.each([
  ['gradle.lockfile', 'gradle-lockfile'],
  ['a/buildscript-gradle.lockfile', 'gradle-lockfile'],
  ['a/gradle/dependency-locks/x.lockfile', 'gradle-lockfile'],
  ['x.lockfile', undefined],
])('%s is of the kind %s', (file, kind) => {
  expect(readerFor(file, undefined, '')?.id).toBe(kind);
});

describe('what is locked', () => {
  const LOCK = 'g:moved:1=x\ng:fine:1=x\ng:gone:1=x\n';

  /** What is found, and what was asked. */
  function judged(script: string) {
    const asked: string[] = [];
    const peek: Peek = (question): Answer<never> => {
      if (!('name' in question)) throw new Error('not about an artifact');
      // Dates are recalled where they are known, and not asked for.
      if (question.ask !== 'history') asked.push(questionKey(question).replace(/ from .*/, ''));
      const known = (fact: unknown) => ({ state: 'known', fact: fact as never, asOf: 0 }) as const;
      if (question.ask === 'package') {
        const releases = [{ version: '2', standing: { is: 'live' } }];
        return known({ standing: { is: 'live' }, tags: {}, releases });
      }
      const to = { name: 'h:moved', version: '1' };
      switch (question.name) {
        case 'g:moved':
          return known({ version: '1', standing: { is: 'relocated', to } });
        case 'g:fine':
          return known({ version: '1', standing: { is: 'live' } });
        default:
          return { state: 'absent', missing: 'version', asOf: 0 };
      }
    };
    const files = { 'build.gradle': script, 'gradle.lockfile': LOCK };
    const all = judgeFiles(
      Object.entries(files).map(([file, text]) => ({ file, text })),
      peek,
    );
    const { findings = [] } = all.find(({ file }) => file === 'gradle.lockfile')?.analysis ?? {};
    return {
      asked,
      found: findings.map(({ rule, severity, at, message }) => [
        `${severity} ${rule} at ${LOCK.slice(at.start, at.end)}`,
        message,
      ]),
    };
  }

  test('is told where it is gone, and quietly where it moved', () => {
    const { found, asked } = judged('repositories { mavenCentral() }');
    expect(found).toEqual([
      [
        'hint relocated-artifact at g:moved:1',
        '`g:moved` `1` was relocated to `h:moved` `1`. Maven and Gradle follow it, with a warning at most. Take the new one where it is wanted.',
      ],
      ['warning missing-release at g:gone:1', '`g:gone` has no version `1` in its registry. Use `2` instead.'],
    ]);
    expect([...new Set(asked)]).toEqual([
      'release maven g:moved 1',
      'release maven g:fine 1',
      'release maven g:gone 1',
      'package maven g:gone',
    ]);
  });

  test('is not told to be gone where it may come from elsewhere', () => {
    const { found } = judged("apply plugin: 'x'\nbuildscript { repositories { mavenCentral() } }");
    expect(found).toEqual([]);
  });
});
