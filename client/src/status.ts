import type { Disposable, StatusBarItem } from 'vscode';
import type { Status } from '../../server/src/editor/protocol.ts';
import { statusWords } from './status-words.ts';

export interface StatusDisplay extends Disposable {
  show(status: Status): void;
}

/** Shows what the server tells, and takes back what ends by the clock. */
export function statusDisplay(item: StatusBarItem): StatusDisplay {
  let waiting: NodeJS.Timeout | undefined;

  function show(status: Status): void {
    clearTimeout(waiting);
    const words = statusWords(status, Date.now(), clockText);
    if (words === undefined) {
      item.hide();
      return;
    }
    item.text = words.text;
    item.tooltip = words.tooltip;
    item.show();
    if (words.until !== undefined) {
      waiting = setTimeout(() => show(status), Math.min(words.until - Date.now() + 1, LONGEST_TIMER));
    }
  }

  return { show, dispose: () => clearTimeout(waiting) };
}

/** A timer that waits for longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

function clockText(time: number): string {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
