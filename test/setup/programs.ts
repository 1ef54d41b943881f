/** Programs that the tests run and that a fresh machine may lack, and how to come by them. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Program {
  /** How reports call it. */
  readonly name: string;
  /** Any of these on the PATH will do, the first is preferred. */
  readonly commands: readonly string[];
  /** The Debian package that holds it. */
  readonly debianPackage: string;
}

export const DOCKER_REGISTRY: Program = {
  name: 'docker-registry',
  commands: ['docker-registry'],
  debianPackage: 'docker-registry',
};
export const SKOPEO: Program = { name: 'skopeo', commands: ['skopeo'], debianPackage: 'skopeo' };
/** Makes the certificate that a registry wants of its token service. */
export const OPENSSL: Program = { name: 'openssl', commands: ['openssl'], debianPackage: 'openssl' };
export const CHROMIUM: Program = {
  name: 'chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debianPackage: 'chromium',
};

/** Debian's `cargo` is too old to know the resolver that looks at Rust versions; this one keeps up with browsers. */
const CARGO: Program = { name: 'cargo', commands: ['cargo'], debianPackage: 'cargo-web' };
const PIP: Program = { name: 'pip', commands: ['pip3', 'pip'], debianPackage: 'python3-pip' };
export const GO: Program = { name: 'go', commands: ['go'], debianPackage: 'golang-go' };

/** Maven's own classes order versions; a program in one file asks them, which only a JDK starts. */
export const MAVEN: Program = { name: 'maven', commands: ['mvn'], debianPackage: 'maven' };
export const JDK: Program = { name: 'jdk', commands: ['javac'], debianPackage: 'default-jdk-headless' };

export const PROGRAMS: readonly Program[] = [DOCKER_REGISTRY, SKOPEO, OPENSSL, CHROMIUM, CARGO, PIP, GO, MAVEN, JDK];

/** The absolute path of a program, or `undefined` where the machine has none. */
export function findProgram(program: Program): string | undefined {
  for (const command of program.commands) {
    const path = findCommand(command);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Whether the machine lacks any of these, so that the tests that run them are to be skipped. */
export function isMissing(...programs: readonly Program[]): boolean {
  return programs.some(program => findProgram(program) === undefined);
}

/** What people type to install a program where Debian's packages are at hand. */
export function installCommand(program: Program): string {
  return `apt-get install --no-install-recommends ${program.debianPackage}`;
}

/**
 * What to hand to `spawn` for a program that on Windows is a script (`code.cmd`): only a shell starts those, and it
 * takes a blank in a word for the end of it.
 */
export function throughShell(program: string, args: readonly string[]): [string, string[], { shell: boolean }] {
  if (process.platform !== 'win32') return [program, [...args], { shell: false }];
  return [`"${program}"`, args.map(arg => `"${arg}"`), { shell: true }];
}

/** Installs what is missing where that is possible: as root, with apt. Returns what is still missing. */
export function installPrograms(programs: readonly Program[], log: (line: string) => void): readonly Program[] {
  const missing = programs.filter(program => isMissing(program));
  if (missing.length === 0) return [];
  if (process.getuid?.() === 0 && findCommand('apt-get') !== undefined) {
    const packages = missing.map(program => program.debianPackage);
    log(`apt-get install ${packages.join(' ')}`);
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
  return missing.filter(program => isMissing(program));
}

function apt(args: readonly string[]): void {
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    // A package that is also a service must not start one: the tests start their own, on free ports.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
}

function findCommand(command: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, `${command}${ending}`);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  return undefined;
}
