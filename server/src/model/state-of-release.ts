import type { ReleaseFact } from './answer.ts';
import type { ReleaseState } from './release-state.ts';

/** The state of a release that the client would take, by what is said of it. Of what is said of packages: the room. */
export function stateOfRelease({ version, standing }: ReleaseFact): ReleaseState {
  switch (standing.is) {
    case 'live':
      return { is: 'live', version };
    case 'deprecated':
      return { is: 'deprecated', version, message: standing.message };
    case 'unpublished':
      return { is: 'removed', version, ...(standing.on === undefined ? {} : { lastSeen: standing.on }) };
    case 'security-holding':
      return { is: 'package-held' };
    case 'yanked':
      return { ...standing, version };
    case 'retracted':
      return { is: 'retracted', version, reasons: standing.reasons };
    case 'relocated':
      return { is: 'relocated', version, to: standing.to };
    case 'unavailable':
      return { is: 'unavailable', version, why: standing.why };
    case 'archived':
      return { ...standing, version };
    case 'quarantined':
      return { is: 'package-quarantined', ...(standing.reason === undefined ? {} : { reason: standing.reason }) };
  }
}
