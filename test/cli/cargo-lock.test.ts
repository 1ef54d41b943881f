import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { replacingCratesIo } from '../support/cargo-verdicts.ts';
import type { LocalServer } from '../support/local-server.ts';
import { type IndexedCrate, startSparseIndex } from '../support/static-indexes.ts';

/** What happens to releases after they were locked, told at the lockfile and at the manifest. */
const SOURCE = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
const MANIFEST = '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\ndirect = "1"\n';

function sum(of: string): string {
  return of.repeat(64).slice(0, 64);
}

function entry(name: string, version: string, checksum: string, needs: readonly string[] = []): string {
  const list = needs.length === 0 ? '' : `dependencies = [\n${needs.map(each => ` "${each}",\n`).join('')}]\n`;
  return `[[package]]\nname = "${name}"\nversion = "${version}"\n${SOURCE}\nchecksum = "${checksum}"\n${list}`;
}

const LOCK = [
  'version = 4\n',
  '[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "direct",\n]\n',
  entry('deep', '0.3.0', sum('c')),
  entry('direct', '1.2.0+build.1', sum('a'), ['middle']),
  entry('middle', '2.0.0', sum('b'), ['deep']),
].join('\n');

const SOUND: Readonly<Record<string, readonly IndexedCrate[]>> = {
  deep: [
    { vers: '0.3.0', cksum: sum('c') },
    { vers: '0.3.1', cksum: sum('d') },
  ],
  direct: [
    // What stands behind the plus is not told apart.
    { vers: '1.2.0+build.2', cksum: sum('a') },
    { vers: '1.3.0', cksum: sum('e') },
  ],
  middle: [{ vers: '2.0.0', cksum: sum('b') }],
};

let folder: string;
let index: LocalServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cargo-lock-'));
});
afterEach(async () => {
  await index?.stop();
  index = undefined;
  rmSync(folder, { recursive: true });
});

interface Printed {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

/** What is found, each as `file rule severity: name version`, and what it says. */
async function found(
  crates: typeof SOUND,
  lock = LOCK,
  manifest = MANIFEST,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly Found[]> {
  index = await startSparseIndex(crates);
  const files: Readonly<Record<string, string>> = {
    'repo/Cargo.toml': manifest,
    'repo/Cargo.lock': lock,
    'home/.cargo/config.toml': replacingCratesIo(index.base),
    ...more,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text.replace('{base}', index.base));
  }
  let out = '';
  let err = '';
  await runIn(
    {
      ...{ cwd: folder, home: path.join(folder, 'home'), platform: process.platform, version: '1.2.3' },
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
      ...{ signal: new AbortController().signal, createLens },
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: {
        write: (text, written) => {
          err += text;
          written?.();
        },
      },
    },
    ['check', 'repo', '--format', 'json', '--fail-on', 'never'],
  );
  expect(err).toBe('');
  const { findings }: Printed = JSON.parse(out);
  return findings.map(({ file, rule, severity, message }) => {
    const [, name, version] = /^`(.*?)`.*?(?:`(.*?)`|$)/.exec(message) ?? [];
    return { what: `${path.basename(file)} ${rule} ${severity}: ${name} ${version}`, message };
  });
}

interface Found {
  readonly what: string;
  readonly message: string;
}

function without(name: string, version: string): typeof SOUND {
  return { ...SOUND, [name]: (SOUND[name] ?? []).filter(({ vers }) => vers !== version) };
}

function changed(name: string, version: string, change: Partial<IndexedCrate>): typeof SOUND {
  return { ...SOUND, [name]: (SOUND[name] ?? []).map(each => (each.vers === version ? { ...each, ...change } : each)) };
}

test('where nothing is wrong, nothing is found, and each crate is asked about once', async () => {
  expect(await found(SOUND)).toEqual([]);
  expect(index?.requests.toSorted()).toEqual(['GET /de/ep/deep', 'GET /di/re/direct', 'GET /mi/dd/middle']);
});

describe('at the lockfile and at the manifest it is told', () => {
  const itself = 'direct 1.2.0+build.1';
  test.each<[what: string, crates: typeof SOUND, atLock: string, atManifest: string, says: RegExp]>([
    [
      'that a direct dependency was yanked',
      changed('direct', '1.2.0+build.2', { yanked: true }),
      'yanked-release warning: direct 1.2.0+build.2',
      'yanked-release warning: direct 1.2.0+build.2',
      /^It keeps working where `Cargo\.lock` has it/,
    ],
    [
      'that a deep one was yanked',
      changed('deep', '0.3.0', { yanked: true }),
      'yanked-release information: deep 0.3.0',
      `withdrawn-transitive information: ${itself}`,
      /^It comes with `direct` → `middle`\./,
    ],
    [
      'that a direct one has other bytes',
      changed('direct', '1.2.0+build.2', { cksum: sum('f') }),
      `integrity-mismatch error: ${itself}`,
      `integrity-mismatch error: ${itself}`,
      /^with `a{64}`, and the registry has `f{64}`/,
    ],
    [
      'that a deep one has other bytes',
      changed('deep', '0.3.0', { cksum: sum('f') }),
      'integrity-mismatch error: deep 0.3.0',
      `withdrawn-transitive error: ${itself}`,
      /^with `c{64}`, and the registry has `f{64}`/,
    ],
    [
      'that a direct one is gone',
      without('direct', '1.2.0+build.2'),
      `missing-release warning: ${itself}`,
      `missing-release warning: ${itself}`,
      /^has no version `1\.2\.0\+build\.1` in its registry/,
    ],
    [
      'that a deep one is gone',
      without('deep', '0.3.0'),
      'missing-release warning: deep 0.3.0',
      `withdrawn-transitive warning: ${itself}`,
      /^has no version `0\.3\.0` in its registry/,
    ],
    [
      'that a deep crate is gone',
      Object.fromEntries(Object.entries(SOUND).filter(([name]) => name !== 'deep')),
      'missing-package error: deep direct',
      `withdrawn-transitive error: ${itself}`,
      /^is unknown to its registry, and this lockfile has it/,
    ],
  ])('%s', async (_, crates, atLock, atManifest, says) => {
    const all = await found(crates);
    expect(all.map(({ what }) => what)).toEqual([`Cargo.lock ${atLock}`, `Cargo.toml ${atManifest}`]);
    expect(all[0]?.message).toMatch(new RegExp(says.source.slice(1)));
  });
});

test('what the lockfile does not hold is told at the manifest, and the version that would be chosen is judged', async () => {
  const all = await found(SOUND, LOCK, MANIFEST.replace('direct = "1"', 'direct = "1.3"\nmiddle = "2"'));
  expect(all.map(({ what }) => what)).toEqual(['Cargo.toml lock-drift information: direct 1.3']);
});

describe('in a workspace', () => {
  const ROOT = '[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\nshared = "1"\n';
  const member = (name: string, dependencies: string) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\n[dependencies]\n${dependencies}`;
  const A = member('a', 'old = { package = "twice", version = "1" }\nnew = { package = "twice", version = "2" }\n');
  const B = member('b', 'shared.workspace = true\n');
  const own = (name: string, ...needs: readonly string[]) =>
    `[[package]]\nname = "${name}"\nversion = "0.1.0"\ndependencies = [\n${needs.map(each => ` "${each}",\n`).join('')}]\n`;
  const WORKSPACE_LOCK = [
    'version = 4\n',
    own('a', 'twice 1.0.0', 'twice 2.0.0'),
    own('b', 'shared'),
    entry('deep', '1.0.0', sum('a')),
    entry('other', '1.0.0', sum('b')),
    entry('shared', '1.0.0', sum('c'), ['other']),
    entry('twice', '1.0.0', sum('d'), ['other']),
    entry('twice', '2.0.0', sum('e'), ['deep']),
  ].join('\n');
  const CRATES: typeof SOUND = {
    deep: [{ vers: '1.0.0', cksum: sum('a'), yanked: true }],
    other: [{ vers: '1.0.0', cksum: sum('b') }],
    shared: [{ vers: '1.0.0', cksum: sum('c') }],
    twice: [
      { vers: '1.0.0', cksum: sum('d') },
      { vers: '2.0.0', cksum: sum('e') },
    ],
  };
  const files = { 'repo/a/Cargo.toml': A, 'repo/b/Cargo.toml': B };

  test('of two releases of a crate the one is told of that brings something in', async () => {
    const all = await found(CRATES, WORKSPACE_LOCK, ROOT, files);
    expect(all.map(({ what }) => what)).toEqual([
      'Cargo.lock yanked-release information: deep 1.0.0',
      'Cargo.toml withdrawn-transitive information: twice 2.0.0',
    ]);
  });

  test('what the root shares is told of where it stands', async () => {
    const [deep = [], other = []] = [CRATES.deep, CRATES.other];
    const crates = {
      ...CRATES,
      deep: deep.map(each => ({ ...each, yanked: false })),
      other: other.map(each => ({ ...each, yanked: true })),
    };
    const all = await found(crates, WORKSPACE_LOCK, ROOT, files);
    expect(all.map(({ what }) => what).toSorted()).toEqual([
      'Cargo.lock yanked-release information: other 1.0.0',
      'Cargo.toml withdrawn-transitive information: shared 1.0.0',
      'Cargo.toml withdrawn-transitive information: twice 1.0.0',
    ]);
  });
});

test('each registry hears of its own crates alone, and an index in a git repository is not asked', async () => {
  const other = await startSparseIndex({ corp: [{ vers: '1.0.0', cksum: sum('f') }] });
  try {
    const from = (source: string, text: string) => text.replace(SOURCE, `source = "${source}"`);
    const lock = LOCK.concat(
      '\n',
      from(`sparse+${other.base}/`, entry('corp', '1.0.0', sum('e'))),
      '\n',
      from('registry+https://git.example/index', entry('hidden', '1.0.0', sum('e'))),
    );
    const config = `${replacingCratesIo('{base}')}[registries.own]\nindex = "sparse+${other.base}/"\n`;
    const all = await found(SOUND, lock, MANIFEST, { 'home/.cargo/config.toml': config });
    expect(all.map(({ what }) => what)).toEqual([
      'Cargo.lock integrity-mismatch error: corp 1.0.0',
      // Nothing names it.
      'Cargo.lock foreign-source warning: hidden 1.0.0',
    ]);
    expect(other.requests).toEqual(['GET /co/rp/corp']);
    expect(index?.requests.join()).not.toMatch(/corp|hidden/);
  } finally {
    await other.stop();
  }
});

test('nothing is foreign while the manifest names a registry that is configured on other machines', async () => {
  const lock = LOCK.concat(
    '\n',
    entry('corp', '1.0.0', sum('e')).replace(SOURCE, 'source = "sparse+https://corp.example/"'),
  );
  const manifest = `${MANIFEST}corp = { version = "1", registry = "corp" }\n`;
  const whats = async (config: string) => {
    const all = await found(SOUND, lock, manifest, { 'home/.cargo/config.toml': replacingCratesIo('{base}') + config });
    return all.map(({ what }) => what);
  };
  expect(await whats('')).toEqual([]);
  const corp = await startSparseIndex({ corp: [{ vers: '1.0.0', cksum: sum('e') }] });
  try {
    const configured = `[registries.corp]\nindex = "sparse+${corp.base}/"\n`;
    expect(await whats(configured)).toEqual(['Cargo.lock foreign-source warning: corp 1.0.0']);
  } finally {
    await corp.stop();
  }
});
