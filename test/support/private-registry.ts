import { type LocalServer, startLocalServer } from './local-server.ts';

/** Starts a registry of npm that has `@priv/x` at 1.0.0 and nothing else, deprecated in words of its own. */
export function startPrivateRegistry(words: string): Promise<LocalServer> {
  const release = { name: '@priv/x', version: '1.0.0', deprecated: words };
  const documents = new Map<string, object>([
    ['/-/ping', {}],
    ['/@priv/x/1.0.0', release],
    ['/@priv/x', { name: '@priv/x', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': release } }],
  ]);
  return startLocalServer((request, response) => {
    const document = documents.get(decodeURIComponent(request.url ?? ''));
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? { error: 'not found' }));
  });
}
