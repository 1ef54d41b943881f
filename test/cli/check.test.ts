import { afterEach, describe, expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/index.ts';
import { absent, digest, index, manifest, npmPackage, release } from '../support/judge.ts';
import { type FakeWorld, type FakeWorldOptions, fakeWorld } from './fake-world.ts';

const worlds: FakeWorld[] = [];
function worldOf(options: FakeWorldOptions): FakeWorld {
  const world = fakeWorld(options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

const A = digest('a');
const B = digest('b');
const NODE = 'oci docker.io/library/node';
const packageJson = (dependencies: object) => JSON.stringify({ dependencies });
const unknown = (why: 'refused' | 'unreachable' | 'throttled') => ({ state: 'unknown', why }) as const;

/** `node:20` is an index whose bytes were seen. */
const HEALTHY = {
  [`manifest ${NODE} :20`]: manifest('a', 'index'),
  [`manifest ${NODE} @${A}`]: manifest('a', 'index'),
  [`contents ${NODE} @${A}`]: index({ 'linux/amd64': 'b' }),
};

const BAD = {
  'release npm bad 1.0.0': release('1.0.0', 'do not use'),
  'package npm bad': npmPackage({ '1.0.0': 'do not use' }),
};
const GONE = { 'release npm gone 1.0.0': absent('package'), 'package npm gone': absent('package') };
const GOOD = { 'release npm good 1.0.0': release('1.0.0', 'live') };
const DOWN = { 'release npm down 1.0.0': unknown('unreachable') };

describe('the exit status', () => {
  test.each<[string, object, string[], number]>([
    ['0 without findings', { good: '1.0.0' }, [], 0],
    ['1 from a warning on', { bad: '1.0.0' }, [], 1],
    ['1 from an error on', { gone: '1.0.0' }, [], 1],
    ['0 for a warning below the threshold', { bad: '1.0.0' }, ['--fail-on', 'error'], 0],
    ['1 for an error at the threshold', { gone: '1.0.0' }, ['--fail-on', 'error'], 1],
    ['2 where something could not be asked', { good: '1.0.0', down: '1.0.0' }, [], 2],
    ['2 where what was found is below the threshold', { bad: '1.0.0', down: '1.0.0' }, ['--fail-on', 'error'], 2],
    ['1 where both are so', { bad: '1.0.0', down: '1.0.0' }, [], 1],
    ['0 with never, whatever is found', { gone: '1.0.0', down: '1.0.0' }, ['--fail-on', 'never'], 0],
    ['2 offline', { good: '1.0.0' }, ['--offline'], 2],
    ['2 untrusted', { good: '1.0.0' }, ['--untrusted'], 2],
    ['0 where nothing names anything', {}, ['--fail-on', 'hint'], 0],
    ['3 for an option that does not exist', {}, ['--wrong'], 3],
    ['3 for a format that does not exist', {}, ['--format', 'xml'], 3],
    ['3 for a severity that does not exist', {}, ['--fail-on', 'info'], 3],
    ['3 for fixes that are not safe', {}, ['--fix', 'review'], 3],
    ['3 for settings that are not there', {}, ['--settings', 'gone.json'], 3],
    ['3 for a path that is not there', {}, ['gone'], 3],
    ['3 with never too', {}, ['--fail-on', 'never', 'gone'], 3],
  ])('is %s', async (_, dependencies, options, status) => {
    const world = worldOf({
      files: { 'package.json': packageJson(dependencies) },
      known: { ...BAD, ...GONE, ...GOOD, ...DOWN },
    });
    const ran = await world.run('check', '.', ...options);
    expect({ status: ran.status, complained: ran.err !== '' }).toEqual({ status, complained: status === 3 });
    expect(ran.out === '').toBe(status === 3);
  });

  test.each([[[]], [['check']], [['chekc', '.']], [['check', '']]])('is 3 for %j', async argv => {
    const ran = await worldOf({ files: {} }).run(...argv);
    expect(ran).toMatchObject({ status: 3, out: '', err: expect.stringContaining('registry-lens --help') });
  });

  test.each(['not json', '[]', '"text"', ''])('is 3 for settings that say %j', async text => {
    const ran = await worldOf({ files: { 'settings.json': text } }).run('check', '.', '--settings', 'settings.json');
    expect(ran).toMatchObject({ status: 3, out: '', err: expect.stringContaining('settings.json') });
  });
});

test('prints findings, what is unknown and the statistics as JSON', async () => {
  const world = worldOf({
    files: {
      'web/package.json':
        '{\n  "dependencies": { "bad": "1.0.0", "down": "1.0.0" },\n  "devDependencies": { "down": "1.0.0" }\n}',
    },
    known: { ...BAD, ...DOWN },
  });
  const ran = await world.run('check', '.', '--format', 'json');
  const printed = JSON.parse(ran.out);
  expect(printed).toEqual({
    findings: [
      {
        file: 'web/package.json',
        rule: 'deprecated-release',
        severity: 'warning',
        message: expect.stringContaining('do not use'),
        range: { start: { line: 1, character: 20 }, end: { line: 1, character: 34 } },
        fixes: [],
      },
    ],
    culprits: [],
    unknown: [
      { file: 'web/package.json', registry: 'npm', name: 'down', want: '1.0.0', why: 'unreachable', until: null },
    ],
    stats: {
      files: 1,
      references: 3,
      questions: ran.asked.length,
      requests: 7,
      bytes: 1234,
      cacheHits: 0,
      milliseconds: expect.any(Number),
    },
  });
});

test('tells files relative to each path, and asks once for all', async () => {
  const world = worldOf({
    files: { 'a/b/package.json': packageJson({ bad: '1.0.0' }), 'c/package.json': packageJson({ bad: '1.0.0' }) },
    known: BAD,
  });
  const ran = await world.run('check', 'a', 'c/package.json', '--format', 'json');
  expect(JSON.parse(ran.out).findings.map((finding: { file: string }) => finding.file)).toEqual([
    'b/package.json',
    'package.json',
  ]);
  expect(new Set(ran.asked).size).toBe(ran.asked.length);
});

test('reads a file that is named, whatever hides it, and passes over what nobody reads', async () => {
  const world = worldOf({
    files: { '.gitignore': '*', 'node_modules/x/package.json': packageJson({ bad: '1.0.0' }), 'notes.txt': 'x' },
    known: BAD,
  });
  expect(await world.run('check', '.')).toMatchObject({ status: 0, asked: [] });
  expect(await world.run('check', 'node_modules/x/package.json')).toMatchObject({ status: 1 });
  expect(await world.run('check', 'notes.txt')).toMatchObject({ status: 0, err: expect.stringContaining('notes.txt') });
});

test('obeys the settings file, with comments as in VS Code', async () => {
  const world = worldOf({
    files: {
      'package.json': packageJson({ bad: '1.0.0' }),
      'old/package.json': packageJson({ unheard: '1.0.0' }),
      'settings.json':
        '{ // mine\n "registryLens.rules": { "deprecated-release": "hint" }, "registryLens.exclude": ["old"], "registryLens.offline": 1, }',
    },
    known: BAD,
  });
  const ran = await world.run('check', '.', '--settings', 'settings.json', '--format', 'json');
  expect(JSON.parse(ran.out).findings).toMatchObject([{ rule: 'deprecated-release', severity: 'hint' }]);
  expect(ran.status).toBe(0);
  expect(ran.err).toContain('registryLens.offline');
});

test('stops when it is told to', async () => {
  const stopped = { signal: AbortSignal.abort() };
  const ran = await worldOf({ files: { 'package.json': packageJson({ bad: '1.0.0' }) }, world: stopped }).run(
    'check',
    '.',
  );
  expect(ran).toMatchObject({ status: 130, out: '', asked: [] });
});

describe('a digest that a fix would write', () => {
  test.each([
    [[], 'header'],
    [['--prove'], 'bytes'],
  ] as const)('is reported with %j by the word of its %s', async (options, proof) => {
    const world = worldOf({ files: { Dockerfile: 'FROM node:20\n' }, known: HEALTHY });
    const ran = await world.run('check', '.', '--format', 'json', ...options);
    const { findings, unknown: names } = JSON.parse(ran.out);
    expect(ran.asked.includes(`contents ${NODE} @${A}`)).toBe(proof === 'bytes');
    expect(names).toEqual([]);
    expect(findings).toMatchObject([
      {
        rule: 'unpinned-image',
        fixes: [
          {
            title: 'Pin to digest',
            safety: 'safe',
            proof,
            edits: [
              {
                file: 'Dockerfile',
                range: { start: { line: 0, character: 12 }, end: { line: 0, character: 12 } },
                newText: `@${A}`,
              },
            ],
          },
          { safety: 'silence', proof: null },
        ],
      },
    ]);
  });

  test('is hashed only where it is written', async () => {
    const moved = { [`manifest ${NODE} :18`]: manifest('d', 'index'), [`manifest ${NODE} @${B}`]: absent('digest') };
    const world = worldOf({
      files: { Dockerfile: `FROM node:20\n`, 'b/Dockerfile': `FROM node:18@${B}\n` },
      known: { ...HEALTHY, ...moved },
    });
    const ran = await world.run('check', '.', '--format', 'json', '--fix', 'safe');
    expect(ran.asked.filter(question => question.startsWith('contents'))).toEqual([`contents ${NODE} @${A}`]);
    expect(JSON.parse(ran.out).findings).toMatchObject([
      { rule: 'missing-image', fixes: [{ title: 'Update pin', safety: 'review', proof: 'header' }, {}] },
    ]);
  });

  test.each([
    ['whose bytes are others', { state: 'unknown', why: 'garbled' }, 'garbled'],
    ['whose bytes cannot be had', { state: 'unknown', why: 'unreachable' }, 'garbled'],
    ['whose bytes are gone', absent('digest'), 'garbled'],
    ['that was not asked for yet because of a pause', { state: 'unknown', why: 'throttled' }, 'throttled'],
  ] as const)('and %s is not offered, and its name is unknown', async (_, answer, why) => {
    const world = worldOf({
      files: { Dockerfile: 'FROM node:20\n' },
      known: { ...HEALTHY, [`contents ${NODE} @${A}`]: answer },
    });
    const ran = await world.run('check', '.', '--format', 'json', '--fix', 'safe');
    const { findings, unknown: names } = JSON.parse(ran.out);
    expect(findings).toMatchObject([{ rule: 'unpinned-image', fixes: [{ safety: 'silence' }] }]);
    expect(names).toMatchObject([
      { file: 'Dockerfile', registry: 'oci', name: 'docker.io/library/node', want: '20', why },
    ]);
    expect(world.read('Dockerfile')).toBe('FROM node:20\n');
    expect(ran.status).toBe(2);
  });
});

describe('--fix safe', () => {
  test.each([
    ['a plain file', 'FROM node:20\n', `FROM node:20@${A}\n`],
    ['a byte-order mark and CRLF', '\uFEFFFROM node:20\r\nRUN x\r\n', `\uFEFFFROM node:20@${A}\r\nRUN x\r\n`],
    ['a comment and odd blanks', '# c\n\n  from   node:20   AS  b # x\n', `# c\n\n  from   node:20@${A}   AS  b # x\n`],
    [
      'one variable of two stages',
      'ARG V=20\nFROM node:$V AS a\nFROM node:$V\n',
      `ARG V=20@${A}\nFROM node:$V AS a\nFROM node:$V\n`,
    ],
  ])('pins in %s, and has nothing to do the second time', async (_, before, after) => {
    const world = worldOf({ files: { Dockerfile: before }, known: HEALTHY });
    const first = await world.run('check', '.', '--fix', 'safe', '--fail-on', 'hint');
    expect(world.read('Dockerfile')).toBe(after);
    expect(first.status).toBe(0);
    const second = await world.run('check', '.', '--fix', 'safe', '--fail-on', 'hint');
    expect(world.read('Dockerfile')).toBe(after);
    expect(second.status).toBe(0);
  });

  test('says how much it did before it says what is left', async () => {
    const world = worldOf({
      files: { Dockerfile: 'FROM node:20\n', 'b/Dockerfile': 'FROM node:20\n' },
      known: HEALTHY,
    });
    expect((await world.run('check', '.', '--fix', 'safe')).out).toMatch(
      /^Fixed 2 problems in 2 files; this is left\.\n\nNo problems/,
    );
    expect((await world.run('check', '.', '--fix', 'safe')).out).toMatch(/^No problems/);
  });

  test('leaves what wants review, and reports it', async () => {
    const text = `FROM node:20@${B}\n`;
    const world = worldOf({
      files: { Dockerfile: text },
      known: { ...HEALTHY, [`manifest ${NODE} @${B}`]: absent('digest') },
    });
    const ran = await world.run('check', '.', '--fix', 'safe', '--format', 'json');
    expect(world.read('Dockerfile')).toBe(text);
    expect(JSON.parse(ran.out).findings).toMatchObject([
      { rule: 'missing-image', fixes: [{ title: 'Update pin', safety: 'review' }, { safety: 'silence' }] },
    ]);
    expect(ran.status).toBe(1);
  });

  test('leaves a file alone that somebody changes meanwhile, and says so', async () => {
    const contents = `contents ${NODE} @${A}`;
    const answer = HEALTHY[contents];
    const world: FakeWorld = worldOf({
      files: { Dockerfile: 'FROM node:20\n' },
      known: {
        ...HEALTHY,
        get [contents]() {
          world.write('Dockerfile', 'FROM node:20 AS typing\n');
          return answer ?? absent('digest');
        },
      },
    });
    const ran = await world.run('check', '.', '--fix', 'safe', '--fail-on', 'hint');
    expect(world.read('Dockerfile')).toBe('FROM node:20 AS typing\n');
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('`Dockerfile` was changed meanwhile') });
  });
});

test('a finding that the settings switch off asks nothing', async () => {
  const rules = Object.fromEntries(
    RULES.filter(({ family, id }) => family === 'release' || id === 'provenance-lost').map(({ id }) => [id, 'off']),
  );
  const world = worldOf({
    files: { 'package.json': packageJson({ bad: '1.0.0' }), 's.json': JSON.stringify({ 'registryLens.rules': rules }) },
  });
  expect(await world.run('check', '.', '--settings', 's.json')).toMatchObject({ status: 0, asked: [] });
});

test('a settings file of what is checked may not say where a login goes', async () => {
  const settings = JSON.stringify({ 'registryLens.tokenServices': { 'registry.example': ['evil.example'] } });
  const world = worldOf({
    files: { 'ws/.vscode/settings.json': settings, 'ws/Dockerfile': 'FROM scratch\n', 's.json': settings },
  });
  const given: object[] = [];
  for (const file of ['ws/.vscode/settings.json', 's.json']) {
    const ran = await world.run('check', 'ws', '--settings', file);
    given.push([ran.status, ran.err.includes('is not used')]);
  }
  expect(given).toEqual([
    [0, true],
    [0, false],
  ]);
});
