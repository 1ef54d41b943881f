import defaults from 'npm-registry-fetch/lib/default-opts.js';

/** Where a recorded address leads. */
export interface RecordedPlace {
  /** With its port; absent where it is no address of the web. */
  readonly host?: string;
  /** The same as a subject's source has it; see {@link RECORDED}. */
  readonly source?: string;
}

/** Tells where addresses lead, most of which lead to where the one before them does. */
export type PlaceOfAddress = (address: string) => RecordedPlace;

/** Behind this word a subject's source has the host that a lockfile records, with its port. */
export const RECORDED = 'recorded ';

/** Makes a function that remembers the last place, since all others of a lockfile are mostly the same. */
export function recordedPlaces(): PlaceOfAddress {
  let begin = '';
  let last = NOWHERE;
  return address => {
    if (begin !== '' && address.startsWith(begin)) return last;
    const host = hostOf(address);
    last = host === undefined ? NOWHERE : { host, source: `${RECORDED}${host}` };
    begin = host === undefined ? '' : address.slice(0, address.indexOf('/', SCHEME.length) + 1);
    return last;
  };
}

/**
 * The host of a recorded address, where it is neither the one that everybody uses by default nor the one by which Yarn
 * knows that: those stand for whatever is configured.
 */
export function unusualHost(address: string | undefined, placeOf: PlaceOfAddress): string | undefined {
  const { host } = address === undefined ? NOWHERE : placeOf(withoutLogin(address));
  return host === undefined || USUAL_HOSTS.includes(host) ? undefined : host;
}

/** An address without the login that may stand before its host. */
export function withoutLogin(address: string): string {
  const at = address.indexOf('@');
  // Behind a slash of the path it belongs to a scope.
  if (at < 0 || address.lastIndexOf('/', at) > SCHEME.length) return address;
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}

/** The longest one, so that what stands behind so many characters is no slash of one. */
const SCHEME = 'https://';
const NOWHERE: RecordedPlace = {};

/** The latter: yarnpkg/yarn, src/constants.js, `YARN_REGISTRY`. */
const USUAL_HOSTS = [new URL(defaults.registry).host, 'registry.yarnpkg.com'];

function hostOf(address: string): string | undefined {
  const start = /^https?:\/\//i.exec(address)?.[0].length;
  if (start === undefined) return undefined;
  const slash = address.indexOf('/', start);
  const host = slash < 0 ? address.slice(start) : address.slice(start, slash);
  const end = host.search(/[?#]/);
  // Some registries tell the port that goes without saying, as AWS CodeArtifact and Artifactory do.
  const usualPort = /^https/i.test(address) ? /:443$/ : /:80$/;
  const its = (end < 0 ? host : host.slice(0, end)).toLowerCase().replace(usualPort, '');
  return its === '' || its.length > LONGEST_HOST ? undefined : its;
}

/** Of DNS; in characters. */
const LONGEST_HOST = 255;
