import semver, { type SemVer } from 'semver';

/**
 * Reads a version as go does (golang.org/x/mod/semver): `v1.2.3`, with `v1` and `v1.2` for `v1.0.0` and `v1.2.0`.
 * `undefined` for anything else.
 */
export function readVersion(text: string): SemVer | undefined {
  const [, major, minor = '.0', patch = '.0', rest = ''] = FORM.exec(text) ?? [];
  if (major === undefined) return undefined;
  return semver.parse(`${major}${minor}${patch}${rest}`) ?? undefined;
}

/** With a `v`, all three numbers, and of what stands behind a `+` only `incompatible` (module.CanonicalVersion). */
export function canonical(version: SemVer): string {
  return `v${version.version}${isIncompatible(version) ? INCOMPATIBLE : ''}`;
}

/**
 * Less than, equal to or more than zero as the first is lower, equal or higher. What is behind a `+` does not count.
 */
export function compareVersions(a: SemVer, b: SemVer): number {
  return semver.compare(a, b);
}

/** Whether it is of a time when its module had no `go.mod`, and is above what a path without `/v2` may have. */
export function isIncompatible({ build }: SemVer): boolean {
  return build.length === 1 && build[0] === 'incompatible';
}

/** Whether a version is made of a commit (golang.org/x/mod/module, `IsPseudoVersion`). */
export function isPseudo(text: string): boolean {
  return PSEUDO.test(text);
}

const INCOMPATIBLE = '+incompatible';

/** Only a version with all of its numbers has anything behind them. */
const FORM = /^v(\d+)(?:(\.\d+)(?:(\.\d+)((?:[-+].*)?))?)?$/;

const PSEUDO =
  /^v[0-9]+\.(?:0\.0-|\d+\.\d+-(?:[^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
