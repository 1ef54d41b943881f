import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { type Digest, parseDigest } from '../../../../server/src/model/names.ts';
import type { Reading } from '../../../../server/src/model/reference.ts';
import type { RetainedImage, RetentionPolicy } from '../../../../server/src/model/retention.ts';

/** What the reader of a file makes of it; fails where no reader, or another one, reads it. */
export function reading(file: string, text: string, reader?: string): Reading {
  const found = readerFor(file, undefined, text);
  if (found === undefined) throw new Error(`nothing reads ${file}`);
  if (reader !== undefined && found.id !== reader) throw new Error(`${found.id} reads ${file}`);
  return found.read(text, file);
}

/** The policies of a file, in their order. */
export function policiesOf(file: string, text: string, reader?: string): RetentionPolicy[] {
  return reading(file, text, reader).references.flatMap(({ subject }) =>
    subject.kind === 'policy' ? [subject.policy] : [],
  );
}

/** The one policy of a file. */
export function policyOf(file: string, text: string, reader?: string): RetentionPolicy {
  const policies = policiesOf(file, text, reader);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) throw new Error(`${policies.length} policies in ${file}`);
  return policy;
}

export const NOW = Date.UTC(2026, 10, 30, 12);
export const DAY = 24 * 60 * 60 * 1000;

/** The digest of an image that a test calls by a letter. */
export function digestOf(name: string): Digest {
  const hex = Buffer.from(name, 'utf8').toString('hex').padEnd(64, '0');
  const digest = parseDigest(`sha256:${hex}`);
  if (digest === undefined) throw new Error(`too long: ${name}`);
  return digest;
}

/** An image by a letter, its tags, and the days since it was pushed. */
export function image(name: string, tags: string, days: number, more: Partial<RetainedImage> = {}): RetainedImage {
  const pushedAt = NOW - days * DAY;
  return { digest: digestOf(name), tags: tags.split(' ').filter(tag => tag !== ''), pushedAt, ...more };
}

/** What becomes of images, as `A kept`, `B deleted by 1`. */
export function fates(policy: RetentionPolicy, images: readonly RetainedImage[], now = NOW): string[] {
  return policy.simulate(images, now).map(({ digest, fate, by }) => {
    const name = Buffer.from(digest.slice('sha256:'.length), 'hex').toString('utf8').replaceAll('\0', '');
    return `${name} ${fate}${by === undefined ? '' : ` by ${by}`}`;
  });
}
