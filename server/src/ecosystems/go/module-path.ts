import type { GoVersion } from './go-version.ts';

/**
 * Whether the go command could ask for a module of this path (golang.org/x/mod, module/module.go, `CheckPath`): its
 * first element is a host, and its characters are those that all file systems and addresses take.
 */
export function isModulePath(path: string): boolean {
  if (path.length > LONGEST || !PATH.test(path)) return false;
  return isGopkgIn(path) ? GOPKG_IN.test(path) : !isOddMajor(path);
}

/**
 * Whether a version is one of the module (`CheckPathMajor`): a path ends in the number of its major version from 2 on,
 * but for versions that are marked as incompatible.
 */
export function isVersionOf(path: string, { major, minor, patch, pre, isIncompatible }: GoVersion): boolean {
  if (isGopkgIn(path)) {
    const named = GOPKG_IN.exec(path)?.[1];
    // Pseudo-versions of an older go.
    const isOld = named === '1' && major === '0' && minor === '0' && patch === '0' && pre.length > 0;
    return major === named || isOld;
  }
  const named = MAJOR.exec(path)?.[1];
  return named === undefined ? major === '0' || major === '1' || isIncompatible : major === named;
}

function isGopkgIn(path: string): boolean {
  return path.startsWith('gopkg.in/');
}

/** `/v1`, `/v0` and `/v02` end no path. */
function isOddMajor(path: string): boolean {
  return /\/v\d+$/.test(path) && !MAJOR.test(path);
}

/** A host, with a dot in it, and elements that neither begin nor end with one. */
const PATH = /^(?=[^/]*\.)[a-z0-9](?:[a-z0-9.-]*[a-z0-9-])?(?:\/[A-Za-z0-9_~-](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?)*$/;
const MAJOR = /\/v([2-9]|[1-9]\d+)$/;
const GOPKG_IN = /\.v(0|[1-9]\d*)(?:-unstable)?$/;
/** In characters. */
const LONGEST = 1000;
