/** The build tools that take artifacts from Maven's repositories, each by its own order and ranges. */
export type Client = 'maven' | 'gradle';

/**
 * Who reads the file, by the first word of `ReleaseSubject.source`: `maven` or `gradle`, and behind it
 * `repository=ID|ADDRESS` for each repository that the file declares, and `plugins=1` where those for plugins are
 * meant; and `further=1` where others may be asked as well that are not known. Without a source it is Maven, and
 * nothing but Maven Central. {@link OTHER_PLACES} may stand at the end.
 */
export function clientOf(source: string | undefined): Client {
  return source?.split(' ', 1)[0] === 'gradle' ? 'gradle' : 'maven';
}

/**
 * The word of a source that says that a parent in a repository names repositories of its own, or may: they are not
 * asked from here, so that nothing is missing, and no list is whole. It changes nothing of what is asked.
 */
export const OTHER_PLACES = 'others=1';

/** Whether what is asked is all that Maven would ask. */
export function hasOtherPlaces(source: string | undefined): boolean {
  return source?.endsWith(` ${OTHER_PLACES}`) === true;
}

/** Whether what is not in the repositories that are known may be in one that is not; see {@link clientOf}. */
export function mayBeElsewhere({ source }: { readonly source?: string }): boolean {
  return source?.split(' ').includes('further=1') === true;
}
