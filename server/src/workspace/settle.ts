import type { Question } from '../model/question.ts';
import type { Checked, Ledger, View } from './ledger.ts';

/**
 * Asks what the rules want to know about some documents, and has them judged again, until nothing new comes up. Comes
 * back early where the signal is aborted; never rejects.
 *
 * @param uris of the documents; what is not in the ledger, or no longer, is left out
 */
export async function settleAll<Folder extends View>(
  ledger: Ledger<Folder>,
  uris: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const settled = new Set<string>();
  // What names much is judged in later turns.
  await ledger.changed([]);
  // Every round settles questions that no round before had, and the rules know of finitely many.
  for (;;) {
    const open = new Map<View['lens'], Map<string, Question>>();
    for (const checked of uris.flatMap(uri => ledger.get(uri) ?? [])) collect(checked, settled, open);
    if (open.size === 0 || signal.aborted) return;
    await Promise.all([...open].map(([lens, questions]) => lens.settle([...questions.values()], signal)));
    const keys = [...open.values()].flatMap(questions => [...questions.keys()]);
    for (const key of keys) settled.add(key);
    await ledger.changed(keys);
  }
}

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
