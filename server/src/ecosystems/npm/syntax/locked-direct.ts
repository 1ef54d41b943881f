import semver from 'semver';
import type { Around } from '../../../model/reader.ts';
import type { Drift, Held, ReleaseSubject, Subject } from '../../../model/reference.ts';
import { broughtKey, type Statement } from '../../../model/statement.ts';
import { clientOf, type NpmClient } from '../clients.ts';
import { overriddenNames } from './overridden.ts';
import { RECORDED } from './recorded-address.ts';

/** What a lockfile has for what a manifest wants. */
export interface LockedDirect {
  /** Absent where it is no registry's: a folder, a repository. */
  readonly version?: string;
  /** The host that it is recorded to come from, where that is not the one that everybody uses by default. */
  readonly host?: string | undefined;
  /** The manifest's texts when the lockfile was written, where it records them. */
  readonly specs?: readonly string[];
}

/** What a lockfile says to one manifest that it is for. */
export interface LockedFolder {
  /** Who writes such lockfiles. */
  readonly client: NpmClient;
  /** As in `LockRoot`. */
  readonly importer: string;
  /**
   * By what the manifest calls a dependency; by `name@spec` where the lockfile knows no manifests, and is for that
   * beside it and for those of the workspace below.
   */
  readonly entries: Iterable<readonly [string, LockedDirect]>;
  readonly keyed?: 'by-spec';
  /** Whether what is not in it is not locked, so that its absence says something. */
  readonly holdsAll: boolean;
  /** The names of which something else than the manifest says what is wanted. */
  readonly overrides?: readonly string[];
  /** Set where a program may say so of any name. */
  readonly isHooked?: boolean;
}

export function lockedStatement(folder: LockedFolder): Statement {
  const { client, importer, entries, keyed, holdsAll, overrides = [], isHooked = false } = folder;
  const bySpec = keyed === 'by-spec';
  const told: Told = { client, holdsAll, overrides, isHooked, bySpec, entries: [], versions: [], hosts: {} };
  for (const [key, { version = '', specs, host }] of entries) {
    if (host !== undefined) keysAt(told, host).push(key);
    if (bySpec) told.versions.push(key, version);
    else told.entries.push(specs === undefined ? [key, version] : [key, version, ...specs]);
  }
  return { says: 'gives', key: lockedKey(importer), reach: 'below', value: JSON.stringify(told) };
}

/**
 * What a manifest wants under each name, which may stand in several of its blocks.
 *
 * @param wants each name with the text behind it, in turns
 */
export function specsByName(wants: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const specs = new Map<string, string[]>();
  for (let i = 0; i < wants.length; i += 2) {
    const [name = '', spec = ''] = [wants[i], wants[i + 1]];
    const its = specs.get(name);
    if (its === undefined) specs.set(name, [spec]);
    else its.push(spec);
  }
  return specs;
}

interface Told extends Required<Pick<LockedFolder, 'client' | 'holdsAll' | 'overrides' | 'isHooked'>> {
  readonly bySpec: boolean;
  readonly entries: ToldEntry[];
  /** Where they are told by what they are wanted as: each with its version, in turns. There are many. */
  readonly versions: string[];
  /** By the host that they are recorded to come from, the keys. */
  readonly hosts: Record<string, string[]>;
}

function keysAt({ hosts }: Told, host: string): string[] {
  const keys = Object.hasOwn(hosts, host) ? (hosts[host] ?? []) : [];
  hosts[host] = keys;
  return keys;
}

/** A key, its version or nothing, and the manifest's texts. */
type ToldEntry = readonly [string, string, ...string[]];

/** A dependency as a manifest has it. */
export interface WantedDirect {
  readonly name: string;
  /** The text behind the name. */
  readonly spec: string;
  readonly subject: Subject;
  readonly isOptional: boolean;
}

/** What the lockfile around a manifest holds for what it wants. */
export type LockedFor = (wanted: WantedDirect) => Subject;

/**
 * Looks up what the lockfile of a manifest's project holds: that of the client who installs, among those that it is
 * for. A workspace's goes before what was left behind in the folder of a member, which the client passes over.
 *
 * A lockfile drifts from its manifest only where nothing else explains the difference: it was written for another text
 * than stands there now, nothing overrides the name, what it holds is not what the text allows, and there is no other
 * lockfile that may be meant.
 *
 * @param overrides the names that the manifest itself overrides
 */
export function lockedFor(
  { told, folder }: Pick<Around, 'told' | 'folder'>,
  client: NpmClient,
  overrides: readonly string[],
): LockedFor {
  const found = folder === undefined ? [] : lockfilesFor({ told, folder }, client);
  if (found.length === 0) return ({ subject }) => subject;
  const overridden = new Set([...overrides, ...overriddenNames(told)]);
  const looks = found.map(each => lookInto(each, overridden));
  return ({ subject, ...wanted }) => {
    if (subject.kind !== 'release') return subject;
    const seen = looks.map(look => look({ ...wanted, subject }));
    const held = seen.find(each => each.held !== undefined);
    if (held !== undefined) return held;
    return seen.every(each => each.drift !== undefined) ? (seen[0] ?? subject) : subject;
  };
}

type Look = (wanted: WantedDirect & { readonly subject: ReleaseSubject }) => ReleaseSubject;

/** What one lockfile says, as if there were no other. */
function lookInto(found: FoundLockfile, overriddenAround: ReadonlySet<string>): Look {
  const entries = entriesOf(found);
  const overridden = new Set([...overriddenAround, ...found.overrides]);
  const versionsOf = found.bySpec ? versionsByName(found) : undefined;
  const hosts = new Map(Object.entries(found.hosts).flatMap(([host, keys]) => keys.map(key => [key, host] as const)));
  return ({ name, spec, subject, isOptional }) => {
    const key = found.bySpec ? `${name}@${spec}` : name;
    const entry = entries.get(key);
    const isExplained = isOptional || found.isHooked || overridden.has(name);
    if (entry === undefined) {
      const others = [...(versionsOf?.get(name) ?? [])];
      if (!found.holdsAll || isExplained || others.some(version => allows(subject, version))) return subject;
      const [version] = others.length === 1 ? others : [];
      return withDrift(subject, { by: found.by, ...(version === undefined ? {} : { version }) });
    }
    const { version, specs } = entry;
    if (semver.valid(version, true) === null) return subject;
    if (allows(subject, version)) {
      const alias = name === subject.name ? {} : { alias: name };
      return { ...subject, held: { ...heldOf(version, key, found), ...alias }, ...recordedAt(hosts.get(key), subject) };
    }
    if (isExplained || found.bySpec || specs.some(each => isSameSpec(each, spec))) return subject;
    return withDrift(subject, { by: found.by, version });
  };
}

/**
 * What came from a host of its own is asked there, as at the lockfile's line: the name may be that registry's alone,
 * and is not told to another.
 */
function recordedAt(host: string | undefined, { source }: ReleaseSubject): Pick<ReleaseSubject, 'source'> {
  return host === undefined ? {} : { source: `${clientOf(source)} ${RECORDED}${host}` };
}

function entriesOf({ entries, versions }: Told) {
  const all = new Map(entries.map(([key, version, ...specs]) => [key, { version, specs }]));
  for (let i = 0; i < versions.length; i += 2)
    all.set(versions[i] ?? '', { version: versions[i + 1] ?? '', specs: [] });
  return all;
}

function withDrift(subject: ReleaseSubject, drift: Drift): ReleaseSubject {
  return { ...subject, drift };
}

interface FoundLockfile extends Told {
  readonly by: string;
  readonly importer: string;
}

/** The outermost first; behind them those that do not tell which manifests they are for, the nearest first. */
/** The name of the lockfile that lies beside a manifest and is for it, without folders; of several the first. */
export function lockfileBeside({ told, folder }: Pick<Around, 'told' | 'folder'>): string | undefined {
  if (folder === undefined) return undefined;
  const said = told(lockedKey('')).find(({ from }) => isFolderAbove(from.folder, folder, ''));
  return said?.from.file.slice(said.from.file.lastIndexOf('/') + 1);
}

function lockfilesFor(
  { told, folder }: { readonly told: Around['told']; readonly folder: string },
  client: NpmClient,
): readonly FoundLockfile[] {
  const steps = folder.split(/[/\\]/);
  const found: FoundLockfile[] = [];
  for (let count = Math.min(steps.length, DEEPEST) - 1; count >= 0; count -= 1) {
    const importer = count === 0 ? '' : steps.slice(-count).join('/');
    for (const { from, ...said } of told(lockedKey(importer))) {
      // What lies above may have a member of that name in another place.
      if (said.says !== 'gives' || !isFolderAbove(from.folder, folder, importer)) continue;
      const its = toldBy(said.value);
      if (isOf(its.client, client)) found.push({ ...its, by: from.file, importer });
    }
  }
  for (const { from, ...said } of [...told(lockedKey(''))].reverse()) {
    if (said.says !== 'gives' || isFolderAbove(from.folder, folder, '')) continue;
    const its = toldBy(said.value);
    // What such a one lacks says nothing.
    if (its.bySpec && isOf(its.client, client)) found.push({ ...its, holdsAll: false, by: from.file, importer: '' });
  }
  return found;
}

/** Made by this file alone. */
function toldBy(value: string): Told {
  return JSON.parse(value);
}

function isFolderAbove(above: string | undefined, folder: string, importer: string): boolean {
  if (above === undefined) return false;
  const rest = importer === '' ? folder : folder.slice(0, -importer.length - 1);
  return above === rest || above.replace(/[/\\]$/, '') === rest;
}

/** Yarn's two ways to write a lockfile are told by its text, and who installs by other files. */
function isOf(written: NpmClient, client: NpmClient): boolean {
  const family = (one: NpmClient) => one.replace(/1$|-lowest$/, '');
  return family(written) === family(client);
}

function heldOf(version: string, key: string, { by, importer }: FoundLockfile): Held {
  return { version, by, brings: broughtKey(by.slice(by.lastIndexOf('/') + 1), importer, key) };
}

function versionsByName({ versions }: Told): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, Set<string>>();
  for (let i = 0; i < versions.length; i += 2) {
    const [key = '', version = ''] = [versions[i], versions[i + 1]];
    const name = key.slice(0, key.indexOf('@', 1));
    const its = byName.get(name);
    if (its === undefined) byName.set(name, new Set([version]));
    else its.add(version);
  }
  return byName;
}

/** From version 2 on Yarn writes before a range whose it is. */
function isSameSpec(recorded: string, spec: string): boolean {
  return recorded.replace(/^npm:/, '').trim() === spec.replace(/^npm:/, '').trim();
}

function allows({ want }: ReleaseSubject, version: string): boolean {
  switch (want.is) {
    case 'tag':
      return true;
    case 'exact':
      return want.version === version || semver.eq(want.version, version, true);
    case 'range':
      return semver.satisfies(version, want.text.trim() || '*', { loose: true, includePrerelease: true });
  }
}

function lockedKey(importer: string): string {
  return `locked npm ${importer}`;
}

// Folders below each other, from the root of a workspace to a manifest.
const DEEPEST = 16;
