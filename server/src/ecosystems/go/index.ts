import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { goStanding } from './standing.ts';
import { GO_VERSIONING } from './versions.ts';

/** To be written. */
export const go: PackageEcosystem = {
  id: 'go',
  words: {
    one: 'module',
    ownNames: 'corp.example/acme/*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    retracted: 'It keeps building where it is required, and go chooses it for nobody else',
    goesOn: 'Go would ask its origin next, which is not asked from here.',
    withoutOptional: 'it is left out',
    anyVersion: [],
  },
  readers: [],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'the Go module mirror',
  loginCommand: () => '',
  versions: GO_VERSIONING,
  standing: goStanding,
  page: () => undefined,
};
