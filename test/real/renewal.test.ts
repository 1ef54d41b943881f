import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
      const also = {
        'package.json': JSON.stringify({ name: 'app', private: true }),
        'pnpm-workspace.yaml': 'minimumReleaseAge: 0\npackages: [member]\n',
      };
      const member = path.join(folder, 'workspace', 'member');
      mkdirSync(member, { recursive: true });
      const dependencies = { 'renewed-outer': '^1.0.0' };
      writeFileSync(path.join(member, 'package.json'), JSON.stringify({ name: 'member', dependencies }));
      if (clients === undefined) return;
      const workspace = path.join(folder, 'workspace');
      await chosenBy('pnpm', { clients, base: registry.base, folder: workspace, wants: {}, also });
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
            head: locked(),
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

    it('pnpm, for what only a member of its workspace brings in', async () => {
      if (clients === undefined) return;
      const at = path.join(folder, 'workspace');
      const locked = () => readFileSync(path.join(at, 'pnpm-lock.yaml'), 'utf8');
      expect(locked()).toContain('renewed-inner@1.0.0:');
      const inner = { name: 'renewed-inner', version: '1.0.0', to: '1.0.1', lockfile: 'pnpm-lock.yaml' } as const;
      const command = PACKAGES.npm.renewal?.({ ...inner, isDirect: false, isShared: true });
      expect(command?.arguments).toEqual(['update', '-r', 'renewed-inner']);
      expect((await runClient('pnpm', clients, command?.arguments ?? [], at)).isDone).toBe(true);
      expect(locked()).toContain('renewed-inner@1.0.1:');
      expect(locked()).not.toContain('renewed-inner@1.0.0:');
    }, 120_000);

    it('Yarn 1 has none for what others bring in, and takes a resolution', async () => {
      if (clients === undefined) return;
      const at = path.join(folder, 'yarn1');
      const manifest = readFileSync(path.join(at, 'package.json'), 'utf8');
      const locked = () => readFileSync(path.join(at, 'yarn.lock'), 'utf8');
      expect(locked()).toMatch(/^renewed-inner@.*\n {2}version "1\.0\.0"/m);
      expect((await runClient('yarn1', clients, ['upgrade', 'renewed-inner'], at)).isDone).toBe(true);
      expect(locked()).toMatch(/^renewed-inner@.*\n {2}version "1\.0\.0"/m);
      writeFileSync(
        path.join(at, 'package.json'),
        JSON.stringify({ ...JSON.parse(manifest), resolutions: { 'renewed-inner': '1.0.1' } }),
      );
      expect((await runClient('yarn1', clients, ['install'], at)).isDone).toBe(true);
      expect(locked()).toMatch(/^renewed-inner@.*\n {2}version "1\.0\.1"/m);
    }, 120_000);
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
  pnpm: [
    ['update', 'renewed-direct'],
    ['update', 'renewed-inner'],
    ['update', 'renewed-behind'],
  ],
  bun: [
    ['update', 'renewed-direct'],
    ['update', 'renewed-inner'],
    ['update', 'renewed-behind'],
  ],
};
