import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import { comparePep440, type Pep440, parsePep440 } from '../../model/pep440.ts';

/** A release whose version can be read. */
export interface PypiRelease {
  readonly version: Pep440;
  readonly release: ReleaseFact;
}

/** All that can be read, the highest first. A derivation: see `Derive`. */
export function pypiReleases({ releases }: PackageFact): readonly PypiRelease[] {
  const readable = releases.flatMap(release => {
    const version = parsePep440(release.version);
    return version === undefined ? [] : [{ version, release }];
  });
  return readable.sort((a, b) => comparePep440(b.version, a.version));
}

/** The same as facts. A derivation: see `Derive`. */
export function pypiHighestFirst(fact: PackageFact): readonly ReleaseFact[] {
  return pypiReleases(fact).map(({ release }) => release);
}
