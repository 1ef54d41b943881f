import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { projectHeld, releaseHeld } from '../syntax/lockfiles.ts';
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
    const statements = findInToml(parseToml(text).root, 'package[]').flatMap(({ value }) => {
      if (value?.kind !== 'map') return [];
      const [name, source] = [textIn(value, 'name'), value.first('source')?.value];
      const version = textIn(value, 'version') ?? '0';
      if (name === undefined || source?.kind !== 'map') return [];
      if (PROJECTS.some(key => source.first(key) !== undefined)) return [projectHeld('uv.lock', name, version)];
      return source.first('registry') === undefined ? [] : [releaseHeld('uv.lock', name, version, 'below')];
    });
    return { references: [], ignores: [], statements };
  },
};

const PROJECTS = ['editable', 'virtual', 'directory'];
