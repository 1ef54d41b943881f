/**
 * The places of what is wanted, each once.
 *
 * @param wants each name with the text behind it, in turns
 * @param takenBy what is taken for both; nothing where that is not there
 */
export function placesOf(
  wants: readonly string[],
  takenBy: (name: string, spec: string) => number | undefined,
): readonly number[] {
  if (wants.length === 0) return NOTHING;
  const places: number[] = [];
  // A set for each of ten thousand entries costs more than to look through the few that most of them want.
  const seen = wants.length > MANY ? new Set<number>() : undefined;
  for (let i = 0; i < wants.length; i += 2) {
    const place = takenBy(wants[i] ?? '', wants[i + 1] ?? '');
    if (place === undefined || (seen?.has(place) ?? places.includes(place))) continue;
    places.push(place);
    seen?.add(place);
  }
  // A list that grew has room for many more, and there are ten thousand of them.
  return places.slice();
}

const NOTHING: readonly number[] = [];
const MANY = 64;
