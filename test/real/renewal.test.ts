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
const WANTS = { 'renewed-outer': '^1.0.0', 'renewed-direct': '^1.0.0' };

const clients = findNpmClients();

describe.skipIf(clients === undefined)(
  `the command that renews a package${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    let registry: Verdaccio;
    let folder: string;

    beforeAll(async () => {
      registry = await startVerdaccio();
      folder = mkdtempSync(path.join(tmpdir(), 'renewal-'));
      for (const name of ['renewed-inner', 'renewed-direct']) await registry.publish({ name, version: '1.0.0' });
      await registry.publish({
        ...{ name: 'renewed-outer', version: '1.0.0' },
        dependencies: { 'renewed-inner': '^1.0.0' },
      });
      for (const client of names()) {
        if (clients === undefined) return;
        await chosenBy(client, { clients, base: registry.base, folder: path.join(folder, client), wants: WANTS });
      }
      for (const name of ['renewed-inner', 'renewed-direct']) await registry.publish({ name, version: '1.0.1' });
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
        for (const [name, isDirect] of [
          ['renewed-direct', true],
          ['renewed-inner', false],
        ] as const) {
          const command = PACKAGES.npm.renewal?.({
            ...{ name, version: '1.0.0', to: '1.0.1', lockfile, isDirect },
            isRecorded: client !== 'yarn',
          });
          expect(command?.arguments).toEqual(EXPECTED[client]?.[isDirect ? 0 : 1]);
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

/** For what a manifest wants, and for what comes with it. */
const EXPECTED: Readonly<Partial<Record<ClientName, readonly (readonly string[] | undefined)[]>>> = {
  npm: [
    ['update', 'renewed-direct'],
    ['update', 'renewed-inner'],
  ],
  yarn1: [['upgrade', 'renewed-direct'], undefined],
  yarn: [
    ['up', '-R', 'renewed-direct'],
    ['up', '-R', 'renewed-inner'],
  ],
  pnpm: [['update', 'renewed-direct'], undefined],
  bun: [['update', 'renewed-direct'], undefined],
};
