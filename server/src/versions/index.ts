import type { PackageRegistryId } from '../model/question.ts';
import { NPM_VERSIONING } from './npm.ts';
import type { Versioning } from './versioning.ts';

const VERSIONINGS: Readonly<Record<PackageRegistryId, Versioning>> = {
  npm: NPM_VERSIONING,
};

/** How the packages of a registry compare versions and read ranges. */
export function versioningOf(registry: PackageRegistryId): Versioning {
  return VERSIONINGS[registry];
}
