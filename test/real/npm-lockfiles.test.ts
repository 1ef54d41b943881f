import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npm } from '../../server/src/ecosystems/npm/index.ts';
import { packageJson } from '../../server/src/ecosystems/npm/readers/package-json.ts';
import { chainsOf } from '../../server/src/model/lock-graph.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { type Around, NOTHING_AROUND } from '../../server/src/model/reader.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { findNpmClients, NPM_CLIENTS_HINT } from '../setup/npm-clients.ts';
import type { LocalServer } from '../support/local-server.ts';
import {
  edgesOf,
  isContent,
  LOCKED_PACKAGES,
  LOCKERS,
  type LockedProject,
  type Locker,
  labelOf,
  lockedBy,
} from '../support/npm-lockfiles.ts';
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

    it.each(LOCKERS.flatMap(locker => [false, true].map(isOverridden => [locker, isOverridden] as const)))(
      '%s, overridden: %s',
      async (locker, isOverridden) => {
        if (clients === undefined || server === undefined) return;
        const own = path.join(folder, `${locker.replace(' ', '-')}-${isOverridden}`, 'project');
        mkdirSync(own, { recursive: true });
        const project = await lockedBy(locker, isOverridden, { clients, base: server.base, folder: own });
        const { file, text, edges } = project;
        const reader = npm.readers.find(({ files }) => files.includes(file));
        const { references = [], graph = { nodes: [], roots: [] } } =
          reader?.read(text, file, around(project, '')) ?? {};

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

        // A lockfile that was just written differs from no manifest, and each is told what it holds for it.
        for (const folder of ['', 'packages/a', 'packages/b']) {
          const wanted = manifestIn(project, folder).filter(({ role }) => role === 'manifest');
          const direct = [...edges].filter(edge => edge.startsWith(`importer ${folder} > `));
          for (const { subject } of wanted) {
            if (subject.kind !== 'release') continue;
            expect(subject.drift, `${folder} ${subject.name}`).toBeUndefined();
            const { name, held } = subject;
            // Version 1 of npm's knows the root alone; what the workspace makes, and a catalogue's entry, no lockfile
            // has.
            const isUntold = (locker === 'npm 1' && folder !== '') || name === '@acme/b';
            if (held === undefined && isUntold) continue;
            if (held === undefined)
              expect([...(isOverridden ? ['host', 'way-down', 'only-deep'] : [])]).toContain(name);
            // `yarn list` does not say what the root wants.
            else if (locker !== 'yarn1' || folder !== '') {
              expect(direct).toContain(`importer ${folder} > ${name}@${held.version}`);
            }
          }
        }

        // What differs from the manifest is what its own client stops at.
        if (isOverridden || locker === 'npm 1') return;
        const before = project.files['package.json'] ?? '';
        const changed = before.replace('"way-down": "latest"', '"way-down": "2.0.0"');
        const drifting = (manifest: string) =>
          manifestIn({ ...project, files: { ...project.files, 'package.json': manifest } }, '').flatMap(
            ({ subject }) => (subject.kind === 'release' && subject.drift !== undefined ? [subject.name] : []),
          );
        const scene = { clients, folder: own };
        expect([drifting(before), await isContent(locker, before, scene)]).toEqual([[], true]);
        expect([drifting(changed), await isContent(locker, changed, scene)]).toEqual([['way-down'], false]);
      },
      120_000,
    );
  },
);

/** What a manifest of the project says. */
function manifestIn(project: LockedProject, folder: string): readonly Reference[] {
  const text = project.files[path.posix.join(folder, 'package.json')] ?? '';
  return packageJson.read(text, 'package.json', around(project, folder)).references;
}

/** What all files of the project say to a folder of it. */
function around({ file, text, files }: LockedProject, folder: string): Around {
  const statements = createStatements(() => undefined);
  const root = '/w';
  for (const [name, content] of Object.entries({ ...files, [file]: text })) {
    const base = path.posix.basename(name);
    const reader = npm.readers.find(each => each.files.includes(base));
    if (reader === undefined || reader.mayState?.(content) === false) continue;
    const place = path.posix.join(root, name);
    const from = { id: place, folder: path.posix.dirname(place), file: name, rangeOf: linesOf(content).rangeOf };
    statements.put(from, 'disk', reader.read(content, name).statements ?? []);
  }
  const own = path.posix.join(root, folder);
  const above = [own, ...(folder === '' ? [] : [path.posix.dirname(own), root]), '/'];
  return { ...NOTHING_AROUND, folder: own, told: statements.toldIn(above) };
}
