import type { MakeRegistry } from '../registry.ts';

/** To be written. */
export const makeCargoRegistry: MakeRegistry = () => ({
  id: 'cargo',
  ask: async () => ({ answer: { state: 'unknown', why: 'not-asked' } }),
});
