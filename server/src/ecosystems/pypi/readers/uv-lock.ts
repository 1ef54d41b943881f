import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { indexLocked, projectsHeld, releasesHeld, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
import { uvPackages } from '../syntax/uv-packages.ts';

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
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: text => {
    const { projects, releases } = uvPackages(text);
    const statements = [...projectsHeld('uv.lock', projects), ...releasesHeld('uv.lock', releases, 'below')];
    return { references: [], ignores: [], statements };
  },
};
