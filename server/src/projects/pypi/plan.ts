import type { Ignorance } from '../../model/answer.ts';
import type { Owner } from '../../model/ownership.ts';

/** An index as some configuration names it. */
export interface NamedIndex {
  /** Where that stands, for the log. */
  readonly from: string;
  readonly owner: Owner;
  /** The address as it is written, user information included; only the user's own is ever sent. */
  readonly url: string;
  /** What the tool calls it, where it has names. */
  readonly name?: string;
  /** The folder's own file carries a login for it, which is not used. */
  readonly loginWithheld?: true;
  /** It stands where the tool's default index does, in which the user's setting takes its place. */
  readonly isDefault?: true;
  /** A page or folder of files, which is no index that could be asked for a name. */
  readonly isFlat?: true;
}

/** Which indexes a tool would ask for a name. */
export type Plan =
  /**
   * The indexes of a round are asked together and count as one. Of several rounds the first that has the name counts,
   * and none after it is asked.
   */
  | { readonly is: 'asked'; readonly rounds: readonly (readonly NamedIndex[])[] }
  /** Nobody may be asked: what the tool would do cannot be followed. */
  | Closed;

/** The name stays inside. `said` is a sentence for the log, once; it begins with where the reason stands. */
export interface Closed {
  readonly is: 'closed';
  readonly why: Ignorance;
  readonly said: string;
}

/** A closed route, with the sentence for the log. */
export function closed(why: Ignorance, said: string): Closed {
  return { is: 'closed', why, said };
}

/** What a file that cannot be read leads to: it might name any index. */
export function closedByBroken(from: string, detail: string): Closed {
  return closed('unreachable', `${from}: ${detail}. Python packages that it may map to an index are not asked about.`);
}

/** Something besides indexes may have the name, which cannot be looked into: what indexes lack is not missing then. */
export function closedByLinks(from: string): Closed {
  const what = 'names places outside of indexes where packages are to be found, which are not looked into';
  return closed('unreachable', `${from}: ${what}. Python packages that may lie there are not asked about.`);
}

/** No index may be asked, by the tool's own configuration. */
export function closedByNoIndex(from: string): Closed {
  return closed('blocked', `${from}: allows no index. Python packages are not asked about.`);
}
