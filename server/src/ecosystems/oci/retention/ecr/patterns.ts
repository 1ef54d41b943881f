import { covers } from '../../../../model/statement.ts';
import type { EcrMeaning } from './meaning.ts';

/**
 * Whether each image that meets what one rule says of tags also meets what another says: then the other, which comes
 * first, leaves it nothing.
 */
export function isWithin(rule: EcrMeaning, others: readonly EcrMeaning[]): EcrMeaning | undefined {
  const { tagStatus, patterns } = rule;
  for (const other of others) {
    if (other.tagStatus === 'any') return other;
    if (tagStatus === 'untagged' && other.tagStatus === 'untagged') return other;
    if (tagStatus !== 'tagged' || other.tagStatus !== 'tagged' || other.patterns === undefined) continue;
    if (other.patterns.length > MOST_COMPARED || (patterns?.length ?? 0) > MOST_COMPARED) continue;
    // A star of the narrower pattern is met by a star of the wider one alone.
    if (other.patterns.every(wide => patterns?.some(narrow => isNarrower(narrow, wide)) === true)) return other;
  }
  if (tagStatus !== 'any' || !others.some(other => other.tagStatus === 'untagged')) return undefined;
  return others.find(other => other.tagStatus === 'tagged' && other.patterns?.every(each => isAll(each)) === true);
}

/** Nobody writes more. */
const MOST_COMPARED = 20;

/** Two patterns that no single tag meets: their beginnings, or their ends, differ. */
export function areApart(a: string, b: string): boolean {
  const [headA = '', headB = ''] = [a.split('*')[0], b.split('*')[0]];
  const [tailA = '', tailB = ''] = [a.split('*').at(-1), b.split('*').at(-1)];
  return !(isHead(a, headA, headB) || isHead(b, headB, headA)) || !(isTail(a, tailA, tailB) || isTail(b, tailB, tailA));
}

/** Whether what is written up to the star of one pattern may go on as the other begins. */
function isHead(pattern: string, head: string, other: string): boolean {
  return pattern.includes('*') ? other.startsWith(head) : other === head;
}

function isTail(pattern: string, tail: string, other: string): boolean {
  return pattern.includes('*') ? other.endsWith(tail) : other === tail;
}

function isNarrower(narrow: string | undefined, wide: string | undefined): boolean {
  return narrow !== undefined && wide !== undefined && covers(wide, narrow);
}

function isAll(pattern: string | undefined): boolean {
  return pattern !== undefined && /^\*+$/.test(pattern);
}
