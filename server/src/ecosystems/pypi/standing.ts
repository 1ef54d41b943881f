import type { ReleaseState } from '../../model/release-state.ts';

/** To be written. */
export function pypiStanding(): ReleaseState {
  return { is: 'untold' };
}
