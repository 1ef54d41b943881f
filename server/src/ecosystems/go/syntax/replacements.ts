import type { OpaqueSubject, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { spanOf } from '../../../model/span.ts';
import type { ModLine, ModWord } from './mod-lines.ts';
import { namedModule, opaqueModule } from './requirement.ts';

/** What takes a module's place, and where that is written. */
export interface Replacement {
  readonly span: Span;
  /** The module whose place is taken. */
  readonly name: string;
  /** The version of which it takes the place; absent: each. */
  readonly version?: string;
  /** What is taken instead: another module or the same at a version, or a folder. */
  readonly by: ReleaseSubject | OpaqueSubject;
}

/** Reads a line of `replace`, whole as it must be (the Go Modules Reference, "replace directive"). */
export function replacementIn(line: ModLine): Replacement | undefined {
  if (line.verb !== 'replace') return undefined;
  const arrow = line.words.findIndex(word => word.text === '=>' && word.outer.start === word.span.start);
  const [left, version, ...more] = line.words.slice(0, Math.max(0, arrow));
  const right = line.words.slice(arrow + 1);
  const [target, its] = right;
  if (left === undefined || target === undefined || more.length > 0 || [left, version, target].some(isMark))
    return undefined;
  const of = { name: left.text, ...(version === undefined ? {} : { version: version.text }) };
  if (isFolder(target.text)) {
    if (its !== undefined || !target.isPlain) return undefined;
    return {
      ...of,
      span: spanOf(left.outer.start, target.outer.end),
      by: opaqueModule('path', left.text, target.text),
    };
  }
  const named = namedModule(right, line);
  return named === undefined ? undefined : { ...of, span: named.span, by: named.subject };
}

/**
 * What takes the place of a module at a version. That of one version goes before that of all
 * (cmd/go/internal/modload/modfile.go, `replacement`).
 *
 * @param find looks up what is written for a version, or without one
 */
export function replacementOf<Found>(
  version: string,
  find: (version?: string) => Found | undefined,
): Found | undefined {
  return find(version) ?? find();
}

function isMark(word: ModWord | undefined): boolean {
  return word?.isMark === true;
}

/** As the go command tells folders from paths of modules (golang.org/x/mod, modfile/rule.go, `IsDirectoryPath`). */
function isFolder(text: string): boolean {
  return /^(?:\.{1,2}$|\.{0,2}[/\\]|[A-Za-z]:)/.test(text);
}
