import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDiskStore, type DiskOptions } from '../../../server/src/answers/disk/disk-store.ts';
import { writeEnd, writeRecord } from '../../../server/src/answers/disk/record.ts';
import { FORMAT_VERSION } from '../../../server/src/answers/disk/segments.ts';
import { isOutdatedName } from '../../../server/src/answers/facts.ts';
import type { AnswerStore } from '../../../server/src/answers/index.ts';

export const MEBIBYTE = 1024 * 1024;

/** A store as the program opens it. */
export function openStore(folder: string, options: Partial<DiskOptions> = {}): AnswerStore {
  const usual = { maxBytes: 256 * MEBIBYTE, isOutdated: isOutdatedName, log: () => undefined };
  return createDiskStore({ folder, ...usual, ...options });
}

/** Where the segments lie in the folder of a store. */
export function rootOf(folder: string): string {
  return join(folder, `v${FORMAT_VERSION}`);
}

/** The paths of a store's segments. */
export async function segmentFiles(folder: string): Promise<string[]> {
  const names = await readdir(rootOf(folder)).catch(() => []);
  return names.filter(name => name.endsWith('.answers')).map(name => join(rootOf(folder), name));
}

/** A record to be planted: the text of a name, saved now unless it says otherwise. */
export interface Planted {
  readonly name: string;
  readonly text: string;
  readonly savedAt?: number;
  readonly neverChanges?: boolean;
}

export function recordOf({ name, text, savedAt = Date.now(), neverChanges = false }: Planted): Buffer {
  const record = writeRecord({ name, text, neverChanges }, savedAt);
  if (record === undefined) throw new Error('The record is too large.');
  return record;
}

/** Puts a segment among those of a store, as another process that has ended would leave it. Returns its path. */
export async function plantSegment(folder: string, ...records: readonly (Planted | Buffer)[]): Promise<string> {
  const bytes = records.map(record => (Buffer.isBuffer(record) ? record : recordOf(record)));
  return plantBytes(folder, Buffer.concat([...bytes, writeEnd(Date.now())]));
}

/** Puts any bytes in the place of a segment. Returns the path. */
export async function plantBytes(folder: string, bytes: Buffer): Promise<string> {
  await mkdir(rootOf(folder), { recursive: true, mode: 0o700 });
  const file = join(rootOf(folder), `${randomUUID()}.answers`);
  await writeFile(file, bytes, { mode: 0o600 });
  return file;
}
