import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { heldByNone, indexAt, type LockedRelease, projectsHeld, releasesHeld } from '../syntax/lockfiles.ts';
import { textIn } from '../syntax/named-places.ts';

/**
 * uv's lockfile (docs.astral.sh/uv, "Project structure and files"), of which the projects of the workspace are told the
 * releases that it holds of indexes. What has a folder for its source is a project itself.
 */
export const uvLock: Reader = {
  id: 'uv-lock',
  files: ['uv.lock'],
  languages: [],
  speaks: 'below',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  read: text => {
    const projects: string[] = [];
    const releases: LockedRelease[] = [];
    for (const { value } of findInToml(parseToml(text).root, 'package[]')) {
      if (value?.kind !== 'map') continue;
      const [name, version, source] = [textIn(value, 'name'), textIn(value, 'version'), value.first('source')?.value];
      if (name === undefined || source?.kind !== 'map') continue;
      if (PROJECTS.some(key => source.first(key) !== undefined)) projects.push(name);
      else if (version !== undefined && source.first('registry') !== undefined)
        releases.push({ name, version, ...indexAt(textIn(source, 'registry')) });
    }
    const held = isConflicted(text) ? heldByNone(releases) : releases;
    const statements = [...projectsHeld('uv.lock', projects), ...releasesHeld('uv.lock', held, 'below')];
    return { references: [], ignores: [], statements };
  },
};

const PROJECTS = ['editable', 'virtual', 'directory'];
