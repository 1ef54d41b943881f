import { compareSemver, parseSemver, type Semver } from '../../model/semver.ts';

/**
 * Reads a version as go does (golang.org/x/mod/semver): `v1.2.3`, with `v1` and `v1.2` for `v1.0.0` and `v1.2.0`.
 * `undefined` for anything else.
 */
export function readVersion(text: string): Semver | undefined {
  const [, short, missing] = SHORT.exec(text) ?? [];
  if (short !== undefined) return parseSemver(`${short}${missing === undefined ? '.0.0' : '.0'}`);
  return text.startsWith('v') ? parseSemver(text.slice(1)) : undefined;
}

/** With a `v`, all three numbers, and of what stands behind a `+` only `incompatible` (module.CanonicalVersion). */
export function canonical(version: Semver): string {
  const { major, minor, patch, pre } = version;
  const early = pre.length === 0 ? '' : `-${pre.join('.')}`;
  return `v${major}.${minor}.${patch}${early}${isIncompatible(version) ? `+${INCOMPATIBLE}` : ''}`;
}

/**
 * Less than, equal to or more than zero as the first is lower, equal or higher. What is behind a `+` does not count.
 */
export const compareVersions = compareSemver;

/** Whether it is of a time when its module had no `go.mod`, and is above what a path without `/v2` may have. */
export function isIncompatible({ build }: Semver): boolean {
  return build === INCOMPATIBLE;
}

const INCOMPATIBLE = 'incompatible';

/** Only a version with all of its numbers has anything behind them. */
const SHORT = /^v(\d+(\.\d+)?)$/;
