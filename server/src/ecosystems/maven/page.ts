import type { ReleaseSubject } from '../../model/reference.ts';

/**
 * The page about an artifact, or its version, at Maven Central; `undefined` where the file names repositories, any of
 * which may be the one that has it.
 */
export function artifactPage({ name, want, source }: ReleaseSubject): string | undefined {
  const [group, artifact, ...more] = name.split(':');
  const isElsewhere = source?.split(' ').some(word => word.startsWith('repository=') && !CENTRAL.test(word)) === true;
  if (isElsewhere || group === undefined || artifact === undefined || more.length > 0) return undefined;
  const page = `https://central.sonatype.com/artifact/${encodeURIComponent(group)}/${encodeURIComponent(artifact)}`;
  return want.is === 'exact' ? `${page}/${encodeURIComponent(want.version)}` : page;
}

const CENTRAL = /\|https:\/\/(?:repo\.maven\.apache\.org|repo1\.maven\.org)\/maven2\/?$/;
