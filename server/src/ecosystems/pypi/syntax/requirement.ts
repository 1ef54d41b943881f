import type { OpaqueReason } from '../../../model/reference.ts';

/** What a dependency specifier says (PEP 508). Places are indexes into its text. */
export type Requirement =
  | {
      readonly is: 'release';
      /** As written. */
      readonly name: string;
      /** The version specifiers without blanks around them; empty behind the name where none are written. */
      readonly from: number;
      readonly to: number;
      /** Where name, extras and version end. */
      readonly end: number;
      /** What must hold for it to count; absent where it always does. */
      readonly marker?: string;
    }
  | {
      readonly is: 'opaque';
      readonly why: OpaqueReason;
      readonly name?: string;
      /** What is wanted, as written. */
      readonly want: string;
      readonly end: number;
    };

/**
 * Reads a dependency specifier: name, extras, versions or an address, markers (PEP 508). Markers are not evaluated.
 * `undefined` where nothing is named.
 */
export function parseRequirement(text: string): Requirement | undefined {
  const start = text.length - text.trimStart().length;
  const name = NAME.exec(text.slice(start, start + LONGEST_NAME))?.[0];
  if (TEMPLATE.test(text)) return opaque('template', text, start, name);
  if (name === undefined) return VARIABLE.test(text) ? opaque('variable', text, start, name) : undefined;
  let at = passBlanks(text, start + name.length);
  if (text[at] === '[') {
    const close = text.indexOf(']', at);
    if (close < 0) return opaque('invalid', text, start, name);
    at = passBlanks(text, close + 1);
  }
  if (text[at] === '@') return elsewhere(text, at + 1, name);
  if (VARIABLE.test(text)) return opaque('variable', text, start, name);
  const semicolon = text.indexOf(';', at);
  const stop = semicolon < 0 ? text.length : semicolon;
  const marked = semicolon < 0 ? {} : { marker: text.slice(semicolon + 1) };
  if (at >= stop) {
    const end = start + text.slice(start, stop).trimEnd().length;
    return { is: 'release', name, from: end, to: end, end, ...marked };
  }
  let to = at + text.slice(at, stop).trimEnd().length;
  const end = to;
  if (text[at] === '(' && text[to - 1] === ')') {
    at = passBlanks(text, at + 1);
    to = Math.max(at, at + text.slice(at, to - 1).trimEnd().length);
  } else if (!/[<>=!~]/.test(text[at] ?? '')) return opaque('invalid', text, start, name);
  if (/\p{Surrogate}/u.test(text.slice(at, to))) return opaque('invalid', text, start, name);
  return { is: 'release', name, from: at, to, end, ...marked };
}

/** Where an address leads that stands in a registry's place. */
export function whyAddress(address: string): OpaqueReason {
  if (VARIABLE.test(address)) return 'variable';
  if (/^(?:git|hg|svn|bzr)\+/i.test(address) || /^git@|^git:/i.test(address)) return 'git';
  if (/^file:/i.test(address) || !/^[a-z][a-z0-9+.-]*:/i.test(address)) return 'path';
  return 'url';
}

/** Whether a text is of another language that is filled in before anybody reads it. */
export function isTemplate(text: string): boolean {
  return TEMPLATE.test(text);
}

/** Whether an environment variable stands in a text, as pip fills them in (req_file.py, `ENV_VAR_RE`). */
export function hasVariable(text: string): boolean {
  return VARIABLE.test(text);
}

/** A project's name (PEP 508, "Names"), and nothing but it. */
export function isProjectName(text: string): boolean {
  return text.length <= LONGEST_NAME && NAME.exec(text)?.[0] === text;
}

/** `name @ address`, where a blank stands before the semicolon of a marker. */
function elsewhere(text: string, from: number, name: string): Requirement {
  const at = passBlanks(text, from);
  const marker = /\s;/.exec(text.slice(at));
  const address = text.slice(at, marker === null ? undefined : at + marker.index).trimEnd();
  const why = address === '' ? 'invalid' : whyAddress(address);
  return { is: 'opaque', why, name, want: withoutLogin(address), end: Math.max(from, at + address.length) };
}

/** An address as it may be shown: without the name and password in it. */
export function withoutLogin(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

function opaque(why: OpaqueReason, text: string, start: number, name: string | undefined): Requirement {
  const written = text.trim();
  const end = start + written.length;
  return { is: 'opaque', why, ...(name === undefined ? {} : { name }), want: withoutLogin(written), end };
}

function passBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;
// Much longer than any that an index takes.
const LONGEST_NAME = 256;
const TEMPLATE = /\{\{|\{%|<%/;
const VARIABLE = /\$\{[A-Z0-9_]+\}/;
