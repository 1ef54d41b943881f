import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const WIDEST = 120;

test(`comments keep to ${WIDEST} characters a line, as code does`, () => {
  const files = globSync(['*.ts', '{client,server}/src/**/*.ts', 'test/**/*.ts'], { cwd: ROOT, exclude: isForeign });
  const wide = files.flatMap(file =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (line.length > WIDEST && /^\s*(?:\/\/|\*|\/\*)/.test(line) ? [`${file}:${i + 1}`] : [])),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(wide).toEqual([]);
});

function isForeign(name: string): boolean {
  return name.includes('node_modules');
}
