import path from 'node:path';
import { parseEnv } from 'node:util';
import { readInside } from '../files/inside.ts';

/** The name of the file that says what variables stand for, for tools that start from its folder. */
export const ENVIRONMENT_FILE = '.env';

/**
 * What `.env` in a folder says; empty where there is none, where it is longer than people write one, and where it is a
 * link out of `edge`: the user's own secrets lie there. Never rejects.
 */
export async function environmentIn(folder: string, edge: string): Promise<ReadonlyMap<string, string>> {
  const read = await readInside(edge, path.join(folder, ENVIRONMENT_FILE));
  if (read.is !== 'text' || read.text.length > LONGEST) return new Map();
  return new Map(
    Object.entries(parseEnv(read.text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const LONGEST = 200_000;
