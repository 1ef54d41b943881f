/**
 * The entries that a manifest must want, of a lockfile that does not tell manifests: what no other entry wants, and of
 * a circle that nothing else leads to the first that may be wanted.
 *
 * @param needs what each entry wants, by places
 * @param roots what is known to be wanted
 * @param mayBe whether an entry may be wanted by a manifest
 * @returns the others
 */
export function furtherRoots(
  needs: readonly Iterable<number>[],
  roots: Iterable<number>,
  mayBe: (entry: number) => boolean,
): readonly number[] {
  const reached = new Uint8Array(needs.length);
  const reach = (from: number) => {
    const waiting = [from];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached[next] === 1) continue;
      reached[next] = 1;
      for (const need of needs[next] ?? []) if (reached[need] !== 1) waiting.push(need);
    }
  };
  for (const root of roots) reach(root);
  const further: number[] = [];
  for (let entry = 0; entry < needs.length; entry += 1) {
    if (reached[entry] === 1 || !mayBe(entry)) continue;
    further.push(entry);
    reach(entry);
  }
  return further;
}
