import path from 'node:path';
import type { RoutingWorld } from '../registries/route.ts';
import { baseAddress } from '../settings.ts';
import type { AddressLayer, FoundLogin, LoginQuestion } from './address-layer.ts';
import { logUnsupported, npmLogin } from './npm-login.ts';
import { findProject, type NpmProject, type NpmTool, realPath } from './npm-project.ts';
import { npmAddresses, readNpmLayers } from './npmrc.ts';
import { pnpmConfigFolder, readPnpmLayers } from './pnpm-workspace.ts';
import { readYarn } from './yarnrc.ts';

/** What decides where the npm packages of a folder are asked, and as whom. */
export interface NpmSources {
  readonly tool: NpmTool;
  /** What the project's own package manager reads, highest first. */
  readonly layers: readonly AddressLayer[];
  /** What only the others read. */
  readonly others: readonly AddressLayer[];
  login(question: LoginQuestion): FoundLogin;
}

/** Names of the files below a folder that decide about routes. `package.json` does too, and is watched as a manifest. */
export const ROUTE_FILES: readonly string[] = ['.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml'];

/** Reads the configuration of npm, Yarn and pnpm, and puts first that of the one that the project uses. Never rejects. */
export async function readNpmSources(world: RoutingWorld): Promise<NpmSources> {
  const { root, home } = world;
  const project = root === undefined ? undefined : await findProject(root, home);
  const tool = project?.tool ?? 'npm';
  const [npm, yarn, pnpm] = await Promise.all([
    readNpmLayers(npmFiles(project, world), world),
    readYarn(project?.folders ?? [], await realPath(home), world),
    readPnpmLayers(project?.pnpmFolder, world),
  ]);
  logUnsupported(npm, world);
  const layers: Record<NpmTool, readonly AddressLayer[]> = {
    npm: npmAddresses(npm),
    yarn: yarn.layers,
    pnpm: [...pnpm, ...npmAddresses(npm)],
  };
  const users = [...layers.pnpm, ...layers.yarn].filter(layer => layer.owner === 'user');
  const isUsers = (base: string) =>
    users.some(layer => [...layer.addresses.values()].some(address => baseAddress(address) === base));
  return {
    tool,
    layers: layers[tool],
    others: [...layers.pnpm, ...layers.yarn].filter(layer => !layers[tool].includes(layer)),
    login(question) {
      const yarns = tool === 'yarn' ? yarn.login(question) : 'none';
      if (typeof yarns === 'object') return yarns;
      // What the user keeps for npm is the user's as well, and meant for the address that it names.
      const npms = npmLogin(question, isUsers(question.base), npm);
      return npms === 'none' ? yarns : npms;
    },
  };
}

/** pnpm reads the workspace's `.npmrc` beside the package's own, and keeps logins in a file of its own. */
function npmFiles(project: NpmProject | undefined, world: RoutingWorld) {
  if (project === undefined) return { folders: [] };
  if (project.tool !== 'pnpm') return { folders: [project.npmFolder] };
  const workspace = project.pnpmFolder ?? project.npmFolder;
  const folders = [...new Set([project.npmFolder, workspace])];
  return { folders, authFile: path.join(pnpmConfigFolder(world), 'auth.ini') };
}
