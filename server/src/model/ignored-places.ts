import type { Ignore } from './reference.ts';
import { type Span, spanOf } from './span.ts';

/** Where comments silence rules, found in a time that does not grow with their number. */
export interface IgnoredPlaces {
  /** Whether a comment silences a rule for a stretch of text that it touches. */
  has(ruleId: string, span: Span): boolean;
}

/** Takes the comments of a text together by the rules that they name. */
export function ignoredPlaces(ignores: readonly Ignore[]): IgnoredPlaces {
  const byRule = new Map<string, Span[]>();
  for (const { span, rules } of ignores) {
    for (const rule of rules.length === 0 ? [EVERY_RULE] : rules) {
      const spans = byRule.get(rule);
      if (spans === undefined) byRule.set(rule, [span]);
      else spans.push(span);
    }
  }
  const places = new Map([...byRule].map(([rule, spans]) => [rule, united(spans)]));
  return {
    has: (ruleId, span) => [EVERY_RULE, ruleId].some(rule => touchesOneOf(places.get(rule) ?? [], span)),
  };
}

/** No rule has an empty id. */
const EVERY_RULE = '';

/** Spans that touch, as one: what touches one of them touches that. In order and apart. */
function united(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || span.start > last.end) apart.push(span);
    else apart[apart.length - 1] = spanOf(last.start, Math.max(last.end, span.end));
  }
  return apart;
}

/** The last of the spans that begins early enough is the only one that can reach far enough. */
function touchesOneOf(apart: readonly Span[], span: Span): boolean {
  let low = 0;
  let high = apart.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((apart[middle]?.start ?? 0) <= span.end) low = middle + 1;
    else high = middle;
  }
  const candidate = apart[low - 1];
  return candidate !== undefined && candidate.end >= span.start;
}
