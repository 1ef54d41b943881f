import { type Digest, parseDigest } from '../model/names.ts';
import { namesReleases } from '../model/release-tags.ts';
import type { RetainedImage, RetentionPolicy } from '../model/retention.ts';
import { covers } from '../model/statement.ts';

/** Which releases a policy deletes: the rules that do, with the first tag of each way to name releases. */
export interface TakenReleases {
  readonly rules: readonly { readonly rule: string | undefined; readonly tags: readonly string[] }[];
}

/**
 * Has a policy work on repositories of releases: a thousand of them over five years, all pulled yesterday, under each
 * of the ways in which its owner may name them. Where the policy itself names what reads as releases, that is how they
 * are named; else `v1.0.0` or `1.0.0`. `undefined` where one of those ways is spared: then that may be the owner's. A
 * derivation: see `Derive`.
 */
export function takenReleases(policy: RetentionPolicy): TakenReleases | undefined {
  const byRule = new Map<string | undefined, string[]>();
  for (const tagOf of waysToName(policy.tags ?? [])) {
    const images = releases(tagOf);
    let isTaken = false;
    for (const [index, { fate, by }] of policy.simulate(images, NOW).entries()) {
      if (fate !== 'deleted') continue;
      isTaken = true;
      const tags = byRule.get(by);
      const tag = images[index]?.tags[0] ?? '';
      if (tags === undefined) byRule.set(by, [tag]);
      else if (!tags.some(other => shapeOf(other) === shapeOf(tag))) tags.push(tag);
    }
    if (!isTaken) return undefined;
  }
  return { rules: [...byRule].map(([rule, tags]) => ({ rule, tags })) };
}

/** Ages alone count, and not the time. */
const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const COUNT = 1000;
const YEARS = 5;

type TagOf = (version: string) => string;

const USUAL: readonly TagOf[] = [version => `v${version}`, version => version];

const MOST_WAYS = 10;

function waysToName(patterns: readonly string[]): readonly TagOf[] {
  const telling = patterns.filter(pattern => !/^\*+$/.test(pattern));
  const named = [
    ...USUAL.filter(tagOf => telling.some(pattern => namesSome(pattern, tagOf('1.2.3')))),
    ...telling
      .filter(pattern => namesReleases(pattern) && pattern.split('*').length === 2)
      .filter(pattern => !USUAL.some(tagOf => covers(pattern, tagOf('1.2.3'))))
      .map(
        (pattern): TagOf =>
          version =>
            pattern.replace('*', () => version),
      ),
  ];
  const different = new Map(named.map(tagOf => [tagOf('1.2.3'), tagOf]));
  return different.size === 0 ? USUAL : [...different.values()].slice(0, MOST_WAYS);
}

/** Whether a pattern is for a tag, and was written for such: `*.*.*` and `v*` are. */
function namesSome(pattern: string, tag: string): boolean {
  return covers(pattern, tag) && (namesReleases(pattern) || /^v?\*\.\*/.test(pattern));
}

/** From the oldest to the newest. */
function releases(tagOf: TagOf): RetainedImage[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const version = [1 + Math.floor(index / 400), Math.floor(index / 20) % 20, index % 20].join('.');
    const age = ((COUNT - index) / COUNT) * YEARS * 365 * DAY;
    return { digest: digestOf(index), tags: [tagOf(version)], pushedAt: NOW - age, pulledAt: NOW - DAY };
  });
}

function digestOf(index: number): Digest {
  const digest = parseDigest(`sha256:${index.toString(16).padStart(64, '0')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

function shapeOf(tag: string): string {
  return tag.replace(/\d+/g, '1');
}
