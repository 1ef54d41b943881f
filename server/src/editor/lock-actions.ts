import path from 'node:path';
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { Reference } from '../model/reference.ts';
import { type Span, spansTouch } from '../model/span.ts';
import { commandText } from '../model/tool-command.ts';
import { documentIn, nameAt } from './chains.ts';
import { CLIENT_COMMANDS, type TerminalRun, type WhyPlace } from './protocol.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';
import type { Checked } from './workspace.ts';

/** What must be known of a session. */
type Offering = Pick<Session, 'ledger' | 'showsWhy' | 'runsInTerminal'>;

/**
 * What can be done about findings of what lockfiles hold, besides edits: to see why it is there, and to have the
 * project's own tool renew it. Both are commands of the client's, for clients that say that they have them.
 *
 * @param diagnostics those of the document's findings, in their order
 */
export function lockActions(
  session: Offering,
  checked: Checked,
  diagnostics: readonly Diagnostic[],
  range: Span,
): CodeAction[] {
  if (!session.showsWhy && !session.runsInTerminal) return [];
  const actions = new Map<string, CodeAction>();
  for (const [i, finding] of checked.analysis.findings.entries()) {
    const diagnostic = diagnostics[i];
    if (diagnostic === undefined || !spansTouch(finding.at, range)) continue;
    const its = checked.analysis.referenceOf(finding);
    const commands = [
      ...(session.runsInTerminal ? runsFor(session, checked, finding, its) : []),
      ...(session.showsWhy ? whysFor(session, checked, finding, its) : []),
    ];
    for (const { title, command, argument } of commands) {
      const known = actions.get(title)?.diagnostics ?? [];
      actions.set(title, {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [...known, diagnostic],
        command: { title, command, arguments: [argument] },
      });
    }
  }
  return [...actions.values()];
}

interface Offered {
  readonly title: string;
  readonly command: string;
  readonly argument: WhyPlace | TerminalRun;
}

/** Where the lockfile lies is where its tool is run; what changes a manifest's own version is run beside that. */
function runsFor({ ledger }: Offering, checked: Checked, { commands = [] }: Finding, its?: Reference): Offered[] {
  const held = its?.subject.kind === 'release' ? its.subject.held : undefined;
  const isHere = its?.role === 'lock' || its?.role === 'own';
  const there = isHere ? checked : held && documentIn(ledger, checked, held.by);
  const root = there?.folder.root;
  if (there === undefined || root === undefined) return [];
  const folder = uriOf(path.join(root, path.dirname(there.file)));
  return commands.flatMap(command => {
    const text = commandText(command);
    if (text === undefined) return [];
    const title = `Run ${code(text)} in the terminal`;
    return [{ title, command: CLIENT_COMMANDS.runInTerminal, argument: { ...command, folder } }];
  });
}

/** At a lockfile's own line; elsewhere, at the lines that the finding points to. */
function whysFor({ ledger }: Offering, checked: Checked, { at, related = [] }: Finding, its?: Reference): Offered[] {
  const why = (name: string, place: WhyPlace): Offered => ({
    title: `Show why ${code(name)} is here`,
    command: CLIENT_COMMANDS.showWhy,
    argument: place,
  });
  if (its?.role === 'lock') {
    const name = nameAt(checked, at.start);
    return name === undefined ? [] : [why(name, { uri: checked.uri, position: checked.lines.positionAt(at.start) })];
  }
  return related.flatMap(({ uri, range }) => {
    const lockfile = uri === undefined ? undefined : ledger.get(uri);
    if (uri === undefined || lockfile?.reading.graph === undefined) return [];
    const there = lockfile.reading.references.find(({ span }) => {
      const { line, character } = lockfile.lines.positionAt(span.start);
      return line === range.start.line && character === range.start.character;
    });
    const name = there === undefined ? undefined : nameAt(lockfile, there.span.start);
    return name === undefined ? [] : [why(name, { uri, position: range.start })];
  });
}
