import type { Project } from '../project.ts';
import { loadOciRoutes } from './routes.ts';

/**
 * What Docker and Podman are configured with, for the user and the machine. Which images a workspace builds is for the
 * readers of its files to say.
 */
export const ociProject: Project = {
  routeFiles: [],
  workspaceFiles: [],
  marks: {
    manifests: [],
    others: [
      ...['Dockerfile', 'compose.yaml', 'docker-compose.yml', 'skaffold.yaml', 'Chart.yaml', 'kustomization.yaml'],
    ],
    scripts: [],
  },
  loadRoutes: loadOciRoutes,
};
