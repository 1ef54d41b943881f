import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { cargoStanding } from './standing.ts';
import { CARGO_VERSIONING } from './versions.ts';

/** To be written. */
export const cargo: PackageEcosystem = {
  id: 'cargo',
  words: {
    one: 'crate',
    ownNames: 'acme-*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    withoutOptional: 'it is left out',
    anyVersion: ['`*`'],
  },
  readers: [],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'crates.io',
  loginCommand: () => '',
  versions: CARGO_VERSIONING,
  standing: cargoStanding,
  page: () => undefined,
};
