import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { LeftOut, OfferedPin, PinChoice } from '../../server/src/editor/protocol.ts';

interface PinItem extends QuickPickItem {
  /** Absent for what is only told. */
  readonly index?: number;
}

/** Has the user choose what is pinned: all that is safe is ticked. `null` where they change their mind. */
export async function choosePins({ pins, left }: PinChoice): Promise<readonly number[] | null> {
  const items: PinItem[] = [
    ...pins.map((pin, index) => ({ ...itemOf(pin), detail: pin.title, picked: true, index })),
    ...left.map(leftItem),
  ];
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
    title: `Pin ${pins.length === 1 ? '1 image' : `${pins.length} images`} to digests`,
    placeHolder: 'The digests were downloaded and verified. What stays ticked is pinned.',
  });
  return chosen?.flatMap(({ index }) => index ?? []) ?? null;
}

function itemOf({ text, file, line }: Omit<OfferedPin, 'title'>): PinItem {
  return { label: text, description: `${file}:${line}` };
}

function leftItem({ text, file, line, why }: LeftOut): PinItem {
  return { label: `left out: ${text} in ${file}:${line}, because ${why}`, kind: QuickPickItemKind.Separator };
}
