import { isUnread } from '../../server/src/editor/unread-events.ts';

/** An event of `workspace/didChangeWatchedFiles`. */
interface FileEvent {
  readonly uri: string;
}

type Send<Event> = (event: Event) => Promise<void>;

export interface FileEventsOptions {
  /** The URIs of the opened folders. */
  readonly roots: () => readonly string[];
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Lets events of files and folders pass to the client, which sends them together once there were none for a while.
 *
 * Programs may write without such a pause for minutes, and the server would hear of nothing meanwhile. So what the
 * server does not read is left out, and where there is no pause, one is made.
 */
export function createFileEvents<Event extends FileEvent>({ roots, now }: FileEventsOptions) {
  let began = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let released: Promise<void> | undefined;

  /** Everything that waits goes on together. */
  function untilReleased(): Promise<void> {
    released ??= new Promise<void>(resolve => setTimeout(resolve, PAUSE)).then(() => {
      released = undefined;
      began = now();
      last = began;
    });
    return released;
  }

  return async (event: Event, send: Send<Event>): Promise<void> => {
    if (isUnread(event.uri, roots())) return;
    if (released === undefined) {
      const time = now();
      if (time - last >= PAUSE) began = time;
      last = time;
      if (time - began < LONGEST) return send(event);
    }
    await untilReleased();
    return send(event);
  };
}

/** Longer than vscode-languageclient waits for the next event: 250 ms (client.ts, `_fileEventDelayer`). */
const PAUSE = 300;
/** How long events go on without a pause, in milliseconds. */
const LONGEST = 1000;
