import type { PackageRegistryId } from '../model/question.ts';
import type { Versioning } from '../model/versioning.ts';
import { NPM_VERSIONING } from './npm/versions.ts';

const VERSIONINGS: Readonly<Record<PackageRegistryId, Versioning>> = {
  npm: NPM_VERSIONING,
};

/** How the packages of a registry compare versions and read ranges. */
export function versioningOf(registry: PackageRegistryId): Versioning {
  return VERSIONINGS[registry];
}
