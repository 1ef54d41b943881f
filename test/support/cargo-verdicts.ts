/** What the real cargo would choose from an index on 127.0.0.1. */
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runCargo } from './cargo.ts';

/** One dependency of a manifest. */
export interface CargoCase {
  readonly crate: string;
  readonly requirement: string;
}

/** What cargo makes of one: the version that it takes, or why it takes none, in its own words. */
export type CargoVerdict = { readonly version: string } | { readonly refused: string };

/** Texts by their path. */
export type Files = Readonly<Record<string, string>>;

/** What makes cargo ask an index in place of crates.io, as a user's `config.toml`. */
export function replacingCratesIo(base: string): string {
  return `[source.crates-io]\nreplace-with = "local"\n[source.local]\nregistry = "sparse+${base}/"\n`;
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
    const [first] = some;
    if (first === undefined) return;
    const place = mkdtempSync(path.join(folder, 'case-'));
    const repo = Object.entries(files(some)).map(([file, text]) => [`repo/${file}`, text] as const);
    const config = { 'home/.cargo/config.toml': replacingCratesIo(base) };
    const { status, stderr } = await runCargo(place, { ...Object.fromEntries(repo), ...config });
    if (status === 0) {
      const locked = readFileSync(path.join(place, 'repo/Cargo.lock'), 'utf8').matchAll(LOCKED);
      const versions = new Map([...locked].map(([, name, version]) => [name, version]));
      for (const one of some) verdicts.set(one, { version: versions.get(one.crate) ?? 'not locked' });
    } else if (some.length === 1) verdicts.set(first, { refused: stderr });
    else {
      await ask(some.slice(0, some.length >> 1));
      await ask(some.slice(some.length >> 1));
    }
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

const LOCKED = /name = "(.*)"\nversion = "(.*)"/g;
const AT_ONCE = 4;
