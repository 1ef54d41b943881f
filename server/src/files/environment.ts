import path from 'node:path';
import { parseEnv } from 'node:util';
import { readDocument } from './document.ts';

/** The name of the file that says what variables stand for, for tools that start from its folder. */
export const ENVIRONMENT_FILE = '.env';

/** What `.env` in a folder says; empty where there is none, and where it is longer than people write one. Never rejects. */
export async function environmentIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const read = await readDocument(path.join(folder, ENVIRONMENT_FILE));
  if (read.is !== 'text' || read.text.length > LONGEST) return new Map();
  return new Map(
    Object.entries(parseEnv(read.text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const LONGEST = 200_000;
