import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { cratePage } from './page.ts';
import { cargoPublishing } from './publishing.ts';
import { cargoPullBack } from './pull-back.ts';
import { cargoLock } from './readers/cargo-lock.ts';
import { cargoToml } from './readers/cargo-toml.ts';
import { cargoRenewal } from './renewal.ts';
import { cargoServed } from './served.ts';
import { cargoStanding } from './standing.ts';
import { CARGO_VERSIONING } from './versions.ts';

/** The crates of Rust, as Cargo resolves them. */
export const cargo: PackageEcosystem = {
  id: 'cargo',
  words: {
    one: 'crate',
    ownNames: 'acme-*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    yank: {
      taken: 'It keeps working where `Cargo.lock` has it, and nothing new may choose it',
      noneLeft: 'Cargo chooses no yanked release anew; only a `Cargo.lock` that has one already goes on working',
    },
    // Seen with cargo 1.95: an optional dependency that cannot be had stops the resolution as any other does.
    // Nothing else of a manifest's is.
    ifOthersWantIt: 'The workspace lists it, and no package that was looked at takes it from there.',
    toolchain: 'Rust',
    withoutOptional: 'Cargo resolves it all the same',
    anyVersion: ['`*`'],
  },
  readers: [cargoToml, cargoLock],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'crates.io',
  loginCommand: () => 'cargo login',
  versions: CARGO_VERSIONING,
  standing: cargoStanding,
  renewal: cargoRenewal,
  served: cargoServed,
  publishing: cargoPublishing,
  pullBack: cargoPullBack,
  page: cratePage,
};
