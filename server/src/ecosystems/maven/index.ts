import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { gradleOwnVersion } from './companions/gradle-own-version.ts';
import { artifactPage } from './page.ts';
import { mavenPublishing } from './publishing.ts';
import { mavenPullBack } from './pull-back.ts';
import { gradleScript } from './readers/gradle.ts';
import { gradleLockfile } from './readers/gradle-lockfile.ts';
import { gradleProperties } from './readers/gradle-properties.ts';
import { pomXml } from './readers/pom-xml.ts';
import { verificationMetadata } from './readers/verification-metadata.ts';
import { versionCatalog } from './readers/version-catalog.ts';
import { mavenServed } from './served.ts';
import { mavenStanding } from './standing.ts';
import { decideForMaven } from './terms/decide.ts';
import { MAVEN_VERSIONING } from './versions.ts';

/** Artifacts in Maven's repositories, as Maven and Gradle take them. */
export const maven: PackageEcosystem = {
  id: 'maven',
  words: {
    one: 'artifact',
    ownNames: 'com.acme:*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    relocated: 'Maven and Gradle follow it, with a warning at most',
    changing: 'Each build may get other bytes under it. Release it, or write the version of a release.',
    // Who builds the project gets it all the same; only who depends on the project does not.
    withoutOptional: 'who builds this gets it all the same',
    goesOn: 'It may be in a repository that a profile or a plugin of the build names, and that is not known here.',
    // Others may have deleted it.
    ifVersionMissing: ({ isOpen }) =>
      isOpen === true
        ? 'Repositories such as Maven Central delete nothing: one that could be had once comes from elsewhere.'
        : undefined,
    anyVersion: ['`LATEST`', '`RELEASE`', '`[1.0,)`', '`+`', '`latest.release`'],
  },
  readers: [pomXml, versionCatalog, gradleScript, gradleProperties, gradleLockfile, verificationMetadata],
  companions: [gradleOwnVersion],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'Maven Central',
  loginCommand: () => '',
  versions: MAVEN_VERSIONING,
  standing: mavenStanding,
  served: mavenServed,
  nameParts: name => name.split(':'),
  decide: decideForMaven,
  publishing: mavenPublishing,
  pullBack: mavenPullBack,
  page: artifactPage,
};
