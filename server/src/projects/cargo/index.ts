import type { Project } from '../project.ts';

/** To be written. */
export const cargoProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: { manifests: ['Cargo.toml'], others: [], scripts: [] },
  loadRoutes: async () => () => ({ open: false, why: 'not-asked' }),
};
