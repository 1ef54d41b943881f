import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(ROOT, 'SECURITY.md'), 'utf8');

/** The last cell of each row names tests, as `` `file`: words of the title ``, with semicolons between. */
const named = page
  .split('\n')
  .filter(line => line.startsWith('| ') && line.includes('`test/'))
  .flatMap(line => (line.split(' | ').at(-1) ?? '').replace(/ \|$/, '').split('; '))
  .map(cell => /^`(?<file>test\/[^`]+)`: (?<title>.+)$/.exec(cell)?.groups ?? { file: cell, title: '' });

test('each threat names a test', () => {
  expect(named.length).toBeGreaterThan(30);
});

test.each(named.map(({ file = '', title = '' }) => [file, title]))('%s holds “%s”', (file, title) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8').replaceAll("\\'", "'");
  expect(text).toContain(title);
});
