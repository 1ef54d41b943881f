/** Where a name is asked, for people to read. */
export interface Whereabouts {
  /** The base address, without a trailing slash. */
  readonly base: string;
  /** Whether it is what the name says, or the address that everybody uses by default. */
  readonly isUsual: boolean;
  /** Set where it stands in for no other address. */
  readonly isItself?: true;
  /** The hosts that are asked before. */
  readonly mirrors: readonly string[];
  /** What came between lately; absent where nothing did. */
  readonly trouble?: Trouble;
}

/** What happened when a host was asked in vain. */
export type Trouble =
  | { readonly is: 'failing'; readonly status: number }
  | { readonly is: 'timed-out' }
  /** No connection, with what the system says of it, as in `ECONNREFUSED`. */
  | { readonly is: 'not-connected'; readonly code: string }
  /** It asked to be left alone until then, in milliseconds since the epoch. */
  | { readonly is: 'paused'; readonly until: number };
