import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { rulePage } from '../../server/src/views/pages.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

it.each(RULE_IDS)('the page of %s is a file of this repository', id => {
  const { repository } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const main = `${repository.url.replace(/\.git$/, '')}/blob/main/`;
  expect(rulePage(id).slice(0, main.length)).toBe(main);
  expect(existsSync(path.join(ROOT, rulePage(id).slice(main.length)))).toBe(true);
});
