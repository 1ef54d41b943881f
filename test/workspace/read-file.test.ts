import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LARGEST_DOCUMENT } from '../../server/src/model/reader.ts';
import { readKnownFile } from '../../server/src/workspace/read-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'read-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POD = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}]}\n';
const NOTE = `# ${'x'.repeat(997)}\n`;
const MANY = NOTE.repeat(3000);
const LARGE = NOTE.repeat(LARGEST_DOCUMENT / 1000 + 1);

test.each([
  ['a stream of objects in parts', 'install.yaml', `${POD}${MANY}---\n${POD}${MANY}---\n${POD}`, 'text'],
  ['a stream with one part that is too large', 'install.yaml', `${POD}---\n${LARGE}`, 'too-large'],
  ['one large object', 'install.json', `{"apiVersion": "v1", "kind": "List", "x": "${LARGE}"}`, 'too-large'],
  ['large values', 'values.yaml', `image: a\n${LARGE}`, 'too-large'],
  ['a large file that its name tells', 'Dockerfile', `FROM a\n${LARGE}`, 'too-large'],
  ['large data', 'data.json', `{"x": "${LARGE}"}`, 'unknown-kind'],
  ['what no reader is for', 'a.txt', 'a', 'unknown-kind'],
  ['a small file of an unknown kind', 'data.json', '{}', 'text'],
])('%s', async (_, name, content, is) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  expect((await readKnownFile(file, `a/${name}`)).is).toBe(is);
});

test('a file that is not there', async () => {
  expect(await readKnownFile(path.join(folder, 'gone.yaml'), 'gone.yaml')).toMatchObject({ is: 'unreadable' });
});
