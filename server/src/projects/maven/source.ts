/** What a file itself says of where its names are to be had. */
export interface MavenSource {
  readonly client: 'maven' | 'gradle';
  /** In the file's order; addresses may hold properties that nobody could work out. */
  readonly repositories: readonly { readonly id: string; readonly url: string }[];
  /** Repositories of plugins are meant. */
  readonly plugins: boolean;
}

/**
 * Reads `ReleaseSubject.source`: the client, then `repository=ID|ADDRESS` for each repository that the file declares,
 * and `plugins=1`, percent-encoded. What is no such text is Maven's, and says nothing.
 */
export function readMavenSource(text: string | undefined): MavenSource {
  const [client, ...words] = (text ?? '').split(' ');
  const repositories = words.flatMap(word => {
    const [, id = '', url = ''] = /^repository=([^|]*)\|(.*)$/s.exec(word) ?? [];
    return url === '' ? [] : [{ id: decoded(id), url: decoded(url) }];
  });
  return { client: client === 'gradle' ? 'gradle' : 'maven', repositories, plugins: words.includes('plugins=1') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
