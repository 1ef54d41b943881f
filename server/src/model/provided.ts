import type { RegistryId } from './names.ts';

/**
 * What the workspace around a document makes itself, so that its names mean no registry's. Names are canonical, as in
 * `ReleaseSubject.name`.
 */
export interface Provided {
  has(registry: RegistryId, name: string): boolean;
  /**
   * What `.env` beside the document says of variables; the same value as long as it says the same. Absent where there
   * is none.
   */
  readonly environment?: ReadonlyMap<string, string>;
}
