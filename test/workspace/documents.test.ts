import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../server/src/read-settings.ts';
import type { Settings } from '../../server/src/settings.ts';
import {
  createDocumentReader,
  type DocumentReader,
  type DocumentReading,
  type DocumentSource,
} from '../../server/src/workspace/documents.ts';
import { asProvided } from '../../server/src/workspace/provided.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'documents-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function kindsOf(reader: DocumentReader, text: string, source: DocumentSource): readonly string[] {
  const told = reader.toldIn(source.directory);
  const references = reader.read(text, source)?.references.map(each => asProvided(each, told)) ?? [];
  return references.map(({ subject }) => (subject.kind === 'opaque' ? subject.why : subject.kind));
}

async function readerAt(directory: string) {
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: path.dirname(root), log() {}, statements });
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
    expect(kindsOf(reader, 'FROM base\nCOPY --from=other / /', { file: 'Dockerfile', directory })).toEqual([
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
  expect(kindsOf(reader, 'FROM base', { file: 'Dockerfile', directory: root })).toEqual(['image']);
});

test('what is given is looked up anew when the file that gives it changes', async () => {
  const reader = await readerAt(root);
  const kinds = () => kindsOf(reader, 'FROM base', { file: 'Dockerfile', directory: root });
  expect(kinds()).toEqual(['image']);
  write('docker-bake.hcl', 'target "a" { contexts = { base = "." } }');
  await reader.relearn();
  expect(kinds()).toEqual(['managed']);
  write('docker-bake.hcl', 'target "a" {}');
  await reader.relearn();
  expect(kinds()).toEqual(['image']);
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
  expect(reader.isCurrent(before)).toBe(true);
  write('.env', 'TAG=23');
  await reader.relearn();
  expect(reader.isCurrent(before)).toBe(false);
  const again = () => reader.read(`${text}\n`, { file: 'compose.yaml', directory: root }, before);
  expect(tagOf(again())).toBe('23');
  rmSync(path.join(root, '.env'));
  await reader.relearn();
  expect(tagOf(again())).toBe('20');
});

test('a document is read again only for what its reader looked up', async () => {
  write('.env', 'TAG=1\nOTHER=1\n');
  const reader = await readerAt(root);
  const source = { file: 'compose.yaml', directory: root };
  const reading = reader.read('services: {a: {image: "node:${TAG}"}}', source);
  if (reading === undefined) throw new Error('A Compose file is read.');
  write('.env', 'TAG=1\nOTHER=2\n');
  await reader.relearn();
  expect(reader.isCurrent(reading)).toBe(true);
});

test('of a document without end, the first names are told, and that there are more', () => {
  const said: string[] = [];
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: undefined, log: line => said.push(line), statements });
  const text = 'FROM a:1\n'.repeat(20_001);
  expect(reader.read(text, { file: 'Dockerfile' })?.references).toHaveLength(20_000);
  expect(reader.read(`${text}FROM b\n`, { file: 'Dockerfile' })?.references).toHaveLength(20_000);
  expect(said).toEqual(['`Dockerfile` names more than 20000 images or packages. The others are not checked.']);
});

test('the settings that readers take have a document read again, and no others do', async () => {
  const reader = await readerAt(root);
  const text = 'apiVersion: db.example/v1\nkind: Database\nspec: {engine: postgres:16}\n';
  const read = (settings: Settings, before?: DocumentReading) => {
    const reading = reader.read(text, { file: 'db.yaml', directory: root, settings }, before);
    if (reading === undefined) throw new Error('it is read');
    return reading;
  };
  const { settings } = readSettings({}, []);
  const before = read(settings);
  const [part] = before.written.parts.values();
  expect([...read({ ...settings, imagePaths: [], offline: true }, before).written.parts.values()][0]).toBe(part);
  expect(before.references).toHaveLength(0);
  const paths = { ...settings, imagePaths: ['Database:spec.engine'] };
  expect(read(paths, before).references).toHaveLength(1);
  expect(read(settings, read(paths)).references).toHaveLength(0);
});
