import path from 'node:path';
import { readGlobs } from '../../patterns/globs.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { isEmptyTable, readTomlFile, type TomlFile, tableAt, textsIn } from './toml-file.ts';

/** The files of a folder that say where uv asks. */
export interface UvProject {
  /** `pyproject.toml` of the project itself, which may name indexes for its own sources. */
  readonly project?: TomlFile;
  /** That of the workspace that it is a member of, if it is one. */
  readonly workspace?: TomlFile;
  /**
   * The nearest configuration at or above the workspace: `uv.toml` as a whole, or `[tool.uv]` where none lies beside.
   */
  readonly configuration?: TomlFile;
}

/**
 * Finds what uv finds (uv, crates/uv-workspace/src/workspace.rs `discover` and crates/uv-settings/src/lib.rs `find`):
 * the nearest manifest, the workspace that has it as a member, and the nearest configuration from there upward. Never
 * rejects.
 *
 * @param folders the folder and those above it, nearest first
 */
export async function findUvProject(folders: readonly string[], world: RoutingWorld): Promise<UvProject> {
  const levels = await Promise.all(folders.map(folder => levelAt(folder, world)));
  const withManifest = levels.filter(({ manifest }) => manifest.isThere);
  const [project, next] = withManifest;
  // uv looks at the next manifest above and no further.
  const isMember = project !== undefined && next !== undefined && !isRoot(project) && holdsMember(next, project);
  const start = isMember ? next : (project ?? levels[0]);
  const from = start === undefined ? [] : levels.slice(levels.indexOf(start));
  const configuration = from.map(configurationAt).find(file => file !== undefined);
  return {
    ...(project === undefined ? {} : { project: project.manifest }),
    ...(isMember ? { workspace: next.manifest } : {}),
    ...(configuration === undefined ? {} : { configuration }),
  };
}

interface Level {
  readonly folder: string;
  readonly manifest: TomlFile;
  readonly own: TomlFile;
}

async function levelAt(folder: string, world: RoutingWorld): Promise<Level> {
  const [manifest, own] = await Promise.all([
    readTomlFile(path.join(folder, 'pyproject.toml'), 'folder', world),
    readTomlFile(path.join(folder, 'uv.toml'), 'folder', world),
  ]);
  return { folder, manifest, own };
}

function isRoot({ manifest }: Level): boolean {
  return !isEmptyTable(tableAt(manifest.top, 'tool', 'uv', 'workspace'));
}

function holdsMember(root: Level, member: Level): boolean {
  const { members, exclude } = tableAt(root.manifest.top, 'tool', 'uv', 'workspace');
  const relative = path.relative(root.folder, member.folder).split(path.sep);
  const has = (globs: unknown) => readGlobs(textsIn(globs).map(plainGlob)).matches(relative);
  return has(members) && !has(exclude);
}

/** `./packages/*` and `packages/*`/ as `packages/*`. */
function plainGlob(glob: string): string {
  return path.posix.normalize(glob).replace(/\/+$/, '');
}

function configurationAt({ manifest, own }: Level): TomlFile | undefined {
  if (own.isThere) return own;
  if (manifest.broken !== undefined) return manifest;
  const table = tableAt(manifest.top, 'tool', 'uv');
  return isEmptyTable(table) ? undefined : { ...manifest, top: table };
}
