import { createScanner } from 'jsonc-parser';
import type { IgnorePlace } from '../model/reference.ts';
import { spanOf } from '../model/span.ts';
import { type JsonMember, type JsonNode, stringOf } from './json.ts';
import type { YamlComment, YamlScalar } from './yaml-nodes.ts';
import { traceScalar } from './yaml-scalars.ts';

/**
 * A JSON string as a scalar that an image can be read from; `undefined` for any other value and for a string that is
 * still open.
 */
export function stringScalar(node: JsonNode, text: string): YamlScalar | undefined {
  return stringOf(node, text) === undefined ? undefined : quotedScalar(node.offset, node.offset + node.length, text);
}

/** The same for a member's name. */
export function keyScalar({ span }: JsonMember, text: string): YamlScalar | undefined {
  const name = /"(?:[^"\\\r\n]|\\.)*"/y;
  name.lastIndex = span.start;
  return name.test(text) ? quotedScalar(span.start, name.lastIndex, text) : undefined;
}

/** JSON's escapes are among those of YAML's double quotes (YAML 1.2.2, chapter 5.7). */
function quotedScalar(start: number, end: number, text: string): YamlScalar {
  const written = traceScalar('double', text.slice(start, end), start);
  return { kind: 'scalar', style: 'double', span: spanOf(start, end), isString: true, value: written.text, written };
}

/** The comments of JSON with comments that may speak to this program: those of one line. */
export function jsonComments(text: string): YamlComment[] {
  if (!text.includes('registry-lens:')) return [];
  const comments: YamlComment[] = [];
  const scanner = createScanner(text, false);
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token !== LINE_COMMENT) continue;
    const offset = scanner.getTokenOffset();
    comments.push({ offset, text: text.slice(offset + '//'.length, offset + scanner.getTokenLength()) });
  }
  return comments;
}

// jsonc-parser declares its enumeration of tokens in a way that is gone when types are stripped.
const LINE_COMMENT = 12;
const END = 17;

/**
 * Where a comment goes that silences a member that begins its line; `undefined` where what is meant stands on a later
 * one.
 */
export function ignorePlaceOfMember(
  { span }: JsonMember,
  meant: YamlScalar,
  text: string,
  newline: IgnorePlace['newline'],
): IgnorePlace | undefined {
  let start = span.start;
  // A large file may be a single line, which is not to be searched for its start time and again.
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  if ((start > 0 && text[start - 1] !== '\n') || text.slice(span.start, meant.span.start).includes('\n'))
    return undefined;
  return { offset: start, open: `${text.slice(start, span.start)}// `, newline };
}
