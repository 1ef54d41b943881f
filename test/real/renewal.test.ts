import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import { findNpmClients, NPM_CLIENTS_HINT } from '../setup/npm-clients.ts';
import { type ClientName, chosenBy, runClient } from '../support/npm-clients.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

const LOCKFILES: Readonly<Partial<Record<ClientName, string>>> = {
  npm: 'package-lock.json',
  yarn1: 'yarn.lock',
  yarn: 'yarn.lock',
  pnpm: 'pnpm-lock.yaml',
  bun: 'bun.lock',
};
const WANTS = {
  'renewed-outer': '^1.0.0',
  'renewed-direct': '^1.0.0',
  'renewed-alias': 'npm:renewed-behind@^1.0.0',
};

const clients = findNpmClients();

describe.skipIf(clients === undefined)(
  `the command that renews a package${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    let registry: Verdaccio;
    let folder: string;

    beforeAll(async () => {
      registry = await startVerdaccio();
      folder = mkdtempSync(path.join(tmpdir(), 'renewal-'));
      for (const name of RENEWED) await registry.publish({ name, version: '1.0.0' });
      await registry.publish({
        ...{ name: 'renewed-outer', version: '1.0.0' },
        dependencies: { 'renewed-inner': '^1.0.0' },
      });
      for (const client of names()) {
        if (clients === undefined) return;
        await chosenBy(client, { clients, base: registry.base, folder: path.join(folder, client), wants: WANTS });
      }
      for (const name of RENEWED) await registry.publish({ name, version: '1.0.1' });
    }, 180_000);

    afterAll(async () => {
      await registry?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(names())(
      '%s',
      async client => {
        if (clients === undefined) return;
        const lockfile = LOCKFILES[client] ?? '';
        const at = path.join(folder, client);
        const locked = () => readFileSync(path.join(at, lockfile), 'utf8');
        const before = locked();
        expect(before).toContain('1.0.0');
        expect(before).not.toContain('1.0.1');
        for (const [i, name] of RENEWED.entries()) {
          const alias = name === 'renewed-behind' ? { alias: 'renewed-alias' } : {};
          const command = PACKAGES.npm.renewal?.({
            ...{ name, version: '1.0.0', to: '1.0.1', lockfile, isDirect: name !== 'renewed-inner', ...alias },
            isRecorded: client !== 'yarn',
          });
          expect(command?.arguments).toEqual(EXPECTED[client]?.[i]);
          if (command === undefined) continue;
          const program = client === 'pnpm-lowest' ? 'pnpm' : client;
          expect((await runClient(program, clients, command.arguments, at)).isDone).toBe(true);
          const near = new RegExp(`${name}.{0,200}?1\\.0\\.1`, 's');
          expect(locked()).toMatch(near);
        }
        const manifest = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
        expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(WANTS).sort());
      },
      120_000,
    );
  },
);

function names(): readonly ClientName[] {
  return Object.keys(LOCKFILES) as ClientName[];
}

/** What a manifest wants, what comes with it, and what a manifest calls otherwise. */
const RENEWED = ['renewed-direct', 'renewed-inner', 'renewed-behind'];

/** For each of them. */
const EXPECTED: Readonly<Partial<Record<ClientName, readonly (readonly string[] | undefined)[]>>> = {
  npm: [
    ['update', 'renewed-direct'],
    ['update', 'renewed-inner'],
    ['update', 'renewed-alias'],
  ],
  yarn1: [['upgrade', 'renewed-direct'], undefined, ['upgrade', 'renewed-alias']],
  yarn: [
    ['up', '-R', 'renewed-direct'],
    ['up', '-R', 'renewed-inner'],
    ['up', '-R', 'renewed-alias'],
  ],
  pnpm: [['update', 'renewed-direct'], undefined, ['update', 'renewed-behind']],
  bun: [['update', 'renewed-direct'], undefined, ['update', 'renewed-behind']],
};
