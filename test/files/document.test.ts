import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../server/src/files/document.ts';
import { LARGEST_DOCUMENT } from '../../server/src/model/reader.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'document-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function fileOf(content: string | Uint8Array): string {
  const file = path.join(folder, `file-${++count}`);
  writeFileSync(file, content);
  return file;
}

test.each([
  ['a plain file', 'FROM a\n', { is: 'text', text: 'FROM a\n', byteOrderMark: false }],
  ['CRLF as it is', 'FROM a\r\n', { is: 'text', text: 'FROM a\r\n', byteOrderMark: false }],
  ['a byte-order mark apart', '\uFEFFFROM a', { is: 'text', text: 'FROM a', byteOrderMark: true }],
  ['an empty file', '', { is: 'text', text: '', byteOrderMark: false }],
  ['Latin-1 as no text', Uint8Array.of(0x46, 0xe9, 0x0a), { is: 'not-text' }],
  [
    'UTF-16 by its mark',
    Buffer.from('\uFEFFFROM é', 'utf16le'),
    { is: 'text', text: 'FROM é', byteOrderMark: true, encoding: 'utf-16le' },
  ],
  [
    'UTF-16 in the other order',
    Buffer.from('\uFEFFFROM é', 'utf16le').swap16(),
    { is: 'text', text: 'FROM é', byteOrderMark: true, encoding: 'utf-16be' },
  ],
  [
    'Latin-1 that says so',
    Buffer.from('#!x\n# -*- coding: latin-1 -*-\n# é\n', 'latin1'),
    { is: 'text', text: '#!x\n# -*- coding: latin-1 -*-\n# é\n', byteOrderMark: false, encoding: 'latin1' },
  ],
  [
    'UTF-8 whatever it says',
    '# coding: latin1\n# é\n',
    { is: 'text', text: '# coding: latin1\n# é\n', byteOrderMark: false },
  ],
  ['Latin-1 that says so too late', Buffer.from('\n\n# coding: latin1\n# é\n', 'latin1'), { is: 'not-text' }],
  ['UTF-16 without its mark as no text', Buffer.from('FROM a', 'utf16le'), { is: 'not-text' }],
  ['half a character of UTF-16 as no text', Uint8Array.of(0xff, 0xfe, 0x46), { is: 'not-text' }],
  ['UTF-32 as no text', Uint8Array.of(0xff, 0xfe, 0, 0, 0x46, 0, 0, 0), { is: 'not-text' }],
  ['NUL characters as no text', 'a\0b', { is: 'not-text' }],
  [
    'exactly the largest file',
    'a'.repeat(LARGEST_DOCUMENT),
    { is: 'text', text: 'a'.repeat(LARGEST_DOCUMENT), byteOrderMark: false },
  ],
  ['nothing larger', 'a'.repeat(LARGEST_DOCUMENT + 1), { is: 'too-large', most: LARGEST_DOCUMENT }],
])('reads %s', async (_, content, expected) => {
  expect(await readDocument(fileOf(content))).toEqual(expected);
});

test('says why it could not read', async () => {
  expect(await readDocument(path.join(folder, 'gone'))).toEqual({ is: 'unreadable', detail: 'ENOENT' });
  expect(await readDocument(folder)).toEqual({ is: 'unreadable', detail: 'it is not a regular file' });
});

test.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await readDocument(pipe)).toEqual({ is: 'unreadable', detail: 'it is not a regular file' });
});

test.each(['FROM a\r\nRUN b\r\n', '\uFEFFFROM a\n', '\uFEFF{}\r\n'])('writes %j back byte for byte', async content => {
  const file = fileOf(content);
  const read = await readDocument(file);
  if (read.is !== 'text') throw new Error(read.is);
  expect(await writeDocument(file, read, read.text.replace('a', 'b'))).toEqual({ is: 'written' });
  expect(readFileSync(file, 'utf8')).toBe(content.replace('a', 'b'));
});

test.each([
  ['UTF-16', Buffer.from('\uFEFFa==1 # é\r\n', 'utf16le'), Buffer.from('\uFEFFb==1 # é\r\n', 'utf16le')],
  ['its other order', Buffer.from('\uFEFFa==1', 'utf16le').swap16(), Buffer.from('\uFEFFb==1', 'utf16le').swap16()],
  ['Latin-1', Buffer.from('# coding: latin1 é\na==1', 'latin1'), Buffer.from('# coding: latin1 é\nb==1', 'latin1')],
])('writes %s back in the same encoding', async (_, before, after) => {
  const file = fileOf(before);
  const read = await readDocument(file);
  if (read.is !== 'text') throw new Error(read.is);
  expect(await writeDocument(file, read, read.text.replace('a==', 'b=='))).toEqual({ is: 'written' });
  expect(readFileSync(file)).toEqual(after);
});

test('writes nothing for which the encoding has no room', async () => {
  const content = Buffer.from('# coding: latin1 é\na==1', 'latin1');
  const file = fileOf(content);
  const read = await readDocument(file);
  if (read.is !== 'text') throw new Error(read.is);
  expect(await writeDocument(file, read, `${read.text}…`)).toEqual({
    is: 'failed',
    detail: 'its encoding has no room for what is to be written',
  });
  expect(readFileSync(file)).toEqual(content);
});

test('refuses a file that changed since it was read', async () => {
  const file = fileOf('FROM a\n');
  const read = { text: 'FROM a\n', byteOrderMark: false };
  writeFileSync(file, '\uFEFFFROM a\n');
  expect(await writeDocument(file, read, 'FROM b\n')).toEqual({ is: 'changed' });
  rmSync(file);
  expect(await writeDocument(file, read, 'FROM b\n')).toEqual({ is: 'failed', detail: 'ENOENT' });
});

test.skipIf(process.platform === 'win32')('keeps the mode and the link, and leaves nothing beside', async () => {
  const file = fileOf('FROM a\n');
  chmodSync(file, 0o775);
  const link = path.join(folder, 'link');
  symlinkSync(path.basename(file), link);
  expect(await writeDocument(link, { text: 'FROM a\n', byteOrderMark: false }, 'FROM b\n')).toEqual({ is: 'written' });
  expect(statSync(file).mode & 0o777).toBe(0o775);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('FROM b\n');
  expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('follows no link out of the folder in which the file was found', async () => {
  const file = fileOf('FROM a\n');
  const found = mkdtempSync(path.join(folder, 'found-'));
  const link = path.join(found, 'Dockerfile');
  symlinkSync(file, link);
  const read = { text: 'FROM a\n', byteOrderMark: false };
  expect((await writeDocument(link, read, 'FROM b\n', found)).is).toBe('failed');
  expect(readFileSync(file, 'utf8')).toBe('FROM a\n');
  expect((await writeDocument(link, read, 'FROM b\n', folder)).is).toBe('written');
});
