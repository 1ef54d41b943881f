import semver from 'semver';
import type { Subject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { npmWant } from '../versions.ts';

/**
 * The package behind the name and version of a package manager, as Corepack fetches it (config.json). Versions that the
 * npm registry does not serve are opaque and `managed`: Yarn between 2.0 and 2.4.0, and managers that are installed
 * some other way.
 *
 * @param edit where the version stands, a hash behind it included
 */
export function readPackageManager(name: string, version: string, edit: Span): Subject {
  const asked = version.replace(/\+.*/s, '');
  const opaque = { kind: 'opaque', registry: 'npm', name, want: version } as const;
  if (version.length > LONGEST_VERSION) return { ...opaque, why: 'invalid' };
  if (/^[a-z]+:/i.test(version)) return { ...opaque, why: 'url' };
  const want = npmWant(asked);
  if (want === undefined) return { ...opaque, why: 'invalid' };
  const packageName = PACKAGES.has(name) ? packageOf(name, asked) : undefined;
  if (packageName === undefined) return { ...opaque, why: 'managed' };
  return { kind: 'release', registry: 'npm', name: packageName, want, edit, launched: true };
}

/** A hash of 128 digits stands behind a version; in characters. */
const LONGEST_VERSION = 4096;

const PACKAGES = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Yarn changed its package at version 2. A tag or a range over both leaves open which one is meant. */
function packageOf(name: string, version: string): string | undefined {
  if (name !== 'yarn') return name;
  const range = semver.validRange(version, { loose: true, includePrerelease: true });
  if (range === null) return undefined;
  const within = (bounds: string) => semver.subset(range, bounds, { loose: true, includePrerelease: true });
  if (within('<2.0.0-0')) return 'yarn';
  return within('>=2.4.1') ? '@yarnpkg/cli-dist' : undefined;
}
