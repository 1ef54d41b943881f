import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { foldersUpward, realPath } from '../../files/folders-upward.ts';
import { readInside } from '../../files/inside.ts';
import { isObject } from '../../model/objects.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { isWorkspace } from './workspace-globs.ts';

/**
 * Which package manager's configuration decides; `yarn` is Yarn from version 2 on, which shares no file with Yarn 1.
 */
export type NpmTool = 'npm' | 'yarn-1' | 'yarn' | 'pnpm' | 'bun';

/** The JavaScript project that a folder belongs to. */
export interface NpmProject {
  readonly tool: NpmTool;
  /** The folder and those above it, nearest first, up to the user's home or the top of the file system. Real paths. */
  readonly folders: readonly string[];
  /** Where npm looks for the project's `.npmrc`. */
  readonly npmFolder: string;
  /** Where the nearest `pnpm-workspace.yaml` is. */
  readonly pnpmFolder?: string;
}

/**
 * Finds the project around a folder. `packageManager` says whose it is, in the nearest manifest that has it, as
 * Corepack looks for it; else a configuration file that only one of them reads. Never rejects; only the names given
 * here are looked for.
 */
export async function findProject(
  root: string,
  { home, ownership }: Pick<RoutingWorld, 'home' | 'ownership'>,
): Promise<NpmProject> {
  const folders = await foldersUpward(root, home);
  const [opened, ...above] = folders;
  const look = async (folder: string) => levelAt(folder, await ownership.edgeOf(folder));
  const levels = await Promise.all([look(opened), ...above.map(look)]);
  const npm = npmLevel(levels);
  const pnpm = levels.find(level => level.hasPnpm);
  return {
    folders,
    npmFolder: npm.folder,
    ...(pnpm === undefined ? {} : { pnpmFolder: pnpm.folder }),
    tool: declaredTool(levels) ?? impliedTool(levels, npm, home && (await realPath(home))),
  };
}

/** See `Project.state`. */
export async function projectState(root: string, world: Pick<RoutingWorld, 'home' | 'ownership'>): Promise<string> {
  const { tool, npmFolder, pnpmFolder } = await findProject(root, world);
  return JSON.stringify([tool, npmFolder, pnpmFolder]);
}

interface Level {
  readonly folder: string;
  /** Undefined where there is no manifest; of a broken one, what can be read. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly hasModules: boolean;
  readonly hasNpmrc: boolean;
  readonly hasYarn: boolean;
  readonly hasYarnLock: boolean;
  readonly hasPnpm: boolean;
  readonly hasPnpmLock: boolean;
  readonly hasBun: boolean;
}

async function levelAt(folder: string, edge: string): Promise<Level> {
  const [manifest, hasModules, hasNpmrc, hasYarn, hasYarnLock, hasPnpm, hasPnpmLock, ...hasBuns] = await Promise.all([
    manifestIn(folder, edge),
    exists(path.join(folder, 'node_modules')),
    exists(path.join(folder, '.npmrc')),
    exists(path.join(folder, '.yarnrc.yml')),
    exists(path.join(folder, 'yarn.lock')),
    exists(path.join(folder, 'pnpm-workspace.yaml')),
    exists(path.join(folder, 'pnpm-lock.yaml')),
    ...BUN_FILES.map(name => exists(path.join(folder, name))),
  ]);
  const hasBun = hasBuns.includes(true);
  const level = { folder, hasModules, hasNpmrc, hasYarn, hasYarnLock, hasPnpm, hasPnpmLock, hasBun };
  return { ...level, ...(manifest === undefined ? {} : { manifest }) };
}

const BUN_FILES: readonly string[] = ['bunfig.toml', 'bun.lock', 'bun.lockb'];

/**
 * npm's `localPrefix` (@npmcli/config, `loadLocalPrefix`): the nearest folder with a manifest or `node_modules`, or the
 * root of the workspaces that it is one of. Beyond npm, the opened folder's own `.npmrc` counts without a manifest
 * beside it: the projects are then below it, and what it maps is better obeyed than asked at the default registry.
 */
function npmLevel(levels: readonly [Level, ...Level[]]): Level {
  const [opened, ...above] = levels;
  if (opened.manifest === undefined && !opened.hasModules && opened.hasNpmrc) return opened;
  const nearest = levels.find(level => level.manifest !== undefined || level.hasModules);
  if (nearest?.manifest === undefined) return nearest ?? opened;
  const root = above
    .slice(above.indexOf(nearest) + 1)
    .find(({ folder, manifest }) =>
      isWorkspace(manifest?.workspaces, path.relative(folder, nearest.folder).split(path.sep).join('/')),
    );
  return root ?? nearest;
}

function declaredTool(levels: readonly Level[]): NpmTool | undefined {
  const declared =
    levels.map(({ manifest }) => manifest?.packageManager).find(value => typeof value === 'string') ?? '';
  if (/^yarn@[01](?:\D|$)/.test(declared)) return 'yarn-1';
  return DECLARED_TOOLS.find(tool => declared.startsWith(`${tool}@`));
}

const DECLARED_TOOLS: readonly NpmTool[] = ['npm', 'yarn', 'pnpm', 'bun'];

/**
 * Yarn's file must be in the project, as one in the home folder is for all projects; pnpm's makes a workspace of all
 * below it. A lockfile of Yarn's alone is Yarn 1's, as later ones hardly ever come without their file; beside one of
 * Bun's it may be Bun's too.
 */
function impliedTool(levels: readonly Level[], npm: Level, home: string | undefined): NpmTool {
  const project = levels.slice(0, levels.indexOf(npm) + 1);
  const yarn = project.findIndex(level => level.hasYarn && level.folder !== home);
  const pnpm = levels.findIndex(level => level.hasPnpm);
  if (yarn >= 0 && (pnpm < 0 || yarn <= pnpm)) return 'yarn';
  if (pnpm >= 0 || project.some(level => level.hasPnpmLock)) return 'pnpm';
  if (project.some(level => level.hasBun)) return 'bun';
  return project.some(level => level.hasYarnLock) ? 'yarn-1' : 'npm';
}

async function manifestIn(folder: string, edge: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const read = await readInside(edge, path.join(folder, 'package.json'));
  if (read.is === 'unreadable' && (read.detail === 'ENOENT' || read.detail === 'ENOTDIR')) return undefined;
  if (read.is !== 'text') return {};
  try {
    // The user may be typing in it; what stands there still counts.
    const manifest: unknown = parse(read.text);
    return isObject(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}
