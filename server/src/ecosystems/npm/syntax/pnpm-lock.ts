import { type Span, spanOf } from '../../../model/span.ts';
import { type OnKey, readBlocks } from './block-lines.ts';

/** An entry under `packages`, as written. */
export interface PnpmPackage {
  /** Without quotes: `/a/1.0.0_b@2.0.0`, `/@s/a@1.0.0(b@2.0.0)`, `a@1.0.0`. */
  readonly key: string;
  /** Its key, with the quotes. */
  readonly span: Span;
  integrity: string | undefined;
  tarball: string | undefined;
  /** What its resolution is of, where that is no archive of a registry: `git`, `directory`. */
  type: string | undefined;
  name: string | undefined;
  version: string | undefined;
}

/** An entry under `snapshots`, or before version 9 the same of one under `packages`. */
export interface PnpmSnapshot {
  readonly key: string;
  isOptional?: boolean;
  /** What it takes: each name that it gives with the text behind it, in turns. */
  readonly needs: string[];
}

/** What the lockfile has for what one manifest wants under a name. */
export interface PnpmDirect {
  /** The manifest's text when the lockfile was written; absent where none is told. */
  specifier?: string;
  version?: string;
}

/** What was read of such a lockfile. */
export interface PnpmLock {
  /** Of the format; 0 where none is told. */
  readonly version: number;
  /** By their folders, `.` for the lockfile's own. */
  readonly importers: ReadonlyMap<string, ReadonlyMap<string, PnpmDirect>>;
  readonly packages: readonly PnpmPackage[];
  readonly snapshots: readonly PnpmSnapshot[];
  /** The keys of `overrides`. */
  readonly overrides: readonly string[];
  /** Set where a program of the workspace changes what manifests say. */
  readonly isHooked: boolean;
}

/**
 * Reads `pnpm-lock.yaml` of the versions 5 to 9 (pnpm/spec, lockfile): what manifests want stands at the top or under
 * `importers`, what is installed under `packages`, and from version 9 on what each takes under `snapshots`. Of several
 * documents, as pnpm writes them where the lockfile holds pnpm itself, all count.
 */
export function* readPnpmLock(text: string): Generator<void, PnpmLock> {
  let lock = new Building();
  yield* readBlocks(text, 'lockfileVersion', () => {
    lock = new Building();
    return lock.onKey;
  });
  return lock;
}

class Building implements PnpmLock {
  version = 0;
  readonly importers = new Map<string, Map<string, PnpmDirect>>();
  readonly packages: PnpmPackage[] = [];
  readonly overrides: string[] = [];
  isHooked = false;
  readonly #written: PnpmSnapshot[] = [];
  readonly #ofPackages: PnpmSnapshot[] = [];
  #section = '';
  #field = '';
  #importer: Map<string, PnpmDirect> | undefined;
  #direct: PnpmDirect | undefined;
  #package: PnpmPackage | undefined;
  #snapshot: PnpmSnapshot | undefined;

  get snapshots(): readonly PnpmSnapshot[] {
    return this.version >= FIRST_WITH_SNAPSHOTS || this.#written.length > 0 ? this.#written : this.#ofPackages;
  }

  readonly onKey: OnKey = (level, key, start, end, value) => {
    if (level === 0) return this.#top(key, value);
    switch (this.#section) {
      case 'packages':
        return this.#inPackages(level, key, start, end, value);
      case 'snapshots':
        return this.#inSnapshots(level, key, value);
      case 'importers':
        if (level === 1) this.#importer = this.#importerAt(key);
        else this.#inImporter(level - 2, key, value);
        return;
      case 'overrides':
        if (level === 1) this.overrides.push(key);
        return;
      case 'own':
        this.#inImporter(level, key, value);
        return;
    }
  };

  #top(key: string, value: string): void {
    this.#section = key;
    if (key === 'lockfileVersion') this.version = Number.parseFloat(value) || this.version;
    else if (key === 'pnpmfileChecksum') this.isHooked = true;
    else if (key === 'specifiers' || WANTED.has(key)) {
      this.#section = 'own';
      this.#importer = this.#importerAt('.');
      this.#field = key;
    }
  }

  #importerAt(folder: string): Map<string, PnpmDirect> {
    const known = this.importers.get(folder) ?? new Map<string, PnpmDirect>();
    this.importers.set(folder, known);
    return known;
  }

  /** At level 0 the kind of dependency, below that a name, and below that, where it is no text, what is known of it. */
  #inImporter(level: number, key: string, value: string): void {
    if (level === 0) {
      this.#field = key;
      return;
    }
    const isWanted = WANTED.has(this.#field);
    if (level === 1) {
      if (this.#importer === undefined || !(isWanted || this.#field === 'specifiers')) return;
      this.#direct = this.#importer.get(key) ?? {};
      this.#importer.set(key, this.#direct);
      if (value === '') return;
      if (isWanted) this.#direct.version = value;
      else this.#direct.specifier = value;
    } else if (level === 2 && isWanted && this.#direct !== undefined) {
      if (key === 'version') this.#direct.version = value;
      else if (key === 'specifier') this.#direct.specifier = value;
    }
  }

  #inPackages(level: number, key: string, start: number, end: number, value: string): void {
    if (level === 1) {
      this.#package = emptyPackage(key, spanOf(start, end));
      this.packages.push(this.#package);
      if (this.version >= FIRST_WITH_SNAPSHOTS) return;
      // Before version 9 what it takes is told here as well.
      this.#snapshot = { key, needs: [] };
      this.#ofPackages.push(this.#snapshot);
      return;
    }
    const its = this.#package;
    if (its === undefined) return;
    if (level === 2) {
      this.#field = key;
      if (key === 'resolution') setResolution(its, value);
      else if (key === 'name') its.name = value;
      else if (key === 'version') its.version = value;
    } else if (level === 3 && this.#field === 'resolution') setResolved(its, key, value);
    if (this.version < FIRST_WITH_SNAPSHOTS) this.#inSnapshots(level, key, value);
  }

  #inSnapshots(level: number, key: string, value: string): void {
    if (level === 1) {
      this.#snapshot = { key, needs: [] };
      this.#written.push(this.#snapshot);
    } else if (level === 2) {
      this.#field = key;
      if (key === 'optional' && value === 'true' && this.#snapshot !== undefined) this.#snapshot.isOptional = true;
    } else if (level === 3 && (this.#field === 'dependencies' || this.#field === 'optionalDependencies')) {
      this.#snapshot?.needs.push(key, value);
    }
  }
}

/** An entry of which nothing was read yet; all is there from the start, as objects of one shape are read faster. */
function emptyPackage(key: string, span: Span): PnpmPackage {
  const nothing = undefined;
  return { key, span, integrity: nothing, tarball: nothing, type: nothing, name: nothing, version: nothing };
}

/** `{integrity: sha512-…, tarball: https://…}`, as written or as one text. */
function setResolution(its: PnpmPackage, braces: string): void {
  if (!braces.startsWith('{')) return;
  // What nearly all have.
  if (braces.startsWith(INTEGRITY) && !braces.includes(',') && !QUOTE.test(braces)) {
    its.integrity = braces.slice(INTEGRITY.length, -1).trim();
    return;
  }
  for (const field of braces.slice(1, -1).split(', ')) {
    const colon = field.indexOf(': ');
    if (colon > 0)
      setResolved(
        its,
        field.slice(0, colon).trim(),
        field
          .slice(colon + 2)
          .trim()
          .replace(QUOTES, '$2'),
      );
  }
}

function setResolved(its: PnpmPackage, field: string, value: string): void {
  switch (field) {
    case 'integrity':
    case 'tarball':
    case 'type':
      its[field] = value;
      break;
    case 'directory':
      its.type = 'directory';
      break;
    case 'repo':
      its.type = 'git';
      break;
  }
}

const INTEGRITY = '{integrity: ';
const QUOTE = /["']/;
const QUOTES = /^(["'])(.*)\1$/;
const FIRST_WITH_SNAPSHOTS = 9;
const WANTED = new Set([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'configDependencies',
  'packageManagerDependencies',
]);
