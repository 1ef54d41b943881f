import { PACKAGES } from '../ecosystems/index.ts';
import { compareHashes, type ReleaseHash } from '../model/hashes.ts';
import { type LockNode, MOST_WAYS } from '../model/lock-graph.ts';
import type { ReleaseSubject, Subject } from '../model/reference.ts';
import type { Look } from './hover-parts.ts';
import type { Card, Line, Part } from './markdown.ts';

/** What a lockfile tells of an entry besides the entry itself. */
export interface LockTold {
  /** The shortest way down to it from a direct dependency, itself included; empty where none is known. */
  readonly chain: readonly LockNode[];
  readonly isDirect: boolean;
  /** See `Chains.waysTo`. */
  readonly ways: number;
}

/** Who brings an entry of a lockfile in, by which hash it is known, and where it was had from. */
export function lockCard(subject: Subject, look: Look, told: LockTold | undefined): Card {
  const locked = subject.kind === 'release' ? subject.locked : undefined;
  return [
    ...(told === undefined ? [] : chainLines(told)),
    ...(subject.kind === 'release' ? hashLines(subject, look) : []),
    ...(locked?.from === undefined ? [] : [['Recorded as from ', { code: locked.from }]]),
  ];
}

function chainLines({ chain, isDirect, ways }: LockTold): Line[] {
  if (isDirect) {
    const more = ways < 2 ? '' : `, and comes in ${waysText(ways - 1, ways)} besides`;
    return [[`Wanted by the project itself${more}`]];
  }
  const above = chain.slice(0, -1);
  if (above.length === 0) return [];
  const parts = above.flatMap(({ name }, i): Part[] => (i === 0 ? [{ code: name }] : [' → ', { code: name }]));
  return [['Comes with ', ...parts, ...(ways < 2 ? [] : [`, the shortest of ${waysText(ways, ways)}`])]];
}

function waysText(shown: number, counted: number): string {
  return `${shown}${counted >= MOST_WAYS ? ' or more' : ''} ${shown === 1 ? 'way' : 'ways'}`;
}

function hashLines(subject: ReleaseSubject, look: Look): Line[] {
  const recorded = subject.locked?.hashes;
  const [first] = recorded ?? [];
  if (recorded === undefined) return [];
  if (first === undefined) return [['Locked without a hash']];
  const served = PACKAGES[subject.registry].served?.(subject, look.ask, look.derive);
  const who = served?.by ?? 'the registry';
  const held = compareHashes(recorded, served?.hashes ?? []);
  switch (held.is) {
    case 'incomparable':
      return [['Locked with ', shortHash(first)]];
    case 'same':
      return [['Locked with ', shortHash(first), `, as ${who} has it`]];
    case 'different':
      return [
        [
          'Locked with ',
          shortHash(held.recorded),
          `, and ${who} has `,
          shortHash(held.served),
          ': these are other bytes',
        ],
      ];
  }
}

/** Enough of it to tell it from others by eye. */
function shortHash({ text }: ReleaseHash): Part {
  return { code: text.length <= LONGEST_HASH ? text : `${text.slice(0, LONGEST_HASH)}…` };
}

const LONGEST_HASH = 24;
