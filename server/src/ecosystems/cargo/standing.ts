import type { ReleaseState } from '../../model/release-state.ts';

/** To be written. */
export function cargoStanding(): ReleaseState {
  return { is: 'untold' };
}
