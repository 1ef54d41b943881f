import { isOfCommit, type Semver } from '../../model/semver.ts';
import { canonical, compareVersions, isIncompatible, readVersion } from './versions.ts';

/**
 * Reads `@v/list` as go does (cmd/go/internal/modfetch/proxy.go, `Versions`): in canonical form, each once. What else
 * stands there does not count. `undefined` of more than any module has.
 */
export function readVersionList(text: string): readonly string[] | undefined {
  const versions = new Set<string>();
  for (const line of text.split('\n')) {
    const [word = ''] = line.trim().split(/\s/, 1);
    const version = readVersion(word);
    if (version !== undefined && !isOfCommit(version)) versions.add(canonical(version));
    if (versions.size > MOST_VERSIONS) return undefined;
  }
  return [...versions];
}

/** Several times as many as the largest modules have. */
const MOST_VERSIONS = 20_000;

/** Of which version the `go.mod` speaks for all of them. */
export interface Newest {
  /** Where nothing hides anything: the highest release, else the highest pre-release. */
  readonly version: string;
  /**
   * Where some are above what a path without `/v2` may have: if `decidedBy` has a `go.mod`, they do not count, and the
   * version is `otherwise`.
   */
  readonly unless?: { readonly decidedBy: string; readonly otherwise: string };
}

/**
 * The version that `latest` stands for while nobody looks at what is retracted (cmd/go/internal/modload/query.go,
 * `filterVersions`); `undefined` of an empty list.
 *
 * @param versions in canonical form
 */
export function newestOf(versions: readonly string[]): Newest | undefined {
  const all = versions.flatMap(version => readVersion(version) ?? []).sort(compareVersions);
  const compatible = all.filter(version => !isIncompatible(version));
  const [version, otherwise, decidedBy] = [latestOf(all), latestOf(compatible), compatible.at(-1)];
  if (version === undefined) return undefined;
  const isDecided = otherwise === undefined || decidedBy === undefined || compatible.length === all.length;
  if (isDecided) return { version: canonical(version) };
  return {
    version: canonical(version),
    unless: { decidedBy: canonical(decidedBy), otherwise: canonical(otherwise) },
  };
}

/** @param versions the lowest first */
function latestOf(versions: readonly Semver[]): Semver | undefined {
  return versions.findLast(({ pre }) => pre.length === 0) ?? versions.at(-1);
}
