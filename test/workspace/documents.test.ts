import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDocumentReader, type DocumentReading } from '../../server/src/workspace/documents.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'documents-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function kindsOf(reading: DocumentReading | undefined): readonly string[] {
  return reading?.references.map(({ subject }) => (subject.kind === 'opaque' ? subject.why : subject.kind)) ?? [];
}

async function readerAt(directory: string) {
  const reader = createDocumentReader({ home: path.dirname(root), log() {} });
  await reader.learn(directory);
  return reader;
}

test.each([
  ['compose.yaml', 'services: {a: {build: {additional_contexts: {base: ../base}}}}'],
  [
    'docker-compose.dev.yml',
    'services:\n  a:\n    build:\n      additional_contexts:\n        - base=docker-image://alpine:3\n',
  ],
  ['compose.yml', 'services: {a: {build: {x-bake: {contexts: {"base:latest": "target:b"}}}}}'],
  [
    'compose.yml',
    'x-a: &a {additional_contexts: {base: .}}\n---\nservices: {}\n---\nservices: {a: {build: {additional_contexts: {base: .}}}}',
  ],
  ['docker-bake.hcl', 'target "a" {\n  contexts = {\n    base = "target:base"\n  }\n}'],
  ['docker-bake.override.json', '{"target": {"a": {"contexts": {"docker.io/library/base": "../base"}}}}'],
])('a name that %s gives to builds is no registry’s, there and below', async (file, text) => {
  write(file, text);
  write('app/deep/Dockerfile', '');
  for (const directory of [root, path.join(root, 'app/deep')]) {
    const reader = await readerAt(directory);
    expect(kindsOf(reader.read('FROM base\nCOPY --from=other / /', { file: 'Dockerfile', directory }))).toEqual([
      'managed',
      'image',
    ]);
  }
});

test.each([
  ['compose.yaml', 'services: {a: {build: {args: {base: x}}, image: base}}'],
  ['compose.yaml', 'services: {a: {build: {additional_contexts: {"base:1": .}}}}'],
  ['other.yaml', 'services: {a: {build: {additional_contexts: {base: .}}}}'],
  ['docker-bake.hcl', 'target "base" {\n  context = "."\n  args = { base = "x" }\n}'],
  ['beside/compose.yaml', 'services: {a: {build: {additional_contexts: {base: .}}}}'],
  ['compose.yaml', 'services: {a: {build: {additional_contexts: [{'],
])('%s does not give it with %s', async (file, text) => {
  write(file, text);
  const reader = await readerAt(root);
  expect(kindsOf(reader.read('FROM base', { file: 'Dockerfile', directory: root }))).toEqual(['image']);
});

test('a reading is renewed when the file that gives the name changes', async () => {
  const reader = await readerAt(root);
  const before = reader.read('FROM base', { file: 'Dockerfile', directory: root });
  if (before === undefined) throw new Error('A Dockerfile is read.');
  expect(reader.renew(before)).toBe(before);
  write('docker-bake.hcl', 'target "a" { contexts = { base = "." } }');
  await reader.relearn();
  const after = reader.renew(before);
  expect([kindsOf(before), kindsOf(after)]).toEqual([['image'], ['managed']]);
  write('docker-bake.hcl', 'target "a" {}');
  await reader.relearn();
  expect(kindsOf(reader.renew(after))).toEqual(['image']);
});

test('variables of a Compose file are what `.env` beside it says, also when that changes', async () => {
  const tagOf = (reading: DocumentReading | undefined) => {
    const subject = reading?.references[0]?.subject;
    return subject?.kind === 'image' ? subject.tag : subject?.kind;
  };
  write('.env', '# versions\nTAG="22" # why\nexport OTHER=1\n');
  write('deep/compose.yaml', '');
  const reader = await readerAt(root);
  await reader.learn(path.join(root, 'deep'));
  const text = 'services: {a: {image: "node:${TAG:-20}"}}';
  const before = reader.read(text, { file: 'compose.yaml', directory: root });
  const deep = reader.read(text, { file: 'deep/compose.yaml', directory: path.join(root, 'deep') });
  const turned = await reader.readInTurns(text, { file: 'compose.yaml', directory: root });
  expect([before, deep, turned].map(tagOf)).toEqual(['22', '20', '22']);
  if (before === undefined) throw new Error('A Compose file is read.');

  await reader.relearn();
  expect(reader.renew(before)).toBe(before);
  write('.env', 'TAG=23');
  await reader.relearn();
  expect(tagOf(reader.renew(before))).toBe('23');
  expect(tagOf(reader.read(`${text}\n`, { file: 'compose.yaml', directory: root }, before))).toBe('23');
  rmSync(path.join(root, '.env'));
  await reader.relearn();
  expect(tagOf(reader.renew(before))).toBe('20');
});

test('of a document without end, the first names are told, and that there are more', () => {
  const said: string[] = [];
  const reader = createDocumentReader({ home: undefined, log: line => said.push(line) });
  const text = 'FROM a:1\n'.repeat(20_001);
  expect(reader.read(text, { file: 'Dockerfile' })?.references).toHaveLength(20_000);
  expect(reader.read(`${text}FROM b\n`, { file: 'Dockerfile' })?.references).toHaveLength(20_000);
  expect(said).toEqual(['`Dockerfile` names more than 20000 images or packages. The others are not checked.']);
});
