import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoutingWorld } from '../../registries/route.ts';
import { type Closed, closedByLinks, type NamedIndex } from './plan.ts';

/** Places besides indexes where a tool looks for packages (`find-links`). */
export interface Links {
  /** Why nobody is asked about a name that may lie there; `undefined` where it does not. */
  closes(name: string): Closed | undefined;
}

/**
 * Looks into the user's own folders of packages: what no file there is of is to be had from indexes alone. A folder
 * that is not there is nothing, as pip has it. What is no folder, an address above all, may hold any name. Never
 * rejects.
 *
 * @param links as the configuration names them, each by its `url`
 */
export async function readLinks(links: readonly NamedIndex[], { home }: RoutingWorld): Promise<Links> {
  const places = await Promise.all(links.map(async link => ({ ...link, files: await filesAt(link, home) })));
  return {
    closes(name) {
      const place = places.find(({ files }) => files === undefined || files.some(file => file.startsWith(`${name}-`)));
      return place === undefined ? undefined : closedByLinks(place.from);
    },
  };
}

/** Names of files in PEP 503's form; `undefined` where they are not known. */
async function filesAt({ owner, url }: NamedIndex, home: string | undefined): Promise<readonly string[] | undefined> {
  const folder = pathOf(url, home);
  if (owner === 'folder' || folder === undefined) return undefined;
  try {
    return (await readdir(folder)).map(file => file.toLowerCase().replace(/[-_.]+/g, '-'));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : undefined;
  }
}

function pathOf(link: string, home: string | undefined): string | undefined {
  if (link.startsWith('~/') && home !== undefined) return path.join(home, link.slice(2));
  if (path.isAbsolute(link)) return link;
  try {
    return link.startsWith('file:') ? fileURLToPath(link) : undefined;
  } catch {
    return undefined;
  }
}
