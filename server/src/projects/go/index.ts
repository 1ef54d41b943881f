import type { Project } from '../project.ts';

/** To be written. */
export const goProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: { manifests: ['go.mod', 'go.work'], others: [], scripts: [] },
  loadRoutes: async () => () => ({ open: false, why: 'not-asked' }),
};
