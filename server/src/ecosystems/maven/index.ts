import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { gradleProperties } from './readers/gradle-properties.ts';
import { gradleScript } from './readers/gradle-script.ts';
import { versionCatalog } from './readers/version-catalog.ts';
import { mavenStanding } from './standing.ts';
import { MAVEN_VERSIONING } from './versions.ts';

/** To be written. */
export const maven: PackageEcosystem = {
  id: 'maven',
  words: {
    one: 'artifact',
    ownNames: 'com.acme:*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    relocated: 'Maven and Gradle follow it, with a warning at most',
    changing: 'Each build may get other bytes under it. Release it, or write the version of a release.',
    withoutOptional: 'it is left out',
    anyVersion: [],
  },
  readers: [versionCatalog, gradleScript, gradleProperties],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'Maven Central',
  loginCommand: () => '',
  versions: MAVEN_VERSIONING,
  standing: mavenStanding,
  page: () => undefined,
};
