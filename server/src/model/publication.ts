import type { PackageRegistryId } from './names.ts';
import type { Span } from './span.ts';

/** The version that a manifest gives its own package, as it would be published from here. */
export interface PublicationSubject {
  readonly kind: 'publication';
  readonly registry: PackageRegistryId;
  /** The canonical name. */
  readonly name: string;
  /** As written. */
  readonly version: string;
  /** Where it would be published, where the file says that; as `ReleaseSubject.source`. */
  readonly source?: string;
  /** The version's text, without quotes: the only text that a fix may replace. Absent where another file has it. */
  readonly edit?: Span;
}
