import type { MakeRegistry } from '../registry.ts';

/** To be written. */
export const makePypiRegistry: MakeRegistry = () => ({
  id: 'pypi',
  ask: async () => ({ answer: { state: 'unknown', why: 'not-asked' } }),
});
