import { CancellationToken } from 'vscode-languageserver';
import { type Question, questionKey } from '../model/question.ts';
import { isNamed } from '../model/reference.ts';
import { type Span, spansTouch } from '../model/span.ts';
import { lookAt, type Onlooker } from './hover.ts';
import { lookPatiently } from './patience.ts';

/** Has asked what hovers would tell of what is on screen, so that they are there at once. */
export interface Ahead {
  /** A stretch of a document is on screen, in the version that the stretch is of. */
  onScreen(uri: string, version: number, within: Span): void;
}

/**
 * So many names of a document: hovers go to few of those that one sees, and a package's dates come with a document of
 * some megabytes.
 */
const MOST_NAMES = 12;
/** A manifest that is downloaded counts as a pull with some hosts; so many are spent on what nobody asked for yet. */
const MOST_DOWNLOADS = 24;
/** In milliseconds; what has not come by then is asked for by the hover itself. */
const PATIENCE = 30_000;

export function createAhead(onlooker: Onlooker, inBackground: (run: () => Promise<void>) => void): Ahead {
  const names = new Map<string, Set<string>>();
  const downloads = new Set<string>();
  const { ledger } = onlooker;

  /** Whether the budget allows a question; one that was allowed once stays so. */
  function affords(question: Question): boolean {
    // Attestations are looked at one by one.
    if (question.ask === 'provenance') return false;
    const key = questionKey(question);
    if (question.ask !== 'contents' || downloads.has(key)) return true;
    if (downloads.size >= MOST_DOWNLOADS) return false;
    downloads.add(key);
    return true;
  }

  async function lookAhead(uri: string, version: number, start: number): Promise<void> {
    const look = () => {
      const checked = ledger.get(uri);
      const reference = checked?.analysis.references.find(({ span }) => span.start === start);
      if (checked?.version !== version || reference === undefined) return undefined;
      const seen = lookAt(onlooker, checked, reference);
      const open = seen.open.filter(affords);
      return { ...seen, questions: open, open };
    };
    await lookPatiently(look, { ledger, patience: PATIENCE, urgency: 'screen', token: CancellationToken.None });
  }

  return {
    onScreen(uri, version, within) {
      const checked = ledger.get(uri);
      if (checked?.version !== version) return;
      const its = names.get(uri) ?? new Set<string>();
      names.set(uri, its);
      for (const { subject, span } of checked.analysis.references) {
        if (its.size >= MOST_NAMES) return;
        if (subject.kind === 'opaque' || !isNamed(subject) || !spansTouch(span, within)) continue;
        const name = JSON.stringify(subject.name);
        if (its.has(name)) continue;
        its.add(name);
        inBackground(() => lookAhead(uri, version, span.start));
      }
    },
  };
}
