import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmOverride } from '../../server/src/ecosystems/npm/override.ts';
import { pnpmWorkspace } from '../../server/src/ecosystems/npm/readers/pnpm-workspace.ts';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { type Stating, TOLD_NOTHING, type Told } from '../../server/src/model/statement.ts';
import { findNpmClients, NPM_CLIENTS_HINT } from '../setup/npm-clients.ts';
import { type ClientName, chosenBy, installAgain } from '../support/npm-clients.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

const clients = findNpmClients();

describe.skipIf(clients === undefined)(
  `an override, by the client itself${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    let registry: Verdaccio;
    let folder: string;

    beforeAll(async () => {
      registry = await startVerdaccio();
      folder = mkdtempSync(path.join(tmpdir(), 'override-'));
      for (const version of ['1.0.0', '1.0.1', '2.0.0']) await registry.publish({ name: 'pinned-inner', version });
      for (const [name, inner] of Object.entries({ 'pinning-outer': '1.0.0', 'later-outer': '^2.0.0' })) {
        await registry.publish({ name, version: '1.0.0', dependencies: { 'pinned-inner': inner } });
      }
    }, 120_000);

    afterAll(async () => {
      await registry?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each<[ClientName, string, boolean]>([
      ['npm', 'package-lock.json', true],
      ['npm', 'package-lock.json', false],
      ['yarn1', 'yarn.lock', true],
      ['yarn', 'yarn.lock', true],
      ['bun', 'bun.lock', true],
    ])(
      '%s takes it: %s, the only version %s',
      async (client, lockfile, isAlone) => {
        if (clients === undefined) return;
        const at = path.join(folder, `${client} ${isAlone}`);
        const wants = { 'pinning-outer': '^1.0.0', ...(isAlone ? {} : { 'later-outer': '^1.0.0' }) };
        await chosenBy(client, { clients, base: registry.base, folder: at, wants });
        const locked = () => readFileSync(path.join(at, lockfile), 'utf8');
        expect(locked()).toMatch(/pinned-inner.{0,200}1\.0\.0/s);
        const manifest = path.join(at, 'package.json');
        const text = readFileSync(manifest, 'utf8');
        const { edits } = npmOverride(text, { ...INNER, lockfile, isAlone, told: TOLD_NOTHING, folder: at }) ?? {};
        const applied = applyEdits(text, edits ?? []);
        if (applied.is === 'refused' || applied.text === text) throw new Error('no override was made');
        writeFileSync(manifest, applied.text);
        expect(await installAgain(client, clients, at)).toBe(true);
        expect(locked()).toMatch(/pinned-inner.{0,200}1\.0\.1/s);
        if (!isAlone) expect(locked()).toMatch(/pinned-inner.{0,200}2\.0\.0/s);
      },
      120_000,
    );

    it.each([
      ['', {}],
      ['packages:\n  - .\n\n# Wait for nothing.\nautoInstallPeers: true\n', {}],
      ['overrides:\n  none-such: 1.0.0 # nothing of it\n\nautoInstallPeers: true\n', {}],
      ['autoInstallPeers: true', { overrides: { 'none-such': '1.0.0' } }],
    ])(
      'pnpm takes it from pnpm-workspace.yaml: %j',
      async (written, pnpm) => {
        if (clients === undefined) return;
        const at = mkdtempSync(path.join(folder, 'pnpm-'));
        const file = path.join(at, 'pnpm-workspace.yaml');
        const text = `minimumReleaseAge: 0\n${written}`;
        const wants = { 'pinning-outer': '^1.0.0' };
        await chosenBy('pnpm', {
          clients,
          base: registry.base,
          folder: at,
          wants,
          also: { 'pnpm-workspace.yaml': text },
        });
        const locked = () => readFileSync(path.join(at, 'pnpm-lock.yaml'), 'utf8');
        expect(locked()).toContain('pinned-inner@1.0.0:');
        const manifest = JSON.stringify({ dependencies: wants, packageManager: `pnpm@${PNPM}`, pnpm });
        const from: Stating = { id: file, folder: at, file: 'pnpm-workspace.yaml', rangeOf: linesOf(text).rangeOf };
        const { statements = [] } = pnpmWorkspace.read(text, 'pnpm-workspace.yaml');
        const said = statements.map(each => ({ ...each, from }));
        const told: Told = key => said.filter(each => each.key === key);
        const asked = { ...INNER, lockfile: 'pnpm-lock.yaml', isAlone: true, told, folder: at };
        const { elsewhere } = npmOverride(manifest, asked) ?? {};
        const applied = applyEdits(text, elsewhere?.edits ?? []);
        if (applied.is === 'refused' || applied.text === text) throw new Error('no override was made');
        writeFileSync(file, applied.text);
        expect(await installAgain('pnpm', clients, at)).toBe(true);
        expect(locked()).toContain('pinned-inner@1.0.1:');
        expect(locked()).not.toContain('pinned-inner@1.0.0:');
        expect(locked()).toMatch(/^overrides:\n(?: .*\n)*? {2}pinned-inner: 1\.0\.1$/m);
      },
      120_000,
    );

    it('pnpm takes none from package.json any more', async () => {
      if (clients === undefined) return;
      const at = mkdtempSync(path.join(folder, 'pnpm-'));
      const wants = { 'pinning-outer': '^1.0.0' };
      const pnpm = { overrides: { 'pinned-inner': '1.0.1' } };
      const manifest = JSON.stringify({ name: 'app', dependencies: wants, pnpm });
      await chosenBy('pnpm', { clients, base: registry.base, folder: at, wants, also: { 'package.json': manifest } });
      expect(readFileSync(path.join(at, 'pnpm-lock.yaml'), 'utf8')).toContain('pinned-inner@1.0.0:');
    }, 120_000);
  },
);

const INNER = { name: 'pinned-inner', version: '1.0.0', to: '1.0.1' };
/** The one that the tests install. */
const PNPM = '12.21.0';
