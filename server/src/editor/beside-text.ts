import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
import type { Abilities } from './abilities.ts';
import type { Background } from './background.ts';
import { createShown, type Shown } from './shown.ts';

/** What the client shows beside the text: made anew when answers arrive, where it would differ. */
export interface BesideText {
  readonly hints: Shown;
  readonly lenses: Shown;
  /** Answers have arrived. */
  readonly lookSoon: () => void;
}

/** @param delay while answers are gathered, in milliseconds */
export function createBesideText(
  connection: Connection,
  { refreshHints, refreshLenses }: Abilities,
  background: Background,
  delay: number,
): BesideText {
  const hints = createShown(async () => refreshHints && connection.languages.inlayHint.refresh());
  const lenses = createShown(async () => refreshLenses && connection.sendRequest(CodeLensRefreshRequest.type));
  const gather = background.gather(delay, () => {
    hints.look();
    lenses.look();
  });
  return { hints, lenses, lookSoon: gather.soon };
}
