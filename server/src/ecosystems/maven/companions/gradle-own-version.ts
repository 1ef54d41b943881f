import { isForShow, type PublicationSubject } from '../../../model/publication.ts';
import { type Around, type Companion, NOTHING_AROUND } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { GradleScript, GradleStatement, GradleValue } from '../syntax/gradle-nodes.ts';
import { appliedIn, pluginIds } from '../syntax/gradle-plugin-ids.ts';
import { rootProjectName } from '../syntax/gradle-project.ts';
import { type GradleRepositories, repositoriesIn, sourceAt } from '../syntax/gradle-repositories.ts';
import { parseGradle } from '../syntax/gradle-script.ts';
import { firstGiven, literalOf, walkGradle } from '../syntax/gradle-walk.ts';
import { isName } from '../syntax/pom-names.ts';
import { isOwnersGroup, isReleaseVersion } from '../syntax/publishable.ts';

/**
 * The version that a build of Gradle gives what it publishes (docs.gradle.org, "Maven Publish Plugin"), where nothing
 * of it is composed: group and version are plain texts of one script, the settings beside name the project, and the one
 * place where it goes is written out, or is Central by the plugins that people publish there with. Anything else would
 * be a guess, and nothing is read.
 */
export const gradleOwnVersion: Companion = {
  of: ['gradle'],
  mayRead: text => PUBLISHES.test(text) && text.includes('version') && text.includes('group'),
  read(text, file, around = NOTHING_AROUND) {
    const isBuild = /(?:^|\/)build\.gradle(?:\.kts)?$/.test(file) && !isForShow(file) && !RENAMES.test(text);
    const reference = isBuild ? publicationIn(parseGradle(text, file), around) : undefined;
    return { references: reference === undefined ? [] : [reference], ignores: [] };
  },
};

const PUBLISHES = /maven-publish|vanniktech\.maven\.publish/;
/** What gives the artifact another name than the project's. */
const RENAMES = /\b(?:artifactId|archivesBaseName|archivesName|coordinates)\b/;

function publicationIn(script: GradleScript, around: Around): Reference | undefined {
  const { statements } = script;
  const [group, version] = [plainTextAt(statements, 'group'), plainTextAt(statements, 'version')];
  const artifact = rootProjectName(around);
  if (group === undefined || version === undefined || artifact === undefined) return undefined;
  const name = `${group.text}:${artifact}`;
  if (!isName(name) || !isOwnersGroup(group.text) || !isReleaseVersion(version.text)) return undefined;
  const repositories = goalOf(script);
  const source = sourceAt(name, repositories, { isPlugin: false, isExact: true, isOpen: false });
  if (source === undefined) return undefined;
  const edit = version.value.is === 'text' ? version.value.token.pieces : [];
  const [piece, ...more] = edit;
  const isVerbatim = piece?.is === 'text' && piece.isVerbatim && more.length === 0;
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'maven', name, version: version.text, source },
    ...(isVerbatim ? { edit: piece.span } : {}),
  };
  const { span } = version.statement;
  const ignoreAt = script.ignorePlace(span.start);
  return { span, subject, role: 'own', ...(ignoreAt === undefined ? {} : { ignoreAt }) };
}

interface Written {
  readonly statement: GradleStatement;
  readonly value: GradleValue;
  readonly text: string;
}

/** What a script sets at its top, once, to a literal. */
function plainTextAt(statements: readonly GradleStatement[], name: string): Written | undefined {
  const [found, ...more] = statements.filter(({ chain }) => {
    const path = chain.map(link => link.name).join('.');
    return path === name || path === `project.${name}`;
  });
  if (found === undefined || more.length > 0) return undefined;
  const value = found.assigned ?? firstGiven(found.chain.at(-1));
  const text = literalOf(value);
  return value === undefined || text === undefined ? undefined : { statement: found, value, text };
}

/** The one repository that it is published to; `unknown` where there are several, or none that is told. */
function goalOf({ statements, text }: GradleScript): GradleRepositories {
  const ids = new Set([...pluginIds(statements), ...appliedIn(statements)]);
  const isForCentral =
    ids.has('io.github.gradle-nexus.publish-plugin') ||
    (ids.has('com.vanniktech.maven.publish') && text.includes('publishToMavenCentral'));
  if (!ids.has('maven-publish') && !ids.has('com.vanniktech.maven.publish')) return 'unknown';
  const named: GradleRepositories[] = [];
  walkGradle(statements, ({ path, link }) => {
    if (path.join('.') === 'publishing.repositories') named.push(repositoriesIn(link.block ?? [], literalOf));
  });
  const [only, ...more] = named;
  if (isForCentral) return only === undefined ? [CENTRAL] : 'unknown';
  const isOne = only !== undefined && only !== 'unknown' && only.length === 1 && more.length === 0;
  return isOne && /^https?:/.test(only[0]?.url ?? '') ? only : 'unknown';
}

/** Where Gradle's `mavenCentral()` looks. */
const CENTRAL = { id: 'MavenRepo', url: 'https://repo.maven.apache.org/maven2' };
