import type { Connection } from 'vscode-languageserver';

/** Work that the user can see and end. */
export interface Progress {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  say(message: string): void;
  end(): void;
}

/** Starts work of that title; on clients that show none it runs unseen. */
export type BeginProgress = (title: string) => Promise<Progress>;

/** `window/workDoneProgress/create`, where the client has it (LSP 3.17, "Work Done Progress"). */
export function progressOf(connection: Connection, isSupported: boolean): BeginProgress {
  return async title => {
    const controller = new AbortController();
    // A client that refuses is one that shows nothing.
    const reporter = isSupported ? await connection.window.createWorkDoneProgress().catch(() => undefined) : undefined;
    if (reporter === undefined) return unseenProgress(controller.signal);
    reporter.token.onCancellationRequested(() => controller.abort());
    reporter.begin(title, undefined, undefined, true);
    let ended = false;
    let said = 0;
    return {
      signal: controller.signal,
      say(message) {
        const now = performance.now();
        if (ended || now - said < BETWEEN_MESSAGES) return;
        said = now;
        reporter.report(message);
      },
      end() {
        if (!ended) reporter.done();
        ended = true;
      },
    };
  };
}

/** Progress that no client shows. */
function unseenProgress(signal: AbortSignal = new AbortController().signal): Progress {
  return { signal, say() {}, end() {} };
}

/** In milliseconds: people do not read faster. */
const BETWEEN_MESSAGES = 100;
