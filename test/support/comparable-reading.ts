import { parseDigest } from '../../server/src/model/names.ts';
import type { Reading, Subject } from '../../server/src/model/reference.ts';
import type { RetainedImage } from '../../server/src/model/retention.ts';

const DAY = 86_400_000;

/** Images of many ages, with tags of releases and of others, and without. */
const IMAGES: readonly RetainedImage[] = ['v1.0.0', '', 'dev-1', 'latest', '', 'v2.0.0'].flatMap((tag, i) => {
  const digest = parseDigest(`sha256:${String(i).repeat(64)}`);
  return digest === undefined ? [] : [{ digest, tags: tag === '' ? [] : [tag], pushedAt: i * 40 * DAY }];
});

/** A reading in which policies are what they do: two that do the same are alike, though neither is the other. */
export function comparable(reading: Reading): object {
  return {
    ...reading,
    references: reading.references.map(reference => ({ ...reference, subject: comparableSubject(reference.subject) })),
  };
}

function comparableSubject(subject: Subject): object {
  if (subject.kind !== 'policy') return subject;
  const { simulate, fixes, covers, ...policy } = subject.policy;
  const { covers: isFor, ...cover } = covers;
  return {
    ...subject,
    policy: {
      ...policy,
      cover,
      isFor: ['acme/app', 'app'].map(name => isFor?.(name)),
      fates: simulate(IMAGES, 300 * DAY),
      fixes: (['releases', 'untagged', 'indexes'] as const).map(fixes),
    },
  };
}
