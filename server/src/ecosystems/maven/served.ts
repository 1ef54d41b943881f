import type { Peek } from '../../model/answer.ts';
import type { Served } from '../../model/ecosystem.ts';
import { placeOfPackage } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';

/**
 * The hash of one file of what a lockfile records, as the repository has it beside the file (maven.apache.org,
 * "Repository Layout": `demo-1.0.jar.sha256`): one request. Only where the build names a single repository: of several,
 * which of them has the artifact would be to be found out first, and another one's file is another one's word.
 */
export function mavenServed(subject: ReleaseSubject, peek: Peek): Served | undefined {
  const { want, source = '', locked } = subject;
  const compared = locked?.compared;
  const repositories = source.split(' ').filter(word => word.startsWith('repository='));
  if (want.is !== 'exact' || compared?.file === undefined || repositories.length !== 1) return undefined;
  const place = `${source} ${HASH_OF}${encodeURIComponent(compared.file)}.${compared.algorithm}`;
  const answer = peek({ ask: 'release', ...placeOfPackage(subject), source: place, version: want.version });
  // Many have no such file, and nobody has to.
  return answer.state === 'known' && answer.fact.hashes !== undefined ? { hashes: answer.fact.hashes } : undefined;
}

/** By this word the rooms that route and ask tell the question. */
const HASH_OF = 'hash=';
