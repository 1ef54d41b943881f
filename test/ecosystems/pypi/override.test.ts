import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { pypiOverride } from '../../../server/src/ecosystems/pypi/override.ts';
import type { Overridden } from '../../../server/src/model/ecosystem.ts';
import { TOLD_NOTHING } from '../../../server/src/model/statement.ts';

const INNER: Overridden = {
  ...{ name: 'inner-pkg', version: '1.2.0', to: '1.2.1', lockfile: 'uv.lock', isAlone: true },
  ...{ told: TOLD_NOTHING, folder: '/app' },
};
const PDM = { lockfile: 'pdm.lock' };
const PROJECT = '[project]\nname = "app"\ndependencies = ["outer"]\n';

function overridden(text: string, overrides: Partial<Overridden> = {}): string | undefined {
  const [edit, ...more] = pypiOverride(text, { ...INNER, ...overrides })?.edits ?? [];
  expect(more).toEqual([]);
  if (edit === undefined) return undefined;
  expect(text.slice(edit.span.start, edit.span.end)).toBe(edit.expects);
  const after = text.slice(0, edit.span.start) + edit.put + text.slice(edit.span.end);
  // It is sound, and says what is meant.
  expect(JSON.stringify(parse(after))).toMatch(/"inner-pkg(?:>=1\.2\.1"|":">=1\.2\.1,<2")/);
  return after;
}

describe('what keeps back what others bring in', () => {
  it.each<[string, string, Partial<Overridden>, string]>([
    ['is a new table', PROJECT, {}, `${PROJECT}\n[tool.uv]\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\n`],
    [
      'is a new table behind an end without a newline',
      '[project]\r\nname = "app"',
      {},
      '[project]\r\nname = "app"\r\n\r\n[tool.uv]\r\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\r\n',
    ],
    [
      'is a new line of the table',
      '[tool.uv]\ndev = [\n  "a", # b\n] # c\n\n[tool.x]\ny = 1\n',
      {},
      '[tool.uv]\ndev = [\n  "a", # b\n] # c\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\n\n[tool.x]\ny = 1\n',
    ],
    [
      'is the only line of the table',
      '[tool.uv]\r\n[tool.x]\r\ny = 1\r\n',
      {},
      '[tool.uv]\r\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\r\n[tool.x]\r\ny = 1\r\n',
    ],
    [
      'is a table beside those within it',
      '[[tool.uv.index]]\nurl = "https://a.example"\n',
      {},
      '[[tool.uv.index]]\nurl = "https://a.example"\n\n[tool.uv]\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\n',
    ],
    [
      'is an item in the line',
      '[tool.uv]\nconstraint-dependencies = ["a<2"]\n',
      {},
      '[tool.uv]\nconstraint-dependencies = ["a<2", "inner-pkg>=1.2.1"]\n',
    ],
    [
      'is the first item',
      '[tool.uv]\nconstraint-dependencies = [ ]\n',
      {},
      '[tool.uv]\nconstraint-dependencies = ["inner-pkg>=1.2.1"]\n',
    ],
    [
      'is an item in a line of its own',
      '[tool.uv]\nconstraint-dependencies = [\n\t"a<2", # why\n]\n',
      {},
      '[tool.uv]\nconstraint-dependencies = [\n\t"a<2", # why\n\t"inner-pkg>=1.2.1",\n]\n',
    ],
    [
      'is an item without a comma behind it',
      '[tool.uv]\nconstraint-dependencies = [\n  "a<2"\n]\n',
      {},
      '[tool.uv]\nconstraint-dependencies = [\n  "a<2",\n  "inner-pkg>=1.2.1"\n]\n',
    ],
    [
      'is an override of PDM’s',
      PROJECT,
      PDM,
      `${PROJECT}\n[tool.pdm.resolution.overrides]\ninner-pkg = ">=1.2.1,<2"\n`,
    ],
    [
      'is one more of PDM’s',
      '[tool.pdm.resolution.overrides]\na = "1" # why\n',
      PDM,
      '[tool.pdm.resolution.overrides]\na = "1" # why\ninner-pkg = ">=1.2.1,<2"\n',
    ],
  ])('%s', (_, text, overrides, after) => {
    expect(overridden(text, overrides)).toBe(after);
  });

  it.each<[string, string, Partial<Overridden>]>([
    ['of a name that stands there', '[tool.uv]\nconstraint-dependencies = ["Inner_Pkg<2"]\n', {}],
    ['of a name with several releases', PROJECT, { isAlone: false }],
    ['to another major version', PROJECT, { to: '2.0.0' }],
    ['to a pre-release', PROJECT, { to: '1.3.0rc1' }],
    ['of a name with an epoch', PROJECT, { version: '1!1.0' }],
    ['by Poetry', PROJECT, { lockfile: 'poetry.lock' }],
    ['by Pipenv', PROJECT, { lockfile: 'Pipfile.lock' }],
    ['in braces', '[tool]\nuv = { dev = true }\n', {}],
    ['by a dotted name', '[tool]\nuv.dev = true\n', {}],
    ['in what is no list', '[tool.uv]\nconstraint-dependencies = "a"\n', {}],
    ['where a comma would go before a comment', '[tool.uv]\nconstraint-dependencies = [\n  "a" # why\n]\n', {}],
    ['in a list that is half typed', '[tool.uv]\nconstraint-dependencies = ["a" "b"]\n', {}],
    ['in a list that nobody closed', '[tool.uv]\nconstraint-dependencies = ["a",\n[tool.x]\n', {}],
    ['behind a text that nobody closed', `${PROJECT}description = """\nOne.\n`, PDM],
    ['behind a list that nobody closed', `${PROJECT}keywords = [\n`, {}],
    ['behind a header that nobody closed', `${PROJECT}[tool.uv`, {}],
    ['in overrides that are in braces', '[tool.pdm]\nresolution = { overrides = { a = "1" } }\n', PDM],
  ])('is nothing %s', (_, text, overrides) => {
    expect(overridden(text, overrides)).toBeUndefined();
  });
});
