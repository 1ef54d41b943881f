import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { checkFolder } from '../support/check-folder.ts';
import { sampleDigest } from '../support/sample-registries/images.ts';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

let registries: SampleRegistries;
let folder: string;

beforeAll(async () => {
  registries = await startSampleRegistries();
});
afterAll(() => registries.stop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'end-to-end-'));
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(registries.settings));
  registries.requests.length = 0;
  registries.faults = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line as it is, with a home and a cache of its own, and takes its JSON apart. */
async function check(at: string, ...options: string[]) {
  const { status, printed } = await checkFolder<Printed>(folder, at, ...options);
  return { status, ...printed };
}

interface Printed {
  readonly findings: readonly { file: string; rule: string; fixes: readonly { title: string; safety: string }[] }[];
  readonly unknown: readonly { file: string; name: string; want: string; why: string }[];
  readonly stats: { files: number; references: number; requests: number; cacheHits: number };
}

const examples = path.resolve(import.meta.dirname, '../../examples');

test('the examples show every rule, and nothing that could not be checked', async () => {
  const { status, findings, unknown } = await check(examples);
  expect([...new Set(findings.map(finding => finding.rule))].sort()).toEqual([...RULE_IDS].sort());
  expect(unknown).toEqual([]);
  expect(status).toBe(1);
});

test('the examples show every fix', async () => {
  const { findings } = await check(examples);
  const titles = findings.flatMap(finding => finding.fixes).map(fix => fix.title.replace(/ ?`.*/, ''));
  expect(titles).toEqual(
    expect.arrayContaining([
      'Ignore',
      'Pin and name the version',
      'Pin to digest',
      'Update pin',
      'Upgrade to',
      'Use the multi-platform digest',
    ]),
  );
});

test('a second run asks nothing', async () => {
  const first = await check(examples);
  registries.requests.length = 0;
  const second = await check(examples);
  expect(registries.requests).toEqual([]);
  expect(second.stats).toMatchObject({ requests: 0 });
  expect(second.findings).toEqual(first.findings);
});

test('offline shows what is kept, and asks nothing', async () => {
  const first = await check(examples);
  registries.requests.length = 0;
  const second = await check(examples, '--offline');
  expect(registries.requests).toEqual([]);
  expect(second.findings).toEqual(first.findings);
});

test('untrusted asks nothing and says what it left out', async () => {
  const { status, unknown, findings } = await check(examples, '--untrusted');
  expect(registries.requests).toEqual([]);
  expect(unknown.map(({ why }) => why)).toEqual(unknown.map(() => 'untrusted'));
  expect(unknown).toContainEqual(expect.objectContaining({ file: 'worker/package.json', name: '@acme/queue' }));
  // What the text alone shows is told all the same.
  expect([...new Set(findings.map(finding => finding.rule))].sort()).toEqual([
    'floating-range',
    'inconsistent-pins',
    'insecure-source',
    'latest-only-publish',
    'latest-tag',
    'lock-drift',
    'long-lived-token',
    'missing-integrity',
    'number-as-tag',
    'publish-will-fail',
    'publish-without-provenance',
    'pull-policy',
    'retention-deletes-pins',
    'retention-deletes-releases',
    'retention-invalid',
    'retention-shadowed-rule',
    'snapshot-version',
    'staging-skipped',
    'unpinned-image',
  ]);
  expect(status).toBe(1);
});

test('--fix safe writes the digests that the registry has, and only once', async () => {
  const copy = path.join(folder, 'examples');
  cpSync(examples, copy, { recursive: true });
  const first = await check('examples', '--fix', 'safe');
  const web = readFileSync(path.join(copy, 'web/Dockerfile'), 'utf8');
  expect(web).toContain(`ARG NODE_VERSION=20@${sampleDigest('docker.io/library/node', '20')}\n`);
  expect(web).toContain(`FROM node@${sampleDigest('docker.io/library/node', 'latest')}\n`);
  expect(readFileSync(path.join(copy, 'cache/Dockerfile'), 'utf8')).toContain(
    `FROM redis:7@${sampleDigest('docker.io/library/redis', '7')}\n`,
  );
  expect(readFileSync(path.join(copy, 'web/package.json'), 'utf8')).toBe(
    readFileSync(path.join(examples, 'web/package.json'), 'utf8'),
  );
  expect(first.findings.flatMap(finding => finding.fixes).filter(fix => fix.safety === 'safe')).toEqual([]);

  const second = await check('examples', '--fix', 'safe');
  expect(readFileSync(path.join(copy, 'web/Dockerfile'), 'utf8')).toBe(web);
  // What was downloaded to be written proves what is only reported, too, as long as it is at hand.
  expect(withoutProofs(second.findings)).toEqual(withoutProofs(first.findings));
});

test('a registry that is down makes names unknown, and no findings', async () => {
  registries.faults = [{ path: /./, what: { is: 'status', status: 500 } }];
  const { status, findings, unknown } = await check(path.join(examples, 'database/Dockerfile'));
  expect(findings).toEqual([]);
  expect(unknown).toEqual([
    {
      file: 'Dockerfile',
      registry: 'oci',
      name: 'docker.io/library/postgres',
      want: '16',
      why: 'unreachable',
      until: null,
    },
  ]);
  expect(status).toBe(2);
});

test.each([{ is: 'wrong-hash' }, { is: 'truncate' }, { is: 'html' }] as const)(
  'a digest whose bytes come as $is is not written, and its name is unknown',
  async what => {
    const dockerfile = path.join(folder, 'Dockerfile');
    writeFileSync(dockerfile, 'FROM alpine:3.19\n');
    registries.faults = [{ path: /manifests/, method: 'GET', what }];
    const { status, findings, unknown } = await check('Dockerfile', '--fix', 'safe');
    expect(readFileSync(dockerfile, 'utf8')).toBe('FROM alpine:3.19\n');
    expect(findings).toMatchObject([{ rule: 'unpinned-image', fixes: [{ safety: 'silence' }] }]);
    expect(unknown).toMatchObject([{ name: 'docker.io/library/alpine', want: '3.19', why: 'garbled' }]);
    expect(status).toBe(2);
  },
);

test('a digest is downloaded where it is written, and once', async () => {
  const unpinned = () => writeFileSync(path.join(folder, 'Dockerfile'), 'FROM alpine:3.19\n');
  unpinned();
  const downloads = () =>
    registries.requests.filter(({ method, path: at }) => method === 'GET' && at.includes('/manifests/'));
  await check('Dockerfile');
  expect(downloads()).toHaveLength(0);
  await check('Dockerfile', '--fix', 'safe');
  expect(downloads()).toHaveLength(1);
  unpinned();
  await check('Dockerfile', '--fix', 'safe');
  expect(downloads()).toHaveLength(1);
});

function withoutProofs(findings: Printed['findings']) {
  return findings.map(finding => ({ ...finding, fixes: finding.fixes.map(fix => ({ ...fix, proof: undefined })) }));
}
