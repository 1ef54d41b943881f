import { expect, test } from 'vitest';
import { npm } from '../../../../server/src/ecosystems/npm/index.ts';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';

/** What is wanted of a registry, and in brackets what a fix may replace; or why nothing is. */
function read(name: string, spec: string, file: string, configuration: string): string {
  const reader = npm.readers.find(({ files }) => files.includes(file));
  const statements = createStatements(() => undefined);
  const { rangeOf } = linesOf(configuration);
  const said = reader?.mayState?.(configuration) === false ? [] : (reader?.read(configuration, file).statements ?? []);
  statements.put({ id: `/w/${file}`, folder: '/w', file, rangeOf }, 'disk', said);
  const text = JSON.stringify({ dependencies: { [name]: spec } });
  const around = { ...NOTHING_AROUND, folder: '/w/p', told: statements.toldIn(['/w/p', '/w']) };
  const [reference] = packageJson.read(text, 'package.json', around).references;
  const subject = reference?.subject;
  if (subject?.kind === 'opaque') return `${subject.name} ${subject.why}`;
  if (subject?.kind !== 'release') return 'nothing';
  return `${subject.name} ${subject.want.text} [${subject.edit && textUnder(text, subject.edit)}]`;
}

const NPMRC = '; ours\n@jsr:registry=https://jsr.example\n';

test.each([
  ['@std/path', 'jsr:^1.0.0', '@jsr/std__path ^1.0.0 [^1.0.0]'],
  ['path', 'jsr:@std/path@^1.0.0', '@jsr/std__path ^1.0.0 [^1.0.0]'],
  ['path', 'jsr:@std/path', '@jsr/std__path  [undefined]'],
  ['path', ' JSR:@std/path@1.0.0', '@jsr/std__path 1.0.0 [1.0.0]'],
  ['path', 'jsr:^1.0.0', 'path invalid'],
  ['path', 'jsr:@std/a/b@1', 'path invalid'],
  ['@std/path', 'jsr:${V}', '@std/path template'],
])('%s of %s is asked as %s where its registry is configured', (name, spec, expected) => {
  expect(read(name, spec, '.npmrc', NPMRC)).toBe(expected);
});

test.each([
  ['.npmrc', NPMRC, true],
  ['.npmrc', '#@jsr:registry=https://jsr.example\n', false],
  ['.npmrc', '@jsr:registry=\n', false],
  ['.npmrc', '//jsr.example/:_authToken=secret\n@acme:registry=https://jsr.example\n', false],
  ['.yarnrc.yml', 'npmScopes:\n  jsr:\n    npmRegistryServer: "https://jsr.example"\n', true],
  ['.yarnrc.yml', 'npmScopes: {a: {}, jsr: {npmRegistryServer: "https://jsr.example"}}\n', true],
  ['.yarnrc.yml', 'catalog:\n  a: jsr:1\n', false],
  ['pnpm-workspace.yaml', 'registries:\n  "@jsr": https://jsr.example/\n', true],
  ['pnpm-workspace.yaml', 'registries: {"@jsr": https://jsr.example/}\n', true],
  ['pnpm-workspace.yaml', 'catalog:\n  "@jsr/a__b": 1.0.0\n', false],
])('whether it is configured by %s: %j', (file, configuration, isConfigured) => {
  expect(read('@a/b', 'jsr:1.0.0', file, configuration)).toBe(
    isConfigured ? '@jsr/a__b 1.0.0 [1.0.0]' : '@a/b unconfigured',
  );
});
