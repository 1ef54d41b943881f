import type { Want } from './reference.ts';

/** A want of one version, by its text as written; `version` where that is not the text itself. */
export type ExactWantOf = (text: string, version?: string) => Want;

/**
 * Makes what is wanted of exact versions, of one text once: of the ten thousand entries of a lockfile many are at the
 * same version. A text means the same version wherever it is written.
 */
export function exactWants(): ExactWantOf {
  const wants = new Map<string, Want>();
  return (text, version = text) => {
    const before = wants.get(text);
    if (before !== undefined) return before;
    const want: Want = { is: 'exact', text, version };
    wants.set(text, want);
    return want;
  };
}
