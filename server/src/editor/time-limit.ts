import type { CancellationToken } from 'vscode-languageserver';
import type { Settings } from '../settings.ts';

/** A signal that ends what the user waits for. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Call when the wait is over. */
  done(): void;
}

/**
 * The time that one request may take by the user's own limits, its retry included, or the user's patience if that ends
 * before.
 */
export function timeLimit(
  settings: Pick<Settings, 'connectSeconds' | 'headersSeconds' | 'bodySeconds'>,
  token?: CancellationToken,
): TimeLimit {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const milliseconds = 2 * 1000 * (settings.connectSeconds + settings.headersSeconds + settings.bodySeconds);
  const timer = setTimeout(abort, milliseconds);
  const listening = token?.onCancellationRequested(abort);
  if (token?.isCancellationRequested === true) abort();
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      listening?.dispose();
    },
  };
}
