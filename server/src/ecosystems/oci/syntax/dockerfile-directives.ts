import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { type Span, spanOf } from '../../../model/span.ts';

/** What the parser directives at the top of a Dockerfile say. */
export interface DockerfileDirectives {
  /** The escape and continuation character. */
  readonly escapeMark: '\\' | '`';
  /** The frontend's image, as written behind `# syntax=`. */
  readonly syntax?: { readonly image: string; readonly span: Span };
}

const NAME = /^[a-zA-Z][a-zA-Z0-9]*$/;
// The JSON parser calls itself for every level, and a hostile file would exhaust the stack.
const LONGEST_JSON = 4096;
const MOST_BRACKETS = 200;
const KNOWN = new Set(['syntax', 'escape', 'check']);

/**
 * Reads the leading run of directives as BuildKit does (frontend/dockerfile/parser/directives.go): it looks for
 * `syntax` and for `escape` by different rules. Before the frontend is chosen, a shebang line, `//` instead of `#` and
 * a whole file of JSON are allowed, but no indentation; `escape` is read by the frontend, which allows indentation and
 * nothing else. Of a name that occurs twice, which BuildKit refuses, the first counts.
 */
export function readDirectives(text: string): DockerfileDirectives {
  const escapeMark = directiveRun(text, 0, '#', true).get('escape')?.value === '`' ? '`' : '\\';
  const start = text.startsWith('#!') ? afterLine(text, 0) : 0;
  const syntax =
    directiveRun(text, start, '#', false).get('syntax') ??
    directiveRun(text, start, '//', false).get('syntax') ??
    syntaxInJson(text);
  if (syntax === undefined) return { escapeMark };
  const blank = syntax.value.indexOf(' ');
  const image = blank < 0 ? syntax.value : syntax.value.slice(0, blank);
  return {
    escapeMark,
    syntax: { image, span: spanOf(syntax.start, syntax.start + image.length) },
  };
}

interface Directive {
  readonly value: string;
  readonly start: number;
}

function directiveRun(text: string, from: number, mark: string, mayIndent: boolean): Map<string, Directive> {
  const run = new Map<string, Directive>();
  for (let start = from; start < text.length; start = afterLine(text, start)) {
    const line = text.slice(start, afterLine(text, start)).trimEnd();
    const indent = mayIndent ? line.length - line.trimStart().length : 0;
    const equals = line.indexOf('=');
    if (!line.startsWith(mark, indent) || equals < 0) break;
    const name = line.slice(indent + mark.length, equals).trim();
    const value = line.slice(equals + 1).trimStart();
    const key = name.toLowerCase();
    if (!NAME.test(name) || value === '' || !KNOWN.has(key)) break;
    if (!run.has(key)) run.set(key, { value, start: start + line.length - value.length });
  }
  return run;
}

function syntaxInJson(text: string): Directive | undefined {
  if (text.length > LONGEST_JSON || !text.trimStart().startsWith('{')) return undefined;
  // The parser goes down with each bracket, and the stack may have little left.
  if (text.split(/[[{]/, MOST_BRACKETS + 2).length > MOST_BRACKETS + 1) return undefined;
  const problems: { error: number; offset: number; length: number }[] = [];
  const root = parseTree(text, problems, { disallowComments: true });
  const node = root === undefined || problems.length > 0 ? undefined : findNodeAtLocation(root, ['syntax']);
  if (node?.type !== 'string' || typeof node.value !== 'string') return undefined;
  // A value written with escapes has no text of its own that could be edited.
  return node.length === node.value.length + 2 ? { value: node.value, start: node.offset + 1 } : undefined;
}

function afterLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline < 0 ? text.length : newline + 1;
}
