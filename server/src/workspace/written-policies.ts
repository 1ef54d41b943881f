import { READERS } from '../ecosystems/readers.ts';
import type { Reference } from '../model/reference.ts';
import type { RetentionPolicy } from '../model/retention.ts';

/** The retention policies among references, in the order of the text. */
export function policiesAmong(references: readonly Reference[]): readonly RetentionPolicy[] {
  return references.flatMap(({ subject }) => (subject.kind === 'policy' ? [subject.policy] : []));
}

/**
 * The policies of a text of which somebody says that it holds some, whatever its file is called: those of the first
 * kind of file whose text looks so and that finds any.
 */
export function policiesWhateverName(text: string, file: string): readonly RetentionPolicy[] {
  for (const reader of READERS) {
    if (reader.recognises?.(text) !== true) continue;
    const policies = policiesAmong(reader.read(text, file).references);
    if (policies.length > 0) return policies;
  }
  return [];
}
