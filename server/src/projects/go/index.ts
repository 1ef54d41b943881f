import type { Project } from '../project.ts';
import { loadGoRoutes } from './routes.ts';

/**
 * What go is configured with: by the user and the machine alone, whatever the folder. A workspace makes no names
 * itself: that one of its modules stands in for a name is said where the name is required.
 */
export const goProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: { manifests: ['go.mod', 'go.work'], others: [], scripts: [] },
  loadRoutes: loadGoRoutes,
};
