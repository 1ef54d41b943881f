import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HELP, readArguments } from '../../server/src/cli/arguments.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const COMMANDS = ['check', 'list', 'retention', 'pull-back'] as const;

/** What stands for words that an option does not take as they are. */
const SAMPLES: Readonly<Record<string, string>> = { NAME: 'ghcr.io/acme/web', TIME: '2026-11-29' };

/** The options of a command in the README's synopsis, with what they take. */
function inReadme(command: string): ReadonlyMap<string, string> {
  const [, synopsis = ''] =
    new RegExp(`^registry-lens ${command} (?:PATH…|FILE|MANIFEST)((?:.*\\n +)*.*)$`, 'm').exec(README) ?? [];
  return new Map(
    [...synopsis.matchAll(/(--[a-z-]+)(?: ([^\s\]]+))?/g)].map(([, name = '', takes = '']) => [name, takes]),
  );
}

/** The options of a command in `--help`, with the whole of what is said of each. */
function inHelp(command: string): ReadonlyMap<string, string> {
  const chapters = HELP.split(/^(?=\S)/m).filter(
    chapter => chapter.startsWith(`Options of ${command}`) || chapter.startsWith('Options of all'),
  );
  const lines = chapters.flatMap(chapter => [...chapter.matchAll(/^ {2}(--[a-z-]+)(?![,a-z-])(.*)$/gm)]);
  return new Map(lines.map(([, name = '', said = '']) => [name, said]));
}

test.each(COMMANDS)('what `--help` tells of %s, the README tells too, and the other way round', command => {
  const [readme, help] = [inReadme(command), inHelp(command)];
  expect(readme.size).toBeGreaterThan(2);
  expect([...help.keys()].sort()).toEqual([...readme.keys()].sort());
  for (const [name, takes] of readme)
    for (const word of takes.split('|').filter(each => /^[a-z]/.test(each)))
      expect(`${name} ${help.get(name)}`).toContain(word);
});

test.each(COMMANDS)('all that is told of %s is understood', command => {
  // An image stands in place of a manifest and of its version.
  const argv = [...inReadme(command)].flatMap(([name, takes]) => {
    if (name === '--image') return [];
    return takes === '' ? [name] : [name, SAMPLES[takes] ?? takes.split('|')[0] ?? ''];
  });
  expect(readArguments([command, '.', ...argv])).toMatchObject({ is: command });
});

test('what serves an editor, the statuses and the environment are told in both', () => {
  const [, table = ''] = /^\| status \| means \|\n(.*?)\n\n/ms.exec(README) ?? [];
  const statuses = [...table.matchAll(/^\| (\d) \|/gm)].map(([, status]) => status);
  expect([...HELP.matchAll(/^ {2}(\d) {2}/gm)].map(([, status]) => status)).toEqual(statuses);
  expect(statuses).toHaveLength(4);
  for (const word of ['registry-lens --stdio', 'REGISTRY_LENS_CACHE', 'NO_COLOR', 'FORCE_COLOR', '--fail-on never']) {
    expect(HELP).toContain(word);
    expect(README).toContain(word);
  }
});
