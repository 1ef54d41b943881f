import type { Peek } from '../../model/answer.ts';
import type { Served } from '../../model/ecosystem.ts';
import type { ReleaseSubject } from '../../model/reference.ts';

/**
 * The hash of what a line of go.sum is about, as the checksum database has it (the Go Modules Reference, "Checksum
 * database"): one question for a module at a version answers both of its lines. Who is not in the build is not asked
 * about, though go.sum keeps it.
 */
export function goServed({ name, want, wantedIf }: ReleaseSubject, peek: Peek): Served | undefined {
  if (want.is !== 'exact' || wantedIf !== undefined) return undefined;
  const { version, text } = want;
  const answer = peek({ ask: 'release', registry: 'go', name, version, source: CHECKSUM_DATABASE });
  // What the database does not have is somebody's own, or gone from everywhere: neither is an alarm.
  if (answer.state !== 'known' || answer.fact.hashes === undefined) return undefined;
  const isOfGoMod = text.endsWith('/go.mod');
  const hashes = answer.fact.hashes
    .filter(({ file }) => (file !== undefined) === isOfGoMod)
    .map(({ algorithm, text: hash }) => ({ algorithm, text: hash }));
  return { hashes, by: 'the checksum database' };
}

/** By this source the rooms that route and ask tell the question. */
const CHECKSUM_DATABASE = 'checksum-database';
