import type { OpaqueReason, OpaqueSubject, ReleaseSubject, Want } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { parseGoVersion } from '../go-version.ts';
import { isModulePath, isVersionOf } from '../module-path.ts';
import type { ModLine, ModWord } from './mod-lines.ts';

/** A module at a version, as a line names it. */
export interface NamedModule {
  readonly span: Span;
  readonly name: string;
  readonly subject: ReleaseSubject | OpaqueSubject;
}

/**
 * Reads a path and a version (the Go Modules Reference, "require directive"). Nothing is read of what is no such pair,
 * or still being typed; a path with a blank behind it is one whose version is typed next.
 */
export function namedModule(words: readonly ModWord[], line: ModLine): NamedModule | undefined {
  const [path, version, ...more] = words;
  if (path === undefined || more.length > 0 || words.some(word => word.isMark)) return undefined;
  const name = path.text;
  if (version === undefined) {
    const { end } = path.outer;
    if (line.end === end || !isModulePath(name)) return undefined;
    const at = spanOf(end + 1, end + 1);
    return { span: path.outer, name, subject: releaseOf(name, { is: 'range', text: '' }, at) };
  }
  const span = spanOf(path.outer.start, version.outer.end);
  const want = wantOf(version.text);
  if (!path.isPlain || !version.isPlain || want === undefined || !isModulePath(name)) {
    return { span, name, subject: opaqueModule('invalid', name, version.text) };
  }
  const exact = want.is === 'exact' ? parseGoVersion(want.version) : undefined;
  if (exact !== undefined && !isVersionOf(name, exact)) {
    return { span, name, subject: opaqueModule('invalid', name, version.text) };
  }
  return { span, name, subject: releaseOf(name, want, version.span) };
}

/** A module that is named, and cannot be asked about. */
export function opaqueModule(why: OpaqueReason, name: string, want?: string): OpaqueSubject {
  return { kind: 'opaque', why, registry: 'go', name, ...(want === undefined ? {} : { want }) };
}

/**
 * `v1.2`, `latest`, a branch or the beginning of a commit is what the go command looks up when it is run next, to write
 * down the version (the Go Modules Reference, "Version queries"), and so is all else that may become one while it is
 * typed; nothing is known of which release that is.
 */
function wantOf(text: string): Want | undefined {
  if (parseGoVersion(text) !== undefined) return { is: 'exact', text, version: text };
  return /^(?:[<>]=?)?[A-Za-z0-9][\w.+~-]{0,200}$/.test(text) ? { is: 'range', text } : undefined;
}

function releaseOf(name: string, want: Want, edit: Span): ReleaseSubject {
  return { kind: 'release', registry: 'go', name, want, edit };
}
