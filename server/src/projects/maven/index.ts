import type { Project } from '../project.ts';
import { loadMavenRoutes } from './routes.ts';
import { ROUTE_FILES } from './settings.ts';

/** What Maven is configured with. What the modules of a build make, their POMs state to each other. */
export const mavenProject: Project = {
  routeFiles: ROUTE_FILES,
  workspaceFiles: [],
  marks: {
    manifests: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
    others: ['settings.gradle', 'settings.gradle.kts', 'gradlew', 'mvnw'],
    scripts: [],
  },
  loadRoutes: loadMavenRoutes,
};
