import type { Versioning } from '../../model/versioning.ts';

/** To be written. */
export const MAVEN_VERSIONING: Versioning = {
  select: () => ({ is: 'none' }),
  lastPublished: () => undefined,
  isFloating: () => false,
  nearestGood: () => [],
  rewrite: () => undefined,
  rangeFrom: version => version,
  highestFirst: ({ releases }) => releases,
  isPrerelease: () => false,
  refusal: () => undefined,
  newest: () => undefined,
};
