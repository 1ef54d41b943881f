import { code } from '../../model/plain-text.ts';
import type { PublicationSubject } from '../../model/publication.ts';
import {
  advisory,
  nextOf,
  type OwnVersion,
  type PackagePullBack,
  type PullBackLook,
  type PullBackPlan,
  type PullBackReason,
  type PullBackStep,
  ROTATE,
  stepsOfNothing,
} from '../../model/pull-back.ts';
import { placeOfPackage, type Question } from '../../model/question.ts';
import { mavenPublishing } from './publishing.ts';
import { ownGradleVersion } from './syntax/own-gradle-version.ts';
import { ownPomVersion } from './syntax/own-version.ts';

/**
 * What there is in place of taking a version back (central.sonatype.org, "Can I change, modify, delete, remove, or
 * update a component on Central?"; maven.apache.org, "Guide to relocation"): a later version, and nothing else.
 */
export const mavenPullBack: PackagePullBack = { manifests: ['pom-xml', 'gradle'], own, plan };

function own(text: string, file: string, version: string | undefined): OwnVersion {
  return file.endsWith('.gradle') || file.endsWith('.kts')
    ? ownGradleVersion(text, file, version)
    : ownPomVersion(text, version);
}

function plan(subject: PublicationSubject, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, version } = subject;
  const asked: Question = { ask: 'release', ...placeOfPackage(subject), version };
  const state = mavenPublishing.state(subject, look.peek, look.derive);
  const next = nextOf(state);
  const found = look.peek(asked);
  const relocated =
    found.state === 'known' && found.fact.standing.is === 'relocated' ? found.fact.standing.to : undefined;
  return {
    title: `${code(name)} ${code(version)}`,
    ...{ state, asked },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(relocated === undefined ? [] : [`It leads to ${code(`${relocated.name}:${relocated.version}`)} already.`]),
      'Who depends on it, the repository does not tell.',
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, subject, next),
    effects: {
      builds: 'Keep working, and are told nothing',
      adoption: 'Still possible: a later version is what people should move to, and what tools offer them',
      bytes: 'Never',
    },
    person: [
      'Central has no trusted publishing: a deployment needs a token of your account and your signature, which a pipeline may hold as secrets. Where the token may have leaked as well, make a new one before.',
    ],
    not: [
      'Do not ask for it to be deleted: Maven Central deletes nothing, and mirrors would keep it. In a repository manager of your own do not either, as long as a build asks for it.',
      `Do not deploy ${code(version)} again: what is released stays as it is, and whoever has both has two things of one name.`,
    ],
  };
}

function stepsFor(why: PullBackReason, subject: PublicationSubject, next: string | undefined): readonly PullBackStep[] {
  const { name, version } = subject;
  const publish: PullBackStep = {
    title: next === undefined ? 'Publish a fixed version at once' : `Publish the fixed version ${code(next)} at once`,
    says: `Raise the version and deploy it as always. It is the only thing that takes people away from this one${next === undefined ? '; the next free number is not known' : ''}.`,
    fences: [
      { language: 'xml', lines: [next === undefined ? '<version>NEXT_VERSION</version>' : versionElement(next)] },
    ],
  };
  const tell: PullBackStep = {
    title: 'Say it where people look',
    says: 'In the notes of the release, in the README, and in `description` of the next POM: no client shows a word of a repository’s about a version.',
  };
  switch (why) {
    case 'broken':
      return [publish, tell];
    case 'insecure':
      return [publish, advisory(code(`${name}:${version}`)), tell];
    case 'secret':
      return [ROTATE, publish, tell];
    case 'mistake':
      return [
        relocate(name, next),
        { ...publish, title: publish.title.replace('fixed version', 'right version') },
        tell,
      ];
  }
}

function versionElement(version: string): string | undefined {
  return PLAIN.test(version) ? `<version>${version}</version>` : undefined;
}

/** Letters that mean nothing in XML either. */
const PLAIN = /^[A-Za-z0-9._-]{1,200}$/;

/** Where it was the name that was wrong: a later version of the old name, a POM alone, that leads to the new one. */
function relocate(name: string, next: string | undefined): PullBackStep {
  const [group = '', artifact = ''] = name.split(':');
  const lines = [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    `  <groupId>${group}</groupId>`,
    `  <artifactId>${artifact}</artifactId>`,
    `  <version>${next ?? 'NEXT_VERSION'}</version>`,
    '  <distributionManagement>',
    '    <relocation>',
    '      <groupId>RIGHT_GROUP</groupId>',
    '      <artifactId>RIGHT_ARTIFACT</artifactId>',
    '      <message>Published under a wrong name</message>',
    '    </relocation>',
    '  </distributionManagement>',
    '</project>',
  ];
  const isPlain = [group, artifact, next ?? 'x'].every(each => PLAIN.test(each));
  return {
    title: 'If the name was wrong: relocate it',
    says: 'Publish under the right name, and then a later version of the old one that is this POM alone, with the right group and artifact in it. Maven and Gradle follow it.',
    fences: [{ language: 'xml', lines: isPlain ? lines : [undefined] }],
  };
}
