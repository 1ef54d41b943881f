import type { Project } from '../project.ts';

/** To be written. */
export const mavenProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: { manifests: ['pom.xml'], others: [], scripts: [] },
  loadRoutes: async () => () => ({ open: false, why: 'not-asked' }),
};
