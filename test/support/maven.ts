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
  const program = path.join(import.meta.dirname, 'MavenOrder.java');
  const { status, stdout, stderr } = spawnSync('java', ['-cp', `${LIBRARIES}/*`, program], {
    input: questions.map(fields => `${fields.join('\t')}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`Java ended: ${stderr}`);
  return stdout.trimEnd().split('\n');
}
