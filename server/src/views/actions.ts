import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import type { Edit, Finding, Fix } from '../model/finding.ts';
import { isObject } from '../model/objects.ts';
import type { Lines } from '../model/positions.ts';

/** What identifies an action when the client hands it back to be resolved. The edit is computed anew then. */
export type ActionData = FixData | FixAllData | IgnoreData;

/** One fix of one finding. */
export interface FixData {
  readonly what: 'fix';
  readonly uri: string;
  /** The version of the document that the action was offered for. */
  readonly version: number;
  readonly rule: string;
  /** Where the finding starts, as an offset. */
  readonly start: number;
  readonly title: string;
}

/** All safe fixes of one document. */
export interface FixAllData {
  readonly what: 'fix-all';
  readonly uri: string;
  readonly version: number;
}

/** A name that the repository is to ignore from now on. */
export interface IgnoreData {
  readonly what: 'ignore';
  /** Of a document in the repository. */
  readonly uri: string;
  readonly version: number;
  /** See `Settings.ignore`. */
  readonly pattern: string;
}

/** One quick fix: with its edit where nothing must be found out first, else to be resolved. */
export interface OfferedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The edits, where the fix may be made at once. */
  readonly edits: readonly Edit[] | undefined;
  /** The other document that they are of; absent: the finding's own. */
  readonly elsewhere?: string;
}

/** Puts the edits of one document, another one where its URI is given, into the shape that the client understands. */
export type ToWorkspaceEdit = (edits: readonly Edit[], elsewhere?: string) => NonNullable<CodeAction['edit']>;

/** The quick fixes of one finding. The first safe one is what `Auto Fix` and the keyboard take. */
export function quickFixes(
  offered: readonly OfferedFix[],
  diagnostic: Diagnostic,
  document: { readonly uri: string; readonly version: number },
  toWorkspaceEdit: ToWorkspaceEdit,
): CodeAction[] {
  const preferred = offered.find(({ fix }) => fix.safety === 'safe');
  return offered.map(one => ({
    title: one.fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(one === preferred ? { isPreferred: true } : {}),
    ...(one.edits === undefined
      ? {
          data: {
            what: 'fix',
            uri: document.uri,
            version: document.version,
            rule: one.finding.rule,
            start: one.finding.at.start,
            title: one.fix.title,
          } satisfies FixData,
        }
      : { edit: toWorkspaceEdit(one.edits, one.elsewhere) }),
  }));
}

/** Reads what a client handed back; anything else is `undefined`. */
export function readActionData(data: unknown): ActionData | undefined {
  if (!isObject(data)) return undefined;
  const { what, uri, version, rule, start, title, pattern } = data;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (what === 'fix-all') return { what, uri, version };
  if (what === 'ignore') return typeof pattern === 'string' ? { what, uri, version, pattern } : undefined;
  if (what !== 'fix' || typeof rule !== 'string' || typeof start !== 'number' || typeof title !== 'string') {
    return undefined;
  }
  return { what, uri, version, rule, start, title };
}

/**
 * Whether the client's list of wanted kinds takes a kind: `source` takes `source.fixAll`. No list takes quick fixes
 * only.
 */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  if (only === undefined) return kind === CodeActionKind.QuickFix;
  return only.some(wanted => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** Edits as the protocol says them. */
export function textEdits(edits: readonly Edit[], lines: Lines): TextEdit[] {
  return edits.map(edit => ({ range: lines.rangeOf(edit.span), newText: edit.put }));
}
