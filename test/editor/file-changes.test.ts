import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { createBackground } from '../../server/src/editor/background.ts';
import { createFileChanges, type FileChangesOptions } from '../../server/src/editor/file-changes.ts';
import { createWorkspace } from '../../server/src/editor/workspace.ts';
import { createFakeLens } from './fake-lens.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ROOT = path.join(tmpdir(), 'opened');
const { Created, Changed, Deleted } = FileChangeType;
/** In milliseconds. */
const DELAY = 100;

/** A session with one folder and another one in it, of which nothing is on disk. */
async function start({ found = [], isReady = true }: { found?: readonly string[]; isReady?: boolean } = {}) {
  const background = createBackground(line => expect.unreachable(line));
  const workspace = createWorkspace({
    createLens: createFakeLens().createLens,
    lens: { environment: {}, home: undefined, log() {} },
    configure: async () => ({ settings: { registryLens: { exclude: ['hidden'] } }, hidden: [] }),
    trusted: () => true,
    openText: () => undefined,
    onArrival() {},
  });
  await workspace.open([uriOf(''), uriOf('inner')]);
  const done: string[] = [];
  const probes = ['', 'a', 'a/x', 'a/y', 'ab', 'b', 'hidden', 'node_modules', 'inner/a', 'inner/b'];
  const scanner: Pick<FileChangesOptions['scanner'], 'look' | 'found' | 'hasWalked'> = {
    hasWalked: true,
    found: uri => found.some(file => uri === uriOf(file)),
    async look(folders) {
      const covered = probes.filter(place => {
        const root = place.startsWith('inner/') ? path.join(ROOT, 'inner') : ROOT;
        const names = place.replace(/^inner\//, '').split('/');
        return folders.get(root)?.covers(place === '' ? [] : names);
      });
      done.push(`look at ${covered.map(place => place || '.').join(' ')}`);
    },
  };
  const opening = { isReady, anew: async () => void done.push('open anew') };
  const changes = createFileChanges({
    ...{ workspace, background, delay: DELAY, scanner: scanner as FileChangesOptions['scanner'] },
    opening: opening as FileChangesOptions['opening'],
    ledger: { all: () => [] } as unknown as FileChangesOptions['ledger'],
    refresh: async () => void done.push('refresh'),
  });
  return { changes, done };
}

function uriOf(file: string): string {
  return pathToFileURL(path.join(ROOT, file)).href;
}

function events(...all: readonly (readonly [string, FileChangeType])[]): FileEvent[] {
  return all.map(([file, type]) => ({ uri: uriOf(file), type }));
}

test.each<[string, FileEvent[], string[]]>([
  ['a folder', events(['a', Deleted]), ['look at a a/x a/y']],
  ['a folder and what is in it', events(['a/x', Deleted], ['a', Deleted], ['a/y', Created]), ['look at a a/x a/y']],
  ['files of two folders', events(['a/x', Created], ['b', Changed]), ['look at a/x b']],
  ['a folder in which another one is opened', events(['inner', Deleted]), ['look at inner/a inner/b']],
  ['a file in the one that is opened in it', events(['inner/a', Created]), ['look at inner/a']],
  ['the opened folder itself', events(['', Deleted]), ['look at . a a/x a/y ab b hidden node_modules inner/a inner/b']],
  ['rules of what is hidden', events(['a/.gitignore', Changed]), ['look at a a/x a/y']],
  ['another branch', events(['a/.git/HEAD', Created]), ['look at a a/x a/y']],
  ['a configuration of routes', events(['b', Created], ['b/.npmrc', Created]), ['open anew', 'look at b']],
  ['a manifest', events(['a/x', Created], ['b/package.json', Changed]), ['refresh', 'look at a/x']],
  ['both', events(['b/package.json', Changed], ['b/.npmrc', Changed]), ['open anew', 'look at ']],
  ['what is excluded', events(['hidden', Created], ['hidden/.npmrc', Created]), []],
  [
    'what no walk enters',
    events(['node_modules', Deleted], ['node_modules/a/.npmrc', Created], ['.git/index', Changed]),
    [],
  ],
  ['what is no file', [{ uri: 'untitled:a', type: Created }], []],
])('of %s', async (_, told, expected) => {
  const { changes, done } = await start();
  changes.changed(told);
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(DELAY);
  expect(done).toEqual(expected);
});

test('what comes in a burst is looked at once, when it is over', async () => {
  const { changes, done } = await start({ found: ['a/x'] });
  for (let i = 0; i < 3; i++) {
    changes.changed(events(['a/y', i % 2 === 0 ? Deleted : Created]));
    changes.changed(events(['a/x', Changed]));
    await vi.advanceTimersByTimeAsync(DELAY - 1);
  }
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toEqual(['look at a/x a/y']);
});

test('a file that was found and changed alone is looked at without delay, however often it is told', async () => {
  const { changes, done } = await start({ found: ['a/x'] });
  changes.changed(events(['a/x', Changed], ['a/x', Changed]));
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['look at a/x']);
});

test('what the user moved in the editor is looked at before and after', async () => {
  const { changes, done } = await start();
  changes.moved([uriOf('a'), uriOf('b')]);
  await vi.advanceTimersByTimeAsync(DELAY);
  expect(done).toEqual(['look at a a/x a/y b']);
});

test('before the settings are read nothing is looked at', async () => {
  const { changes, done } = await start({ isReady: false });
  changes.changed(events(['a', Created]));
  await vi.advanceTimersByTimeAsync(10 * DELAY);
  expect(done).toEqual([]);
});
