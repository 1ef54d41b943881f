import type { Reply } from './faults.ts';

/**
 * How one registry differs from the plain one that the sample server plays: how it signs people in, what it leaves out,
 * in which order it lists. What is absent is as the specification has it.
 */
export interface Manners {
  readonly auth?: Auth;
  /** Without the header, clients must hash the body. */
  readonly hidesDigest?: true;
  readonly tags?: TagManners;
  /** `api` lists what is attached; the others are what registries without it answer. */
  readonly referrers?: 'api' | 'not-found' | 'elsewhere' | 'page';
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Everything below `/v2/` is at another origin, where a redirect with this status leads. */
  readonly redirects?: 302 | 307;
  /** What is said of a repository that is not there, after all logins; absent: 404 NAME_UNKNOWN. */
  readonly missing?: 401 | 403 | 'manifest-unknown';
  /** The code of every 404, in place of the specification's. */
  readonly notFound?: string;
}

export type Auth =
  /** A password with every request, or only with those for what is private. */
  { readonly is: 'basic'; readonly realm: string; readonly everywhere: boolean } | TokenAuth;

export interface TokenAuth {
  readonly is: 'token';
  /** The token service's path at the registry, as in `/token`. */
  readonly path: string;
  readonly service?: string;
  /**
   * What the challenge asks for: what is needed, what nobody needs, nothing, or `aws`, which tokens must have besides.
   */
  readonly scope: 'right' | 'placeholder' | 'none' | 'aws';
  /** Under which names the token comes. */
  readonly names: readonly ('token' | 'access_token')[];
  /** Another challenge in front of the one for tokens. */
  readonly alsoBasic?: true;
  /** A form with a refresh token is understood (OAuth 2). */
  readonly form?: true;
  /** Who may not see a repository is told by the token service, with this status, and not by the registry. */
  readonly refuses?: 401 | 403;
}

export interface TagManners {
  readonly order?: 'oldest-first';
  /** So many a page at most, whatever is asked for. */
  readonly page?: number;
  /** Asking for more than this is refused with 405. */
  readonly most?: number;
  /** How the `Link` to the next page is written; absent: the path below the host. */
  readonly link?: 'absolute' | 'lost-path' | 'inner-host';
  /** Members of the document beside the specification's. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Who may see what is `private/`. */
export const SAMPLE_USER = 'lens';
export const SAMPLE_PASSWORD = 'open:sesame';
export const SAMPLE_REFRESH_TOKEN = 'refresh-of-lens';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A request to one registry. */
export interface Asked {
  readonly method: string;
  /** What follows the registry's own address, without a query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The form of a POST. */
  readonly form: URLSearchParams;
  /** The registry's own address, as in `http://127.0.0.1:4321/oci/ghcr.io`. */
  readonly base: string;
}

/**
 * What a registry of such manners answers; `plain` is what the plain one would. A token is the text of what it opens,
 * so that nothing need be remembered.
 */
export function answerAs(manners: Manners, asked: Asked, plain: () => Reply): Reply {
  const reply = answer(manners, asked, plain);
  return { ...reply, headers: { ...reply.headers, ...manners.headers } };
}

function answer(manners: Manners, asked: Asked, plain: () => Reply): Reply {
  const { auth } = manners;
  if (auth?.is === 'token' && asked.path === auth.path) return token(auth, asked);
  if (asked.method === 'POST') return error(405, 'UNSUPPORTED');
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(asked.path)?.[1];
  if (auth !== undefined && !isLetIn(auth, asked, repository)) return challenged(auth, asked, repository);
  if (manners.redirects !== undefined && !asked.base.includes('localhost')) {
    const location = `${asked.base.replace('127.0.0.1', 'localhost')}${asked.path}?${asked.query}`;
    return { status: manners.redirects, headers: { location }, body: Buffer.alloc(0) };
  }
  const plainly = plain();
  const reply = plainly.status === 404 && manners.notFound !== undefined ? error(404, manners.notFound) : plainly;
  if (/\/referrers\/[^/]+$/.test(asked.path) && reply.status === 200) return referrers(manners, asked, reply);
  if (reply.status === 404 && manners.missing !== undefined && reply.body.includes('NAME_UNKNOWN')) {
    if (manners.missing === 'manifest-unknown')
      return asked.path.includes('/tags/') ? reply : error(404, 'MANIFEST_UNKNOWN');
    return auth === undefined ? error(manners.missing, 'DENIED') : challenged(auth, asked, repository);
  }
  if (manners.hidesDigest) {
    const { 'docker-content-digest': _, ...headers } = reply.headers;
    return { ...reply, headers };
  }
  return reply;
}

function isLetIn(auth: Auth, { authorization }: Asked, repository: string | undefined): boolean {
  if (auth.is === 'basic') {
    return authorization === basicOf(SAMPLE_USER) || (!auth.everywhere && !repository?.startsWith('private/'));
  }
  const opened = authorization?.replace(/^Bearer /, '');
  return repository === undefined ? opened !== undefined : opened === tokenFor(repository);
}

function challenged(auth: Auth, asked: Asked, repository = 'user/image'): Reply {
  const refusal = error(401, 'UNAUTHORIZED');
  if (auth.is === 'basic') {
    return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': `Basic realm="${auth.realm}"` } };
  }
  const wanted = wantedScope(auth, repository);
  const parameters = [
    `realm="${asked.base}${auth.path}"`,
    ...(auth.service === undefined ? [] : [`service="${auth.service}"`]),
    ...(wanted === undefined ? [] : [`scope="${wanted}"`]),
  ];
  const challenge = `${auth.alsoBasic ? 'Basic realm="people", ' : ''}Bearer ${parameters.join(',')}`;
  return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': challenge } };
}

function wantedScope({ scope }: TokenAuth, repository: string): string | undefined {
  switch (scope) {
    case 'right':
      return `repository:${repository}:pull`;
    case 'placeholder':
      return 'repository:user/image:pull';
    case 'aws':
      return 'aws';
    case 'none':
      return undefined;
  }
}

/**
 * Tokens open one repository, and a private one to those only who may see it; others get a token that opens nothing.
 */
function token(auth: TokenAuth, { method, query, form, authorization }: Asked): Reply {
  const isForm = method === 'POST';
  if (isForm && !auth.form) return error(404, 'UNSUPPORTED');
  const asked = isForm ? form : query;
  if (auth.service !== undefined && asked.get('service') !== auth.service) return error(400, 'UNSUPPORTED');
  const scopes = asked.getAll('scope');
  const [repository = ''] = scopes.flatMap(scope => /^repository:([^:]+):pull$/.exec(scope)?.[1] ?? []);
  const isUser = isForm
    ? form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === SAMPLE_REFRESH_TOKEN
    : authorization === basicOf(SAMPLE_USER);
  const isStranger = isForm ? !isUser : authorization !== undefined && !isUser;
  const isHidden =
    repository.startsWith('private/') || (repository.startsWith('missing/') && auth.refuses !== undefined);
  const mayNot = isStranger || (!isUser && isHidden);
  if (mayNot && (isStranger || auth.refuses !== undefined)) return error(auth.refuses ?? 401, 'DENIED');
  const lacksScope = auth.scope === 'aws' && !scopes.includes('aws');
  const value = mayNot || lacksScope ? 'opens-nothing' : tokenFor(repository);
  const body = { ...Object.fromEntries(auth.names.map(name => [name, value])), expires_in: 300 };
  return { status: 200, headers: JSON_TYPE, body: Buffer.from(JSON.stringify(body)) };
}

function referrers({ referrers: way = 'api' }: Manners, { base }: Asked, reply: Reply): Reply {
  switch (way) {
    case 'api':
      return reply;
    case 'not-found':
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('404 page not found\n') };
    case 'page':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<!doctype html>') };
    case 'elsewhere': {
      const location = `${new URL(base).origin.replace('127.0.0.1', 'localhost')}/people`;
      return { status: 303, headers: { location }, body: Buffer.alloc(0) };
    }
  }
}

function tokenFor(repository: string): string {
  return `opens-${repository.replaceAll('/', '.')}`;
}

function basicOf(user: string): string {
  return `Basic ${Buffer.from(`${user}:${SAMPLE_PASSWORD}`).toString('base64')}`;
}

function error(status: number, code: string): Reply {
  return { status, headers: JSON_TYPE, body: Buffer.from(JSON.stringify({ errors: [{ code, message: code }] })) };
}
