import type { Project } from '../project.ts';
import { CONFIG_NAMES } from './config-files.ts';
import { loadCargoRoutes } from './routes.ts';

/**
 * What cargo is configured with. A workspace makes no names itself: what a manifest names by version, cargo asks a
 * registry for, though a member of the workspace has that name.
 */
export const cargoProject: Project = {
  routeFiles: CONFIG_NAMES.map(name => `.cargo/${name}`),
  workspaceFiles: [],
  marks: { manifests: ['Cargo.toml'], others: ['Cargo.lock'], scripts: [] },
  loadRoutes: loadCargoRoutes,
};
