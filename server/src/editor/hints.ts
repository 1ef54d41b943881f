import type { CodeLens, InlayHint, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../model/finding.ts';
import type { Digest } from '../model/names.ts';
import type { Reference } from '../model/reference.ts';
import type { Span } from '../model/span.ts';
import type { FixData } from '../views/actions.ts';
import { textEdits } from '../views/actions.ts';
import { pinLenses, policyLenses } from '../views/code-lens.ts';
import { type HintClick, type Hints, inlayHints } from '../views/inlay-hints.ts';
import { firstPinsOf, offeredFixes } from './offers.ts';
import { COMMANDS } from './protocol.ts';
import { pullBacksIn } from './pull-back.ts';
import type { Session } from './session.ts';
import type { PolicyPlace } from './simulating.ts';
import type { Checked } from './workspace.ts';

/** What stands behind the tags of the images in a range. What more is to be told is asked for, and brings a refresh. */
export function hintsIn(session: Session, document: TextDocument, range: Range): InlayHint[] {
  const { uri, version } = document;
  const make = (within: Span, click = clicksIn): Hints | undefined => {
    const checked = session.ledger.get(uri);
    if (checked?.version !== version) return undefined;
    const { text, lines, analysis, folder } = checked;
    return inlayHints(
      { text, lines, references: analysis.references },
      {
        within,
        mode: folder.settings.inlayHints,
        peek: folder.lens.peek,
        click: click(session, checked, version),
        now: session.world.now(),
      },
    );
  };
  const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  // The editor asks for hints of what it shows, and tells in no other way what that is.
  session.ahead.onScreen(uri, version, within);
  const made = make(within);
  if (made === undefined) return [];
  // Of what the workspace turns out to make, nothing is to be told by then.
  const ask = () => {
    const { questions = [] } = make(within) ?? {};
    if (questions.length > 0) session.ledger.get(uri)?.folder.lens.want(questions, 'screen');
  };
  if (made.questions.length > 0) session.ledger.whenWalked(ask);
  // Ranges come and go with every turn of the wheel, in several views of one document: one note is for all of it. It
  // holds what is seen; what a click does follows from that, and to find it out for a thousand images takes its time.
  const whole = () => make({ start: 0, end: document.getText().length }, () => () => undefined)?.hints;
  session.hints.note(uri, whole(), whole);
  return made.hints;
}

/** How a reference gets a digest: by the fix that its findings offer, through a command that verifies it first. */
function clicksIn(
  { abilities }: Session,
  checked: Checked,
  version: number,
): (reference: Reference, digest: Digest) => HintClick | undefined {
  const found = new Map<number, Finding[]>();
  for (const finding of checked.analysis.findings) {
    found.set(finding.at.start, [...(found.get(finding.at.start) ?? []), finding]);
  }
  return ({ span }, digest) => {
    if (!abilities.applyEdit) return undefined;
    const offers = (found.get(span.start) ?? [])
      .flatMap(finding => offeredFixes(checked, finding))
      .filter(({ fix }) => fix.verify?.ask === 'contents' && fix.verify.digest === digest);
    const offer = offers.find(({ fix }) => fix.safety === 'safe') ?? offers[0];
    if (offer === undefined) return undefined;
    const { finding, fix, edits } = offer;
    const data: FixData = {
      what: 'fix',
      uri: checked.uri,
      version,
      rule: finding.rule,
      start: span.start,
      title: fix.title,
    };
    return {
      fix,
      command: { title: fix.title, command: COMMANDS.applyFix, arguments: [data] },
      edits: edits === undefined ? undefined : textEdits(edits, checked.lines),
    };
  };
}

/** Clicks: for all images of a document, where there are several to pin; for one's own version, and policies. */
export function lensesOf(session: Session, uri: string): CodeLens[] {
  const make = (): CodeLens[] | undefined => {
    const checked = session.ledger.get(uri);
    if (checked?.version === undefined) return undefined;
    const { analysis, lines } = checked;
    const policies = policyLenses(analysis.references, lines, policy => {
      const place: PolicyPlace = { uri, policy };
      return { command: COMMANDS.simulateRetention, arguments: [place] };
    });
    const plans = [...policies, ...pullBacksIn(session, checked)];
    if (!session.abilities.applyEdit) return plans;
    const pin = { command: COMMANDS.pinDocument, arguments: [uri] };
    return [...pinLenses(firstPinsOf(checked).length, pin), ...plans];
  };
  const lenses = make() ?? [];
  session.lenses.note(uri, lenses, make);
  return lenses;
}
