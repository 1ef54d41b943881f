import type { IgnorePlace } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import { lineStartNear } from '../../../syntax/yaml-places.ts';
import type { GradleScript } from './gradle-nodes.ts';
import { parseGradleTokens } from './gradle-parser.ts';
import { scanGradle } from './gradle-scanner.ts';
import { languageOf } from './gradle-tokens.ts';

/** Reads a Gradle script, in the language that its name tells. It is code, and is never run. */
export function parseGradle(text: string, file: string): GradleScript {
  const language = languageOf(file);
  const { tokens, comments, longStretches } = scanGradle(text, language);
  const newline = newlineOf(text);
  return {
    ...{ text, comments },
    statements: parseGradleTokens(tokens, text, language),
    ignorePlace: at => {
      const start = lineStartNear(text, at);
      if (start === undefined || isWithin(longStretches, start)) return undefined;
      const open = /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
      return { offset: start, open: `${open}// `, newline } satisfies IgnorePlace;
    },
  };
}

/** Whether an offset lies within one of some stretches, in their order. */
function isWithin(stretches: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = stretches[low];
  return found !== undefined && found.start < offset;
}
