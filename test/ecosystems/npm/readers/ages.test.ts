import { expect, test } from 'vitest';
import { npm } from '../../../../server/src/ecosystems/npm/index.ts';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { ReleaseSubject } from '../../../../server/src/model/reference.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';

/** The limits of what a manifest in `/w/p` wants, by files around it. */
function limitsOf(files: Readonly<Record<string, string>>, manifest: object): readonly string[] {
  const statements = createStatements(() => undefined);
  for (const [file, text] of Object.entries(files)) {
    const [folder, name] = [file.slice(0, file.lastIndexOf('/')), file.slice(file.lastIndexOf('/') + 1)];
    const reader = npm.readers.find(each => each.files.includes(name));
    const said = reader?.mayState?.(text) === false ? [] : (reader?.read(text, name).statements ?? []);
    statements.put({ id: file, folder, file, rangeOf: linesOf(text).rangeOf }, 'disk', said);
  }
  const around = { ...NOTHING_AROUND, folder: '/w/p', told: statements.toldIn(['/w/p', '/w']) };
  const { references } = packageJson.read(JSON.stringify(manifest), 'package.json', around);
  return references.flatMap(({ subject }) => (subject.kind === 'release' ? [textOf(subject)] : []));
}

function textOf({ name, ageLimit }: ReleaseSubject): string {
  if (ageLimit === undefined) return `${name}: any`;
  const { tool, setting, by, least, stops, locked, except = [] } = ageLimit;
  const length = least.is === 'age' ? `${least.milliseconds / 60_000}m` : new Date(least.moment).toISOString();
  return `${name}: ${tool} ${setting} ${length}${stops ? ' stops' : ''}${locked === undefined ? '' : ` locked ${locked.stops ? 'stops' : 'taken'}`}${except.map(each => ` but ${each}`).join('')} by ${by}`;
}

const ONE = { dependencies: { a: '^1.0.0' } };
const BY_PNPM = { ...ONE, packageManager: 'pnpm@10.0.0' };
const BY_YARN = { ...ONE, packageManager: 'yarn@4.0.0' };
const BY_BUN = { ...ONE, packageManager: 'bun@1.2.0' };

const NPM = 'npm min-release-age 1440m stops locked taken';
const PNPM = 'pnpm minimumReleaseAge 60m stops locked stops';
const YARN = 'Yarn npmMinimalAgeGate';

test.each([
  ['days', { '/w/p/.npmrc': 'min-release-age = 1' }, ONE, `a: ${NPM} by /w/p/.npmrc`],
  ['quotes', { '/w/p/.npmrc': 'min-release-age="1"\r\n' }, ONE, `a: ${NPM} by /w/p/.npmrc`],
  ['none', { '/w/p/.npmrc': 'min-release-age=0' }, ONE, 'a: any'],
  ['words', { '/w/p/.npmrc': 'min-release-age=soon' }, ONE, 'a: any'],
  ['a variable', { '/w/p/.npmrc': 'min-release-age=${DAYS}' }, ONE, 'a: any'],
  ['a comment', { '/w/p/.npmrc': '; min-release-age=1' }, ONE, 'a: any'],
  ['another section', { '/w/p/.npmrc': '[x]\nmin-release-age=1' }, ONE, 'a: any'],
  [
    'a date goes before',
    { '/w/p/.npmrc': 'before=2026-01-02\nmin-release-age=1' },
    ONE,
    'a: npm before 2026-01-02T00:00:00.000Z stops locked taken by /w/p/.npmrc',
  ],
  ['let through', { '/w/p/.npmrc': 'min-release-age=1\nmin-release-age-exclude[]=a' }, ONE, 'a: any'],
  ['let through by a pattern', { '/w/p/.npmrc': 'min-release-age=1\nmin-release-age-exclude[]=*' }, ONE, 'a: any'],
  [
    'others let through',
    { '/w/p/.npmrc': 'min-release-age=1\nmin-release-age-exclude[]=b*' },
    ONE,
    `a: ${NPM} by /w/p/.npmrc`,
  ],
  ['not understood', { '/w/p/.npmrc': 'min-release-age=1\nmin-release-age-exclude[]={b,c}' }, ONE, 'a: any'],
  ['above, where nothing is rooted', { '/w/.npmrc': 'min-release-age=1' }, ONE, 'a: any'],
  [
    'at the root of a workspace',
    { '/w/.npmrc': 'min-release-age=1', '/w/package.json': '{"workspaces": ["p"]}' },
    ONE,
    `a: ${NPM} by /w/.npmrc`,
  ],
  ['of another client', { '/w/p/.npmrc': 'min-release-age=1' }, BY_PNPM, 'a: any'],
  ['minutes', { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 60' }, BY_PNPM, `a: ${PNPM} by /w/pnpm-workspace.yaml`],
  [
    'not strictly',
    { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 60\nminimumReleaseAgeStrict: false' },
    BY_PNPM,
    'a: pnpm minimumReleaseAge 60m by /w/pnpm-workspace.yaml',
  ],
  [
    'versions let through',
    { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 60\nminimumReleaseAgeExclude: ["a@1.1.0 || 1.2.0", b]' },
    BY_PNPM,
    `a: ${PNPM} but 1.1.0 but 1.2.0 by /w/pnpm-workspace.yaml`,
  ],
  ['no number', { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 1 day' }, BY_PNPM, 'a: any'],
  ['by default', {}, { ...ONE, packageManager: 'pnpm@11.2.0' }, 'a: pnpm pnpm@11.2.0 1440m by package.json'],
  ['by no default yet', {}, { ...ONE, packageManager: 'pnpm@10.99.0' }, 'a: any'],
  ['by default of a version that is not told', {}, { ...ONE, packageManager: 'pnpm@latest' }, 'a: any'],
  [
    'written, and not by default',
    { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 60' },
    { ...ONE, packageManager: 'pnpm@11.2.0' },
    `a: ${PNPM} by /w/pnpm-workspace.yaml`,
  ],
  [
    'switched off',
    { '/w/pnpm-workspace.yaml': 'minimumReleaseAge: 0' },
    { ...ONE, packageManager: 'pnpm@11.2.0' },
    'a: any',
  ],
  [
    'a duration',
    { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3h' },
    BY_YARN,
    `a: ${YARN} 180m stops locked taken by /w/.yarnrc.yml`,
  ],
  [
    'a number',
    { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 90' },
    BY_YARN,
    `a: ${YARN} 90m stops locked taken by /w/.yarnrc.yml`,
  ],
  ['an unknown unit', { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3y' }, BY_YARN, 'a: any'],
  ['approved', { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3h\nnpmPreapprovedPackages: ["a@npm:^1"]' }, BY_YARN, 'a: any'],
  [
    'approved in the folder, of what is limited above',
    { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3h', '/w/p/.yarnrc.yml': 'npmPreapprovedPackages: [a]' },
    BY_YARN,
    'a: any',
  ],
  ['Yarn 1', { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3h' }, { ...ONE, packageManager: 'yarn@1.22.0' }, 'a: any'],
  [
    'Yarn by default',
    {},
    { ...ONE, packageManager: 'yarn@4.18.1' },
    'a: Yarn yarn@4.18.1 1440m stops locked taken by package.json',
  ],
  [
    'seconds',
    { '/w/p/bunfig.toml': '[install]\nminimumReleaseAge = 3_600' },
    BY_BUN,
    'a: Bun minimumReleaseAge 60m stops locked taken by /w/p/bunfig.toml',
  ],
  [
    'let through by Bun',
    { '/w/p/bunfig.toml': '[install]\nminimumReleaseAge = 1\nminimumReleaseAgeExcludes = ["a"]' },
    BY_BUN,
    'a: any',
  ],
])('%s', (_what, files, manifest, expected) => {
  expect(limitsOf(files, manifest)).toContain(expected);
});

test('Yarn may have another limit for a scope', () => {
  const files = { '/w/.yarnrc.yml': 'npmMinimalAgeGate: 3h\nnpmScopes:\n  acme:\n    npmMinimalAgeGate: 0\n' };
  const manifest = { dependencies: { '@acme/a': '1', '@other/b': '1' }, packageManager: 'yarn@4.0.0' };
  const limits = limitsOf(files, manifest);
  expect(limits).toContain('@acme/a: any');
  expect(limits).toContain(`@other/b: ${YARN} 180m stops locked taken by /w/.yarnrc.yml`);
});
