/**
 * Whether a pattern of tags reads as one for releases, such as `v*`, `release-*` or `1.*`, and not as one for what
 * leads up to them; a star stands for any text. All stars say nothing.
 */
export function namesReleases(pattern: string): boolean {
  return pattern.length <= LONGEST && OF_RELEASES.test(pattern) && !OF_OTHERS.test(pattern);
}

/** No tag is longer (distribution-spec, "Pulling manifests"). */
const LONGEST = 128;
const OF_RELEASES = /(?:^|[-_.*])(?:rel|releases?|stable|ga|v)(?=[-_.*\d]|$)|^\*?\d/i;
const OF_OTHERS = /dev|test|snapshot|nightly|alpha|beta|rc|pr-|pull|feat|branch|candidate|preview|sha|commit|build/i;
