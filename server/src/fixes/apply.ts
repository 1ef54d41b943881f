import type { Edit, Fix } from '../model/finding.ts';
import { textUnder } from '../model/span.ts';

/** What came of applying edits: the new text, or why none of them was applied. */
export type Applied =
  | { readonly is: 'done'; readonly text: string }
  /**
   * `changed`: the text under an edit is no longer what was seen. `overlap`: two edits want the same place differently.
   */
  | { readonly is: 'refused'; readonly why: 'changed' | 'overlap'; readonly edit: Edit };

/** Edits in the order of the text, each once, that can be applied together; or why they can't. */
export type Checked =
  | { readonly is: 'fit'; readonly edits: readonly Edit[] }
  | { readonly is: 'refused'; readonly why: 'changed' | 'overlap'; readonly edit: Edit };

/**
 * Checks edits against a text: each finds under its span what it expects, identical ones count once, and no two touch
 * the same stretch in different ways. Two insertions at one place are an overlap, because their order would be a guess.
 */
export function checkEdits(text: string, edits: readonly Edit[]): Checked {
  const inOrder = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const fit: Edit[] = [];
  for (const edit of inOrder) {
    if (edit.span.end > text.length || textUnder(text, edit.span) !== edit.expects) {
      return { is: 'refused', why: 'changed', edit };
    }
    const before = fit.at(-1);
    if (before !== undefined && sameEdit(before, edit)) continue;
    if (before !== undefined && collide(before, edit)) return { is: 'refused', why: 'overlap', edit };
    fit.push(edit);
  }
  return { is: 'fit', edits: fit };
}

/** Applies all edits to a text, or none; see {@link checkEdits}. */
export function applyEdits(text: string, edits: readonly Edit[]): Applied {
  const checked = checkEdits(text, edits);
  if (checked.is === 'refused') return checked;
  const pieces: string[] = [];
  let copied = 0;
  for (const edit of checked.edits) {
    pieces.push(text.slice(copied, edit.span.start), edit.put);
    copied = edit.span.end;
  }
  pieces.push(text.slice(copied));
  return { is: 'done', text: pieces.join('') };
}

/** Which of many fixes can be made in one go. */
export interface Combined {
  /** In the order of the text, ready for {@link applyEdits}. */
  readonly edits: readonly Edit[];
  readonly made: readonly Fix[];
  /** Fixes that would disturb one that stands before them, or that no longer fit the text. */
  readonly left: readonly Fix[];
}

/**
 * Takes fixes in their order, each whole or not at all, and leaves out those that do not fit beside the ones before.
 */
export function combineFixes(text: string, fixes: readonly Fix[]): Combined {
  const edits: Edit[] = [];
  const made: Fix[] = [];
  const left: Fix[] = [];
  for (const fix of fixes) {
    const its = checkEdits(text, fix.edits);
    const places = its.is === 'fit' ? its.edits.map(edit => placeAmong(edits, edit)) : [];
    if (its.is === 'refused' || places.includes('none')) {
      left.push(fix);
      continue;
    }
    // From the last on, so that the places of those before stay what they are.
    for (const [k, edit] of [...its.edits.entries()].reverse()) {
      const place = places[k];
      if (typeof place === 'number') edits.splice(place, 0, edit);
    }
    made.push(fix);
  }
  return { edits, made, left };
}

/**
 * Where an edit goes among others in the order of the text. `there`: it is among them. `none`: it would disturb one of
 * them, which can only be the one before or the one behind.
 */
function placeAmong(edits: readonly Edit[], edit: Edit): number | 'there' | 'none' {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edits[middle]?.span.start ?? 0) <= edit.span.start) low = middle + 1;
    else high = middle;
  }
  const before = edits[low - 1];
  if (before !== undefined && sameEdit(before, edit)) return 'there';
  const behind = edits[low];
  const collides = (before && collide(before, edit)) || (behind && collide(edit, behind));
  return collides ? 'none' : low;
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.put === b.put;
}

/** `a` starts no later than `b`. */
function collide(a: Edit, b: Edit): boolean {
  return b.span.start < a.span.end || b.span.start === a.span.start;
}
