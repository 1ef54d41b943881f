import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { sampleDigest } from '../support/sample-registries/images.ts';
import type { ImageSeed, Seed } from '../support/sample-registries/seed.ts';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

const IMAGES = 30;
const PULLS = 10;
const image: ImageSeed = {
  builds: { now: { platforms: ['linux/amd64', 'linux/arm64'], created: '2026-01-01T00:00:00Z' } },
  tags: { '1.0': 'now' },
};
const names = Array.from({ length: IMAGES }, (_, index) => `docker.io/acme/app-${index}`);
const seed: Seed = { images: Object.fromEntries(names.map(name => [name, image])), packages: {} };

let registries: SampleRegistries;
let folder: string;
beforeAll(async () => {
  registries = await startSampleRegistries({ seed, pulls: PULLS });
});
afterAll(() => registries.stop());

/** Runs the command line as it is over images by tag and, as many, images whose pin is current. */
async function check(...options: string[]) {
  folder = mkdtempSync(path.join(tmpdir(), 'pulls-'));
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(registries.settings));
  const texts = names.map((name, index) => {
    const pin = index % 2 === 0 ? '' : `@${sampleDigest(name, 'now', undefined, seed)}`;
    return `FROM ${name}:1.0${pin}\n`;
  });
  writeFileSync(path.join(folder, 'Dockerfile'), texts.join(''));
  registries.requests.length = 0;
  let out = '';
  const status = await runIn(
    {
      cwd: folder,
      environment: { NO_PROXY: '127.0.0.1' },
      home: folder,
      platform: process.platform,
      version: '1.2.3',
      signal: new AbortController().signal,
      createLens,
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['check', 'Dockerfile', '--settings', 'settings.json', '--format', 'json', ...options],
  );
  rmSync(folder, { recursive: true, force: true });
  const { findings, unknown } = JSON.parse(out);
  return { status, findings, unknown, methods: registries.requests.map(({ method }) => method) };
}

test('a report costs one request an image, and none that counts as a pull', async () => {
  const { status, findings, unknown, methods } = await check();
  expect(methods).toEqual(names.map(() => 'HEAD'));
  expect(unknown).toEqual([]);
  expect(findings).toHaveLength(IMAGES / 2);
  expect(findings[0]).toMatchObject({
    rule: 'unpinned-image',
    fixes: [{ title: 'Pin to digest', proof: 'header' }, {}],
  });
  expect(status).toBe(0);
});

test('fixing proves what it writes as far as the registry allows, and says of what it could not', async () => {
  const { status, findings, unknown, methods } = await check('--fix', 'safe');
  expect(methods.filter(method => method === 'GET').length).toBeGreaterThanOrEqual(PULLS);
  expect(findings.length).toBeGreaterThan(0);
  expect(unknown).toHaveLength(findings.length);
  expect(unknown[0]).toMatchObject({ why: 'throttled' });
  expect(status).toBe(2);
});
