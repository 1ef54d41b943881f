import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cargoLock } from '../../server/src/ecosystems/cargo/readers/cargo-lock.ts';
import { cargoManifest, runCargo, whyNoCargo } from '../support/cargo.ts';
import { replacingCratesIo } from '../support/cargo-verdicts.ts';
import { type CrateRegistry, startCrateRegistry } from '../support/crate-archives.ts';

/** What cargo makes of a registry that only a lockfile names, or only another registry. */
const why = whyNoCargo();
const title = why === undefined ? '' : ` (${why})`;
const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index';

describe.skipIf(why !== undefined)(`a registry that has no name${title}`, () => {
  let place: string;
  let cratesIo: CrateRegistry;
  let foreign: CrateRegistry;
  let corp: CrateRegistry;

  beforeAll(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'foreign-'));
    foreign = await startCrateRegistry({ inner: [{ vers: '1.0.0' }] });
    cratesIo = await startCrateRegistry({
      inner: [{ vers: '1.0.0' }, { vers: '1.1.0' }],
      outer: [{ vers: '1.0.0', deps: [{ name: 'inner', req: '^1' }] }],
    });
    corp = await startCrateRegistry({
      corp: [{ vers: '1.0.0', deps: [{ name: 'inner', req: '^1', registry: `sparse+${foreign.base}/` }] }],
    });
  });
  afterAll(async () => {
    rmSync(place, { recursive: true, force: true });
    await cratesIo?.stop();
    await foreign?.stop();
    await corp?.stop();
  });

  function locked(name: string, source: string, registry: CrateRegistry, needs = ''): string {
    const checksum = registry.checksums.get(`${name} 1.0.0`);
    return `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "${source}"\nchecksum = "${checksum}"\n${needs}`;
  }

  it.each<[string, readonly string[], number]>([
    ['is not asked, and its entry goes', [], 0],
    ['is refused with --locked', ['--locked'], 101],
  ])(
    '%s where the lockfile alone has it',
    async (_, flags, expected) => {
      const folder = mkdtempSync(path.join(place, 'case-'));
      const lock = [
        'version = 4\n',
        '[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "outer",\n]\n',
        locked('inner', `sparse+${foreign.base}/`, foreign),
        locked('outer', CRATES_IO, cratesIo, 'dependencies = [\n "inner",\n]\n'),
      ].join('\n');
      const files = {
        'repo/Cargo.toml': cargoManifest('outer = "1"'),
        'repo/Cargo.lock': lock,
        'home/.cargo/config.toml': replacingCratesIo(cratesIo.base),
      };
      const before = foreign.requests.length;
      const { status } = await runCargo(folder, files, {}, ['metadata', '--format-version', '1', ...flags]);
      expect([status, foreign.requests.slice(before)]).toEqual([expected, []]);
      const after = readFileSync(path.join(folder, 'repo/Cargo.lock'), 'utf8');
      expect(after.includes(foreign.base)).toBe(expected !== 0);
    },
    60_000,
  );

  it('is asked where another registry names it, which its entries tell', async () => {
    const folder = mkdtempSync(path.join(place, 'case-'));
    const files = {
      'repo/Cargo.toml': cargoManifest('corp = { version = "1", registry = "corp" }'),
      'home/.cargo/config.toml': `${replacingCratesIo(cratesIo.base)}[registries.corp]\nindex = "sparse+${corp.base}/"\n`,
    };
    const before = foreign.requests.length;
    const { status, stderr } = await runCargo(folder, files, {}, ['generate-lockfile']);
    expect(status, stderr).toBe(0);
    expect(foreign.requests.slice(before)).toContain('GET /in/ne/inner');
    const { references } = cargoLock.read(readFileSync(path.join(folder, 'repo/Cargo.lock'), 'utf8'), 'Cargo.lock');
    expect(references.map(({ subject }) => (subject.kind === 'release' ? subject.source : subject.kind))).toEqual([
      `recorded=sparse+${corp.base}/`,
      `recorded=sparse+${foreign.base}/ may-be-named=1`,
    ]);
  }, 60_000);
});
