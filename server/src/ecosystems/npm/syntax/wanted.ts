import type { Around } from '../../../model/reader.ts';
import type { OpaqueReason, OpaqueSubject, Subject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { installedBy, type NpmClient } from '../clients.ts';
import type { AgeLimitFor } from './age-limits.ts';
import { decidedByCatalog } from './catalogs.ts';
import { readJsrSpec } from './jsr.ts';
import { readNpmSpec } from './npm-spec.ts';

/** A text behind a package's name, whatever language it is written in. */
export interface WrittenSpec {
  readonly value: string;
  /** Where its end stands in the document, from an index on; absent where no fix may replace it. */
  editFrom(index: number): Span | undefined;
}

/** Who installs what a file wants, and what lies around it. */
export interface WantedBy extends Pick<Around, 'told' | 'folder'> {
  readonly client: NpmClient;
  /** Absent where nothing is looked up. */
  readonly ageLimit?: AgeLimitFor;
}

/** What a package's name and the text behind it ask for. */
export function wantedSubject(name: string, { value, editFrom }: WrittenSpec, by: WantedBy): Subject {
  const { client, told } = by;
  // A reference to the version of a direct dependency, in overrides of npm and pnpm.
  if (value.startsWith('$') && !value.startsWith('${')) return opaquePackage('variable', name, value);
  const spec = readJsrSpec(name, value, { client, told }) ?? readNpmSpec(name, value, client);
  if (spec.is === 'opaque') {
    const decided = decidedByCatalog(name, value, told);
    return { ...opaquePackage(spec.why, name, value), ...(decided === undefined ? {} : { decided }) };
  }
  const ageLimit = by.ageLimit?.(spec.name);
  const edit = spec.from === undefined ? undefined : editFrom(spec.from);
  return {
    ...{ kind: 'release', registry: 'npm', name: spec.name, want: spec.want },
    ...installedBy(client, spec.want),
    ...(ageLimit === undefined ? {} : { ageLimit }),
    ...(edit === undefined ? {} : { edit }),
  };
}

/** A package that is named, and cannot be asked about. */
export function opaquePackage(why: OpaqueReason, name?: string, want?: string): OpaqueSubject {
  return {
    kind: 'opaque',
    why,
    registry: 'npm',
    ...(name === undefined ? {} : { name }),
    ...(want === undefined ? {} : { want }),
  };
}
