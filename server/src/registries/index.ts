import type { Http } from '../http/http.ts';
import type { RegistryId } from '../model/names.ts';
import { makeNpmRegistry } from './npm/index.ts';
import { makeOciRegistry } from './oci/index.ts';
import type { MakeRegistry, Registry } from './registry.ts';

/** Every registry that can be asked. */
const REGISTRIES: Readonly<Record<RegistryId, MakeRegistry>> = {
  oci: makeOciRegistry,
  npm: makeNpmRegistry,
};

/** Makes a client of each registry over one way out. */
export function createRegistries(http: Http): Readonly<Record<RegistryId, Registry>> {
  const made = Object.values(REGISTRIES).map(make => make(http));
  return Object.fromEntries(made.map(registry => [registry.id, registry])) as Record<RegistryId, Registry>;
}
