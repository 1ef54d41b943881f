import type { MakeRegistry } from '../registry.ts';

/** To be written. */
export const makeGoRegistry: MakeRegistry = () => ({
  id: 'go',
  ask: async () => ({ answer: { state: 'unknown', why: 'not-asked' } }),
});
