import type { Project } from '../project.ts';
import { projectState } from './project.ts';
import { loadNpmRoutes } from './routes.ts';
import { ROUTE_FILES } from './sources.ts';
import { folderBudget, WORKSPACE_FILES, workspacePackages } from './workspace-packages.ts';

/** What npm, Yarn, pnpm and Bun are configured with, and which packages their workspaces are made of. */
export const npmProject: Project = {
  routeFiles: ROUTE_FILES,
  workspaceFiles: WORKSPACE_FILES,
  marks: {
    manifests: ['package.json'],
    others: [
      ...['node_modules', 'pnpm-workspace.yaml', 'yarn.lock', 'package-lock.json', 'bun.lock', 'deno.json'],
      ...['.npmrc', '.yarnrc.yml', 'bunfig.toml'],
    ],
    scripts: ['node_modules/.bin'],
  },
  loadRoutes: loadNpmRoutes,
  state: projectState,
  lookAtWorkspaces(log) {
    const budget = folderBudget();
    return root => workspacePackages(root, log, budget);
  },
};
