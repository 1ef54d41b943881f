import { describe, expect, it } from 'vitest';
import type { Ignorance } from '../../server/src/model/answer.ts';
import { COLLECTS_KEY } from '../../server/src/model/statement.ts';
import { absent, config, digest, fixed, index, judge, known, manifest, verdicts } from '../support/judge.ts';
import { toldBy } from '../support/judged-by.ts';

const NODE = 'oci docker.io/library/node';
const REDIS = 'oci docker.io/library/redis';

describe('latest-tag', () => {
  it('speaks of an untagged image before the registry has answered', () => {
    const notAsked = { [`manifest ${NODE} :latest`]: { state: 'unknown', why: 'not-asked' } as const };
    expect(verdicts('Dockerfile', 'FROM node', notAsked)).toBe(
      [
        'FROM node',
        '     ^^^^ latest-tag warning',
        '     `node` has no tag, which means `latest`: whatever was pushed last. Name a version and pin it to its digest.',
      ].join('\n'),
    );
  });

  const answers = {
    [`manifest ${NODE} :latest`]: manifest('a', 'index'),
    [`tags ${NODE}`]: known({ tags: ['20', '22', '22.11.0', '22-alpine', '20240101', 'latest'], complete: true }),
    [`manifest ${NODE} :22.11.0`]: manifest('a', 'index'),
    [`manifest ${NODE} :22`]: manifest('a', 'index'),
    [`manifest ${NODE} :20`]: manifest('b', 'index'),
  };

  it('names the version behind `latest` and pins', () => {
    expect(verdicts('Dockerfile', 'FROM node:latest', answers)).toBe(
      [
        'FROM node:latest',
        '     ^^^^^^^^^^^ latest-tag warning',
        '     `node:latest` is whatever was pushed last. Name a version and pin it to its digest.',
        '     💡 Pin and name the version `22.11.0` (review)',
        '     💡 Pin to digest (safe)',
      ].join('\n'),
    );
  });

  it.each([
    ['FROM node', 'Pin to digest', `FROM node@${digest('a')}`],
    ['FROM node AS build', 'Pin and name the version', `FROM node:22.11.0@${digest('a')} AS build`],
    ['FROM node:latest', 'Pin to digest', `FROM node:latest@${digest('a')}`],
    ['FROM node:latest', 'Pin and name the version', `FROM node:22.11.0@${digest('a')}`],
    ['ARG BASE=node:latest\nFROM $BASE', 'Pin to digest', `ARG BASE=node:latest@${digest('a')}\nFROM $BASE`],
  ])('%j, %s', (before, title, after) => {
    expect(fixed('Dockerfile', before, answers, title)).toBe(after);
  });

  it.each(['FROM node:20', 'FROM scratch', `FROM node:latest@${digest('a')}`, `FROM node@${digest('a')}`, 'FROM $X'])(
    'says nothing of %s',
    text => {
      const all = {
        [`manifest ${NODE} :20`]: manifest('b', 'index'),
        [`manifest ${NODE} :latest`]: manifest('a', 'index'),
        [`manifest ${NODE} @${digest('a')}`]: manifest('a', 'index'),
      };
      expect(judge('Dockerfile', text, all).findings.map(finding => finding.rule)).not.toContain('latest-tag');
    },
  );
});

describe('unpinned-image', () => {
  it('is information for what runs and a hint for what only helps to build', () => {
    const text = 'FROM node:20 AS build\nFROM redis:7\nCOPY --from=build /a /a';
    const answers = {
      [`manifest ${NODE} :20`]: manifest('a', 'index'),
      [`manifest ${REDIS} :7`]: manifest('b', 'image'),
    };
    expect(verdicts('Dockerfile', text, answers)).toBe(
      [
        'FROM node:20 AS build',
        '     ^^^^^^^ unpinned-image hint',
        '     `node:20` is named by a tag, and a tag can move. It points to `sha256:aaaaaaaaaaaa` now: pin it to its digest to get the same bytes every time.',
        '     💡 Pin to digest (safe)',
        'FROM redis:7',
        '     ^^^^^^^ unpinned-image information',
        '     `redis:7` is named by a tag, and a tag can move. It points to `sha256:bbbbbbbbbbbb` now: pin it to its digest to get the same bytes every time.',
        '     💡 Pin to digest (safe)',
        'COPY --from=build /a /a',
      ].join('\n'),
    );
  });

  it('says that a default may be replaced', () => {
    const answers = { [`manifest ${NODE} :20`]: manifest('a', 'index') };
    const [finding] = judge('Dockerfile', 'ARG V=20\nFROM node:$V', answers).findings;
    expect(finding?.message).toContain('This is the default of `V`, which `--build-arg` may replace.');
  });

  it('says who may replace the default of a Compose file, and that nobody does behind it', () => {
    const answers = { [`manifest ${NODE} :20-slim`]: manifest('a', 'index') };
    const text = 'services: {a: {image: "node:${V:-20}-slim", pull_policy: always}}';
    const [finding] = judge('compose.yaml', text, answers).findings;
    expect(finding?.message).toContain('This is the default of `V`, which the environment may replace.');
    expect(finding?.fixes).toMatchObject([
      { title: 'Pin to digest (the environment no longer changes the image then)', safety: 'review' },
    ]);
  });

  it('wants review where other texts are made of the value', () => {
    const answers = { [`manifest ${NODE} :20`]: manifest('a', 'index') };
    const text =
      'jobs: {a: {strategy: {matrix: {i: ["node:20"]}}, container: "${{ matrix.i }}", name: "${{ matrix.i }}"}}';
    expect(judge('.github/workflows/ci.yml', text, answers).findings[0]?.fixes).toMatchObject([
      { title: 'Pin to digest (other texts are made of this value too)', safety: 'review' },
    ]);
  });
});

describe('missing-image', () => {
  it('says nothing of an image that is never pulled', () => {
    const answers = { 'manifest oci ghcr.io/acme/api :1.2.3': absent('repository') };
    const text = 'services: {a: {image: "ghcr.io/acme/api:1.2.3", pull_policy: never}}';
    expect(judge('compose.yaml', text, answers).findings.map(({ rule }) => rule)).not.toContain('missing-image');
    const pulled = judge('compose.yaml', text.replace('never', 'always'), answers);
    expect(pulled.findings.map(({ rule }) => rule)).toContain('missing-image');
  });

  it.each([
    [
      'repository',
      'FROM ghcr.io/acme/api:1',
      'The registry has no repository `ghcr.io/acme/api`, or hides it from you. Check the name and whether you are logged in.',
    ],
    ['tag', 'FROM ghcr.io/acme/api:1', 'The repository `ghcr.io/acme/api` has no tag `1`. Choose a tag that exists.'],
  ] as const)('%s', (missing, text, message) => {
    const { findings } = judge('Dockerfile', text, { 'manifest oci ghcr.io/acme/api :1': absent(missing) });
    expect(findings).toMatchObject([{ rule: 'missing-image', severity: 'error', message, fixes: [] }]);
  });

  it('offers the living tag in place of a digest that is gone', () => {
    const text = `FROM redis:7@${digest('c')}`;
    const answers = {
      [`manifest ${REDIS} @${digest('c')}`]: absent('digest'),
      [`manifest ${REDIS} :7`]: manifest('b', 'index'),
    };
    expect(verdicts('Dockerfile', text, answers)).toBe(
      [
        text,
        `     ${'^'.repeat(text.length - 5)} missing-image error`,
        '     The registry no longer has `sha256:cccccccccccc`, which pins `redis:7`: whoever does not hold a copy cannot pull it. The tag `7` points to `sha256:bbbbbbbbbbbb` now: update the pin.',
        '     💡 Update pin (review)',
      ].join('\n'),
    );
    expect(fixed('Dockerfile', text, answers, 'Update pin')).toBe(`FROM redis:7@${digest('b')}`);
  });

  it('is a warning where a build context may bear the name', () => {
    const answers = { 'manifest oci docker.io/library/assets :latest': absent('repository') };
    const [finding] = judge('Dockerfile', 'FROM scratch\nCOPY --from=assets /a /a', answers).findings;
    expect(finding).toMatchObject({ rule: 'missing-image', severity: 'warning' });
    expect(finding?.message).toContain(
      'A build that is given a context of this name (`--build-context`) does not need it.',
    );
  });

  it.each<Ignorance>(['not-asked', 'asking', 'offline', 'refused', 'throttled', 'unreachable', 'garbled', 'untrusted'])(
    'is never said when the answer is unknown: %s',
    why => {
      const unknown = { state: 'unknown', why } as const;
      const text = `FROM redis:7@${digest('c')}`;
      const analysis = judge('Dockerfile', text, {
        [`manifest ${REDIS} @${digest('c')}`]: unknown,
        [`manifest ${REDIS} :7`]: unknown,
      });
      expect(analysis.findings).toEqual([]);
      expect(analysis.unchecked).toMatchObject([{ why }]);
    },
  );
});

describe('moved-tag and single-platform-pin', () => {
  const pinned = `FROM redis:7@${digest('1')}`;
  const at = (digit: string) => `manifest ${REDIS} @${digest(digit)}`;

  it('stays silent while the tag points to the pin', () => {
    const answers = { [at('1')]: manifest('1', 'index'), [`manifest ${REDIS} :7`]: manifest('1', 'index') };
    expect(judge('Dockerfile', pinned, answers).findings).toEqual([]);
  });

  it('tells that the tag of a pinned index moved, without downloading an index', () => {
    const answers = { [at('1')]: manifest('1', 'index'), [`manifest ${REDIS} :7`]: manifest('2', 'index') };
    expect(verdicts('Dockerfile', pinned, answers)).toBe(
      [
        pinned,
        `     ${'^'.repeat(pinned.length - 5)} moved-tag information`,
        '     The tag `7` has moved on: it points to `sha256:222222222222`, while the pin holds `sha256:111111111111`. Update the pin when you want the newer image.',
        '     💡 Update pin (review)',
      ].join('\n'),
    );
    expect(fixed('Dockerfile', pinned, answers, 'Update pin')).toBe(`FROM redis:7@${digest('2')}`);
  });

  it('names no platform where the index tells none', () => {
    const answers = {
      [at('1')]: manifest('1', 'image'),
      [`manifest ${REDIS} :7`]: manifest('2', 'index'),
      [`contents ${REDIS} @${digest('2')}`]: index({ unknown: '1', 'linux/arm64': '3' }),
    };
    expect(verdicts('Dockerfile', pinned, answers)).toContain('The digest is one platform’s alone, while `redis:7` is');
  });

  it('counts a child of the current index as not moved', () => {
    const answers = {
      [at('1')]: manifest('1', 'image'),
      [`manifest ${REDIS} :7`]: manifest('2', 'index'),
      [`contents ${REDIS} @${digest('2')}`]: index({ 'linux/amd64': '1', 'linux/arm64': '3' }),
    };
    expect(verdicts('Dockerfile', pinned, answers)).toBe(
      [
        pinned,
        `     ${'^'.repeat(pinned.length - 5)} single-platform-pin hint`,
        '     The digest is `linux/amd64` alone, while `redis:7` is an index of several platforms. Use the digest of the index unless one platform is meant.',
        '     💡 Use the multi-platform digest (safe)',
      ].join('\n'),
    );
    expect(fixed('Dockerfile', pinned, answers, 'Use the multi')).toBe(`FROM redis:7@${digest('2')}`);
  });

  it('updates a pin of one platform to the same platform of the new index', () => {
    const answers = {
      [at('1')]: manifest('1', 'image'),
      [`manifest ${REDIS} :7`]: manifest('2', 'index'),
      [`contents ${REDIS} @${digest('2')}`]: index({ 'linux/amd64': '4', 'linux/arm64': '3' }),
      [`config ${REDIS} @${digest('1')}`]: config('linux/arm64'),
    };
    expect(fixed('Dockerfile', pinned, answers, 'Update pin')).toBe(`FROM redis:7@${digest('3')}`);
  });

  it('offers no update where the pin’s platform is not known or not served any more', () => {
    const base = {
      [at('1')]: manifest('1', 'image'),
      [`manifest ${REDIS} :7`]: manifest('2', 'index'),
      [`contents ${REDIS} @${digest('2')}`]: index({ 'linux/amd64': '4' }),
    };
    for (const platform of [config('linux/s390x'), { state: 'unknown', why: 'refused' } as const]) {
      const { findings } = judge('Dockerfile', pinned, { ...base, [`config ${REDIS} @${digest('1')}`]: platform });
      expect(findings).toMatchObject([{ rule: 'moved-tag', fixes: [] }]);
    }
  });

  it('says nothing while the index is not known', () => {
    const answers = {
      [at('1')]: manifest('1', 'image'),
      [`manifest ${REDIS} :7`]: manifest('2', 'index'),
      [`contents ${REDIS} @${digest('2')}`]: { state: 'unknown', why: 'asking' } as const,
    };
    expect(judge('Dockerfile', pinned, answers).findings).toEqual([]);
  });
});

describe('digest-at-risk', () => {
  const at = (host: string) => `FROM ${host}/acme/api:1@${digest('1')}`;
  const moved = (host: string) => ({
    [`manifest oci ${host}/acme/api @${digest('1')}`]: manifest('1', 'index'),
    [`manifest oci ${host}/acme/api :1`]: manifest('2', 'index'),
    [`contents oci ${host}/acme/api @${digest('1')}`]: index({ 'linux/amd64': '3' }),
    [`contents oci ${host}/acme/api @${digest('2')}`]: index({ 'linux/amd64': '4' }),
    [`config oci ${host}/acme/api @${digest('3')}`]: known({
      platform: 'linux/amd64',
      labels: {},
      created: '2026-01-01T10:00:00Z',
    }),
    [`config oci ${host}/acme/api @${digest('4')}`]: known({
      platform: 'linux/amd64',
      labels: {},
      created: '2026-02-11T12:00:00Z',
    }),
  });

  it('tells by how much the pin trails, where the builds tell their days', () => {
    const { findings } = judge('Dockerfile', at('quay.io'), moved('quay.io'));
    expect(findings[0]?.message).toBe(
      'The tag `1` has moved on to `sha256:222222222222`, 41 days newer, and no known tag holds the pinned `sha256:111111111111`. `quay.io` removes what no tag points to, and then this pin cannot be pulled any more. Update the pin, or have a tag kept on it.',
    );
  });

  it.each([
    [
      'quay.io',
      'digest-at-risk',
      'warning',
      '`quay.io` removes what no tag points to, and then this pin cannot be pulled any more.',
    ],
    [
      'ghcr.io',
      'digest-at-risk',
      'information',
      'Whether `ghcr.io` keeps what no tag points to is for its owner to say.',
    ],
    ['docker.io', 'moved-tag', 'information', 'Update the pin when you want the newer image.'],
  ])('on %s: %s, %s', (host, rule, severity, says) => {
    const { findings } = judge('Dockerfile', at(host), moved(host));
    expect(findings).toMatchObject([{ rule, severity, fixes: [{ title: 'Update pin', safety: 'review' }] }]);
    expect(findings[0]?.message).toContain(says);
  });

  it('is a warning where the workspace itself cleans the host up', () => {
    const told = toldBy([['ci.yml', { says: 'collects', key: COLLECTS_KEY, reach: 'everywhere', hosts: 'ghcr.io' }]]);
    const [finding] = judge('Dockerfile', at('ghcr.io'), moved('ghcr.io'), undefined, told).findings;
    expect(finding).toMatchObject({ rule: 'digest-at-risk', severity: 'warning' });
    expect(finding?.message).toContain('Something in this workspace removes from `ghcr.io` what no tag points to');
  });

  it('leaves a pin alone that its tag still holds, or of which a part is not known', () => {
    const current = { 'manifest oci quay.io/acme/api :1': manifest('1', 'index') };
    expect(judge('Dockerfile', at('quay.io'), { ...moved('quay.io'), ...current }).findings).toEqual([]);
    const unknown = { 'manifest oci quay.io/acme/api :1': { state: 'unknown', why: 'throttled' } as const };
    expect(judge('Dockerfile', at('quay.io'), { ...moved('quay.io'), ...unknown }).findings).toEqual([]);
  });
});
