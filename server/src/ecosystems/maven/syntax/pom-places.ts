import type { XmlPlaces } from '../../../syntax/xml-nodes.ts';

/** A plugin's own configuration may hold any names, and so may properties, whose names are the user's. */
const CONFIGURATION = ['configuration'];
const ANY_NAMES = ['configuration', 'properties'];

/** Where elements of a POM stand (maven.apache.org/ref, "Maven Model"). */
export const POM_PLACES: XmlPlaces = {
  dependency: { in: ['dependencies'], notBelow: ANY_NAMES },
  plugin: { in: ['plugins'], notBelow: ANY_NAMES },
  extension: { in: ['extensions'], notBelow: ANY_NAMES },
  profile: { in: ['profiles'], notBelow: ANY_NAMES },
  repository: { in: ['repositories'], notBelow: ANY_NAMES },
  pluginRepository: { in: ['pluginRepositories'], notBelow: ANY_NAMES },
  dependencies: { in: ['project', 'profile', 'dependencyManagement', 'plugin'], notBelow: CONFIGURATION },
  dependencyManagement: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  build: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  plugins: { in: ['build', 'pluginManagement', 'reporting'], notBelow: CONFIGURATION },
  pluginManagement: { in: ['build'], notBelow: CONFIGURATION },
  properties: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  repositories: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  pluginRepositories: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  modules: { in: ['project', 'profile'], notBelow: CONFIGURATION },
  profiles: { in: ['project'], notBelow: CONFIGURATION },
};
