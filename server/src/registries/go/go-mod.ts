import type { RetractedRange } from '../../model/answer.ts';
import { type ModLine, readModLines } from './mod-syntax.ts';
import { canonical, compareVersions, readVersion } from './versions.ts';

/** What a module's author says of the module in the `go.mod` of its newest version. */
export interface GoMod {
  /** What is advised instead, in the author's words. */
  readonly deprecated?: string;
  /** In the order in which they stand. */
  readonly retracted: readonly RetractedRange[];
}

/**
 * Reads the `go.mod` of a dependency as go does (golang.org/x/mod/modfile/rule.go, `ParseLax`): directives that it does
 * not know are passed over, and so are intervals. `undefined` where go reports a mistake, so that nothing is known,
 * and of more than any module has. Never throws.
 */
export function readGoMod(text: string): GoMod | undefined {
  const lines = readModLines(text);
  if (lines === undefined || !lines.every(isSound)) return undefined;
  const modules = lines.filter(({ verb }) => verb === 'module');
  if (modules.length > 1 || lines.filter(({ verb }) => verb === 'go').length > 1) return undefined;
  const deprecated = DEPRECATION.exec(modules[0]?.comment ?? '')?.[1];
  const retractions = lines.filter(({ verb }) => verb === 'retract');
  if (retractions.length > MOST_RETRACTIONS) return undefined;
  const retracted = retractions.flatMap(rangeOf);
  return { ...(deprecated ? { deprecated } : {}), retracted };
}

/** Several times as many as any module has. */
const MOST_RETRACTIONS = 2_000;

/** A paragraph of its own (modfile/rule.go, `deprecatedRE`). */
const DEPRECATION = /(?:^|\n\n)Deprecated: *(.*?)(?:$|\n\n)/s;

/** Of what go looks at in the file of a dependency. */
function isSound({ verb, words }: ModLine): boolean {
  const [first = '', second = ''] = words;
  switch (verb) {
    case 'module':
      return words.length === 1 && unquoted(first) !== undefined;
    case 'go':
      return words.length === 1 && (GO_VERSION.test(first) || LATER_GO_VERSION.test(first));
    case 'require': {
      const version = unquoted(second);
      return words.length === 2 && unquoted(first) !== undefined && readVersion(version ?? '') !== undefined;
    }
    default:
      return true;
  }
}

const GO_VERSION = /^[1-9]\d*\.(?:0|[1-9]\d*)$/;
/** What go reads in dependencies alone, a `v` before it included (modfile/rule.go, `laxGoVersionRE`). */
const LATER_GO_VERSION = /^v?[1-9]\d*\.(?:0|[1-9]\d*)\D.*$/s;

/** `v1.0.0`, or `[v1.0.0, v1.2.0]`. Of what is neither, go says nothing: later ones may know more forms. */
function rangeOf({ words, comment }: ModLine): readonly RetractedRange[] {
  const [open = '', low = '', comma, high = '', close] = words;
  const isInterval = open === '[';
  if (isInterval && (comma !== ',' || close !== ']')) return [];
  const [from, to] = (isInterval ? [low, high] : [open, open]).map(unquoted);
  if (from === undefined || to === undefined) return [];
  // To go, what is no version is below all that are.
  const [lowest, highest] = [readVersion(from) ?? readVersion(LOWEST), readVersion(to)];
  if (lowest === undefined || highest === undefined || compareVersions(lowest, highest) > 0) return [];
  return [{ low: canonical(lowest), high: canonical(highest), ...(comment === '' ? {} : { reason: comment }) }];
}

const LOWEST = 'v0.0.0-0';

/** `undefined` for what is quoted otherwise than go reads it. */
function unquoted(word: string): string | undefined {
  if (!/["'`]/.test(word)) return word;
  return /^"[^"\\]*"$/.test(word) ? word.slice(1, -1) : undefined;
}
