import { PACKAGES } from '../ecosystems/index.ts';
import { compareHashes } from '../model/hashes.ts';
import { code } from '../model/plain-text.ts';
import type { Held, ReleaseSubject } from '../model/reference.ts';
import type { Rule, Sight, Verdict } from './rule.ts';

/**
 * The bytes that are served under a version are not those that were locked under it: what a published version promises
 * was broken, or what is between here and there breaks it. Hashes of different algorithms say nothing of each other.
 */
export const integrityMismatch: Rule<'release'> = {
  id: 'integrity-mismatch',
  judges: 'release',
  severity: 'error',
  summary: 'The lockfile records another hash than the registry serves for the same version and file.',
  judge(sight) {
    const { subject, peek, derive } = sight;
    const { registry, name, want, locked } = subject;
    if (subject.held !== undefined) return toldByLockfile(sight, subject.held);
    const hashes = locked?.hashes;
    if (hashes === undefined || hashes.length === 0) return [];
    const served = PACKAGES[registry].served?.(subject, peek, derive);
    if (served === undefined) return [];
    const held = compareHashes(hashes, served.hashes);
    if (held.is !== 'different') return [];
    const { recorded, served: now } = held;
    const which = recorded.file === undefined ? '' : ` for ${code(recorded.file)}`;
    return [
      {
        message: `${code(name)} ${code(want.text)} is locked with ${code(recorded.text)}${which}, and ${served.by ?? 'the registry'} has ${code(now.text)}: these are other bytes under the same version. Install nothing of it before you know who changed them.`,
        fixes: [],
        culprit: 'is served with other bytes than were locked',
        byLockfile: true,
      },
    ];
  },
};

/** A manifest knows the version that is held, and its lockfile alone the hash. */
function toldByLockfile({ subject: { name }, told }: Sight<ReleaseSubject>, held: Held): readonly Verdict[] {
  return told(held.brings ?? '').flatMap(({ from, span, ...said }) => {
    const isItself = said.says === 'brings' && said.name === name && !said.chain.includes(' ');
    if (!isItself || said.version !== held.version || from.file !== held.by) return [];
    const message = `${code(name)} ${code(held.version)} ${said.what}.`;
    return [
      {
        message: `${code(name)} ${code(held.version)}, which ${code(held.by)} holds, ${said.what}. Install nothing of it before you know who changed them.`,
        fixes: [],
        ...(span === undefined
          ? {}
          : {
              related: [
                {
                  file: from.file,
                  ...(from.uri === undefined ? {} : { uri: from.uri }),
                  range: from.rangeOf(span),
                  message,
                },
              ],
            }),
      },
    ];
  });
}
