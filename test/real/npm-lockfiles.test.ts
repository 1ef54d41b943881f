import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npm } from '../../server/src/ecosystems/npm/index.ts';
import { chainsOf } from '../../server/src/model/lock-graph.ts';
import { findNpmClients, NPM_CLIENTS_HINT } from '../setup/npm-clients.ts';
import type { LocalServer } from '../support/local-server.ts';
import { edgesOf, LOCKED_PACKAGES, LOCKERS, type Locker, labelOf, lockedBy } from '../support/npm-lockfiles.ts';
import { servePackages } from '../support/static-packages.ts';

const clients = findNpmClients();

/** What a lockfile does not tell, or its client does not print. */
const UNTOLD: Readonly<Record<Locker, RegExp>> = {
  // npm does not list what it did not install, and what lies in a folder alone has its manifest there. Version 1 tells
  // neither what manifests want nor of peers.
  'npm 1': /(?:^| )maybe@|^importer {2}>|^plugin@/,
  'npm 2': /(?:^| )maybe@|^importer filed/,
  'npm 3': /(?:^| )maybe@|^importer filed/,
  // Yarn 1 knows no manifests.
  yarn1: /^importer /,
  yarn: /^$/,
  // What the workspace makes is no entry.
  pnpm: / > @acme\/b$/,
  // Bun installs a peer for each who brings it along, and locks one.
  bun: /^plugin@1.0.0 > host@1.0.0$/,
};

describe.skipIf(clients === undefined)(
  `lockfiles, by who writes them${clients === undefined ? ` (${NPM_CLIENTS_HINT})` : ''}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'npm-lockfiles-'));
    let server: LocalServer | undefined;
    const integrities = new Map<string, string>();

    beforeAll(async () => {
      server = await servePackages(LOCKED_PACKAGES);
      for (const { name } of LOCKED_PACKAGES) {
        const document = (await (await fetch(`${server.base}/${name}`)).json()) as {
          versions: Record<string, { dist: { integrity: string } }>;
        };
        for (const [version, { dist }] of Object.entries(document.versions)) {
          integrities.set(`${name}@${version}`, dist.integrity);
        }
      }
    });

    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await server?.stop();
    });

    it.each(LOCKERS)(
      '%s',
      async locker => {
        if (clients === undefined || server === undefined) return;
        const own = path.join(folder, locker.replace(' ', '-'), 'project');
        mkdirSync(own, { recursive: true });
        const { file, text, edges } = await lockedBy(locker, clients, server.base, own);
        const reader = npm.readers.find(({ files }) => files.includes(file));
        const { references = [], graph = { nodes: [], roots: [] } } = reader?.read(text, file) ?? {};

        // Each release is there in the version that was installed, with the registry's hash, at its key.
        const releases = references.flatMap(({ subject, span }) =>
          subject.kind === 'release' ? [{ ...subject, key: text.slice(span.start, span.end) }] : [],
        );
        const labels = releases.map(({ name, want }) => `${name}@${want.text}`);
        const installed = [...edges].flatMap(edge => edge.split(' > ').filter(label => integrities.has(label)));
        const left = ['maybe@1.0.0'];
        expect([...new Set(labels)].sort()).toEqual([...new Set([...installed, ...left])].sort());
        for (const [i, { locked, name, key, source }] of releases.entries()) {
          const recorded = locked?.hashes?.map(hash => hash.text);
          expect([labels[i], recorded]).toEqual([
            labels[i],
            locker === 'yarn' ? undefined : [integrities.get(labels[i] ?? '')],
          ]);
          if (locker !== 'yarn' && locker !== 'pnpm') expect(source).toBe(`recorded ${new URL(server.base).host}`);
          expect(
            ['alias', 'other', 'tagged', name].some(each => key.includes(each)),
            key,
          ).toBe(true);
        }
        expect(releases.filter(({ optional }) => optional === true).map(({ name }) => name)).toContain('maybe');

        // What no registry has is listed, and nobody is asked for it.
        const opaque = references.flatMap(({ subject }) =>
          subject.kind === 'opaque' ? [`${subject.name} ${subject.why}`] : [],
        );
        expect(opaque.filter(each => !/workspace$/.test(each) && !/^(?:a|@acme\/b) path$/.test(each)).sort()).toEqual(
          [
            locker.startsWith('npm') && locker !== 'npm 1' ? 'filed workspace' : 'filed path',
            ...(locker === 'yarn' ? [] : ['gitted git']),
          ].filter(each => !/workspace$/.test(each)),
        );

        // Who takes what is as the client has it.
        const told = (all: Iterable<string>) => [...all].filter(edge => !UNTOLD[locker].test(edge)).sort();
        const ours = edgesOf(graph);
        expect(told(ours)).toEqual(told(edges));
        const chains = chainsOf(graph);
        const chainTo = (label: string) => {
          const reference = references.findIndex(
            ({ subject }) => subject.kind === 'release' && `${subject.name}@${subject.want.text}` === label,
          );
          return chains.chainTo(reference).map(({ name, version }) => labelOf(name, version));
        };
        expect(chainTo('only-deep@1.0.0')).toEqual(['way-down@1.0.0', 'further-down@1.0.0', 'only-deep@1.0.0']);
        for (const reference of references.keys()) {
          if (references[reference]?.subject.kind === 'release') expect(chains.chainTo(reference)).not.toEqual([]);
        }
      },
      120_000,
    );
  },
);
