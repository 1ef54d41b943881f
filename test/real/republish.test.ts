import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import semver from 'semver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import type { Position, Range } from '../../server/src/model/positions.ts';
import { checkFolder } from '../support/check-folder.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

/**
 * What a real registry makes of a publish by the real client, held against what is said of the manifest before: it is
 * refused exactly where the version is told to be published, and taken where nothing is said and after each fix.
 */
let verdaccio: Verdaccio;
let folder: string;

beforeAll(async () => {
  verdaccio = await startVerdaccio();
  folder = await mkdtemp(path.join(tmpdir(), 'republish-'));
  await writeFile(
    path.join(folder, 'settings.json'),
    JSON.stringify({ 'registryLens.registries': { npm: verdaccio.base } }),
  );
});

afterAll(async () => {
  await verdaccio?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Manifest = Readonly<Record<string, unknown>>;

interface PrintedFix {
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

interface Printed {
  readonly findings: readonly {
    readonly rule: string;
    readonly message: string;
    readonly fixes: readonly PrintedFix[];
  }[];
  readonly unknown: readonly unknown[];
}

let projects = 0;

/** A project of its own, with what answers nobody has read before. */
async function project(text: string): Promise<string> {
  projects += 1;
  const name = `project-${projects}`;
  await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, name, 'package.json'), text);
  await rm(path.join(folder, 'cache'), { recursive: true, force: true });
  return name;
}

async function check(name: string): Promise<Printed> {
  await rm(path.join(folder, 'cache'), { recursive: true, force: true });
  const { printed } = await checkFolder<Printed>(folder, name);
  expect(printed.unknown).toEqual([]);
  return printed;
}

async function apply(name: string, fix: PrintedFix | undefined): Promise<void> {
  const file = path.join(folder, name, 'package.json');
  const text = await readFile(file, 'utf8');
  const edits = (fix?.edits ?? []).map(({ range, newText }) => {
    const span = { start: offsetIn(text, range.start), end: offsetIn(text, range.end) };
    return { span, expects: text.slice(span.start, span.end), put: newText };
  });
  const applied = applyEdits(text, edits);
  if (applied.is === 'refused' || edits.length === 0) throw new Error('nothing was applied');
  await writeFile(file, applied.text);
}

function offsetIn(text: string, { line, character }: Position): number {
  return text.split('\n').slice(0, line).join('\n').length + (line === 0 ? 0 : 1) + character;
}

/** `taken`, or what npm tells where it was not. */
async function publish(name: string): Promise<string> {
  try {
    await verdaccio.npm('publish', path.join(folder, name), '--access', 'public', '--tag', 'any');
    return 'taken';
  } catch (error) {
    return /^npm error (.*)$/m.exec(String(error))?.[1] ?? String(error);
  }
}

/** npm itself looks first whether the version is there; clients before 11 left that to the registry. */
const REFUSED = /You cannot publish over the previously published versions|^code (?:E403|E409|EPUBLISHCONFLICT)/;

/** What the registry says to a client that does not look: the document of one version, as clients send it. */
async function put(name: string): Promise<number> {
  const manifest = JSON.parse(await readFile(path.join(folder, name, 'package.json'), 'utf8'));
  const version = semver.clean(String(manifest.version)) ?? '';
  const file = `${manifest.name}-${version}.tgz`;
  const dist = { tarball: `${verdaccio.base}/${manifest.name}/-/${file}`, shasum: '0'.repeat(40) };
  const answer = await fetch(`${verdaccio.base}/${String(manifest.name).replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${verdaccio.token}` },
    body: JSON.stringify({
      ...{ _id: manifest.name, name: manifest.name, 'dist-tags': { any: version } },
      versions: { [version]: { ...manifest, version, dist } },
      _attachments: { [file]: { content_type: 'application/octet-stream', data: 'AA==', length: 1 } },
    }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
const textOf = (manifest: Manifest) => `${JSON.stringify(manifest, undefined, 2)}\n`;

test.each<[what: string, manifest: Manifest]>([
  ['a name in a scope', { name: '@acme/scoped', version: '1.2.3' }],
  ['a name without one, with a repository', { name: 'acme-plain', version: '1.2.3', repository: 'github:acme/plain' }],
  ['a pre-release', { name: '@acme/early', version: '2.0.0-rc.1' }],
  ['a version with a letter before it', { name: '@acme/lettered', version: 'v1.0.0' }],
])('%s', async (_, manifest) => {
  const name = await project(textOf(manifest));
  expect((await check(name)).findings).toEqual([]);
  expect(await publish(name)).toBe('taken');
  const { findings } = await check(name);
  expect(findings.map(({ rule }) => rule)).toEqual(['already-published']);
  expect(await publish(name)).toMatch(REFUSED);
  expect([403, 409]).toContain(await put(name));
  const fixes = findings[0]?.fixes ?? [];
  expect(fixes.length).toBeGreaterThan(1);
  const text = await readFile(path.join(folder, name, 'package.json'), 'utf8');
  // Each costs the client's start several times.
  for (const fix of manifest.version === '1.2.3' && 'repository' in manifest ? fixes : fixes.slice(0, 1)) {
    await writeFile(path.join(folder, name, 'package.json'), text);
    await apply(name, fix);
    expect((await check(name)).findings).toEqual([]);
    expect(await publish(name)).toBe('taken');
    expect((await check(name)).findings.map(({ rule }) => rule)).toEqual(['already-published']);
    expect(await publish(name)).toMatch(REFUSED);
  }
});

test('what is somebody else’s is not told of', async () => {
  await verdaccio.publish({ name: 'app', version: '1.0.0', repository: 'github:somebody/app' });
  const name = await project(textOf({ name: 'app', version: '1.0.0', repository: 'github:acme/examples' }));
  expect((await check(name)).findings).toEqual([]);
});

test('what is private is neither asked about nor taken', async () => {
  await verdaccio.publish({ name: '@acme/inner', version: '1.0.0' }, '--access', 'public');
  const name = await project(textOf({ private: true, name: '@acme/inner', version: '1.0.0' }));
  expect((await check(name)).findings).toEqual([]);
  await writeFile(
    path.join(folder, name, 'package.json'),
    textOf({ private: true, name: '@acme/inner', version: '1.0.1' }),
  );
  expect(await publish(name)).toBe('code EPRIVATE');
});

test('where the manifest says that it goes', async () => {
  const manifest = { name: 'acme-configured', version: '1.0.0', publishConfig: { registry: verdaccio.base } };
  const name = await project(textOf(manifest));
  expect(await publish(name)).toBe('taken');
  expect((await check(name)).findings.map(({ rule }) => rule)).toEqual(['already-published']);
  expect(await publish(name)).toMatch(REFUSED);
});

test('npm version writes the manifest and the lockfile', async () => {
  const manifest = { name: '@acme/locked', version: '1.2.3' };
  const name = await project(textOf(manifest));
  const lockfile = path.join(folder, name, 'package-lock.json');
  const locked = {
    name: manifest.name,
    version: '1.2.3',
    lockfileVersion: 3,
    requires: true,
    packages: { '': manifest },
  };
  await writeFile(lockfile, textOf(locked));
  await verdaccio.npm('version', '1.2.4', '--no-git-tag-version', '--prefix', path.join(folder, name));
  expect(JSON.parse(await readFile(path.join(folder, name, 'package.json'), 'utf8'))).toMatchObject({
    version: '1.2.4',
  });
  expect(JSON.parse(await readFile(lockfile, 'utf8'))).toMatchObject({
    version: '1.2.4',
    packages: { '': { version: '1.2.4' } },
  });
});

/**
 * npm's own registry keeps the date of what was removed, and refuses the version for good (npm's documentation,
 * "Unpublish policy"). verdaccio does neither: it forgets the version with its date, and takes it again. So nothing is
 * said of it there, and with its date put back it is told to be used up, and the next one is taken.
 */
test('a version that was removed', async () => {
  const name = await project(textOf({ name: '@acme/burnt', version: '1.0.0' }));
  expect(await publish(name)).toBe('taken');
  await verdaccio.publish({ name: '@acme/burnt', version: '1.0.1' }, '--access', 'public');
  await verdaccio.npm('unpublish', '@acme/burnt@1.0.0');
  const document = path.join(verdaccio.store, '@acme/burnt/package.json');
  const stored = JSON.parse(await readFile(document, 'utf8'));
  expect(Object.keys(stored.time)).not.toContain('1.0.0');
  expect((await check(name)).findings).toEqual([]);
  await writeFile(
    document,
    JSON.stringify({ ...stored, time: { ...stored.time, '1.0.0': '2026-01-01T00:00:00.000Z' } }),
  );
  const { findings } = await check(name);
  expect(findings.map(({ rule }) => rule)).toEqual(['version-burnt']);
  await apply(name, findings[0]?.fixes[0]);
  expect(await readFile(path.join(folder, name, 'package.json'), 'utf8')).toContain('"version": "1.0.2"');
  expect((await check(name)).findings).toEqual([]);
  expect(await publish(name)).toBe('taken');
  const again = await project(textOf({ name: '@acme/burnt', version: '1.0.0' }));
  expect(await publish(again)).toBe('taken');
});
