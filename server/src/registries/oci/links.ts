/**
 * The query of the next page (RFC 8288, `rel="next"`). Only the query is taken and put to the address that was asked:
 * Artifactory's links lose a part of the path, proxies' links name hosts that only they reach, and no link can lead a
 * credential away.
 */
export function nextQuery(link: string | undefined, from: string): string | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (!/;\s*rel\s*=\s*"?next"?/i.test(parameters) || !URL.canParse(target, from)) continue;
    const query = new URL(target, from).search.slice(1);
    return query === '' ? undefined : query;
  }
  return undefined;
}
