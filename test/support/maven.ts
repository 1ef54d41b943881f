import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where Debian's package puts Maven's own libraries. */
const LIBRARIES = '/usr/share/maven/lib';

/** Why Maven's classes cannot be asked here, with what would help; `undefined` where they can. */
export function whyNoMaven(): string | undefined {
  const hasJava = spawnSync('javac', ['-version']).status === 0;
  if (hasJava && existsSync(path.join(LIBRARIES, 'maven-resolver-util.jar'))) return undefined;
  return 'there is no Maven with a JDK; apt-get install --no-install-recommends maven default-jdk-headless';
}

/** Asks Maven's own classes for versions; see `MavenOrder.java`. One process for all questions. */
export function askMaven(questions: readonly (readonly string[])[]): string[] {
  return answersOf(
    'MavenOrder.java',
    questions.map(fields => fields.join('\t')),
  );
}

/** Asks Maven's model builder for effective models; see `MavenModels.java`. One process for all. */
export function effectiveModels(poms: readonly string[]): string[] {
  return answersOf('MavenModels.java', poms);
}

/** A line for each line. */
function answersOf(program: string, lines: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(
    'java',
    ['-cp', `${LIBRARIES}/*`, path.join(import.meta.dirname, program)],
    { input: lines.map(line => `${line}\n`).join(''), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`Java ended: ${stderr}`);
  return stdout.replace(/\n$/, '').split('\n');
}
