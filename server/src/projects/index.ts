import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RegistryId } from '../model/names.ts';
import type { ProjectMarks } from '../model/ownership.ts';
import { registryOf } from '../model/question.ts';
import type { Router, RoutingWorld } from '../registries/route.ts';
import { cargoProject } from './cargo/index.ts';
import { goProject } from './go/index.ts';
import { mavenProject } from './maven/index.ts';
import { npmProject } from './npm/index.ts';
import { ociProject } from './oci/index.ts';
import type { Project } from './project.ts';
import { pypiProject } from './pypi/index.ts';

/** What each ecosystem's own tools say. A new one is a room in this folder and a line here. */
const PROJECTS: Readonly<Record<RegistryId, Project>> = {
  cargo: cargoProject,
  go: goProject,
  maven: mavenProject,
  npm: npmProject,
  oci: ociProject,
  pypi: pypiProject,
};

const ROWS = Object.values(PROJECTS);

/** Names of the files below a folder that decide about routes; see `Project.routeFiles`. */
export const ROUTE_FILES: readonly string[] = [...new Set(ROWS.flatMap(({ routeFiles }) => routeFiles))];

/** Names of the files that say what workspaces make themselves; see `Project.workspaceFiles`. */
export const WORKSPACE_FILES: readonly string[] = [...new Set(ROWS.flatMap(({ workspaceFiles }) => workspaceFiles))];

/** By what projects of all ecosystems are told. */
export const PROJECT_MARKS: ProjectMarks = {
  manifests: ROWS.flatMap(({ marks }) => marks.manifests),
  others: ROWS.flatMap(({ marks }) => marks.others),
  scripts: ROWS.flatMap(({ marks }) => marks.scripts),
};

/**
 * Reads what the user's own tools are configured with, and routes every question by it. Never rejects.
 *
 * @param around the router around the world's root: each ecosystem of which the root itself holds no file that decides
 *   about routes goes by it, so that no project of another ecosystem begins there, and nothing is read, and no
 *   credential helper runs, once for each project
 */
export async function loadRouter(world: RoutingWorld, around?: Router): Promise<Router> {
  const loaded = await Promise.all(
    Object.entries(PROJECTS).map(async ([id, { routeFiles, loadRoutes }]) => {
      const isOwn = around === undefined || world.root === undefined || (await holdsOneOf(routeFiles, world.root));
      return [id, isOwn ? await loadRoutes(world) : around] as const;
    }),
  );
  const routers = Object.fromEntries(loaded) as Record<RegistryId, Router>;
  return question => routers[registryOf(question)](question);
}

/**
 * Whether a directory itself holds one of {@link ROUTE_FILES}, so that a project of its own may begin there. Never
 * rejects.
 */
export function holdsRouteFile(directory: string): Promise<boolean> {
  return holdsOneOf(ROUTE_FILES, directory);
}

async function holdsOneOf(files: readonly string[], directory: string): Promise<boolean> {
  if (files.length === 0) return false;
  // One look into a folder costs less than one at each name, and most folders hold none.
  const names = await readdir(directory).catch(() => undefined);
  // A file system may take names in capitals for the same; and where names may not be listed, files may be opened.
  const there = names === undefined ? undefined : new Set(names.map(name => name.toLowerCase()));
  const mayBe = files.filter(file => there?.has(file.split('/')[0]?.toLowerCase() ?? '') !== false);
  const found = await Promise.all(mayBe.map(file => exists(path.join(directory, file))));
  return found.includes(true);
}

/**
 * What the manifests in and above a folder say of who reads which configuration there. A value to compare: where it
 * differs, routes that were loaded before may be wrong. Never rejects.
 */
export async function projectState(world: Pick<RoutingWorld, 'root' | 'home' | 'ownership'>): Promise<string> {
  const { root } = world;
  if (root === undefined) return '';
  return JSON.stringify(await Promise.all(ROWS.map(project => project.state?.(root, world))));
}

/** What a workspace makes itself of one ecosystem; see `WorkspaceLook`. */
interface OwnNames {
  readonly registry: RegistryId;
  readonly all: ReadonlySet<string>;
}

/**
 * Begins a look at what workspaces make themselves; see `WorkspaceLook`.
 *
 * @param log takes a sentence about each workspace that is too large to be read whole
 */
export function lookAtWorkspaces(log: (line: string) => void): (root: string) => Promise<readonly OwnNames[]> {
  const looks = Object.entries(PROJECTS).flatMap(([id, project]) => {
    const look = project.lookAtWorkspaces?.(log);
    return look === undefined ? [] : [async (root: string) => ({ registry: id as RegistryId, all: await look(root) })];
  });
  return root => Promise.all(looks.map(look => look(root)));
}

async function exists(file: string): Promise<boolean> {
  try {
    // A link that leads nowhere is a file that cannot be read, and may map anything.
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
