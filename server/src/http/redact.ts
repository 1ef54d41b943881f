/**
 * Query parameters of the registries' protocols that never carry a secret. Every other value may be a signature or a
 * token.
 */
const HARMLESS_PARAMETERS = new Set(['n', 'last', 'service', 'scope', 'account', 'client_id']);

/** An address as it may stand in a log: without user information, fragment, and the values of unfamiliar parameters. */
export function redactedUrl(address: string): string {
  if (!URL.canParse(address)) return '(an invalid address)';
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (!HARMLESS_PARAMETERS.has(name)) url.searchParams.set(name, '-');
  }
  return url.href;
}
