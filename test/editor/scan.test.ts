import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createBoundary } from '../../server/src/boundary.ts';
import { createFilesOnDisk, type FilesOnDisk } from '../../server/src/editor/files-on-disk.ts';
import { hearing } from '../../server/src/editor/hearing.ts';
import { createPassedOver } from '../../server/src/editor/passed-over.ts';
import { createScanner } from '../../server/src/editor/scan.ts';
import { pathOf } from '../../server/src/editor/uris.ts';
import type { Folder, Ledger, Place, Workspace } from '../../server/src/editor/workspace.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { createFakeLens } from './fake-lens.ts';

async function folderAt(root?: string): Promise<Folder> {
  const { settings } = readSettings({}, []);
  const options = { environment: {}, home: '/', settings, log() {} };
  const lens = await createFakeLens().createLens(options).openFolder({ settings, trusted: true });
  return { ...(root === undefined ? {} : { root }), ...hearing({ settings, exclude: [] }, undefined), lens };
}

it('does not take for known what the workspace makes by a walk that others than its folders are opened during', async () => {
  let made = 0;
  let goOn: () => void = () => undefined;
  const reading = new Promise<void>(resolve => {
    goOn = resolve;
  });
  const files: Pick<FilesOnDisk, 'walk' | 'forget'> = {
    walk: async () => ({ isMaking: true, readMaking: () => reading, readOthers: async () => undefined }),
    forget() {},
  };
  const scanner = createScanner({
    files: files as FilesOnDisk,
    workspace: { folders: [await folderAt('/a')], pending: 0 } as Partial<Workspace> as Workspace,
    begin: async () => ({ signal: new AbortController().signal, say() {}, end() {} }),
    refresh: async () => undefined,
    onMade: async () => {
      made++;
    },
    whileMaking: read => read(),
    log() {},
    onChange() {},
    onEnd: async () => undefined,
  });
  const walked = scanner.scan('start');
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  scanner.forget();
  goOn();
  await walked;
  expect(made).toBe(0);
  await scanner.scan('start');
  expect(made).toBe(1);
});

it('leaves out a file whose folder is closed while it is read', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'registry-lens-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(path.join(root, 'Dockerfile'), 'FROM a\n');
  const [open, nowhere] = [await folderAt(root), await folderAt()];
  let now = open;
  const put: string[] = [];
  const files = createFilesOnDisk({
    reader: {
      learn: async () => undefined,
      note() {},
      readInTurns: async () => {
        now = nowhere;
        return undefined;
      },
    },
    named: { find: async () => [], noteUnread: async () => undefined },
    workspace: {
      placeOf: (uri: string): Place => ({ folder: now, file: path.basename(pathOf(uri) ?? ''), excluded: false }),
    } as Partial<Workspace> as Workspace,
    ledger: {
      isOpen: () => false,
      all: () => [],
      drop() {},
      put(uri: string) {
        put.push(uri);
        return undefined;
      },
    } as Partial<Ledger> as Ledger,
    boundary: createBoundary(() => undefined),
    passedOver: createPassedOver(() => undefined),
    log() {},
    onRead() {},
  });
  const walk = await files.walk(open, { asked: false, onFile() {}, signal: new AbortController().signal });
  await walk.readOthers();
  expect(put).toEqual([]);
});
