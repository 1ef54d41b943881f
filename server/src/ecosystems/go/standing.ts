import type { PackageEcosystem } from '../../model/ecosystem.ts';

/** To be written. */
export const goStanding: PackageEcosystem['standing'] = () => ({ is: 'untold' });
