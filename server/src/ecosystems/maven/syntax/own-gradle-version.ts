import { code } from '../../../model/plain-text.ts';
import type { OwnVersion } from '../../../model/pull-back.ts';
import type { GradleStatement } from './gradle-nodes.ts';
import { parseGradle } from './gradle-script.ts';
import { firstGiven, literalOf } from './gradle-walk.ts';
import { isName } from './pom-names.ts';
import { isReleaseVersion } from './publishable.ts';

/**
 * The version that a Gradle script gives its project, whose user says that it was published: `group` and `version`
 * where they are plain texts, and as the artifact the folder's name, which Gradle takes unless it is told otherwise
 * (docs.gradle.org, "Maven Publish Plugin"). Where that goes only a run would tell, so nobody is asked.
 *
 * @param file the path with `/`, with the folder's name in it
 */
export function ownGradleVersion(text: string, file: string, given: string | undefined): OwnVersion {
  const { statements } = parseGradle(text, file);
  const written = (name: string) => statements.flatMap(statement => writtenIn(statement, name)).at(-1);
  const version = given ?? written('version');
  if (version === undefined) return { is: 'without-version' };
  if (!isReleaseVersion(version)) return { is: 'none', why: `has the version ${code(version)}, which is no release` };
  const folder = file.split('/').at(-2) ?? '';
  const name = `${written('group') ?? ''}:${written('archivesBaseName') ?? folder}`;
  if (!isName(name)) return { is: 'none', why: 'has no `group` that is a plain text' };
  return {
    is: 'own',
    subject: { kind: 'publication', registry: 'maven', name, version },
    unasked:
      'Where a Gradle build publishes is not read, so no repository was asked. The artifact’s name is taken to be the folder’s.',
  };
}

/** `version = "1.2.3"`, or as Groovy also has it, `version '1.2.3'`. */
function writtenIn({ chain, assigned }: GradleStatement, name: string): readonly string[] {
  const names = chain.map(link => link.name).filter((each, i) => i > 0 || each !== 'project');
  if (names.length !== 1 || names[0] !== name) return [];
  const value = literalOf(assigned ?? firstGiven(chain.at(-1)));
  return value === undefined ? [] : [value];
}
