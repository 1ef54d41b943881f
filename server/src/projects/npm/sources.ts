import path from 'node:path';
import { realPath } from '../../files/folders-upward.ts';
import { baseAddress } from '../../model/address.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import type { AddressLayer, FoundLogin, LoginQuestion } from './address-layer.ts';
import { readBun } from './bunfig.ts';
import { logUnsupported, npmLoginFrom } from './login.ts';
import { type NpmFiles, npmAddresses, npmSetting, readNpmLayers, readUsersFiles } from './npmrc.ts';
import { pnpmConfigFolder, readPnpmLayers } from './pnpm-workspace.ts';
import { findProject, type NpmProject, type NpmTool } from './project.ts';
import { ownerOfVariables } from './repeats.ts';
import { readYarn1 } from './yarn-1.ts';
import { readYarn } from './yarnrc.ts';

/** What decides where the npm packages of a folder are asked, and as whom. */
export interface NpmSources {
  /** What the project's own package manager reads, highest first. */
  readonly layers: readonly AddressLayer[];
  /** What only the others read. */
  readonly others: readonly AddressLayer[];
  /** The `.npmrc` and `bunfig.toml` of other folders on the way up, which its package manager passes by. */
  readonly passedBy: readonly AddressLayer[];
  /** What its package manager is told of hosts that lockfiles record; see `isReplaced`. Only npm is. */
  readonly replaces?: string;
  login(question: LoginQuestion): FoundLogin;
}

/**
 * Names of the files below a folder that decide about routes. `package.json` does too, and is watched as a manifest.
 */
export const ROUTE_FILES: readonly string[] = [
  ...['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'],
];

/**
 * Reads the configuration of npm, Yarn, pnpm and Bun, and puts first that of the one that the project uses. Never
 * rejects.
 */
export async function readNpmSources(world: RoutingWorld): Promise<NpmSources> {
  const { root, home } = world;
  const project = root === undefined ? undefined : await findProject(root, world);
  const tool = project?.tool ?? 'npm';
  const folders = project?.folders ?? [];
  const realHome = home && (await realPath(home));
  const files = npmFiles(project, world);
  const [yarn1, yarn, allPnpm, bun] = await Promise.all([
    readYarn1(folders, realHome, world),
    readYarn(folders, realHome, world),
    readPnpmLayers(project?.pnpmFolder, world),
    readBun(project?.npmFolder, folders, world),
  ]);
  const words = [...yarn1, ...yarn.layers, ...allPnpm.files, ...bun.files];
  const ownerOf = await ownerOfVariables(folders, words, world);
  const passed = folders.filter(folder => !files.folders.includes(folder));
  const every = { ...files, folders: [...files.folders, ...passed], passedBy: passed };
  const allNpm = await readNpmLayers(every, world, ownerOf);
  const pnpm = [...allPnpm.environment(ownerOf), ...allPnpm.files];
  const readByTool = new Set(files.folders.map(folder => path.join(folder, '.npmrc')));
  const npm = { ...allNpm, project: allNpm.project.filter(({ from }) => readByTool.has(from)) };
  const passedBy = { own: [], project: allNpm.project.filter(({ from }) => !readByTool.has(from)) };
  logUnsupported(npm, world);
  const npms = npmAddresses(npm);
  const layers: Record<NpmTool, readonly AddressLayer[]> = {
    npm: npms,
    'yarn-1': [...npms, ...yarn1],
    yarn: yarn.layers,
    pnpm: [...pnpm, ...npms],
    bun: [bun.environment, ...npms.slice(0, 1), ...bun.files, ...npms.slice(1)],
  };
  const pnpmsOwn = tool === 'pnpm' ? [] : await readUsersFiles(Object.values(pnpmFiles(world)), world);
  const pnpms = [...pnpm, ...npmAddresses({ own: pnpmsOwn, project: [] })];
  const all = [...pnpms, ...npms, ...yarn1, ...yarn.layers, bun.environment, ...bun.files];
  const replaces = tool === 'npm' ? npmSetting(npm, 'replace-registry-host') : undefined;
  const users = all.filter(layer => layer.owner === 'user');
  const usersBases = new Set(users.flatMap(layer => [...layer.addresses.values()].map(baseAddress)));
  const npmLogin = npmLoginFrom(npm);
  return {
    layers: layers[tool],
    others: all.filter(layer => !layers[tool].includes(layer)),
    passedBy: [...npmAddresses(passedBy), ...bun.passedBy],
    ...(replaces === undefined ? {} : { replaces }),
    login(question) {
      const theirs = tool === 'yarn' ? yarn.login(question) : tool === 'bun' ? bun.login(question) : 'none';
      if (typeof theirs === 'object') return theirs;
      // What the user keeps for npm is the user's as well, and meant for the address that it names.
      const found = npmLogin(question, usersBases.has(question.base));
      return found === 'none' ? theirs : found;
    },
  };
}

/**
 * Yarn 1 reads every `.npmrc` on the way up. pnpm reads the package's and the workspace's, and keeps logins in a file
 * of its own.
 */
function npmFiles(project: NpmProject | undefined, world: RoutingWorld): NpmFiles {
  if (project === undefined) return { folders: [] };
  const { tool, folders, npmFolder, pnpmFolder } = project;
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'bun':
      return { folders: [npmFolder] };
    case 'yarn-1':
      return { folders };
    case 'pnpm':
      return { folders: [...new Set([npmFolder, pnpmFolder ?? npmFolder])], ...pnpmFiles(world) };
  }
}

/** From pnpm 11 on the first is read, until then the second, in the place of the machine's. */
function pnpmFiles(world: RoutingWorld): Pick<NpmFiles, 'authFile' | 'lastFile'> {
  const own = pnpmConfigFolder(world);
  return own === undefined ? {} : { authFile: path.join(own, 'auth.ini'), lastFile: path.join(own, 'rc') };
}
