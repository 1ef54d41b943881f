import { describe, expect, test } from 'vitest';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import { pnpmWorkspace } from '../../../../server/src/ecosystems/npm/readers/pnpm-workspace.ts';
import { yarnrc } from '../../../../server/src/ecosystems/npm/readers/yarnrc.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND, type Reader } from '../../../../server/src/model/reader.ts';
import type { Reading, Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';

/** One line for each reference: what it is, and in brackets the only text that a fix may replace. */
function line({ subject }: Reference, text: string): string {
  if (subject.kind === 'release') {
    return `${subject.name} ${subject.want.is} ${subject.want.text} [${subject.edit && textUnder(text, subject.edit)}]`;
  }
  if (subject.kind !== 'opaque') return 'an image';
  const { name, why, want, decided } = subject;
  const by = decided && ` = ${decided.subject.name} ${decided.subject.want.text} by ${decided.file}`;
  return `${name} ${why} ${want}${by ?? ''}`;
}

function lines(reader: Reader, text: string): string[] {
  return reader.read(text, reader.files[0] ?? '').references.map(reference => line(reference, text));
}

describe('entries are read where they stand', () => {
  test('once, where one map is merged into another', () => {
    const text = 'catalogs:\n  x: &x\n    a: 1.0.0\n  y:\n    <<: *x\n    b: 1.0.0\n';
    expect(lines(pnpmWorkspace, text)).toEqual(['a exact 1.0.0 [1.0.0]', 'b exact 1.0.0 [1.0.0]']);
  });

  test('in pnpm’s workspace manifest', () => {
    const text = [
      'packages: [packages/*]',
      'catalog:',
      '  left-pad: 1.3.0 # why',
      '  "@acme/a": "^2.0.0"',
      "  quoted: 'npm:other@~1.2'",
      '  number: 18',
      '  empty:',
      'catalogs:',
      '  old: { request: 2.88.2 }',
      'overrides:',
      '  parent@1>child@2: 3.0.0',
      "  away: '-'",
      '  used: "catalog:"',
      '  same: $left-pad',
    ].join('\n');
    expect(lines(pnpmWorkspace, text)).toEqual([
      'left-pad exact 1.3.0 [1.3.0]',
      '@acme/a range ^2.0.0 [^2.0.0]',
      'other range ~1.2 [~1.2]',
      'number range 18 [18]',
      'request exact 2.88.2 [2.88.2]',
      'child exact 3.0.0 [3.0.0]',
      'used managed catalog:',
      'same variable $left-pad',
    ]);
  });

  test.each([
    ['npm:other@', 'other range  []'],
    ['"npm:other@"', 'other range  []'],
    ['"npm:other\\x40"', 'other range  [undefined]'],
    ['""', 'a range  [undefined]'],
    ['>-\n    ^1.0.0', 'a range ^1.0.0 [^1.0.0]'],
  ])('with a place for what is to come: %s', (written, expected) => {
    expect(lines(pnpmWorkspace, `catalog:\n  a: ${written}\n`)).toEqual([expected]);
  });

  test('in Yarn’s configuration, and nothing else of it', () => {
    const text =
      'nodeLinker: node-modules\ncatalog:\n  a: ^1.0.0\ncatalogs:\n  next:\n    a: npm:2.0.0-rc.1\nnpmScopes: {b: {npmRegistryServer: "https://registry.example"}}\n';
    expect(lines(yarnrc, text)).toEqual(['a range ^1.0.0 [^1.0.0]', 'a exact 2.0.0-rc.1 [2.0.0-rc.1]']);
    expect(lines(yarnrc, 'nodeLinker: node-modules\n')).toEqual([]);
  });

  // Asked of Bun 1.3: those where the workspaces are listed count alone, and without workspaces there are none.
  test.each([
    [{ workspaces: { packages: [], catalog: { a: '1.0.0' }, catalogs: { old: { b: '2.0.0' } } } }, ['a', 'b']],
    [{ workspaces: ['p/*'], catalog: { a: '1.0.0' }, catalogs: { old: { b: '2.0.0' } } }, ['a', 'b']],
    [{ workspaces: { packages: [], catalog: { a: '1.0.0' } }, catalog: { b: '2.0.0' } }, ['a']],
    [{ workspaces: { packages: [], catalogs: {} }, catalog: { b: '2.0.0' } }, []],
    [{ workspaces: { packages: [], catalog: null }, catalog: { b: '2.0.0' } }, []],
    [{ catalog: { a: '1.0.0' } }, []],
  ])('in Bun’s package.json: %j', (manifest, names) => {
    const { references } = packageJson.read(JSON.stringify(manifest), 'package.json');
    expect(references.map(({ subject }) => subject.kind === 'release' && subject.name)).toEqual(names);
  });

  test('an anchored value is judged, and no fix changes it for others', () => {
    const text = 'x: &v 1.0.0\ncatalog:\n  a: *v\n  b: 1.0.0\n';
    expect(lines(pnpmWorkspace, text)).toEqual(['a exact 1.0.0 [undefined]', 'b exact 1.0.0 [1.0.0]']);
  });

  test.each(['catalog: [', 'catalog: 7', 'catalogs: {a: {b: [}', 'catalog:\n  a: {{ x }}\n', ''])(
    'never throws: %j',
    text => {
      expect(() => [lines(pnpmWorkspace, text), lines(yarnrc, text)]).not.toThrow();
    },
  );
});

describe('a use refers to its entry', () => {
  const pnpm = 'catalog:\n  a: ^1.0.0\n  alias: npm:b@2.0.0\n  own: workspace:*\ncatalogs:\n  old:\n    a: 0.9.0\n';

  function uses(specs: Record<string, string>, entries: readonly (readonly [string, string, Reader, string])[]) {
    const statements = createStatements(() => undefined);
    for (const [folder, file, reader, text] of entries) {
      const reading: Reading = reader.read(text, file);
      const { rangeOf } = linesOf(text);
      statements.put({ id: `${folder}/${file}`, folder, file, rangeOf }, 'disk', reading.statements ?? []);
    }
    const text = JSON.stringify({ dependencies: specs });
    const told = statements.toldIn(['/w/packages/a', '/w/packages', '/w']);
    return packageJson
      .read(text, 'package.json', { ...NOTHING_AROUND, told })
      .references.map(reference => line(reference, text));
  }

  test('in pnpm’s manifest', () => {
    expect(
      uses({ a: 'catalog:', alias: 'catalog:default', own: 'catalog:', none: 'catalog:' }, [
        ['/w', 'pnpm-workspace.yaml', pnpmWorkspace, pnpm],
      ]),
    ).toEqual([
      'a managed catalog: = a ^1.0.0 by pnpm-workspace.yaml',
      'alias managed catalog:default = b 2.0.0 by pnpm-workspace.yaml',
      'own managed catalog:',
      'none managed catalog:',
    ]);
    expect(uses({ a: 'catalog:old' }, [['/w', 'pnpm-workspace.yaml', pnpmWorkspace, pnpm]])).toEqual([
      'a managed catalog:old = a 0.9.0 by pnpm-workspace.yaml',
    ]);
  });

  test('in Yarn’s and in Bun’s, the nearest first', () => {
    const bun = JSON.stringify({ workspaces: { packages: [], catalog: { a: '3.0.0' } } });
    expect(uses({ a: 'catalog:' }, [['/w', '.yarnrc.yml', yarnrc, 'catalog: {a: 2.0.0}']])).toEqual([
      'a managed catalog: = a 2.0.0 by .yarnrc.yml',
    ]);
    expect(
      uses({ a: 'catalog:' }, [
        ['/w', 'pnpm-workspace.yaml', pnpmWorkspace, pnpm],
        ['/w/packages', 'package.json', packageJson, bun],
      ]),
    ).toEqual(['a managed catalog: = a 3.0.0 by package.json']);
  });

  // Yarn 4.18 refuses `catalog:` where there is only `catalogs.default`, and `catalog:default` where there is not.
  test.each([
    ['catalog:', 'catalogs: {default: {a: 2.0.0}}\ncatalog: {a: 1.0.0}', 'a managed catalog: = a 1.0.0 by .yarnrc.yml'],
    ['catalog:', 'catalogs: {default: {a: 2.0.0}}', 'a managed catalog:'],
    [
      'catalog:default',
      'catalogs: {default: {a: 2.0.0}}\ncatalog: {a: 1.0.0}',
      'a managed catalog:default = a 2.0.0 by .yarnrc.yml',
    ],
    ['catalog:default', 'catalog: {a: 1.0.0}', 'a managed catalog:default'],
  ])('Yarn’s own default is not one of that name: %s by %j', (spec, text, expected) => {
    expect(uses({ a: spec }, [['/w', '.yarnrc.yml', yarnrc, text]])).toEqual([expected]);
  });

  test('and not to one of another workspace', () => {
    expect(uses({ a: 'catalog:' }, [['/other', 'pnpm-workspace.yaml', pnpmWorkspace, pnpm]])).toEqual([
      'a managed catalog:',
    ]);
  });
});
