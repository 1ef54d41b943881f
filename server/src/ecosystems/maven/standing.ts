import type { PackageEcosystem } from '../../model/ecosystem.ts';

/** To be written. */
export const mavenStanding: PackageEcosystem['standing'] = () => ({ is: 'untold' });
