import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { cacheFolder } from '../files/cache-folder.ts';
import { homeFolder } from '../files/home.ts';
import { stateFolder } from '../files/state-folder.ts';
import { createLens } from '../lens.ts';
import { listen } from './server.ts';
import { DELAYS } from './world.ts';

/** Serves the client that started this process, over the transport that its arguments name, until it exits. */
export function serve(): void {
  const environment = process.env;
  const home = homeFolder();
  const place = { environment, home, platform: process.platform };
  listen(createConnection(), {
    createLens,
    environment,
    home,
    cacheFolder: cacheFolder(place),
    stateFolder: stateFolder(place),
    now: Date.now,
    delays: DELAYS,
  });
}
