import type { Finding } from '../model/finding.ts';
import type { Lines } from '../model/positions.ts';

/**
 * All that people see of findings without asking for more, as one text: where it is the same, nothing is to be shown.
 */
export function shownText({ findings }: { readonly findings: readonly Finding[] }, lines: Lines): string {
  if (findings.length === 0) return '';
  return JSON.stringify(
    findings.map(({ rule, severity, at, message, deprecated, related }) => {
      return [rule, severity, lines.rangeOf(at), message, deprecated, related];
    }),
  );
}
