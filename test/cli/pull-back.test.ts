import { afterEach, describe, expect, test } from 'vitest';
import type { AnyFact } from '../../server/src/model/answer.ts';
import { digest, type Known, known } from '../support/judge.ts';
import { type FakeWorld, fakeWorld, type Ran } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const LIVE = { is: 'live' } as const;

async function run(files: Readonly<Record<string, string>>, answers: Known, ...argv: string[]): Promise<Ran> {
  world = fakeWorld({ files, known: answers });
  return world.run('pull-back', ...argv);
}

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000 - 60_000).toISOString();
}

function listed(...versions: string[]): AnyFact {
  return { standing: LIVE, tags: {}, releases: versions.map(version => ({ version, standing: LIVE })) };
}

/** The lines of all fenced blocks, in their order. */
function commands(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```\w+\n([\s\S]*?)\n```$/gm)].flatMap(([, body = '']) => body.split('\n'));
}

/** The headings of the steps, without their numbers. */
function steps(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^### \d+\. (.*)$/gm)].map(([, title = '']) => title);
}

const NPM = { 'package.json': '{"name": "@acme/lib", "version": "1.2.3"}' };

function npmKnown(hours: number, deprecated?: string): Known {
  const own = deprecated === undefined ? LIVE : ({ is: 'deprecated', message: deprecated } as const);
  return {
    'history npm @acme/lib': known({ published: { '1.2.3': hoursAgo(hours), '1.2.4': '2020-01-01' } }),
    'package npm @acme/lib': known({
      ...{ standing: LIVE, tags: { latest: '1.2.3', next: '2.0.0-rc.1' } },
      releases: [
        { version: '1.2.3', standing: own },
        { version: '1.2.2', standing: { is: 'deprecated', message: 'no' } },
        { version: '1.2.1', standing: LIVE },
      ],
    }),
  };
}

describe('npm', () => {
  const LEAD = 'npm dist-tag add "@acme/lib@1.2.1" latest';
  const PUBLISH = ['npm version 1.2.5 --no-git-tag-version', 'npm publish'];
  const UNPUBLISH = 'npm unpublish "@acme/lib@1.2.3"';
  const deprecate = (says: string) => `npm deprecate "@acme/lib@1.2.3" "1.2.3 ${says}"`;

  test.each([
    ['broken', 10, [LEAD, deprecate('is broken, use 1.2.5'), ...PUBLISH]],
    ['insecure', 10, [deprecate('has a security fault, use 1.2.5'), LEAD, ...PUBLISH, UNPUBLISH]],
    ['insecure', 80, [deprecate('has a security fault, use 1.2.5'), LEAD, ...PUBLISH]],
    ['secret', 10, [deprecate('should not be used, use 1.2.5'), LEAD, ...PUBLISH, UNPUBLISH]],
    ['mistake', 10, [LEAD, UNPUBLISH, deprecate('was published by mistake, use 1.2.1')]],
    ['mistake', 80, [LEAD, deprecate('was published by mistake, use 1.2.1')]],
  ])('%s, published %i hours ago', async (why, hours, expected) => {
    const ran = await run(NPM, npmKnown(hours), 'package.json', '--why', why);
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(commands(ran.out)).toEqual(expected);
    expect(ran.out).toContain(hours < 72 ? `about ${72 - hours} hours are left` : '72 hours are over');
    expect(ran.out).toContain('does not tell by its API');
    expect(ran.out).toContain('The tag `latest` leads to it.');
    expect(ran.out).toMatch(/trusted publisher \(OIDC\)/);
    expect(ran.out).toContain('it breaks every build that holds it');
  });

  test('of the only version there is it is said that the package would go with it', async () => {
    const only = known({
      ...{ standing: LIVE, tags: { latest: '1.2.3' } },
      releases: [{ version: '1.2.3', standing: LIVE }],
    });
    const answers = { ...npmKnown(10), 'package npm @acme/lib': only };
    const ran = await run(NPM, answers, 'package.json', '--why', 'mistake');
    expect(ran.out).toContain('It is the only version there is, so the whole package would go');
    expect(commands(ran.out)).toEqual(['npm deprecate "@acme/lib@1.2.3" "1.2.3 was published by mistake, use 1.2.5"']);
  });

  test('of a secret, rotating comes first', async () => {
    const ran = await run(NPM, npmKnown(10), 'package.json', '--why', 'secret');
    expect(steps(ran.out)[0]).toBe('Rotate what leaked');
    expect(ran.out).toContain('public for ever');
  });

  test('what is said of it already is told, as plain text', async () => {
    const ran = await run(NPM, npmKnown(10, '`x`\u001b[31m<img src=a>\n# no'), 'package.json', '--why', 'broken');
    expect(ran.out).toContain("deprecated already: `'x'<img src=a> # no`.");
  });

  test('what was unpublished cannot be taken back once more', async () => {
    const answers = {
      'history npm @acme/lib': known({ published: { '1.2.3': '2026-11-01T10:00:00Z' } }),
      'package npm @acme/lib': known(listed('1.2.2')),
    };
    const secret = await run(NPM, answers, 'package.json', '--why', 'secret');
    expect(steps(secret.out)).toEqual(['Rotate what leaked', 'Publish a later version']);
    world?.remove();
    const ran = await run(NPM, answers, 'package.json', '--why', 'broken');
    expect(ran.out).toContain('Published once, and removed (its last date is 2026-11-01).');
    expect(steps(ran.out)).toEqual(['Publish a later version']);
    expect(commands(ran.out)).toEqual([]);
  });

  test('what could not be asked is said, and the plan is there all the same', async () => {
    const answers = { 'history npm @acme/lib': { state: 'unknown', why: 'unreachable' } } as const;
    const ran = await run(
      NPM,
      { ...answers, 'package npm @acme/lib': answers['history npm @acme/lib'] },
      'package.json',
      '--why',
      'broken',
    );
    expect(ran.status).toBe(2);
    expect(ran.out).toContain('Could not be asked:');
    expect(commands(ran.out)).toEqual([
      'npm dist-tag ls "@acme/lib"',
      'npm deprecate "@acme/lib@1.2.3" "1.2.3 is broken"',
    ]);
  });

  test.each([['--offline'], ['--untrusted']])('%s asks nobody', async option => {
    const ran = await run(NPM, {}, 'package.json', '--why', 'broken', option);
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(steps(ran.out)).toContain('Deprecate it');
  });

  test('another version may be meant', async () => {
    const ran = await run(NPM, npmKnown(10), 'package.json', '--why', 'broken', '--version', '1.2.1');
    expect(ran.out).toContain('# Take back `@acme/lib` `1.2.1`');
  });
});

test.each([
  [['package.json', '--why', 'broken', '--fromat', 'json'], 'Unknown option `--fromat`.'],
  [['package.json', '--why', 'broken', '--version'], '`--version'],
])('what is wrong with the options is told by their name: %j', async (options, told) => {
  const ran = await run(NPM, {}, ...options);
  expect(ran).toMatchObject({ status: 3, out: '', asked: [] });
  expect(ran.err).toContain(told);
});

test('crates are yanked', async () => {
  const manifest = '[package]\nname = "left"\nversion = "1.2.3"\n';
  const answers = { 'package cargo left': known(listed('1.2.3', '1.2.4')) };
  const ran = await run({ 'Cargo.toml': manifest }, answers, 'Cargo.toml', '--why', 'insecure');
  expect(ran.status).toBe(0);
  expect(commands(ran.out)).toEqual([
    'cargo yank --version 1.2.3 left',
    'cargo yank --undo --version 1.2.3 left',
    'cargo publish',
  ]);
  expect(steps(ran.out)).toEqual(['Yank it', 'Publish the fixed version `1.2.5` at once', 'Tell those who have it']);
  expect(ran.out).toContain('Keep working where `Cargo.lock` holds it');
});

test.each(['', ' ', '\u200b', '\u001b[31m'])('of a reason that nobody sees, %j, nothing is quoted', async reason => {
  const manifest = '[project]\nname = "left"\nversion = "1.2.3"\n';
  const releases = [{ version: '1.2.3', standing: { is: 'yanked', reason } as const }];
  const answers = { 'package pypi left': known({ standing: LIVE, tags: {}, releases }) };
  const ran = await run({ 'pyproject.toml': manifest }, answers, 'pyproject.toml', '--why', 'broken');
  expect(ran.out).toContain('- It is yanked already.\n');
});

test('releases of PyPI are yanked at their page', async () => {
  const manifest = '[project]\nname = "Left.Pad"\nversion = "1.2.3"\n';
  const answers = { 'package pypi left-pad': known(listed('1.2.3')) };
  const ran = await run({ 'pyproject.toml': manifest }, answers, 'pyproject.toml', '--why', 'broken');
  expect(ran.out).toContain('<https://pypi.org/manage/project/left-pad/releases/>');
  expect(ran.out).toContain('press “Options” at `1.2.3`, then “Yank”');
  expect(ran.out).toContain('`1.2.3 is broken, use 1.2.4`');
  expect(ran.out).toContain('unless it is pinned exactly');
});

describe('modules of Go', () => {
  const MODULE = { 'go.mod': 'module corp.example/acme/lib\n\ngo 1.22\n' };
  const PLACE = 'go corp.example/acme/lib';
  const ANSWERS = {
    [`package ${PLACE}`]: known(listed('v1.2.3')),
    [`release ${PLACE} v1.2.3`]: known({ version: 'v1.2.3', standing: LIVE, published: hoursAgo(200) }),
  };

  test.each([
    ['broken', 'retract v1.2.3 // Does not work, use v1.2.4.'],
    ['insecure', 'retract v1.2.3 // Has a security fault, use v1.2.4.'],
    ['secret', 'retract v1.2.3 // Should not be used, use v1.2.4.'],
    ['mistake', 'retract [v1.2.3, v1.2.4] // Published by mistake.'],
  ])('are retracted: %s', async (why, line) => {
    const ran = await run(MODULE, ANSWERS, 'go.mod', '--why', why, '--version', 'v1.2.3');
    expect(ran.status).toBe(0);
    const isFixed = why === 'broken' || why === 'insecure';
    const [first, ...others] = commands(ran.out);
    expect(first).toBe(line);
    // Before anything is published: what has a tag once stays as it is.
    expect(others.slice(isFixed ? 1 : 0)).toEqual([
      'git commit -m "Retract v1.2.3" go.mod',
      'git tag v1.2.4',
      'git push origin v1.2.4',
      'go list -m corp.example/acme/lib@v1.2.4',
    ]);
  });

  test('a version that retracts itself is shown where no fix is there yet', async () => {
    const ran = await run(MODULE, ANSWERS, 'go.mod', '--why', 'broken', '--version', 'v1.2.3');
    expect(commands(ran.out)[1]).toBe('retract [v1.2.3, v1.2.4] // Does not work.');
  });

  test.each([
    [[], 'Say by `--version` which one is meant'],
    [['--version', '1.2.3'], 'go reads it as in `v1.2.3`'],
    [['--version', 'v2.0.0'], 'ends in its major version'],
    [['--version', ''], 'is empty'],
  ])('want a version: %j', async (options, says) => {
    const ran = await run(MODULE, {}, 'go.mod', '--why', 'broken', ...options);
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(ran.err).toContain(says);
  });
});

describe('artifacts of Maven', () => {
  const POM = '<project><groupId>com.acme</groupId><artifactId>lib</artifactId><version>1.2.3</version>';
  const DEPLOYED = `${POM}<distributionManagement><repository><id>r</id><url>https://s01.oss.sonatype.org/x</url></repository></distributionManagement></project>`;

  test('have a later version, and a relocation where the name was wrong', async () => {
    const answers = {
      'release maven com.acme:lib 1.2.3': known({ version: '1.2.3', standing: LIVE }),
      'package maven com.acme:lib': known(listed('1.2.3')),
    };
    const ran = await run({ 'pom.xml': DEPLOYED }, answers, 'pom.xml', '--why', 'mistake');
    expect(ran.status).toBe(0);
    expect(steps(ran.out)).toEqual([
      'If the name was wrong: relocate it',
      'Publish the right version `1.2.4` at once',
      'Say it where people look',
    ]);
    expect(commands(ran.out)).toContain('  <version>1.2.4</version>');
    expect(ran.out).toContain('Maven Central deletes nothing');
  });

  test('are not asked about where it is not known where they went', async () => {
    const ran = await run({ 'pom.xml': `${POM}</project>` }, {}, 'pom.xml', '--why', 'broken');
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(ran.out).toContain('does not say where it was deployed');
  });

  test.each([
    ['build.gradle', "group 'com.acme'\nversion = '1.2.3'\n"],
    ['build.gradle.kts', 'group = "com.acme"\nversion = "1.2.3"\n'],
  ])('of Gradle are read of %s, and not asked about', async (file, text) => {
    const ran = await run({ [`lib/${file}`]: text }, {}, `lib/${file}`, '--why', 'broken');
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(ran.out).toContain('# Take back `com.acme:lib` `1.2.3`');
  });
});

describe('images', () => {
  const [BAD, GOOD] = [digest('a'), digest('b')];
  const at = (hash: typeof BAD) => known({ digest: hash, shape: 'index' });
  const NAME = 'ghcr.io/acme/app';

  test('have their tags moved, and keep their digest', async () => {
    const answers = {
      [`manifest oci ${NAME} :1.2.3`]: at(BAD),
      [`manifest oci ${NAME} :1.2.2`]: at(GOOD),
      [`manifest oci ${NAME} :1.2`]: at(BAD),
      [`manifest oci ${NAME} :1`]: at(GOOD),
      [`manifest oci ${NAME} :latest`]: at(BAD),
      [`tags oci ${NAME}`]: known({ tags: ['1.2.2', '1.2.3', '1.2', '1', 'latest'], complete: true }),
    };
    const ran = await run({}, answers, '--image', `${NAME}:1.2.3`, '--why', 'broken');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const tags = ['1.2.3', '1.2', 'latest'];
    const docker = 'docker buildx imagetools create "--prefer-index=false" --tag';
    expect(commands(ran.out)).toEqual([
      `crane tag "${NAME}@${BAD}" 1.2.3-withdrawn`,
      `${docker} "${NAME}:1.2.3-withdrawn" "${NAME}@${BAD}"`,
      ...tags.map(tag => `crane tag "${NAME}@${GOOD}" ${tag}`),
      ...tags.map(tag => `${docker} "${NAME}:${tag}" "${NAME}@${GOOD}"`),
    ]);
    expect(ran.out).toContain('Push the fixed image as `1.2.4` at once');
    expect(ran.out).toContain('Do not delete a digest that production pins');
  });

  test('that cannot be asked about are planned with what is to be put in', async () => {
    const unknown = { state: 'unknown', why: 'refused' } as const;
    const answers = { [`manifest oci ${NAME} :1.2.3`]: unknown, [`tags oci ${NAME}`]: unknown };
    const ran = await run({}, answers, '--image', `${NAME}:1.2.3`, '--why', 'secret');
    expect(ran.status).toBe(2);
    expect(commands(ran.out)).toContain(`crane tag ${NAME}@GOOD_DIGEST 1.2.3`);
    expect(steps(ran.out).slice(0, 2)).toEqual([
      'Rotate what leaked',
      'Keep the bad digest as long as something pins it',
    ]);
  });
});

test('a name that is kept to itself is told to nobody', async () => {
  const files = { ...NPM, 'settings.json': '{"registryLens.ignore": ["npm:@acme/*"]}' };
  const ran = await run(files, {}, 'package.json', '--why', 'broken', '--settings', 'settings.json');
  expect(ran).toMatchObject({ status: 2, asked: [] });
  expect(ran.out).toContain('keep this name from registries');
  expect(commands(ran.out)).toContain('npm deprecate "@acme/lib@1.2.3" "1.2.3 is broken"');
});

describe('where it is not known where it was published, no command goes to the usual registry', () => {
  const crate = (publish: string) => ({
    'Cargo.toml': `[package]\nname = "left"\nversion = "1.2.3"\npublish = ${publish}\n`,
  });
  const npm = (registry: string) => ({
    'package.json': `{"name": "@acme/lib", "version": "1.2.3", "publishConfig": {"registry": "${registry}"}}`,
  });
  test.each([
    ['Cargo.toml', crate('["one", "two"]'), 'cargo yank --version 1.2.3 left --registry REGISTRY'],
    ['package.json', npm('none'), 'npm unpublish "@acme/lib@1.2.3" --registry REGISTRY'],
    [
      'package.json',
      npm('https://npm.acme.example/x/'),
      'npm unpublish "@acme/lib@1.2.3" --registry "https://npm.acme.example/x/"',
    ],
  ])('%s', async (file, files, first) => {
    const ran = await run(files, {}, file, '--why', 'insecure', '--offline');
    expect(ran.status).toBe(2);
    expect(commands(ran.out)).toContain(first);
    const others = commands(ran.out).filter(line => !/^(?:npm publish|npm version .*)$/.test(line));
    expect(others.every(line => line.includes(' --registry '))).toBe(true);
    expect(ran.out.includes('in place of `REGISTRY`')).toBe(first.includes('REGISTRY'));
  });
});

test('an image that is kept to itself is told to nobody', async () => {
  const files = { 'settings.json': '{"registryLens.ignore": ["oci:ghcr.io/acme/**"]}' };
  const image = ['--image', 'ghcr.io/acme/app:1.2.3'];
  const ran = await run(files, {}, '--why', 'broken', '--settings', 'settings.json', ...image);
  expect(ran).toMatchObject({ status: 2, asked: [] });
  expect(ran.out).toContain('keep this name from registries');
  expect(commands(ran.out)).toContain('crane tag ghcr.io/acme/app@GOOD_DIGEST 1.2.3');
});

test('a version that a workspace gives is found', async () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["left"]\n[workspace.package]\nversion = "1.2.3"\n',
    'left/Cargo.toml': '[package]\nname = "left"\nversion.workspace = true\ndescription = "Left."\nlicense = "MIT"\n',
  };
  const answers = { 'package cargo left': known(listed('1.2.3')) };
  const ran = await run(files, answers, 'left/Cargo.toml', '--why', 'broken');
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(commands(ran.out)[0]).toBe('cargo yank --version 1.2.3 left');
});

test.each([
  [['package.json']],
  [['package.json', '--why', 'old']],
  [['--why', 'broken']],
  [['package.json', 'b', '--why', 'broken']],
  [['.', '--why', 'broken']],
  [['nothing.json', '--why', 'broken']],
  [['Dockerfile', '--why', 'broken']],
  [['private.json/package.json', '--why', 'broken']],
  [['package.json', '--why', 'broken', '--image', 'a:1']],
  [['--why', 'broken', '--image', 'ghcr.io/acme/app']],
  [['package.json', '--why', 'broken', '--format', 'json']],
])('misused with %j', async argv => {
  const files = {
    ...NPM,
    Dockerfile: 'FROM scratch\n',
    'private.json/package.json': '{"name": "a", "version": "1.0.0", "private": true}',
  };
  const ran = await run(files, {}, ...argv);
  expect(ran).toMatchObject({ status: 3, out: '', asked: [] });
  expect(ran.err).not.toBe('');
});

test('the version of the program is still asked for', async () => {
  world = fakeWorld({ files: {} });
  expect(await world.run('--version')).toMatchObject({ status: 0, out: '1.2.3\n' });
});
