import type { Http } from '../../http/http.ts';

/**
 * What a manifest is downloaded for: to show more of an image, or to judge a pin and prove a digest before it is
 * written.
 */
export type PullPurpose = 'show' | 'proof';

/** What must be known of a request; see `OciRequest`. */
interface Download {
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
  readonly place: { readonly route: { readonly base: string }; readonly pullsFor?: PullPurpose };
}

/** So much of its limit a host must have left, as a part of the whole, for a download of either purpose. */
const LEAST_LEFT: Readonly<Record<PullPurpose, number>> = {
  show: 0.1,
  // The last one would bring a 429, after which the host could not be asked by HEAD either.
  proof: 0.02,
};

/**
 * Why a request is not sent: it would count as a pull, is for nothing that cannot wait, and the registry allows few
 * more. Docker Hub counts each download of a manifest, and no HEAD (Docker's documentation, "Pull usage and limits").
 */
export function sparedPull(request: Download, http: Pick<Http, 'limits'>): string | undefined {
  const { pullsFor, route } = request.place;
  if (pullsFor === undefined || request.method === 'HEAD' || !request.path.startsWith('manifests/')) return undefined;
  const { host } = new URL(route.base);
  const { limit, remaining } = http.limits().find(known => known.host === host) ?? {};
  if (limit === undefined || remaining === undefined || remaining >= limit * LEAST_LEFT[pullsFor]) return undefined;
  return `${host} allows ${remaining} more of ${limit} pulls, which are kept`;
}
