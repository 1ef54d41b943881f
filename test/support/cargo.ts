import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The least cargo that is asked: the first with the resolver that looks at Rust versions. */
const LEAST_MINOR = 84;

/** Why cargo cannot be asked here, with what would help; `undefined` where it can. */
export function whyNoCargo(): string | undefined {
  const minor = cargoMinor();
  if (minor === undefined) return 'there is no cargo; install it with rustup (https://rustup.rs)';
  return minor < LEAST_MINOR ? `cargo 1.${minor} is older than 1.${LEAST_MINOR}; run rustup update` : undefined;
}

/** The second number of cargo's version, as in 95 for 1.95.0; `undefined` where there is none. */
export function cargoMinor(): number | undefined {
  const { stdout } = spawnSync('cargo', ['--version'], { encoding: 'utf8' });
  const minor = /^cargo 1\.(\d+)\./.exec(stdout ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** What came of running cargo. */
export interface CargoRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Resolves a project, without downloading anything. It has a home of its own, `home` beside the project, so nothing is
 * kept between runs; what goes to an outer host goes nowhere.
 *
 * @param place where both lie, a folder of its own
 * @param files by path below it; the project is `repo`
 * @param command for cargo; without one it writes a lockfile anew
 */
export async function runCargo(
  place: string,
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  command: readonly string[] = ['generate-lockfile'],
): Promise<CargoRun> {
  for (const [file, text] of Object.entries({ 'repo/src/lib.rs': '', ...files })) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  const { PATH = '', RUSTUP_HOME = path.join(homedir(), '.rustup') } = process.env;
  const home = path.join(place, 'home');
  const nowhere = { CARGO_NET_RETRY: '0', CARGO_HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
  const own = { PATH, RUSTUP_HOME, HOME: home, CARGO_HOME: path.join(home, '.cargo'), ...nowhere, ...environment };
  const cargo = spawn('cargo', command, { cwd: path.join(place, 'repo'), env: own });
  let stdout = '';
  let stderr = '';
  cargo.stdout.on('data', part => {
    stdout += part;
  });
  cargo.stderr.on('data', part => {
    stderr += part;
  });
  return new Promise((resolve, reject) => {
    cargo.once('error', reject);
    cargo.once('close', status => resolve({ status, stdout, stderr }));
  });
}

/** A manifest with these lines of dependencies. */
export function cargoManifest(dependencies: string): string {
  return `[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n${dependencies}\n`;
}
