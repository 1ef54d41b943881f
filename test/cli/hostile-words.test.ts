import { afterEach, expect, test } from 'vitest';
import { CHECK_FORMATS, LIST_FORMATS } from '../../server/src/cli/formats.ts';
import { COMMAND, HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';
import { type FakeWorld, fakeWorld, type Ran } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

/** Words that a folder can be named by, where the file system takes most. */
const folders = Object.values(HOSTILE_WORDS).filter(word => word.length < 200 && !/[/\p{Cs}]/u.test(word));
const words = Object.values(HOSTILE_WORDS).map(word => word.slice(0, 5_000));
const ranges = Object.fromEntries(words.map((word, i) => [`p${i}`, `^1 || ${word}`]));
const COLOUR = /\u001b\[\d{1,2}m/g;

function expectHarmless({ out, err }: Ran): void {
  for (const line of `${out}\n${err}`.replace(COLOUR, '').split('\n')) {
    expect(line).toMatch(PLAIN);
    expect(line).not.toMatch(COMMAND);
  }
}

const RUNS: readonly [command: string, format: string, environment: Readonly<Record<string, string>>][] = [
  ['check', 'terminal', { FORCE_COLOR: '1' }],
  ...Object.keys(CHECK_FORMATS).map((format): (typeof RUNS)[number] => ['check', format, {}]),
  ...Object.keys(LIST_FORMATS).map((format): (typeof RUNS)[number] => ['list', format, {}]),
];

test.skipIf(process.platform === 'win32').each(RUNS)(
  '%s --format %s obeys no name of a folder, and no range',
  async (command, format, environment) => {
    const files = Object.fromEntries(
      folders.flatMap(folder => [
        [`${folder}/Dockerfile`, 'FROM node\n'],
        [`${folder}/package.json`, JSON.stringify({ dependencies: { ...ranges, a: '*' } })],
        // Passed over, as no text.
        [`${folder}/x.Dockerfile`, '\u0000'],
      ]),
    );
    world = fakeWorld({ files, world: { environment } });
    const ran = await world.run(command, '.', '--format', format, '--offline', '--verbose');
    expectHarmless(ran);
    expect(ran.out).toContain(
      format === 'terminal' ? './::error::x/Dockerfile' : format === 'json' ? '"::error::x/' : '',
    );
    expect(ran.err).toContain('Passed over `::error::x/x.Dockerfile`');
  },
);

test.each(Object.entries(HOSTILE_WORDS))('arguments and settings: nothing is obeyed of %s', async (_, whole) => {
  // No file of settings is read that is larger.
  const word = whole.slice(0, 100_000);
  const settings = {
    'registryLens.rules': { [word]: 'off', 'latest-tag': word },
    'registryLens.registries': { npm: word, oci: { [word]: word } },
    'registryLens.inlayHints': word,
  };
  world = fakeWorld({ files: { Dockerfile: 'FROM scratch\n', 'settings.json': JSON.stringify(settings), x: word } });
  const runs = [
    await world.run(word),
    await world.run('check', word),
    await world.run('check', '.', `--${word}`),
    await world.run('check', '.', '--format', word),
    await world.run('check', '.', '--settings', word),
    await world.run('check', '.', '--settings', 'x'),
    await world.run('check', '.', '--settings', 'settings.json'),
    await world.run('check', '.', '--settings', 'settings.json', '--format', 'sarif'),
  ];
  for (const ran of runs) {
    expectHarmless(ran);
    expect(ran.err).toMatch(/^registry-lens: /);
    expect(ran.err.length).toBeLessThan(10_000);
  }
  expect(runs.map(ran => ran.status)).toEqual([3, 3, 3, 3, 3, 3, 0, 0]);
});
