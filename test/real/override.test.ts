import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmOverride } from '../../server/src/ecosystems/npm/override.ts';
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
        const edits = npmOverride(text, { name: 'pinned-inner', version: '1.0.0', to: '1.0.1', lockfile, isAlone });
        const [edit] = edits ?? [];
        if (edit === undefined) throw new Error('no override was made');
        writeFileSync(manifest, text.slice(0, edit.span.start) + edit.put + text.slice(edit.span.end));
        expect(await installAgain(client, clients, at)).toBe(true);
        expect(locked()).toMatch(/pinned-inner.{0,200}1\.0\.1/s);
        if (!isAlone) expect(locked()).toMatch(/pinned-inner.{0,200}2\.0\.0/s);
      },
      120_000,
    );
  },
);
