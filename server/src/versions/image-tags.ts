/** A tag that reads as a version and nothing else: up to four numbers, an optional `v`. The first is no date or build number. */
const VERSION_TAG = /^v?(\d{1,4})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/;

/**
 * The tags that are plain versions, the most exact and newest first, at most `count`. `22.11.0` comes before `22.11`
 * and `22`, because a longer version says more. Variants such as `22-alpine` are other images and left out.
 */
export function newestVersionTags(tags: readonly string[], count: number): string[] {
  const versions: { tag: string; parts: number[] }[] = [];
  for (const tag of tags) {
    const match = VERSION_TAG.exec(tag);
    if (match !== null)
      versions.push({ tag, parts: match.slice(1).flatMap(part => (part === undefined ? [] : [Number(part)])) });
  }
  versions.sort((a, b) => compareNumbers(b.parts, a.parts) || a.tag.length - b.tag.length);
  return versions.slice(0, count).map(version => version.tag);
}

/** Number by number; where one ends first it is the less exact one and counts as smaller. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
