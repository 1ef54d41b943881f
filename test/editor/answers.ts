import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { parseImageName } from '../../server/src/model/image-reference.ts';
import { type Digest, type ImageName, parseDigest } from '../../server/src/model/names.ts';
import type { Question } from '../../server/src/model/question.ts';
import { NOW } from './client.ts';

type Told = readonly [Question, Answer<AnyFact>];

export const DIGEST = digest('a');
const AS_OF = NOW - 90_000;

/** A digest of one repeated digit. */
export function digest(digit: string): Digest {
  const parsed = parseDigest(`sha256:${digit.repeat(64)}`);
  if (parsed === undefined) throw new Error(`not a digit: ${digit}`);
  return parsed;
}

function image(text: string): ImageName {
  const name = parseImageName(text);
  if (name === undefined) throw new Error(`not an image: ${text}`);
  return name;
}

/** The registry tells what a tag points to: an index of two platforms. */
export function tagIs(name: string, tag: string, at: Digest = DIGEST): Told {
  return [{ ask: 'manifest', image: image(name), at: { tag } }, known({ digest: at, shape: 'index' })];
}

/** The registry's index was downloaded and hashes to its digest. */
export function proven(name: string, at: Digest = DIGEST): Told {
  const platforms = [
    { digest: digest('b'), platform: 'linux/amd64' },
    { digest: digest('c'), platform: 'linux/arm64' },
  ];
  return [{ ask: 'contents', image: image(name), digest: at }, known({ shape: 'index', platforms })];
}

export function known(fact: AnyFact): Answer<AnyFact> {
  return { state: 'known', fact, asOf: AS_OF };
}
