import type { CancellationToken } from 'vscode-languageserver';
import type { Urgency } from '../lens.ts';
import { NOT_ASKED, type Peek } from '../model/answer.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { Folder, Ledger } from './workspace.ts';

/** What was made of what is known, and what would make more of it. */
export interface Seen<Made> {
  readonly made: Made;
  readonly lens: Pick<Folder['lens'], 'want' | 'settle'>;
  /** All that was looked at: kept fresh in the background. */
  readonly questions: readonly Question[];
  /** Of these, what has no answer yet: waited for. */
  readonly open: readonly Question[];
  /** Whether nothing may be asked before all files were read that may say what the workspace makes itself. */
  readonly isHeld: boolean;
}

export interface Patience {
  readonly ledger: Pick<Ledger, 'whenWalked'>;
  /** How long the user waits without thinking of it, in milliseconds. */
  readonly patience: number;
  /** Whether somebody waits for it now. */
  readonly urgency: Urgency;
  /** Ends the wait before that, when the user looks elsewhere. */
  readonly token: CancellationToken;
}

/**
 * Looks, has asked what was not known, and looks again, until nothing is unknown that could be known, or the user's
 * patience is over: one answer leads to the next question, as an index does to the image of a platform. What is not
 * there by then goes on being asked, for the next time. A registry that does not answer costs the patience alone, and
 * nobody else waits meanwhile.
 *
 * @param look by what is known now; `undefined` where there is nothing to tell
 */
export async function lookPatiently<Made>(
  look: () => Seen<Made> | undefined,
  { ledger, patience, urgency, token }: Patience,
): Promise<Made | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), patience).unref();
  const listening = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    const settled = new Set<string>();
    for (;;) {
      const seen = look();
      if (seen === undefined) return undefined;
      if (seen.isHeld) {
        const walked = new Promise<boolean>(resolve => {
          // Asked for the next time, too, where this one is over by then.
          ledger.whenWalked(() => {
            const later = look();
            if (later !== undefined && !later.isHeld) later.lens.want(later.questions, 'screen');
            resolve(true);
          });
          signal.addEventListener('abort', () => resolve(false));
          if (signal.aborted) resolve(false);
        });
        // Where nothing is missing that may be asked then, nobody waits for it.
        if (seen.open.length > 0 && (await walked)) continue;
        return seen.made;
      }
      if (seen.questions.length > 0) seen.lens.want(seen.questions, 'screen');
      const open = seen.open.filter(question => !settled.has(questionKey(question)));
      if (open.length === 0 || signal.aborted) return seen.made;
      await seen.lens.settle(open, signal, urgency);
      for (const question of open) settled.add(questionKey(question));
    }
  } finally {
    clearTimeout(timer);
    listening.dispose();
  }
}

/** Those of some questions that have no answer yet, and may get one. */
export function openOf(questions: readonly Question[], peek: Peek): Question[] {
  return questions.filter(question => {
    const answer = peek(question);
    return answer.state === 'unknown' && (answer.why === NOT_ASKED.why || answer.why === 'asking');
  });
}
