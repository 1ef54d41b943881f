import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { createLens } from '../../server/src/lens.ts';
import type { Range } from '../../server/src/model/positions.ts';
import {
  type DockerRegistry,
  deleteManifest,
  pushImage,
  pushIndex,
  startDockerRegistry,
} from '../support/docker-registry.ts';

/**
 * What becomes of an image that many files name: a tag, pinned; the tag moves; the old manifest is deleted and its
 * blobs are collected. In every kind of file the findings follow, and each fix leads to a file that has none.
 */
const NAME = 'team/app';
const FILES: Readonly<Record<string, (host: string) => string>> = {
  Dockerfile: host => `FROM ${host}/${NAME}:1\n`,
  'argument/Dockerfile': host => `ARG VERSION=1\nFROM ${host}/${NAME}:\${VERSION} AS base\n`,
  'deployment.yaml': host =>
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: app # the app\n          image: "${host}/${NAME}:1"\n          imagePullPolicy: Always\n`,
  'pod.json': host =>
    `{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "${host}/${NAME}:1", "imagePullPolicy": "Always"}]}}`,
  'compose.yaml': host => `services:\r\n  app:\r\n    image: ${host}/${NAME}:\${TAG:-1}\r\n    pull_policy: always\r\n`,
  'chart/values.yaml': host => `image:\n  repository: ${host}/${NAME}\n  tag: "1"\n`,
  'kustomization.yaml': host => `images:\n  - name: ${host}/${NAME}\n    newTag: "1"\n`,
  '.github/workflows/ci.yml': host =>
    `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container: ${host}/${NAME}:1\n    steps:\n      - run: "true"\n`,
  'action.yml': host => `name: a\nruns:\n  using: docker\n  image: docker://${host}/${NAME}:1\n`,
  '.gitlab-ci.yml': host => `test:\n  image: ${host}/${NAME}:1\n  script: ["true"]\n`,
  '.circleci/config.yml': host =>
    `version: 2.1\njobs:\n  test:\n    docker:\n      - image: ${host}/${NAME}:1\n    steps: [checkout]\n`,
  'bitbucket-pipelines.yml': host =>
    `image: ${host}/${NAME}:1\npipelines:\n  default:\n    - step:\n        script: ["true"]\n`,
  'azure-pipelines.yml': host =>
    `resources:\n  containers:\n    - container: app\n      image: ${host}/${NAME}:1\nsteps:\n  - script: "true"\n`,
  '.drone.yml': host =>
    `kind: pipeline\nname: a\nsteps:\n  - name: test\n    image: ${host}/${NAME}:1\n    pull: always\n`,
  '.woodpecker.yml': host => `steps:\n  test:\n    image: ${host}/${NAME}:1\n    pull: true\n    commands: ["true"]\n`,
  'chart/Chart.yaml': host =>
    `apiVersion: v2\nname: a\nversion: 1.0.0\nannotations:\n  artifacthub.io/images: |\n    - name: app\n      image: ${host}/${NAME}:1\n`,
  'skaffold.yaml': host =>
    `apiVersion: skaffold/v4beta11\nkind: Config\nverify:\n  - name: test\n    container:\n      name: test\n      image: ${host}/${NAME}:1\n`,
  'app.container': host => `[Unit]\nDescription=App\n\n[Container]\nImage=${host}/${NAME}:1\nPull=always\n`,
  '.devcontainer/devcontainer.json': host => `{\n  // where we work\n  "image": "${host}/${NAME}:1",\n}\n`,
  'docker-bake.hcl': host => `target "app" {\n  contexts = {\n    base = "docker-image://${host}/${NAME}:1"\n  }\n}\n`,
};

let registry: DockerRegistry;
let folder: string;
let old: string;
let now: string;

beforeAll(async () => {
  registry = await startDockerRegistry();
  folder = mkdtempSync(path.join(tmpdir(), 'life-of-a-pin-'));
  old = await push('old');
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text(registry.host));
  }
});
afterAll(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An index of two platforms under the tag `1`. */
async function push(content: string): Promise<string> {
  const images = [];
  for (const platform of ['linux/amd64', 'linux/arm64']) {
    images.push(await pushImage(registry, { repository: NAME, platform, content: `${content} ${platform}` }));
  }
  return (await pushIndex(registry, { repository: NAME, tag: '1', images })).digest;
}

interface Found {
  readonly file: string;
  readonly rule: string;
  readonly fixes: readonly { title: string; safety: string; edits: readonly { range: Range; newText: string }[] }[];
}

async function check(...options: string[]): Promise<readonly Found[]> {
  const out: string[] = [];
  const err: string[] = [];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  await runIn(
    {
      cwd: folder,
      environment: { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: mkdtempSync(path.join(folder, '.cache-')) },
      home: folder,
      platform: process.platform,
      version: '0.0.0',
      signal: new AbortController().signal,
      createLens,
      out: stream(out),
      err: stream(err),
    },
    ['check', '.', '--format', 'json', ...options],
  );
  const { findings, unknown } = JSON.parse(out.join(''));
  expect({ unknown, err }).toEqual({ unknown: [], err: [] });
  return findings;
}

/** By file, which rules speak. */
function rules(findings: readonly Found[]): Record<string, string[]> {
  return Object.fromEntries(
    Object.keys(FILES).map(file => [file, findings.filter(found => found.file === file).map(found => found.rule)]),
  );
}

function everyFile(rule: string): Record<string, string[]> {
  return Object.fromEntries(Object.keys(FILES).map(file => [file, [rule]]));
}

function textsWith(digest: string): string[] {
  return Object.keys(FILES).filter(file => readFileSync(path.join(folder, file), 'utf8').includes(digest));
}

/** The text of each file after the fix of its finding, read from the edits that the command line prints. */
function applied(findings: readonly Found[], title: string): Record<string, string> {
  return Object.fromEntries(
    findings.map(({ file, fixes }) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const fix = fixes.find(candidate => candidate.title.startsWith(title));
      if (fix === undefined) throw new Error(`${file}: no “${title}”`);
      const edits = fix.edits.map(({ range, newText }) => {
        const span = { start: offsetIn(text, range.start), end: offsetIn(text, range.end) };
        return { span, expects: text.slice(span.start, span.end), put: newText };
      });
      const done = applyEdits(text, edits);
      if (done.is === 'refused') throw new Error(`${file}: ${done.why}`);
      return [file, done.text];
    }),
  );
}

function offsetIn(text: string, { line, character }: Range['start']): number {
  return text.split('\n').slice(0, line).join('\n').length + (line === 0 ? 0 : 1) + character;
}

/** What every file must become: its first text with the digest, and nothing else changed. */
function expectDigestAdded(texts: Readonly<Record<string, string>>, digest: string): void {
  for (const [file, text] of Object.entries(texts)) {
    expect(text).toContain(digest);
    const without = text.replace(`\n    digest: ${digest}`, '').replace(`@${digest}`, '');
    expect({ file, without }).toEqual({ file, without: FILES[file]?.(registry.host) });
  }
}

test('a tag is pinned, is left behind by its tag, and is gone', async () => {
  expect(rules(await check())).toEqual(everyFile('unpinned-image'));

  // Where a variable may be set from outside, the pin wants a look; all else is written by the command line.
  const left = await check('--fix', 'safe');
  expectDigestAdded(applied(left, 'Pin to digest'), old);
  for (const [file, text] of Object.entries(applied(left, 'Pin to digest')))
    writeFileSync(path.join(folder, file), text);
  expect(textsWith(old)).toEqual(Object.keys(FILES));
  expect(rules(await check())).toEqual(Object.fromEntries(Object.keys(FILES).map(file => [file, []])));
  const pinned = Object.fromEntries(
    Object.keys(FILES).map(file => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
  expectDigestAdded(pinned, old);

  now = await push('new');
  const moved = await check();
  expect(rules(moved)).toEqual(everyFile('digest-at-risk'));
  expectDigestAdded(applied(moved, 'Update pin'), now);

  await deleteManifest(registry, NAME, old);
  await registry.collectGarbage();
  const gone = await check();
  expect(rules(gone)).toEqual(everyFile('missing-image'));
  expect(gone.map(({ fixes }) => fixes[0]?.safety)).toEqual(gone.map(() => 'review'));

  const mended = applied(gone, 'Update pin');
  for (const [file, text] of Object.entries(mended)) writeFileSync(path.join(folder, file), text);
  expectDigestAdded(mended, now);
  expect(await check()).toEqual([]);
});

/** Lockfiles, into which no fix writes. */
const WITHOUT_IMAGES = ['devcontainer-lock', 'chart-lock'];

test('every reader of images has a file here', async () => {
  const { readerFor } = await import('../../server/src/ecosystems/readers.ts');
  const { IMAGES } = await import('../../server/src/ecosystems/index.ts');
  const read = new Set(
    Object.keys(FILES).map(file => {
      expect(existsSync(path.join(folder, file))).toBe(true);
      return readerFor(file, undefined, FILES[file]?.('a.example'))?.id;
    }),
  );
  const { RETENTION_READERS } = await import('../../server/src/ecosystems/oci/retention/index.ts');
  // Policies name no image.
  const named = IMAGES.readers.filter(reader => !RETENTION_READERS.includes(reader));
  const documents = named.filter(({ isAside }) => isAside !== true).map(({ id }) => id);
  expect(documents.filter(id => !WITHOUT_IMAGES.includes(id) && !read.has(id))).toEqual([]);
});
