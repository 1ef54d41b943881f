import type { Around } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';

/**
 * States what a manifest wants itself, to the lockfile beside it that does not tell it.
 *
 * @param manifest its name without folders
 */
export function directStated(manifest: string, references: readonly Reference[]): readonly Statement[] {
  const names = references.flatMap(({ subject }) =>
    subject.kind === 'release' || (subject.kind === 'opaque' && subject.name !== undefined) ? [subject.name ?? ''] : [],
  );
  if (names.length === 0) return [];
  return [{ says: 'gives', key: directKey(manifest), reach: 'below', value: JSON.stringify([...new Set(names)]) }];
}

/** What the manifest beside a lockfile wants itself, by canonical names; `undefined` where none says so. */
export function directAround({ told, folder }: Around, manifest: string): readonly string[] | undefined {
  const said = told(directKey(manifest)).findLast(({ from }) => from.folder === folder);
  // Made by this file alone.
  return said?.says === 'gives' ? JSON.parse(said.value) : undefined;
}

function directKey(manifest: string): string {
  return `direct pypi ${manifest}`;
}
