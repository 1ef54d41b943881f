import type { Project } from '../project.ts';

/** To be written. */
export const pypiProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: { manifests: ['pyproject.toml'], others: [], scripts: [] },
  loadRoutes: async () => () => ({ open: false, why: 'not-asked' }),
};
