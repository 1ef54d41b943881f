import type { Manners } from './manners.ts';

/**
 * The manners of registries that people use, as far as they are documented or were reported: what each one's client has
 * to put up with. The sources are distribution's specifications, each vendor's documentation, and the issues named.
 */
export const REGISTRY_MANNERS: Readonly<Record<string, Manners>> = {
  /** What is private and what is missing look alike, even with a fresh token (jupyterhub/binderhub#1664). */
  'docker.io': {
    auth: {
      is: 'token',
      path: '/token',
      service: 'registry.docker.io',
      scope: 'right',
      names: ['token', 'access_token'],
    },
    headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' },
    referrers: 'not-found',
    missing: 401,
  },
  /** The token service itself refuses; the referrers' place leads to a page for people (artifacthub/hub#4785). */
  'ghcr.io': {
    auth: { is: 'token', path: '/token', service: 'ghcr.io', scope: 'placeholder', names: ['token'], refuses: 403 },
    tags: { order: 'oldest-first', page: 2 },
    referrers: 'elsewhere',
  },
  'quay.io': {
    auth: { is: 'token', path: '/v2/auth', service: 'quay.io', scope: 'right', names: ['token'] },
    tags: { order: 'oldest-first', page: 2 },
    missing: 401,
  },
  /** Anybody may ask, without a token. */
  'mcr.microsoft.com': { tags: { page: 1, link: 'absolute' }, referrers: 'not-found' },
  'europe-docker.pkg.dev': {
    auth: {
      is: 'token',
      path: '/v2/token',
      service: 'europe-docker.pkg.dev',
      scope: 'right',
      names: ['token'],
      refuses: 403,
    },
    tags: { extra: { child: [], manifest: { 'sha256:0': { tag: ['1'], timeUploadedMs: '0' } } } },
  },
  /** A password for everything, and no more than a thousand tags a page. */
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com': {
    auth: { is: 'basic', realm: 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/', everywhere: true },
    tags: { most: 1000 },
  },
  'public.ecr.aws': {
    auth: { is: 'token', path: '/token/', service: 'public.ecr.aws', scope: 'aws', names: ['token'] },
    tags: { most: 1000 },
    referrers: 'not-found',
  },
  /** Its own logins are refresh tokens, and its tokens have the other name only. */
  'team.azurecr.io': {
    auth: {
      is: 'token',
      path: '/oauth2/token',
      service: 'team.azurecr.io',
      scope: 'right',
      names: ['access_token'],
      form: true,
      refuses: 401,
    },
  },
  'registry.gitlab.com': {
    auth: {
      is: 'token',
      path: '/jwt/auth',
      service: 'container_registry',
      scope: 'right',
      names: ['token'],
      refuses: 403,
    },
    referrers: 'not-found',
  },
  /** Its own code for everything that is not there (goharbor/harbor, src/lib/errors). */
  'harbor.example': {
    auth: {
      is: 'token',
      path: '/service/token',
      service: 'harbor-registry',
      scope: 'right',
      names: ['token', 'access_token'],
    },
    tags: { page: 2 },
    notFound: 'NOT_FOUND',
  },
  /** Links lose the part of the path that names the repository of repositories; two challenges at once. */
  'artifactory.example': {
    auth: { is: 'token', path: '/v2/token', scope: 'none', names: ['token'], alsoBasic: true },
    tags: { order: 'oldest-first', page: 1, link: 'lost-path' },
    hidesDigest: true,
    referrers: 'page',
  },
  'nexus.example': {
    auth: { is: 'basic', realm: 'Sonatype Nexus Repository Manager', everywhere: false },
    tags: { link: 'inner-host', page: 1 },
    referrers: 'not-found',
  },
  /** Even manifests are at the nearest region. */
  'registry.k8s.io': { redirects: 307 },
  /** distribution 2.8: a repository that never was is told by its list of tags only. */
  'localhost:5000': { referrers: 'not-found', missing: 'manifest-unknown' },
  /** Tells nobody anything (netresearch/docker-development-skill#55). */
  'walled.example': { auth: { is: 'basic', realm: 'x', everywhere: true } },
};
