import type { Finding } from '../model/finding.ts';
import type { Lines } from '../model/positions.ts';

/** Findings, and the lines of the text that they are in. */
export interface Shown {
  readonly findings: readonly Finding[];
  readonly lines: Lines;
}

/**
 * Whether people see the same of both without asking for more: then nothing is to be shown anew. Of a large document,
 * all are compared at each keystroke.
 */
export function isShownAlike(a: Shown, b: Shown): boolean {
  if (a.findings.length !== b.findings.length) return false;
  return a.findings.every((finding, i) => {
    const other = b.findings[i];
    return other !== undefined && isAlike(finding, a.lines, other, b.lines);
  });
}

function isAlike(a: Finding, lines: Lines, b: Finding, others: Lines): boolean {
  if (a.rule !== b.rule || a.severity !== b.severity || a.message !== b.message || a.deprecated !== b.deprecated)
    return false;
  if (!isSamePlace(a.at.start, lines, b.at.start, others) || !isSamePlace(a.at.end, lines, b.at.end, others))
    return false;
  // Few have any.
  return a.related === b.related || JSON.stringify(a.related) === JSON.stringify(b.related);
}

function isSamePlace(a: number, lines: Lines, b: number, others: Lines): boolean {
  if (lines === others) return a === b;
  const [here, there] = [lines.positionAt(a), others.positionAt(b)];
  return here.line === there.line && here.character === there.character;
}
