import type { Project } from '../project.ts';
import { loadGoRoutes } from './routes.ts';
import { WORKSPACE_FILES, workspaceModules } from './workspace-modules.ts';

/**
 * What go is configured with: by the user and the machine alone, whatever the folder. A workspace makes the modules
 * itself that its `go.work` uses.
 */
export const goProject: Project = {
  routeFiles: [],
  workspaceFiles: WORKSPACE_FILES,
  marks: { manifests: ['go.mod', 'go.work'], others: [], scripts: [] },
  loadRoutes: loadGoRoutes,
  lookAtWorkspaces: log => root => workspaceModules(root, log),
};
