import type { ContentsFact, Peek } from '../model/answer.ts';
import type { Digest, ImageName } from '../model/names.ts';

/** How the image under a pin and the one that its tag points to now compare by the days on which they were built. */
export type Trail =
  /** Something is not known yet, or the builds do not tell when they were made. */
  | { readonly is: 'untold' }
  /** The pin is what the tag points to, or no older than that. */
  | { readonly is: 'level' }
  /** `days` are whole days between the two builds; both dates are ISO 8601. */
  | { readonly is: 'behind'; readonly days: number; readonly pinned: string; readonly current: string };

const UNTOLD: Trail = { is: 'untold' };
const DAY_MS = 24 * 60 * 60_000;
/** Where both indexes have it, it is the one that other questions ask about anyway. */
const USUAL_PLATFORM = 'linux/amd64';

/**
 * By how much a pin trails its tag. Compares like with like: the same platform's image in both, because the platforms
 * of one index may be built on different days. Looks up the contents of both digests, each a pull on some registries,
 * and two configurations; so it is for what the user looks at, and a rule should `glance`.
 */
export function tagDrift(peek: Peek, image: ImageName, pinned: Digest, current: Digest): Trail {
  if (pinned === current) return { is: 'level' };
  const before = peek({ ask: 'contents', image, digest: pinned });
  const now = peek({ ask: 'contents', image, digest: current });
  if (before.state !== 'known' || now.state !== 'known') return UNTOLD;
  if (now.fact.platforms.some(({ digest }) => digest === pinned)) return { is: 'level' };
  const pair = samePlatform(peek, image, { digest: pinned, ...before.fact }, { digest: current, ...now.fact });
  if (pair === undefined) return UNTOLD;
  const [older, newer] = pair.map(digest => createdOf(peek, image, digest));
  if (older === undefined || newer === undefined) return UNTOLD;
  const behind = Date.parse(newer) - Date.parse(older);
  if (Number.isNaN(behind)) return UNTOLD;
  return behind > 0
    ? { is: 'behind', days: Math.floor(behind / DAY_MS), pinned: older, current: newer }
    : { is: 'level' };
}

type Inside = ContentsFact & { readonly digest: Digest };

/** One image's digest on either side, of the same platform. */
function samePlatform(peek: Peek, image: ImageName, before: Inside, now: Inside): [Digest, Digest] | undefined {
  if (before.shape === 'other' || now.shape === 'other') return undefined;
  if (before.shape === 'index' && now.shape === 'index') {
    const there = new Set(now.platforms.map(({ platform }) => platform));
    const common = before.platforms.filter(({ platform }) => there.has(platform));
    const chosen = common.find(({ platform }) => platform === USUAL_PLATFORM) ?? common[0];
    const other = chosen === undefined ? undefined : onPlatform(now, chosen.platform);
    return chosen === undefined || other === undefined ? undefined : [chosen.digest, other];
  }
  if (before.shape === 'image' && now.shape === 'image') return [before.digest, now.digest];
  // One is a single platform's image: its configuration names the platform to look for in the other, an index.
  const [single, index] = before.shape === 'image' ? [before, now] : [now, before];
  const config = peek({ ask: 'config', image, digest: single.digest });
  const other = config.state === 'known' ? onPlatform(index, config.fact.platform) : undefined;
  if (other === undefined) return undefined;
  return before.shape === 'image' ? [single.digest, other] : [other, single.digest];
}

function onPlatform(index: Inside, platform: string): Digest | undefined {
  return index.platforms.find(entry => entry.platform === platform)?.digest;
}

function createdOf(peek: Peek, image: ImageName, digest: Digest): string | undefined {
  const config = peek({ ask: 'config', image, digest });
  return config.state === 'known' ? config.fact.created : undefined;
}
