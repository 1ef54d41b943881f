import type { Ignore, IgnorePlace } from '../model/reference.ts';
import { type Span, spanOf } from '../model/span.ts';
import { parseIgnoreComment } from './ignore-comment.ts';
import type { XmlDocument, XmlElement } from './xml-nodes.ts';
import { lineStartNear } from './yaml-places.ts';

/** Where a comment goes that silences an element: above its line. Absent where that line begins with something else. */
export function xmlIgnorePlace({ text, newline }: XmlDocument, element: XmlElement): IgnorePlace | undefined {
  const start = lineStartNear(text, element.span.start);
  if (start === undefined) return undefined;
  const indent = text.slice(start, element.span.start);
  return /^[ \t]*$/.test(indent) ? { offset: start, open: `${indent}<!-- `, close: ' -->', newline } : undefined;
}

/**
 * What comments silence: each the element that follows it, with all in it; past other comments and nothing else.
 */
export function xmlIgnoresOf({ text, comments, root }: XmlDocument): Ignore[] {
  if (!text.includes('registry-lens:')) return [];
  const starts = elementsByStart(root);
  let next = 0;
  const nextFrom = new Map<number, Span>();
  return comments.flatMap((comment, index) => {
    const rules = parseIgnoreComment(comment.text);
    if (rules === undefined) return [];
    // Of a run of comments the end is looked for once.
    const end = endOfRun(text, comments, index, nextFrom);
    while (next < starts.length && (starts[next]?.start ?? 0) < end) next += 1;
    const span = starts[next];
    return span === undefined || text.slice(end, span.start).trim() !== '' ? [] : [{ span, rules }];
  });
}

function endOfRun(text: string, comments: XmlDocument['comments'], from: number, known: Map<number, Span>): number {
  let index = from;
  let end = comments[index]?.end ?? 0;
  for (;;) {
    const run = known.get(index);
    if (run !== undefined) {
      end = run.end;
      break;
    }
    end = comments[index]?.end ?? end;
    const following = comments[index + 1];
    if (following === undefined || text.slice(end, following.offset).trim() !== '') break;
    index += 1;
  }
  for (let each = from; each <= index; each++) known.set(each, spanOf(end, end));
  return end;
}

function elementsByStart(root: XmlElement): readonly Span[] {
  const spans: Span[] = [];
  const waiting = [...root.children].reverse();
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    spans.push(element.span);
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
  return spans;
}
