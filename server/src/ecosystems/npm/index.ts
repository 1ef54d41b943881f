import type { PackageEcosystem } from '../../model/ecosystem.ts';
import { npmEvidence } from './evidence.ts';
import { npmOverride } from './override.ts';
import { npmPage } from './page.ts';
import { npmPublishing } from './publishing.ts';
import { npmPullBack } from './pull-back.ts';
import { bunLock } from './readers/bun-lock.ts';
import { bunfig } from './readers/bunfig.ts';
import { npmLockfiles } from './readers/npm-lockfiles.ts';
import { npmrc } from './readers/npmrc.ts';
import { packageJson } from './readers/package-json.ts';
import { packageLock } from './readers/package-lock.ts';
import { pnpmLock } from './readers/pnpm-lock.ts';
import { pnpmWorkspace } from './readers/pnpm-workspace.ts';
import { yarnLock } from './readers/yarn-lock.ts';
import { yarnrc } from './readers/yarnrc.ts';
import { npmRenewal } from './renewal.ts';
import { npmServed } from './served.ts';
import { npmStanding } from './standing.ts';
import { lockedAgeLimit } from './syntax/age-limits.ts';
import { NPM_VERSIONING } from './versions.ts';

/** The packages of JavaScript, as npm, pnpm, Yarn and Bun install them. */
export const npm: PackageEcosystem = {
  id: 'npm',
  words: {
    one: 'package',
    ownNames: '@acme/*',
    withdrawn: 'unpublished',
    afterWithdrawal: 'it cannot be installed any more',
    withoutOptional: 'it is left out at install, except by Yarn, which stops',
    anyVersion: ['`*`', 'an empty range', '`x`', 'the tag `latest`'],
  },
  readers: [packageLock, yarnLock, pnpmLock, bunLock, packageJson, pnpmWorkspace, yarnrc, npmrc, bunfig, npmLockfiles],
  nameText: (name, want) => (want === undefined ? name : `${name} ${want}`),
  registryText: () => 'the npm registry',
  loginCommand: base => `npm login --registry=${base}/`,
  versions: NPM_VERSIONING,
  standing: npmStanding,
  renewal: npmRenewal,
  override: npmOverride,
  served: npmServed,
  evidence: npmEvidence,
  lockedAgeLimit,
  publishing: npmPublishing,
  pullBack: npmPullBack,
  page: npmPage,
};
