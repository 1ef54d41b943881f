import { homedir } from 'node:os';
import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { cacheFolder } from '../files/cache-folder.ts';
import { stateFolder } from '../files/state-folder.ts';
import { createLens } from '../lens.ts';
import { listen } from './server.ts';
import { DELAYS } from './world.ts';

/** Serves the client that started this process, over the transport that its arguments name, until it exits. */
export function serve(): void {
  const environment = process.env;
  const home = homedir();
  const { platform } = process;
  listen(createConnection(), {
    createLens,
    environment,
    home,
    cacheFolder: cacheFolder({ environment, home, platform }),
    stateFolder: stateFolder({ environment, home, platform }),
    now: Date.now,
    delays: DELAYS,
  });
}
