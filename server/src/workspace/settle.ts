import { setTimeout } from 'node:timers/promises';
import type { Question } from '../model/question.ts';
import type { Checked, Ledger, View } from './ledger.ts';

/**
 * Asks what the rules want to know about some documents, and has them judged again, until nothing new comes up. Comes
 * back early where the signal is aborted; never rejects.
 *
 * @param uris of the documents; what is not in the ledger, or no longer, is left out
 * @param arrived takes the keys of all answers that have changed since it was called last, or since judging began;
 *   absent: the ledger is told of them elsewhere, and here of those that were waited for
 */
export async function settleAll<Folder extends View>(
  ledger: Ledger<Folder>,
  uris: readonly string[],
  signal: AbortSignal,
  arrived?: () => ReadonlySet<string>,
): Promise<void> {
  const settled = new Set<string>();
  // What names much is judged in later turns.
  await ledger.changed([]);
  // Every round settles questions that no round before had, and the rules know of finitely many.
  for (;;) {
    const open = new Map<View['lens'], Map<string, Question>>();
    for (const checked of uris.flatMap(uri => ledger.get(uri) ?? [])) collect(checked, settled, open);
    if (open.size === 0 || signal.aborted) return;
    const asking = Promise.all([...open].map(([lens, questions]) => lens.settle([...questions.values()], signal)));
    if (arrived !== undefined) await meanwhile(asking, () => ledger.changed(arrived()));
    await asking;
    const keys = [...open.values()].flatMap(questions => [...questions.keys()]);
    for (const key of keys) settled.add(key);
    await ledger.changed(arrived === undefined ? keys : arrived());
  }
}

/** Works from time to time until something is over, so that little is left to do then. */
async function meanwhile(something: Promise<unknown>, work: () => Promise<void>): Promise<void> {
  let isOver = false;
  const end = something.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const pause = new AbortController();
    await Promise.race([end, setTimeout(BETWEEN, undefined, { signal: pause.signal }).catch(() => undefined)]);
    pause.abort();
    if (!isOver) await work();
  }
}

/** In milliseconds. */
const BETWEEN = 100;

function collect(
  { folder, analysis }: Checked,
  settled: ReadonlySet<string>,
  open: Map<View['lens'], Map<string, Question>>,
) {
  for (const { questions } of analysis.judged) {
    for (const { key, question } of questions) {
      if (settled.has(key)) continue;
      const its = open.get(folder.lens) ?? new Map<string, Question>();
      open.set(folder.lens, its.set(key, question));
    }
  }
}
