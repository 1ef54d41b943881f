import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { runCargo, whyNoCargo } from '../support/cargo.ts';
import { type Files, replacingCratesIo } from '../support/cargo-verdicts.ts';
import type { LocalServer } from '../support/local-server.ts';
import { startSparseIndex } from '../support/static-indexes.ts';

/** Of `held-back` all releases were yanked, and nobody has `nowhere`. */
const WANTED = 'held-back = "1"\nnowhere = "1"\n';
const SHARED = `[workspace.dependencies]\nsound = "1"\n${WANTED}`;
const ROOT = '[workspace]\nresolver = "2"\nmembers = ["m"]\n';

function manifest(name: string, rest = '', head = ''): string {
  return `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\n${head}\n${rest}`;
}

/** Two packages that stand in for those crates, in the folder of who patches. */
function patch(source: string, at = ''): string {
  return `[patch.${source}]\nheld-back = { path = "${at}a" }\nnowhere = { path = "${at}b" }\n`;
}
const PATCHES: Files = {
  ...{ 'repo/a/Cargo.toml': manifest('held-back'), 'repo/a/src/lib.rs': '' },
  ...{ 'repo/b/Cargo.toml': manifest('nowhere'), 'repo/b/src/lib.rs': '' },
};
const GIT = '"https://github.com/rust-lang/crates.io-index"';
const OTHER = '"https://example.invalid/other"';

/** Manifests that cargo resolves, and others that it refuses. */
const FOLDERS: readonly (readonly [what: string, resolves: boolean, files: Files])[] = [
  ['what no member takes', true, member(`${ROOT}${SHARED}`, '[dependencies]\nsound.workspace = true\n')],
  ['what one takes', false, member(`${ROOT}${SHARED}`, '[dependencies]\nnowhere.workspace = true\n')],
  [
    'what one takes for development',
    false,
    member(`${ROOT}${SHARED}`, '[dev-dependencies]\nheld-back.workspace = true\n'),
  ],
  ['what the root itself takes', false, alone(`[dependencies]\nnowhere.workspace = true\n${ROOT}${SHARED}`)],
  ['a patch', true, alone(`[dependencies]\n${WANTED}${patch('crates-io')}`)],
  ['a patch by the address of the index', true, alone(`[dependencies]\n${WANTED}${patch(GIT)}`)],
  ['a patch of another source', false, alone(`[dependencies]\n${WANTED}${patch(OTHER)}`)],
  ['a patch of the root', true, member(`${ROOT}${patch('crates-io')}`, `[dependencies]\n${WANTED}`)],
  ['a patch of a member', false, member(ROOT, `[dependencies]\n${WANTED}${patch('crates-io', '../')}`)],
  ['a patch of a root that lies elsewhere', true, elsewhere(patch('crates-io', '../'))],
  ['a root that lies elsewhere', false, elsewhere('')],
  ['a patch of the configuration', true, configured(patch('crates-io'))],
  ['a patch of the configuration, of another source', false, configured(patch(OTHER))],
];

function alone(rest: string): Files {
  return { 'repo/Cargo.toml': manifest('app', rest), ...PATCHES };
}

function member(root: string, rest: string): Files {
  return { 'repo/Cargo.toml': root, 'repo/m/Cargo.toml': manifest('m', rest), 'repo/m/src/lib.rs': '', ...PATCHES };
}

/** Its root lies in a folder that is none above. */
function elsewhere(rest: string): Files {
  return {
    ...PATCHES,
    'repo/Cargo.toml': manifest('app', `[dependencies]\n${WANTED}`, 'workspace = "r"'),
    'repo/r/Cargo.toml': `[workspace]\nresolver = "2"\nmembers = [".."]\n${rest}`,
  };
}

function configured(config: string): Files {
  return { ...alone(`[dependencies]\n${WANTED}`), 'repo/.cargo/config.toml': config };
}

let folder: string;
let index: LocalServer;

/** In whose name it is skipped where it cannot be asked. */
const why = whyNoCargo();

describe.skipIf(why !== undefined)(why === undefined ? 'cargo' : `cargo (${why})`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cargo-workspaces-'));
    index = await startSparseIndex({ sound: [{ vers: '1.0.0' }], 'held-back': [{ vers: '1.0.0', yanked: true }] });
  });
  afterAll(async () => {
    await index?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(FOLDERS)('and we agree on %s', async (_, resolves, files) => {
    const place = mkdtempSync(path.join(folder, 'case-'));
    const home = { 'home/.cargo/config.toml': replacingCratesIo(index.base) };
    const { status, stderr } = await runCargo(place, { ...files, ...home });
    expect(status === 0, stderr).toBe(resolves);
    const loud = await errorsIn(place);
    expect(loud.length === 0, loud.join()).toBe(resolves);
  });
});

/** The rules that find errors in a folder, for a user whose cargo asks the index in place of crates.io. */
async function errorsIn(place: string): Promise<readonly string[]> {
  let out = '';
  const write = (text: string, written?: () => void) => {
    out += text;
    written?.();
  };
  const environment = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(place, 'cache') };
  await runIn(
    {
      ...{ cwd: place, environment, home: path.join(place, 'home'), platform: process.platform, version: '0.0.0' },
      ...{ signal: new AbortController().signal, createLens, out: { write } },
      err: { write: (_, written) => written?.() },
    },
    ['check', 'repo', '--format', 'json'],
  );
  const { findings } = JSON.parse(out);
  return findings.flatMap(({ rule, severity }: Record<string, string>) => (severity === 'error' ? [rule] : []));
}
