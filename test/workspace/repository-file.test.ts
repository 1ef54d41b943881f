import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRepositorySettings } from '../../server/src/repository-settings.ts';
import { heardAfter } from '../../server/src/workspace/folder-settings.ts';
import { readRepositoryFile, repositoryAround } from '../../server/src/workspace/repository-file.ts';

let top: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'repository-')));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** An absolute path below a folder of this test's own; a slash at the end makes a folder. */
function at(place: string, text = ''): string {
  const absolute = path.join(top, place);
  mkdirSync(place.endsWith('/') ? absolute : path.dirname(absolute), { recursive: true });
  if (!place.endsWith('/')) writeFileSync(absolute, text);
  return absolute.replace(/[\\/]$/, '');
}

describe('the root of the repository', () => {
  test.each([
    ['is the nearest folder upwards with a `.git`', ['ws/.git/', 'ws/a/b/'], 'ws/a/b', 'ws', ['a', 'b']],
    [
      'may be a work tree or a submodule, whose `.git` is a file',
      ['ws/.git/', 'ws/sub/.git', 'ws/sub/a/'],
      'ws/sub/a',
      'ws/sub',
      ['a'],
    ],
    ['is the folder itself where there is none', ['ws/a/'], 'ws/a', 'ws/a', []],
    ['is not above the home', ['.git/', 'home/ws/'], 'home/ws', 'home/ws', []],
  ])('%s', async (_, places, folder, root, above) => {
    for (const place of places) at(place);
    expect(await repositoryAround(path.join(top, folder), path.join(top, 'home'))).toEqual({
      root: path.join(top, root),
      above,
    });
  });

  test.skipIf(process.platform === 'win32')('is written as the folder is', async () => {
    at('ws/.git/');
    at('ws/a/');
    symlinkSync(path.join(top, 'ws'), path.join(top, 'link'));
    const linked = path.join(top, 'link');
    expect(await repositoryAround(path.join(linked, 'a'), undefined)).toEqual({ root: linked, above: ['a'] });
  });
});

describe('its file', () => {
  test('says nothing where there is none', async () => {
    const { problems, settings, text } = await readRepositoryFile({ root: at('ws/'), above: [] });
    expect({ problems, ignore: settings.ignore, text }).toEqual({ problems: [], ignore: [], text: undefined });
  });

  test('that is open in an editor is read as it stands there', async () => {
    at('ws/.registry-lens.json', '{"ignore": ["npm:a"]}');
    const { settings } = await readRepositoryFile({ root: at('ws/'), above: [] }, '{"ignore": ["npm:b"]}');
    expect(settings.ignore).toEqual(['npm:b']);
  });

  test.skipIf(process.platform === 'win32')('that is a link out of the repository is not read', async () => {
    symlinkSync(at('secret.json', '{"ignore": ["npm:a"]}'), path.join(at('ws/'), '.registry-lens.json'));
    const { problems, settings, text } = await readRepositoryFile({ root: at('ws/'), above: [] });
    expect({ text, ignore: settings.ignore }).toEqual({ text: undefined, ignore: [] });
    expect(problems.map(({ message }) => message)).toEqual(['It is a link out of the repository, so it is not read.']);
  });

  test.each([
    ['is larger than anybody writes', ' '.repeat(300_000)],
    ['is no text', '\0\0\0'],
  ])('that %s is told', async (_, text) => {
    at('ws/.registry-lens.json', text);
    const { problems } = await readRepositoryFile({ root: at('ws/'), above: [] });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/^It is not read: /)]);
  });
});

test('while it is being written, what was left alone before stays so', () => {
  const word = (text: string) => ({ file: '/f', root: '/', above: [], text, ...readRepositorySettings(text, []) });
  const before = word('{"ignore": ["npm:@acme/*"]}');
  expect(heardAfter(before, word('{"ignore": ["npm:')).settings.ignore).toContain('npm:@acme/*');
  expect(heardAfter(before, word('{"ignore": []}')).settings.ignore).toEqual([]);
});
