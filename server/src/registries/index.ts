import type { Http } from '../http/http.ts';
import type { RegistryId } from '../model/names.ts';
import { makeCargoRegistry } from './cargo/index.ts';
import { makeGoRegistry } from './go/index.ts';
import { makeMavenRegistry } from './maven/index.ts';
import { makeNpmRegistry } from './npm/index.ts';
import { makeOciRegistry } from './oci/index.ts';
import { makePypiRegistry } from './pypi/index.ts';
import type { MakeRegistry, Registry } from './registry.ts';

/** Every registry that can be asked. A new one is a room in this folder and a line here. */
const REGISTRIES: Readonly<Record<RegistryId, MakeRegistry>> = {
  oci: makeOciRegistry,
  cargo: makeCargoRegistry,
  go: makeGoRegistry,
  maven: makeMavenRegistry,
  npm: makeNpmRegistry,
  pypi: makePypiRegistry,
};

/** Makes a client of each registry over one way out. */
export function createRegistries(http: Http): Readonly<Record<RegistryId, Registry>> {
  return Object.fromEntries(Object.entries(REGISTRIES).map(([id, make]) => [id, make(http)])) as Record<
    RegistryId,
    Registry
  >;
}
