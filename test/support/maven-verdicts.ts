/** What Maven's own resolver makes of dependencies, from a repository on 127.0.0.1. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findProgram, installCommand, JDK, MAVEN } from '../setup/programs.ts';

/** One dependency. */
export interface MavenCase {
  readonly group: string;
  readonly artifact: string;
  /** A version, a range, `LATEST` or `RELEASE`. */
  readonly wanted: string;
}

/** Debian's, and where `MAVEN_HOME` points. */
const LIBRARIES = [process.env.MAVEN_HOME ?? '', '/usr/share/maven'].map(home => path.join(home, 'lib'));

/** Why Maven cannot be asked here, with what would help; `undefined` where it can. */
export function whyNoMaven(): string | undefined {
  const missing = [JDK, MAVEN].find(program => findProgram(program) === undefined);
  if (missing !== undefined) return `there is no ${missing.name}; ${installCommand(missing)}`;
  return librariesAt() === undefined ? `there are no libraries of Maven; ${installCommand(MAVEN)}` : undefined;
}

function librariesAt(): string | undefined {
  return LIBRARIES.find(folder => path.isAbsolute(folder) && existsSync(folder));
}

/** What the resolver says of each, in one process: see `maven/Verdicts.java`. */
export async function mavenVerdicts(
  cases: readonly MavenCase[],
  { base, folder }: { base: string; folder: string },
): Promise<readonly string[]> {
  const program = path.join(import.meta.dirname, 'maven/Verdicts.java');
  const words = ['-cp', `${librariesAt()}/*`, program, base, path.join(folder, 'local')];
  const java = spawn('java', words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  java.stdout.on('data', part => {
    out += part;
  });
  java.stderr.on('data', part => {
    said += part;
  });
  java.stdin.end(cases.map(({ group, artifact, wanted }) => `${group}\t${artifact}\t${wanted}\n`).join(''));
  const status = await new Promise((resolve, reject) => {
    java.once('error', reject);
    java.once('close', resolve);
  });
  if (status !== 0) throw new Error(`java ended with ${status}: ${said}`);
  return out.split('\n').slice(0, cases.length);
}
