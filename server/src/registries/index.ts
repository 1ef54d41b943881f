import type { RegistryId } from '../model/names.ts';
import { makeNpmRegistry } from './npm.ts';
import { makeOciRegistry } from './oci.ts';
import type { MakeRegistry } from './registry.ts';

/** Every registry that can be asked. */
export const REGISTRIES: Readonly<Record<RegistryId, MakeRegistry>> = {
  oci: makeOciRegistry,
  npm: makeNpmRegistry,
};
