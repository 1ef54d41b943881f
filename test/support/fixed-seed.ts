import fc from 'fast-check';

/**
 * Property tests look at the same cases each time, so that who changes one thing is not told of another.
 * `REGISTRY_LENS_SEED` makes them look at others.
 */
const { REGISTRY_LENS_SEED: seed } = process.env;
fc.configureGlobal({ seed: seed === undefined ? 20261128 : Number(seed) });
