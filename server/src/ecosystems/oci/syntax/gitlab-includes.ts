import { INCLUDES_KEY, type Statement } from '../../../model/statement.ts';
import type { YamlDocument, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath } from '../../../syntax/yaml-paths.ts';

/**
 * What a pipeline includes of its own repository (docs.gitlab.com, "`include:local`"), and what its jobs start as
 * pipelines of their own (`trigger:include`). Paths begin at the repository's root, with or without a slash; `*` stands
 * for any text in a name, and `**` for folders too.
 *
 * @param file the path of who says it, with `/` from the workspace folder on
 * @param isWhole whether it is a project's own pipeline, which lies in the root
 */
export function includesStated(
  { root }: YamlDocument,
  kind: string,
  file: string,
  isWhole: boolean,
): readonly Statement[] {
  const folders = file.split('/').slice(0, -1);
  const told = new Set<string>();
  for (const place of PLACES) for (const { value } of findPath(root, place)) addPaths(value, told);
  return [...told].map((path): Statement => {
    const up = path.includes('*') ? upToRoot(folders, isWhole) : folders.length;
    // What lies in the root speaks to all that can be named from there, also where it is only looked at for them.
    const reach = isWhole && folders.length === 0 ? 'below' : 'everywhere';
    return { says: 'includes', key: INCLUDES_KEY, reach, kind, path, up };
  });
}

const PLACES = ['include', '*.trigger.include'];

function addPaths(value: YamlNode | undefined, told: Set<string>): void {
  const items = value?.kind === 'list' ? value.items.map(item => item.value) : [value];
  for (const item of items) {
    const written = item?.kind === 'map' ? entryOf(item, 'local')?.value : item;
    const path = written?.kind === 'scalar' ? pathOf(written.value) : undefined;
    if (path !== undefined && told.size < MOST_INCLUDES) told.add(path);
  }
}

/** A path as the walk has it; `undefined` for an address, for what variables complete, and for what leads elsewhere. */
function pathOf(written: string): string | undefined {
  if (written.split('*').length > MOST_STARS) return undefined;
  if (written.length > LONGEST || !/\.ya?ml$/.test(written) || /[$:\\?[\]{}]/.test(written)) return undefined;
  const parts = written.replace(/^\/+/, '').split('/');
  if (parts.some(part => part === '' || part === '.' || part === '..')) return undefined;
  // To GitLab, `**.yml` is any file below (lib/gitlab/ci/config/external/file/local.rb, `Gitlab::WildcardPath`).
  return parts
    .map(part => (part !== '**' && part.includes('**') ? `**/${part.replace(/\*{2,}/g, '*')}` : part))
    .join('/');
}

/** How many folders lie between a file and the root, as far as their names tell. */
function upToRoot(folders: readonly string[], isWhole: boolean): number {
  if (isWhole) return 0;
  const known = folders.findIndex(name => name === '.gitlab' || name === '.gitlab-ci');
  return folders.length - Math.max(0, known);
}

// GitLab itself takes no more than 150.
const MOST_INCLUDES = 150;
const LONGEST = 300;
const MOST_STARS = 8;
