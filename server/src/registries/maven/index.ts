import type { MakeRegistry } from '../registry.ts';

/** To be written. */
export const makeMavenRegistry: MakeRegistry = () => ({
  id: 'maven',
  ask: async () => ({ answer: { state: 'unknown', why: 'not-asked' } }),
});
