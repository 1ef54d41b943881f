/**
 * What the sample registries serve, as people read it. `images.ts` and `packages.ts` turn it into the bytes of the
 * protocols. Nothing here is real: the names that look familiar are played by made-up data.
 *
 * What the demo's seed holds, and what it is good for:
 *
 * | name | what is so | |---|---| | `docker.io/library/node` | tags `20`, `20.11.1`, `22`, `22.11.0`, `latest`;
 * `latest` = `22` = `22.11.0`, `20` moved on from build `20 of last year` | | `docker.io/library/alpine` | `3.19`,
 * `3.20`, `latest` (= `3.20`); several platforms | | `docker.io/library/python` | `3.12-slim`, an index | |
 * `docker.io/library/postgres` | `16` moved; its old build `16 of last year` is still served by digest | |
 * `docker.io/library/redis` | `7`, an index; its `linux/amd64` child is a single-platform pin | |
 * `docker.io/library/busybox` | `1.36`, one platform only, no index | | `docker.io/acme/gone` | tag `1.1` lives; tag
 * and digest of build `1.0` are gone | | `ghcr.io/acme/api` | `1.4.0` | | `quay.io/acme/proxy` | `2.8` moved on from
 * build `2.8 of last month`, on a host that collects what no tag points to | |
 * `europe-docker.pkg.dev/acme/images/base` | `stable` | | any other repository | 404
 * `NAME_UNKNOWN` | | `pad-left-ish`, `express-lite`, `@acme/http` | healthy | | `querystring-lite` | every version
 * deprecated, the message names a successor | | `color-lines` | `1.4.1` and `1.4.2` deprecated, the others healthy | |
 * `event-streamer` | `3.3.6` was unpublished | | `left-pad-lite` | wholly unpublished | | `crossenv-js` | taken over by
 * the registry's security holding package | | `@acme/logger` | `1.0.0` was deprecated once and is not any more (empty
 * message) | | `@acme/prices`, `@acme/taxes` | the shop's own libraries; `2.0.1` of the latter was unpublished | | any
 * other package | 404 |
 */
export interface Seed {
  /** By canonical name, as in `docker.io/library/node`. */
  readonly images: Readonly<Record<string, ImageSeed>>;
  readonly packages: Readonly<Record<string, PackageSeed>>;
}

export interface ImageSeed {
  /** By a name that only the seed knows. Each is served by its digest unless it was removed. */
  readonly builds: Readonly<Record<string, BuildSeed>>;
  /** Tag → build. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface BuildSeed {
  /** Several, or one that is wrapped in an index; `single` serves the one platform's manifest without an index. */
  readonly platforms: readonly string[];
  readonly single?: true;
  /** ISO 8601. */
  readonly created: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The attestation that its index names is really there; else it was lost on the way, as copies lose them. */
  readonly attested?: true;
  /** Artifact types of what the referrers API lists. */
  readonly attached?: readonly string[];
  /** Nothing answers for its digest any more. */
  readonly removed?: true;
}

export interface PackageSeed {
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, VersionSeed>>;
  /** Versions that were taken back, with the date that the registry remembers. */
  readonly unpublished?: Readonly<Record<string, string>>;
  /** When the package as a whole was taken back; `versions` is empty then. */
  readonly goneSince?: string;
}

export interface VersionSeed {
  /** ISO 8601. */
  readonly published: string;
  readonly deprecated?: string | boolean;
  readonly description?: string;
  /** Set where a trusted publisher built it, with provenance. */
  readonly attested?: true;
}

const SEVERAL = ['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7'];
const SOURCE = 'org.opencontainers.image.source';
const REVISION = 'org.opencontainers.image.revision';
const VERSION = 'org.opencontainers.image.version';

export const DEMO_SEED: Seed = {
  images: {
    'docker.io/library/node': {
      builds: {
        '20 of last year': { platforms: SEVERAL, created: '2025-02-04T01:12:00Z' },
        '20.11.1': { platforms: SEVERAL, created: '2025-03-10T01:12:00Z', labels: { [VERSION]: '20.11.1' } },
        '22.11.0': {
          platforms: SEVERAL,
          created: '2026-06-02T03:40:00Z',
          attested: true,
          attached: ['application/vnd.cncf.notary.signature'],
          labels: { [VERSION]: '22.11.0', [SOURCE]: 'https://git.example/acme/node-image', [REVISION]: '6c1f0a9' },
        },
      },
      tags: { '20': '20.11.1', '20.11.1': '20.11.1', '22': '22.11.0', '22.11.0': '22.11.0', latest: '22.11.0' },
    },
    'docker.io/library/alpine': {
      builds: {
        '3.19': { platforms: SEVERAL, created: '2025-01-20T18:00:00Z' },
        '3.20': { platforms: SEVERAL, created: '2026-05-22T18:00:00Z' },
      },
      tags: { '3.19': '3.19', '3.20': '3.20', latest: '3.20' },
    },
    'docker.io/library/python': {
      builds: { '3.12-slim': { platforms: SEVERAL, created: '2026-04-11T07:30:00Z' } },
      tags: { '3.12-slim': '3.12-slim' },
    },
    'docker.io/library/postgres': {
      builds: {
        '16 of last year': { platforms: SEVERAL, created: '2025-05-02T09:00:00Z' },
        '16': { platforms: SEVERAL, created: '2026-05-30T09:00:00Z' },
      },
      tags: { '16': '16' },
    },
    'docker.io/library/redis': {
      builds: { '7': { platforms: SEVERAL, created: '2026-03-03T12:00:00Z' } },
      tags: { '7': '7' },
    },
    'docker.io/library/busybox': {
      builds: { '1.36': { platforms: ['linux/amd64'], single: true, created: '2025-11-01T00:00:00Z' } },
      tags: { '1.36': '1.36' },
    },
    'docker.io/acme/gone': {
      builds: {
        '1.0': { platforms: ['linux/amd64'], created: '2024-08-01T10:00:00Z', removed: true },
        '1.1': { platforms: ['linux/amd64'], created: '2026-02-01T10:00:00Z' },
      },
      tags: { '1.1': '1.1' },
    },
    'ghcr.io/acme/api': {
      builds: {
        '1.4.0': {
          platforms: ['linux/amd64', 'linux/arm64'],
          created: '2026-06-20T15:05:00Z',
          labels: { [SOURCE]: 'https://github.com/acme/api', [REVISION]: 'd1b2c3e', [VERSION]: '1.4.0' },
        },
      },
      tags: { '1.4.0': '1.4.0' },
    },
    'quay.io/acme/proxy': {
      builds: {
        '2.8 of last month': { platforms: SEVERAL, created: '2026-05-20T06:00:00Z' },
        '2.8': { platforms: SEVERAL, created: '2026-06-25T06:00:00Z' },
      },
      tags: { '2.8': '2.8' },
    },
    'europe-docker.pkg.dev/acme/images/base': {
      builds: { stable: { platforms: SEVERAL, created: '2026-06-24T06:00:00Z' } },
      tags: { stable: 'stable' },
    },
  },

  packages: {
    'pad-left-ish': {
      tags: { latest: '2.0.0', next: '2.1.0-beta.1' },
      versions: {
        '1.0.0': { published: '2022-01-10T10:00:00.000Z' },
        '1.2.0': { published: '2023-01-10T10:00:00.000Z' },
        '1.3.0': { published: '2024-01-10T10:00:00.000Z' },
        '2.0.0': { published: '2025-09-01T10:00:00.000Z' },
        '2.1.0-beta.1': { published: '2026-05-01T10:00:00.000Z' },
      },
    },
    'express-lite': {
      tags: { latest: '5.0.1' },
      versions: {
        '4.18.2': { published: '2022-10-08T10:00:00.000Z' },
        '4.19.2': { published: '2024-03-25T10:00:00.000Z' },
        '5.0.1': { published: '2025-10-08T10:00:00.000Z' },
      },
    },
    'querystring-lite': {
      tags: { latest: '0.2.1' },
      versions: {
        '0.2.0': {
          published: '2019-02-01T10:00:00.000Z',
          deprecated: 'No longer maintained. Use `url-search-lite` instead.',
        },
        '0.2.1': {
          published: '2021-02-15T10:00:00.000Z',
          deprecated: 'No longer maintained. Use `url-search-lite` instead.',
        },
      },
    },
    'color-lines': {
      tags: { latest: '2.0.0' },
      versions: {
        '1.4.0': { published: '2021-06-01T10:00:00.000Z', deprecated: false },
        '1.4.1': { published: '2022-01-08T10:00:00.000Z', deprecated: 'Prints for ever. Please upgrade to 1.4.3.' },
        '1.4.2': { published: '2022-01-09T10:00:00.000Z', deprecated: 'Prints for ever. Please upgrade to 1.4.3.' },
        '1.4.3': { published: '2022-01-12T10:00:00.000Z' },
        '2.0.0': { published: '2025-04-01T10:00:00.000Z' },
      },
    },
    'mail-lines': {
      tags: { latest: '1.1.1' },
      versions: {
        '1.0.0': { published: '2025-02-01T10:00:00.000Z', attested: true },
        '1.1.0': { published: '2025-07-01T10:00:00.000Z', attested: true },
        // What it lost is told for a year.
        '1.1.1': { published: new Date(Date.now() - 30 * 86_400_000).toISOString() },
      },
    },
    'event-streamer': {
      tags: { latest: '4.0.1' },
      versions: {
        '3.3.5': { published: '2023-04-01T10:00:00.000Z' },
        '3.3.7': { published: '2023-11-27T10:00:00.000Z' },
        '4.0.1': { published: '2024-02-01T10:00:00.000Z' },
      },
      unpublished: { '3.3.6': '2023-11-26T18:00:00.000Z' },
    },
    'left-pad-lite': {
      tags: {},
      versions: {},
      unpublished: { '0.0.1': '2021-03-01T10:00:00.000Z', '0.0.3': '2022-03-01T10:00:00.000Z' },
      goneSince: '2026-03-22T21:30:00.000Z',
    },
    'crossenv-js': {
      tags: { latest: '0.0.1-security' },
      versions: {
        '0.0.1-security': { published: '2024-08-02T10:00:00.000Z', description: 'security holding package' },
      },
      unpublished: { '6.1.1': '2024-07-19T10:00:00.000Z' },
    },
    '@acme/prices': {
      tags: { latest: '1.4.0' },
      versions: {
        '1.3.0': { published: '2025-09-01T10:00:00.000Z' },
        '1.4.0': { published: '2026-02-02T10:00:00.000Z' },
      },
    },
    '@acme/taxes': {
      tags: { latest: '2.0.0' },
      versions: { '2.0.0': { published: '2026-01-12T10:00:00.000Z' } },
      unpublished: { '2.0.1': '2026-03-03T10:00:00.000Z' },
    },
    '@acme/http': {
      tags: { latest: '2.0.0' },
      versions: {
        '1.0.0': { published: '2023-05-01T10:00:00.000Z' },
        '1.1.0': { published: '2024-05-01T10:00:00.000Z' },
        '2.0.0': { published: '2026-01-15T10:00:00.000Z' },
      },
    },
    '@acme/logger': {
      tags: { latest: '1.0.0' },
      versions: { '1.0.0': { published: '2024-05-01T10:00:00.000Z', deprecated: '' } },
    },
  },
};
