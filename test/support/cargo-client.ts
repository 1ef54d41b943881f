/** The real cargo, against an index on 127.0.0.1. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** One dependency of a manifest. */
export interface CargoCase {
  readonly crate: string;
  readonly requirement: string;
}

/** What cargo makes of one: the version that it takes, or why it takes none, in its own words. */
export type CargoVerdict = { readonly version: string } | { readonly refused: string };

/** Texts by their path. */
export type Files = Readonly<Record<string, string>>;

/** Writes files below a folder. */
export function putFiles(folder: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}

/**
 * Whether the machine lacks a cargo that chooses by Rust versions (1.84, January 2025), so that its tests are skipped.
 */
export function cargoIsMissing(): boolean {
  const told = spawnSync('cargo', ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const [, major = '0', minor = '0'] = /^cargo (\d+)\.(\d+)/.exec(told) ?? [];
  return Number(major) < 1 || (Number(major) === 1 && Number(minor) < 84);
}

/** What makes cargo ask an index in place of crates.io, as a user's `config.toml`. */
export function replacingCratesIo(base: string): string {
  return `[source.crates-io]\nreplace-with = "local"\n[source.local]\nregistry = "sparse+${base}/"\n[net]\nretry = 0\n`;
}

/**
 * Asks cargo what it would take. All dependencies of one manifest resolve together, and cargo stops at the first that
 * cannot be had: those of which that is expected are asked alone, and a manifest that fails is halved.
 *
 * @param files makes the manifests for some dependencies
 */
export async function cargoVerdicts<Case extends CargoCase>(
  cases: readonly Case[],
  expectedToFail: (one: Case) => boolean,
  { folder, base, files }: { folder: string; base: string; files: (cases: readonly Case[]) => Files },
): Promise<ReadonlyMap<Case, CargoVerdict>> {
  const verdicts = new Map<Case, CargoVerdict>();
  const ask = async (some: readonly Case[]): Promise<void> => {
    if (some.length === 0) return;
    const { locked, said } = await lockfile(mkdtempSync(path.join(folder, 'case-')), base, files(some));
    if (locked !== undefined) {
      const versions = new Map(
        [...locked.matchAll(/name = "(.*)"\nversion = "(.*)"/g)].map(([, name, is]) => [name, is]),
      );
      for (const one of some) verdicts.set(one, { version: versions.get(one.crate) ?? 'not locked' });
      return;
    }
    const [first] = some;
    if (some.length === 1 && first !== undefined) {
      verdicts.set(first, { refused: said });
      return;
    }
    await ask(some.slice(0, some.length >> 1));
    await ask(some.slice(some.length >> 1));
  };
  await ask(cases.filter(one => !expectedToFail(one)));
  const waiting = cases.filter(expectedToFail);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await ask([one]);
    }),
  );
  return verdicts;
}

const AT_ONCE = 4;
/** Only a hang. */
const LIMIT_MS = 60_000;

function lockfile(folder: string, base: string, files: Files): Promise<{ locked?: string; said: string }> {
  putFiles(folder, files);
  // A home of its own: what one case heard would be another's answer.
  putFiles(folder, { 'home/config.toml': replacingCratesIo(base) });
  const { PATH, RUSTUP_HOME = path.join(homedir(), '.rustup'), RUSTUP_TOOLCHAIN } = process.env;
  const toolchain = RUSTUP_TOOLCHAIN === undefined ? {} : { RUSTUP_TOOLCHAIN };
  const env = { PATH, RUSTUP_HOME, ...toolchain, HOME: folder, CARGO_HOME: path.join(folder, 'home'), LANG: 'C.UTF-8' };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'cargo',
      ['generate-lockfile'],
      { cwd: folder, env, timeout: LIMIT_MS },
      (error, _, said) => {
        if (error === null) resolve({ locked: readFileSync(path.join(folder, 'Cargo.lock'), 'utf8'), said });
        else if (error.killed === true) reject(new Error(`cargo did not end within ${LIMIT_MS} ms`));
        else resolve({ said });
      },
    );
    child.stdin?.end();
  });
}
