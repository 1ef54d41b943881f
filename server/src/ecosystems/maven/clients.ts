/** The build tools that take artifacts from Maven's repositories, each by its own order and ranges. */
export type Client = 'maven' | 'gradle';

/**
 * Who reads the file, by the first word of `ReleaseSubject.source`: `maven` or `gradle`, and behind it
 * `repository=ID|ADDRESS` for each repository that the file declares, and `plugins=1` where those for plugins are
 * meant. Without a source it is Maven, and nothing but Maven Central.
 */
export function clientOf(source: string | undefined): Client {
  return source?.split(' ', 1)[0] === 'gradle' ? 'gradle' : 'maven';
}
