import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cargoLock } from '../../server/src/ecosystems/cargo/readers/cargo-lock.ts';
import { cargoToml } from '../../server/src/ecosystems/cargo/readers/cargo-toml.ts';
import { chainsOf } from '../../server/src/model/lock-graph.ts';
import { NOTHING_AROUND } from '../../server/src/model/reader.ts';
import type { PlacedStatement } from '../../server/src/model/statement.ts';
import { runCargo, whyNoCargo } from '../support/cargo.ts';
import { replacingCratesIo } from '../support/cargo-verdicts.ts';
import { type CrateRegistry, startCrateRegistry } from '../support/crate-archives.ts';

/**
 * Lockfiles that cargo writes over two registries, a git repository and folders, against what it says of them itself:
 * each entry's version, checksum and source, what it depends on, and the shortest way down to it.
 */
const why = whyNoCargo();

let top: string;
let cratesIo: CrateRegistry;
let own: CrateRegistry;
let place: string;
let text: string;
let readsRepositories = true;

const CRATES_IO_INDEX = 'https://github.com/rust-lang/crates.io-index';

function manifest(name: string, rest: string, head = ''): string {
  return `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${head}\n${rest}`;
}

function files(gitted: string): Readonly<Record<string, string>> {
  const app = manifest(
    'app',
    [
      '[features]\nmore = ["dep:optional"]\n',
      '[dependencies]\nalpha = "1"\nalpha-old = { package = "alpha", version = "0.9" }\n',
      'corp = { version = "1", registry = "own" }\noptional = { version = "1", optional = true }\n',
      `lib = { path = "../lib" }\ngitted = { ${gitted} }\n`,
      '[dev-dependencies]\nbeta = "0.2"\n[build-dependencies]\ngamma = "1"\n',
      '[target."cfg(windows)".dependencies]\ndelta = "1"\n',
    ].join(''),
  );
  return {
    'repo/Cargo.toml':
      '[workspace]\nresolver = "2"\nmembers = ["app", "lib", "tool"]\n[workspace.dependencies]\nzeta = "2"\n',
    'repo/app/Cargo.toml': app,
    'repo/app/src/lib.rs': '',
    'repo/lib/Cargo.toml': manifest('lib', '[dependencies]\nzeta.workspace = true\n'),
    'repo/lib/src/lib.rs': '',
    'repo/tool/Cargo.toml': manifest(
      'tool',
      '[dependencies]\nother-zeta = { package = "zeta", version = "1" }\nbuilt = "1"\n',
    ),
    'repo/tool/src/lib.rs': '',
    'home/.cargo/config.toml': `${replacingCratesIo(cratesIo.base)}[registries.own]\nindex = "sparse+${own.base}/"\n`,
  };
}

/** A package in cargo's own words, from `cargo metadata`. */
interface MetadataPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly source: string | null;
}

interface Metadata {
  readonly packages: readonly MetadataPackage[];
  readonly resolve: { readonly nodes: readonly { readonly id: string; readonly dependencies: readonly string[] }[] };
}

describe.skipIf(why !== undefined)(why === undefined ? 'cargo' : `cargo (${why})`, () => {
  beforeAll(async () => {
    top = realpathSync(mkdtempSync(path.join(tmpdir(), 'cargo-lock-')));
    cratesIo = await startCrateRegistry({
      alpha: [
        { vers: '0.9.3' },
        { vers: '1.0.0' },
        {
          vers: '1.2.0+build.5',
          deps: [
            { name: 'gamma', req: '^1' },
            { name: 'left-out', req: '^1', optional: true },
          ],
        },
      ],
      beta: [{ vers: '0.2.1', deps: [{ name: 'renamed', package: 'alpha', req: '^0.9' }] }],
      gamma: [{ vers: '1.0.0' }, { vers: '1.4.2', deps: [{ name: 'epsilon', req: '>=0.1, <0.3' }] }],
      delta: [
        {
          vers: '1.0.1',
          deps: [
            { name: 'epsilon', req: '^0.3', target: 'cfg(unix)' },
            { name: 'never', req: '1', kind: 'dev' },
          ],
        },
      ],
      epsilon: [{ vers: '0.2.0' }, { vers: '0.1.0-alpha.1' }, { vers: '0.3.1' }],
      zeta: [{ vers: '1.0.0' }, { vers: '2.0.0', deps: [{ name: 'zeta-1', package: 'zeta', req: '^1' }] }],
      optional: [{ vers: '1.1.1', deps: [{ name: 'epsilon', req: '=0.1.0-alpha.1' }] }],
      built: [{ vers: '1.0.0', deps: [{ name: 'gamma', req: '=1.0.0', kind: 'build' }] }],
      'left-out': [{ vers: '1.0.0' }],
    });
    own = await startCrateRegistry({
      corp: [
        {
          vers: '1.0.0',
          deps: [
            { name: 'corp-core', req: '^2' },
            { name: 'epsilon', req: '^0.2', registry: CRATES_IO_INDEX },
          ],
        },
      ],
      'corp-core': [{ vers: '2.3.4' }],
      // Another crate of a name that the other registry has as well.
      alpha: [{ vers: '7.0.0' }],
    });
    const gitted = path.join(top, 'gitted');
    mkdirSync(path.join(gitted, 'src'), { recursive: true });
    writeFileSync(
      path.join(gitted, 'Cargo.toml'),
      manifest('gitted', '[dependencies]\nalpha = "1"\nbeside = { path = "beside" }\n'),
    );
    writeFileSync(path.join(gitted, 'src/lib.rs'), '');
    mkdirSync(path.join(gitted, 'beside/src'), { recursive: true });
    writeFileSync(path.join(gitted, 'beside/Cargo.toml'), manifest('beside', '[dependencies]\ndelta = "1"\n'));
    writeFileSync(path.join(gitted, 'beside/src/lib.rs'), '');
    for (const words of [
      ['init', '-q'],
      ['add', '.'],
      ['-c', 'user.name=a', '-c', 'user.email=a@a.example', 'commit', '-qm', 'a'],
    ]) {
      expect(spawnSync('git', words, { cwd: gitted }).status).toBe(0);
    }
    place = path.join(top, 'place');
    let ran = await runCargo(place, files(`git = "file://${gitted}"`));
    // A cargo that was built beside another libgit2 than it finds can read no repository at all.
    readsRepositories = !/\bgit_proxy_options\b/.test(ran.stderr);
    if (!readsRepositories) ran = await runCargo(place, files(`path = "${gitted}"`));
    expect(ran.status, ran.stderr).toBe(0);
    text = readFileSync(path.join(place, 'repo/Cargo.lock'), 'utf8');
  }, 60_000);
  afterAll(async () => {
    await cratesIo?.stop();
    await own?.stop();
    rmSync(top, { recursive: true, force: true });
  });

  async function metadata(): Promise<Metadata> {
    const { status, stdout, stderr } = await runCargo(place, {}, {}, [
      'metadata',
      '--format-version',
      '1',
      '--locked',
      '--all-features',
    ]);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout);
  }

  test('and we see the same entries, checksums and sources', async () => {
    const { packages } = await metadata();
    const theirs = packages.flatMap(({ name, version, source }) => {
      if (source === null) return [];
      if (source.startsWith('git+')) return [`${name} ${version} git`];
      const isOwn = source.includes(own.base);
      const checksum = (isOwn ? own : cratesIo).checksums.get(`${name} ${version}`);
      return [`${name} ${version} ${isOwn ? `recorded=sparse+${own.base}/` : 'crates.io'} ${checksum}`];
    });
    const ours = cargoLock.read(text, 'Cargo.lock').references.map(({ subject, span }) => {
      if (subject.kind === 'opaque') return `${subject.name} ${subject.want} ${subject.why}`;
      if (subject.kind !== 'release') return subject.kind;
      expect(text.slice(span.start, span.end)).toBe(`name = "${subject.name}"`);
      const { name, want, source = 'crates.io', locked } = subject;
      return `${name} ${want.text} ${source} ${locked?.hashes?.map(hash => hash.text).join()}`;
    });
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    // What comes from a repository are two of them.
    expect(ours).toHaveLength(readsRepositories ? 16 : 14);
  });

  test('and we see the same of what each needs', async () => {
    const { packages, resolve } = await metadata();
    const nameOf = new Map(packages.map(({ id, name, version }) => [id, `${name} ${version}`]));
    const theirs = resolve.nodes.map(({ id, dependencies }) => {
      return `${nameOf.get(id)}: ${dependencies
        .map(each => nameOf.get(each))
        .toSorted()
        .join(', ')}`;
    });
    const { nodes = [] } = cargoLock.read(text, 'Cargo.lock').graph ?? {};
    const words = (place: number) => `${nodes[place]?.name} ${nodes[place]?.version}`;
    const ours = nodes.map(({ needs }, i) => `${words(i)}: ${needs.map(words).toSorted().join(', ')}`);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  test('and we see the same shortest ways down', async () => {
    const { status, stdout, stderr } = await runCargo(place, {}, {}, [
      ...['tree', '--workspace', '--locked', '--all-features', '--target', 'all', '--edges', 'normal,build,dev'],
      ...['--prefix', 'depth', '--no-dedupe', '--format', ' {p}'],
    ]);
    expect(status, stderr).toBe(0);
    const ways = new Map<string, { length: number; all: Set<string> }>();
    const way: string[] = [];
    for (const line of stdout.split('\n')) {
      const [, depth, name, version] = /^(\d+) (\S+) v(\S+)/.exec(line) ?? [];
      if (depth === undefined) continue;
      way.splice(Number(depth), Number.POSITIVE_INFINITY, `${name} ${version}`);
      const known = ways.get(`${name} ${version}`);
      const its = way.slice(1).join(' > ');
      if (known === undefined || known.length > way.length)
        ways.set(`${name} ${version}`, { length: way.length, all: new Set([its]) });
      else if (known.length === way.length) known.all.add(its);
    }
    const { references, graph } = cargoLock.read(text, 'Cargo.lock');
    const chains = graph === undefined ? undefined : chainsOf(graph);
    for (const [i, { subject }] of references.entries()) {
      const chain = chains?.chainTo(i).map(({ name, version }) => `${name} ${version}`) ?? [];
      const known =
        subject.kind === 'release' ? ways.get(`${subject.name} ${subject.want.text}`) : ways.get(chain.at(-1) ?? '');
      expect([...(known?.all ?? [])], chain.join(' > ')).toContain(chain.join(' > '));
    }
  });

  test('of each version of the file the same is read', async () => {
    const all = (lock: string) => {
      const { references, graph, statements } = cargoLock.read(lock, 'Cargo.lock');
      return { subjects: references.map(({ subject }) => subject), graph, statements };
    };
    const third = text.replace('version = 4\n', 'version = 3\n');
    const first = asFirstVersion(text);
    for (const lock of [third, first]) {
      // Cargo takes each for the same.
      writeFileSync(path.join(place, 'repo/Cargo.lock'), lock);
      const before = JSON.stringify((await metadataAnyhow()).resolve);
      writeFileSync(path.join(place, 'repo/Cargo.lock'), text);
      expect(before).toBe(JSON.stringify((await metadata()).resolve));
      expect(all(lock)).toEqual(all(text));
    }
  });

  test.each([
    ['beta = "0.2"', 'beta = ">=0.2, <1"', 'as it was', []],
    ['alpha = "1"', 'alpha = "=1.0.0"', 'refused', ['alpha: 1.2.0+build.5']],
    ['alpha = "1"', 'alpha = "1"\nleft-out = "1"', 'refused', ['left-out: nothing']],
    // What others have locked may do.
    ['alpha = "1"', 'alpha = "1"\nepsilon = "0.3"', 'refused', []],
    ['alpha = "1"', 'alpha = "1"\nepsilon = { version = "0.4", optional = true }', 'refused', []],
  ])('what drifts is refused with --locked: %s becomes %s', async (before, after, verdict, drifts) => {
    const app = path.join(place, 'repo/app/Cargo.toml');
    const whole = readFileSync(app, 'utf8');
    const changed = whole.replace(before, after);
    writeFileSync(app, changed);
    const { status } = await runCargo(place, {}, {}, ['metadata', '--format-version', '1', '--locked']);
    writeFileSync(app, whole);
    expect(status === 0 ? 'as it was' : 'refused').toBe(verdict);

    const root = path.join(place, 'repo');
    const stated = [cargoLock, cargoToml].flatMap(reader => {
      const file = reader === cargoLock ? 'Cargo.lock' : 'Cargo.toml';
      const from = { id: path.join(root, file), folder: root, file, rangeOf: () => ({}) as never };
      const said = reader.read(readFileSync(from.id, 'utf8'), file).statements ?? [];
      return said.map((statement): PlacedStatement => ({ ...statement, from }));
    });
    const told = (key: string) => stated.filter(statement => statement.key === key);
    const around = { ...NOTHING_AROUND, folder: path.dirname(app), told };
    const ours = cargoToml.read(changed, 'app/Cargo.toml', around).references.flatMap(({ subject }) => {
      if (subject.kind !== 'release' || subject.drift === undefined) return [];
      return [`${subject.name}: ${subject.drift.version ?? 'nothing'}`];
    });
    expect(ours).toEqual(drifts);
  });

  async function metadataAnyhow(): Promise<Metadata> {
    const { status, stdout, stderr } = await runCargo(place, {}, {}, [
      'metadata',
      '--format-version',
      '1',
      '--offline',
      '--all-features',
    ]);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout);
  }
});

/** As cargo wrote it until 1.40: dependencies with all words, and checksums in a table of their own. */
function asFirstVersion(lock: string): string {
  const { graph } = cargoLock.read(lock, 'Cargo.lock');
  const sums: string[] = [];
  const entries = lock.split('\n\n').slice(1);
  const full = entries.map(entry => {
    const [name, version, source] = ['name', 'version', 'source'].map(
      key => new RegExp(`^${key} = "(.*)"`, 'm').exec(entry)?.[1],
    );
    return `${name} ${version}${source === undefined ? '' : ` (${source})`}`;
  });
  const texts = entries.map((entry, i) => {
    const checksum = /^checksum = "(.*)"\n?/m.exec(entry);
    if (full[i]?.endsWith(')')) sums.push(`"checksum ${full[i]}" = "${checksum?.[1] ?? '<none>'}"`);
    const needs = graph?.nodes[i]?.needs.map(place => ` "${full[place]}",\n`).join('') ?? '';
    return entry
      .replace(/^checksum = .*\n?/m, '')
      .replace(/^dependencies = \[\n[^\]]*\]/m, `dependencies = [\n${needs}]`)
      .trimEnd();
  });
  return `${texts.join('\n\n')}\n\n[metadata]\n${sums.join('\n')}\n`;
}
