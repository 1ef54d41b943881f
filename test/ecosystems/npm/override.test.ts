import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { npmOverride } from '../../../server/src/ecosystems/npm/override.ts';
import { pnpmWorkspace } from '../../../server/src/ecosystems/npm/readers/pnpm-workspace.ts';
import { applyEdits } from '../../../server/src/fixes/apply.ts';
import type { Overridden } from '../../../server/src/model/ecosystem.ts';
import type { Edit } from '../../../server/src/model/finding.ts';
import { linesOf } from '../../../server/src/model/positions.ts';
import { type Stating, TOLD_NOTHING, type Told } from '../../../server/src/model/statement.ts';

const LEFT_PAD: Overridden = {
  ...{ name: 'left-pad', version: '1.3.0', to: '1.3.1', lockfile: 'package-lock.json', isAlone: true },
  ...{ told: TOLD_NOTHING, folder: '/app' },
};

function overridden(text: string, overrides: Partial<Overridden> = {}): string | undefined {
  const { edits = [], elsewhere } = npmOverride(text, { ...LEFT_PAD, ...overrides }) ?? {};
  expect(elsewhere).toBeUndefined();
  return edits.length === 0 ? undefined : applied(text, edits);
}

function applied(text: string, edits: readonly Edit[]): string {
  const after = applyEdits(text, edits);
  if (after.is === 'refused') throw new Error(after.why);
  return after.text;
}

/** What a manifest of pnpm's workspace says, to manifests in its folder. */
function toldBy(text: string, folder = '/app'): Told {
  const from: Stating = { id: 'w', folder, file: 'pnpm-workspace.yaml', rangeOf: linesOf(text).rangeOf };
  const said = (pnpmWorkspace.read(text, 'pnpm-workspace.yaml').statements ?? []).map(each => ({ ...each, from }));
  return key => said.filter(each => each.key === key);
}

/** The manifest of the workspace after that, where that is the place. */
function inWorkspace(manifest: string, text: string, overrides: Partial<Overridden> = {}): string | undefined {
  const told = toldBy(text);
  const found = npmOverride(manifest, { ...LEFT_PAD, lockfile: 'pnpm-lock.yaml', told, ...overrides });
  if (found?.elsewhere === undefined) return undefined;
  expect(found.edits).toEqual([]);
  expect(found.elsewhere.file).toBe('pnpm-workspace.yaml');
  return applied(text, found.elsewhere.edits);
}

describe('an override of what others bring in', () => {
  it.each<[string, string, Partial<Overridden>, string]>([
    [
      'is a new block, behind what is there',
      '{\n  "name": "app",\n  "dependencies": { "foo": "^1.0.0" }\n}\n',
      {},
      '{\n  "name": "app",\n  "dependencies": { "foo": "^1.0.0" },\n  "overrides": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is written with the tabs and line ends of the file',
      '{\r\n\t"name": "app",\r\n\t"overrides": {\r\n\t\t"bar": "1.0.0"\r\n\t}\r\n}\r\n',
      {},
      '{\r\n\t"name": "app",\r\n\t"overrides": {\r\n\t\t"bar": "1.0.0",\r\n\t\t"left-pad": "1.3.1"\r\n\t}\r\n}\r\n',
    ],
    [
      'is scoped by the version where there are others of that name',
      '{\n    "name": "app"\n}',
      { isAlone: false },
      '{\n    "name": "app",\n    "overrides": {\n        "left-pad@1.3.0": "1.3.1"\n    }\n}',
    ],
    [
      'is among the resolutions of Yarn',
      '{\n  "resolutions": {}\n}\n',
      { lockfile: 'yarn.lock' },
      '{\n  "resolutions": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is one of Bun’s',
      '{\n  "name": "app"\n}\n',
      { lockfile: 'bun.lock' },
      '{\n  "name": "app",\n  "overrides": {\n    "left-pad": "1.3.1"\n  }\n}\n',
    ],
    [
      'is where pnpm reads it',
      '{\n  "pnpm": {\n    "neverBuiltDependencies": []\n  }\n}\n',
      { lockfile: 'pnpm-lock.yaml' },
      '{\n  "pnpm": {\n    "neverBuiltDependencies": [],\n    "overrides": {\n      "left-pad": "1.3.1"\n    }\n  }\n}\n',
    ],
    [
      'is where an older pnpm reads it',
      '{\n  "packageManager": "pnpm@9.1.0"\n}\n',
      { lockfile: 'pnpm-lock.yaml' },
      '{\n  "packageManager": "pnpm@9.1.0",\n  "pnpm": {\n    "overrides": {\n      "left-pad": "1.3.1"\n    }\n  }\n}\n',
    ],
  ])('%s', (_, text, overrides, after) => {
    expect(overridden(text, overrides)).toBe(after);
  });

  it.each<[string, string, Partial<Overridden>]>([
    ['leads to another major version', '{}', { to: '2.0.0' }],
    ['leads to another line before the first major version', '{}', { version: '0.3.0', to: '0.4.0' }],
    ['leads downwards', '{}', { to: '1.2.0' }],
    ['leads to no version', '{}', { to: '"; rm' }],
    ['is of what the manifest wants itself', '{"devDependencies":{"left-pad":"^1.0.0"}}', {}],
    ['is there already', '{"overrides":{"left-pad":"1.3.1"}}', {}],
    ['is there below another', '{"overrides":{"foo":{"left-pad":"1.3.1"}}}', {}],
    ['has no object to stand in', '{"overrides":"x"}', {}],
    ['has two places to stand in', '{"overrides":{},"overrides":{}}', {}],
    ['would replace other versions too, for Yarn', '{}', { lockfile: 'yarn.lock', isAlone: false }],
    ['would replace other versions too, for Bun', '{}', { lockfile: 'bun.lock', isAlone: false }],
    ['belongs into pnpm’s own manifest', '{"packageManager":"pnpm@11.1.0"}', { lockfile: 'pnpm-lock.yaml' }],
    ['is for a pnpm that nobody names, and nothing shows', '{}', { lockfile: 'pnpm-lock.yaml' }],
    ['would replace other versions too, for pnpm', '{"pnpm":{}}', { lockfile: 'pnpm-lock.yaml', isAlone: false }],
    ['is of a client that is not known', '{}', { lockfile: 'deno.lock' }],
    ['stands in a text that is broken', '{"name": ', {}],
    ['stands in no object', '[]', {}],
    ['stands in a text nested too deep', '['.repeat(100_000), {}],
  ])('is none where it %s', (_, text, overrides) => {
    expect(overridden(text, overrides)).toBeUndefined();
  });
});

const PNPM_12 = '{ "packageManager": "pnpm@12.21.0" }';

describe('an override in pnpm-workspace.yaml', () => {
  it.each<[string, string, string]>([
    [
      'is a block at the end',
      'packages:\n  - a # the first\n',
      'packages:\n  - a # the first\noverrides:\n  left-pad: 1.3.1\n',
    ],
    ['is all of a file that is empty', '', 'overrides:\n  left-pad: 1.3.1\n'],
    ['stands behind comments alone', '# Nothing yet.\n', '# Nothing yet.\noverrides:\n  left-pad: 1.3.1\n'],
    ['ends the last line first', 'packages: [a]', 'packages: [a]\noverrides:\n  left-pad: 1.3.1'],
    [
      'is parted as the others are',
      'packages: [a]\n\nautoInstallPeers: true\n',
      'packages: [a]\n\nautoInstallPeers: true\n\noverrides:\n  left-pad: 1.3.1\n',
    ],
    [
      'has the line ends of the file',
      'packages: [a]\r\nautoInstallPeers: true\r\n',
      'packages: [a]\r\nautoInstallPeers: true\r\noverrides:\r\n  left-pad: 1.3.1\r\n',
    ],
    [
      'stands behind the last, and its comment',
      'overrides:\n    # Until the next release.\n    foo: 1.0.0 # exact\n    # No more.\n\npackages: [a]\n',
      'overrides:\n    # Until the next release.\n    foo: 1.0.0 # exact\n    left-pad: 1.3.1\n    # No more.\n\npackages: [a]\n',
    ],
    [
      'stands behind the last of a file',
      "overrides:\n  'foo': '1.0.0'",
      "overrides:\n  'foo': '1.0.0'\n  'left-pad': '1.3.1'",
    ],
    ['fills a block that is empty', 'overrides: # none\n', 'overrides: # none\n  left-pad: 1.3.1\n'],
    ['fills braces that are empty', 'overrides: {}\n', 'overrides:\n  left-pad: 1.3.1\n'],
    ['stands in braces', 'overrides: { "foo": "1.0.0" }\n', 'overrides: { "foo": "1.0.0", "left-pad": "1.3.1" }\n'],
  ])('%s', (_, text, after) => {
    expect(inWorkspace(PNPM_12, text)).toBe(after);
    const before = parse(text) ?? {};
    expect(parse(after)).toEqual({ ...before, overrides: { ...before.overrides, 'left-pad': '1.3.1' } });
  });

  it.each([['@acme/pad'], ['on'], ['7zip']])('quotes %s', name => {
    const after = inWorkspace(PNPM_12, 'packages: [a]\n', { name });
    expect(after).toBe(`packages: [a]\noverrides:\n  '${name}': 1.3.1\n`);
  });

  it.each<[string, string]>([
    ['is another document too', 'packages: [a]\n---\nx: 1\n'],
    ['is a list', '- a\n'],
    ['is in braces', '{ packages: [a] }\n'],
    ['has overrides twice', 'overrides: {}\noverrides: {}\n'],
    ['has overrides from elsewhere', 'x: &x { a: 1.0.0 }\noverrides: *x\n'],
    ['has overrides that others read', 'overrides: &x\n  a: 1.0.0\ny: *x\n'],
    ['has a text in their place', 'overrides: none\n'],
    ['has something else last', 'overrides:\n  foo:\n    bar: 1.0.0\n'],
    ['has the name already', 'overrides:\n  app>left-pad: 1.2.0\n'],
    ['has a quote that is left open', 'packages:\n  - "a\n'],
    ['has a bracket that is left open', 'packages: [a,\n  b\n'],
    ['has a brace of them that is left open', 'overrides: { foo: 1.0.0\n'],
    ['is in a conflict', 'packages: [a]\n<<<<<<< HEAD\nx: 1\n=======\ny: 1\n>>>>>>> other\n'],
  ])('is none where the file %s', (_, text) => {
    expect(inWorkspace(PNPM_12, text)).toBeUndefined();
    expect(overridden(PNPM_12, { lockfile: 'pnpm-lock.yaml', told: toldBy(text) })).toBeUndefined();
  });

  it('is none of a file in another folder', () => {
    const overrides = { lockfile: 'pnpm-lock.yaml', told: toldBy('packages: [a]\n', '/') };
    expect(npmOverride(PNPM_12, { ...LEFT_PAD, ...overrides })).toBeUndefined();
  });

  it.each<[manifest: string, workspace: string, place: 'manifest' | 'workspace' | 'nowhere']>([
    ['{ "packageManager": "pnpm@9.15.9" }', 'overrides: {}\n', 'manifest'],
    ['{ "packageManager": "pnpm@10.5.0" }', 'overrides: {}\n', 'manifest'],
    ['{ "packageManager": "pnpm@10.5.1+sha512.abc" }', 'packages: [a]\n', 'workspace'],
    [
      '{ "packageManager": "pnpm@10.34.9", "pnpm": { "overrides": { "foo": "1.0.0" } } }',
      'overrides: {}\n',
      'manifest',
    ],
    ['{ "packageManager": "pnpm@10.34.9", "pnpm": {} }', 'packages: [a]\n', 'workspace'],
    [
      '{ "packageManager": "pnpm@11.0.0", "pnpm": { "overrides": { "foo": "1.0.0" } } }',
      'packages: [a]\n',
      'workspace',
    ],
    ['{ "devEngines": { "packageManager": { "name": "pnpm", "version": ">=11" } } }', 'packages: [a]\n', 'workspace'],
    ['{ "devEngines": { "packageManager": { "name": "pnpm", "version": "^9.1" } } }', 'packages: [a]\n', 'manifest'],
    ['{}', 'packages: [a]\n', 'workspace'],
    ['{ "pnpm": {} }', 'packages: [a]\n', 'manifest'],
    ['{ "pnpm": {} }', 'autoInstallPeers: true\n', 'workspace'],
    ['{ "pnpm": { "overrides": { "foo": "1.0.0" } } }', 'autoInstallPeers: true\n', 'manifest'],
    ['{ "pnpm": { "overrides": { "foo": "1.0.0" } } }', 'overrides: {}\n', 'nowhere'],
    ['{ "packageManager": "yarn@4.0.0" }', 'packages: [a]\n', 'workspace'],
  ])('of %s beside %j', (manifest, workspace, place) => {
    const asked = { ...LEFT_PAD, lockfile: 'pnpm-lock.yaml', told: toldBy(workspace) };
    const found = npmOverride(manifest, asked);
    expect(found === undefined ? 'nowhere' : found.elsewhere === undefined ? 'manifest' : 'workspace').toBe(place);
  });
});
