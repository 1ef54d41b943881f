import { parseSemver, type Semver } from '../../model/semver.ts';

/** A version as go writes it. */
export interface GoVersion extends Semver {
  /** Set for a version 2 or later of a module whose path does not say so. */
  readonly isIncompatible: boolean;
}

/**
 * Reads a canonical version, as the go command writes it (golang.org/x/mod/module, `CanonicalVersion`); `undefined` for
 * any other text, such as `v1.2` or a branch.
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  const version = text.startsWith('v') ? parseSemver(text.slice(1)) : undefined;
  if (version === undefined || (version.build !== '' && version.build !== INCOMPATIBLE)) return undefined;
  return { ...version, isIncompatible: version.build !== '' };
}

const INCOMPATIBLE = 'incompatible';
