import { isObject } from '../../model/objects.ts';

/**
 * What the body of a 404 says.
 *
 * - `no-package`: a registry's own words, which no other server has.
 * - `none-for-you`: the same of one that says so of what is private to all who may not see it.
 * - `nothing-there`: the words of npm's default registry, which many servers have: they count where the base shows that
 *   it is a registry.
 * - `refused`: who asks may not see it, and so not learn whether it is there.
 * - `not-its-own`: a page, a gateway's JSON, or what a host said that a redirect led to.
 */
export type SaysNotFound = 'no-package' | 'none-for-you' | 'nothing-there' | 'refused' | 'not-its-own';

/** More than any registry says for an error, in bytes. */
const LONGEST_ERROR = 4096;

/** Members that these bodies have; one with others, such as a `path` and a `timestamp`, was written by a web server. */
const MEMBERS = new Set(['error', 'reason', 'success', 'message', 'ok']);

/** A member and the words in it by which a registry says that there is no such package. */
type Form = readonly [member: 'error' | 'reason' | 'message', words: RegExp];

/** Gathered from the registries' sources, and where those are closed from reports. */
const NO_PACKAGE: readonly Form[] = [
  // CouchDB, the first registry, and Artifactory (npm/npm#11634): {"error":"not_found","reason":"document not found"}.
  ['reason', /^document not found$/],
  // verdaccio and sinopia (verdaccio/verdaccio, packages/core/core/src/error-utils.ts).
  ['error', /^no such package available\b/],
  ['error', /^package does not exist on uplink\b/],
  // Gitea and Forgejo (models/packages/package.go, ErrPackageNotExist).
  ['error', /^package does not exist\b/],
  // Sonatype Nexus, as in {"success":false,"error":"Package 'x' not found"} (open-component-model/ocm#769).
  ['error', /^Package '.*' not found$/],
];

/** Those that say the same of what is private. */
const NONE_FOR_YOU: readonly Form[] = [
  // GitHub Packages.
  ['error', /^npm package ".*" does not exist under owner ".*"$/],
  // GitLab (lib/api, not_found!('Package') and not_found!('Packages')).
  ['message', /^404 Packages? Not Found$/],
];

/** npm's default registry: `{"error":"Not found"}`; and for a version a bare string. */
const NOTHING_THERE = /^not[ _]found$/i;
const REFUSALS = /\b(?:denied|unauthorized|unauthorised|forbidden|not authorized|permission)\b/i;

/** Reads the body of a 404 by its words. */
export function readNotFound(bytes: Uint8Array): SaysNotFound {
  const body = bytes.length > LONGEST_ERROR ? undefined : parse(bytes);
  if (typeof body === 'string') return NOTHING_THERE.test(body) ? 'nothing-there' : 'not-its-own';
  if (!isObject(body)) return 'not-its-own';
  const says = ([member, words]: Form) => typeof body[member] === 'string' && words.test(body[member]);
  if (Object.keys(body).every(member => MEMBERS.has(member))) {
    // First, because a package may have the name of a refusal.
    if (NO_PACKAGE.some(says)) return 'no-package';
    if (NONE_FOR_YOU.some(says)) return 'none-for-you';
    if (says(['error', NOTHING_THERE])) return 'nothing-there';
  }
  return isRefusal(body) ? 'refused' : 'not-its-own';
}

/** In an error of npm's kind, or by the codes of registries of images, which Artifactory and others share. */
function isRefusal({ error, message, errors }: Record<string, unknown>): boolean {
  const codes = Array.isArray(errors) ? errors.map(one => (isObject(one) ? one.code : undefined)) : [];
  return [error, message, ...codes].some(text => typeof text === 'string' && REFUSALS.test(text));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
