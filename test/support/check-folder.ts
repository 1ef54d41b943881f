import path from 'node:path';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';

/** What `check --format json` printed, and how it ended. */
export interface CheckedFolder<Printed> {
  readonly status: number;
  readonly printed: Printed;
}

/**
 * Runs `check` as it is, with a home and a cache of its own in a folder, by the `settings.json` that lies there.
 *
 * @param at what is checked, from the folder on
 */
export async function checkFolder<Printed>(
  folder: string,
  at: string,
  ...options: string[]
): Promise<CheckedFolder<Printed>> {
  let out = '';
  const status = await runIn(
    {
      ...{ cwd: folder, home: folder, platform: process.platform, version: '1.2.3', createLens },
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
      signal: new AbortController().signal,
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['check', at, '--settings', 'settings.json', '--format', 'json', ...options],
  );
  return { status, printed: JSON.parse(out) };
}
