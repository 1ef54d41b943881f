import process from 'node:process';
import { cacheFolder } from '../files/cache-folder.ts';
import { homeFolder } from '../files/home.ts';
import { stateFolder } from '../files/state-folder.ts';
import { createLens } from '../lens.ts';
import { DELAYS, type World } from './world.ts';

// What answers an editor, behind the protocol; `server.ts` loads it all at once.
export { broughtBy, broughtIn, whyAt } from './chains.ts';
export { execute } from './commands.ts';
export { completionsAt } from './completion.ts';
export { hintsIn, lensesOf } from './hints.ts';
export { hoverAt } from './hover.ts';
export { planAt } from './pull-back.ts';
export { register } from './registering.ts';
export { actionsAt, linksIn, resolve } from './requests.ts';
export { createSession } from './session.ts';

/** This process, its user and their machine. */
export function worldOfProcess(): World {
  const environment = process.env;
  const home = homeFolder();
  const place = { environment, home, platform: process.platform };
  return {
    createLens,
    environment,
    home,
    cacheFolder: cacheFolder(place),
    stateFolder: stateFolder(place),
    now: Date.now,
    delays: DELAYS,
  };
}
