import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
import type { Abilities } from './abilities.ts';
import type { Background } from './background.ts';
import { createPublished, type Published } from './published.ts';

/** What the client shows beside the text: made anew when answers arrive, where it would differ. */
export interface BesideText {
  readonly hints: Published;
  readonly lenses: Published;
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
  const hints = createPublished(async () => refreshHints && connection.languages.inlayHint.refresh());
  const lenses = createPublished(async () => refreshLenses && connection.sendRequest(CodeLensRefreshRequest.type));
  const gather = background.debounce(delay, () => {
    hints.look();
    lenses.look();
  });
  return { hints, lenses, lookSoon: gather.soon };
}
