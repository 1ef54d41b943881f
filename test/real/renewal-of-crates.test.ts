import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import { runCargo, whyNoCargo } from '../support/cargo.ts';
import { replacingCratesIo } from '../support/cargo-verdicts.ts';
import { startSparseIndex } from '../support/static-indexes.ts';

const why = whyNoCargo();
const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index';

function locked(name: string, version: string, needs: readonly string[] = []): string {
  const dependencies = needs.length === 0 ? '' : `dependencies = [\n${needs.map(each => ` "${each}",\n`).join('')}]\n`;
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "${CRATES_IO}"\nchecksum = "${'0'.repeat(64)}"\n${dependencies}`;
}

function needs(name: string, req: string): object {
  return { name, req, features: [], optional: false, default_features: true, target: null, kind: 'normal' };
}

describe.skipIf(why !== undefined)(`cargo's own command${why === undefined ? '' : ` (${why})`}`, () => {
  it('renews what others bring in, and that version alone', async () => {
    const index = await startSparseIndex({
      inner: [{ vers: '0.9.0' }, { vers: '0.9.1' }, { vers: '1.0.0', yanked: true }, { vers: '1.0.1' }],
      outer: [{ vers: '1.0.0', deps: [needs('inner', '^1')] }],
    });
    const place = mkdtempSync(path.join(tmpdir(), 'renewal-'));
    try {
      const files = {
        'repo/Cargo.toml':
          '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ninner = "0.9"\nouter = "1"\n',
        'repo/Cargo.lock': [
          'version = 4\n',
          '[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "inner 0.9.0",\n "outer",\n]\n',
          locked('inner', '0.9.0'),
          locked('inner', '1.0.0'),
          locked('outer', '1.0.0', ['inner 1.0.0']),
        ].join('\n'),
        'home/.cargo/config.toml': replacingCratesIo(index.base),
      };
      const command = PACKAGES.cargo.renewal?.({
        ...{ name: 'inner', version: '1.0.0', to: '1.0.1', lockfile: 'Cargo.lock', isDirect: false },
      });
      const { status, stderr } = await runCargo(place, files, {}, command?.arguments);
      expect([status, stderr]).toEqual([0, expect.stringContaining('inner v1.0.0 -> v1.0.1')]);
      const after = readFileSync(path.join(place, 'repo/Cargo.lock'), 'utf8');
      expect(after.match(/name = "inner"\nversion = "(.*)"/g)).toEqual([
        'name = "inner"\nversion = "0.9.0"',
        'name = "inner"\nversion = "1.0.1"',
      ]);
    } finally {
      await index.stop();
      rmSync(place, { recursive: true, force: true });
    }
  }, 60_000);

  // So an entry that holds another version in place, as npm's clients take one, there is not for cargo.
  it('is the only way, as no patch takes another version of the same registry', async () => {
    const index = await startSparseIndex({
      inner: [{ vers: '1.0.0', yanked: true }, { vers: '1.0.1' }],
      outer: [{ vers: '1.0.0', deps: [needs('inner', '^1')] }],
    });
    const place = mkdtempSync(path.join(tmpdir(), 'renewal-'));
    try {
      const manifest = '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nouter = "1"\n';
      for (const table of ['[patch.crates-io]\n', `[patch."${CRATES_IO.replace('registry+', '')}"]\n`]) {
        const files = {
          'repo/Cargo.toml': `${manifest}\n${table}inner = "1.0.1"\n`,
          'home/.cargo/config.toml': replacingCratesIo(index.base),
        };
        const { status, stderr } = await runCargo(place, files);
        expect([status, stderr]).toEqual([101, expect.stringContaining('patches must point to different sources')]);
      }
    } finally {
      await index.stop();
      rmSync(place, { recursive: true, force: true });
    }
  }, 60_000);
});
