import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { modulePage } from './page.ts';
import { goPullBack } from './pull-back.ts';
import { goMod } from './readers/go-mod.ts';
import { goSum } from './readers/go-sum.ts';
import { goWork } from './readers/go-work.ts';
import { goRenewal } from './renewal.ts';
import { goServed } from './served.ts';
import { goStanding } from './standing.ts';
import { GO_VERSIONING } from './versions.ts';

/** The modules of Go, as the go command resolves them. */
export const go: PackageEcosystem = {
  id: 'go',
  words: {
    one: 'module',
    ownNames: 'corp.example/acme/*',
    withdrawn: 'deleted',
    afterWithdrawal: 'it cannot be downloaded any more',
    retracted: 'It keeps building where it is required, and go chooses it for nobody else',
    goesOn: 'Go would ask its origin next, which is not asked from here.',
    ifVersionMissing: () => 'What was pushed a moment ago may still come.',
    withoutOptional: 'it is left out',
    anyVersion: [],
  },
  readers: [goMod, goWork, goSum],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'the Go module proxy',
  // A proxy takes what lies in `.netrc` or stands in its address.
  loginCommand: () => '',
  versions: GO_VERSIONING,
  standing: goStanding,
  renewal: goRenewal,
  served: goServed,
  pullBack: goPullBack,
  page: modulePage,
};
