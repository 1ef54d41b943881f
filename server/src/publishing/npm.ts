import type { Destination } from './destination.ts';

/** The registry of npm. */
export const npm: Destination = {
  id: 'npm',
  recognise: () => undefined,
  remarks: () => [],
};
