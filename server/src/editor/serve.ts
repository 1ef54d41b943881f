import { createConnection } from 'vscode-languageserver/node';
import { listen } from './server.ts';

/**
 * Serves the client that started this process, over the transport that its arguments name, until it exits.
 *
 * @param load see {@link listen}
 */
export function serve(load: () => Promise<typeof import('./inside.ts')>): void {
  listen(createConnection(), async () => {
    const inside = await load();
    return { inside, world: inside.worldOfProcess() };
  });
}
