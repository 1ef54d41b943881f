import type { RegistryId } from './names.ts';

/**
 * What the workspace around a document makes itself, so that its names mean no registry's. Names are canonical, as in
 * `ReleaseSubject.name`.
 */
export interface Provided {
  has(registry: RegistryId, name: string): boolean;
}
