import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { heldByNone, indexAt, type LockedRelease, UNKNOWN_INDEX } from './lockfiles.ts';
import { textIn } from './named-places.ts';

/** What a lockfile of uv's lists. */
export interface UvPackages {
  /** The names of projects of the workspace: what has a folder for its source is one itself. */
  readonly projects: readonly string[];
  readonly releases: readonly LockedRelease[];
}

export function uvPackages(text: string): UvPackages {
  const projects: string[] = [];
  const releases: LockedRelease[] = [];
  for (const { value } of findInToml(parseToml(text).root, 'package[]')) {
    const name = value?.kind === 'map' ? textIn(value, 'name') : undefined;
    if (value?.kind !== 'map' || name === undefined) continue;
    const [version, source] = [textIn(value, 'version'), value.first('source')?.value];
    // In a file that is cut, or being typed, it is not known yet.
    const keys = source?.kind === 'map' ? source.entries.map(({ key }) => key.value) : [];
    if (keys.some(key => PROJECTS.has(key))) projects.push(name);
    else if (source?.kind === 'map' && keys.includes('registry'))
      releases.push({ name, version, ...indexAt(textIn(source, 'registry')) });
    else if (!keys.some(key => ADDRESSES.has(key))) releases.push({ name, index: UNKNOWN_INDEX });
  }
  return { projects, releases: isConflicted(text) ? heldByNone(releases) : releases };
}

const PROJECTS: ReadonlySet<string> = new Set(['editable', 'virtual', 'directory']);
const ADDRESSES: ReadonlySet<string> = new Set(['git', 'url', 'path']);
