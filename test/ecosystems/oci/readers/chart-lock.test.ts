import { expect, test } from 'vitest';
import { chartLock } from '../../../../server/src/ecosystems/oci/readers/chart-lock.ts';
import { helmChart } from '../../../../server/src/ecosystems/oci/readers/helm-chart.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { labelOf } from '../../../support/reader-properties.ts';

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const { references } = chartLock.read(text, 'Chart.lock');
  expect(annotate(text, references, labelOf)).toEqual(lines);
  expect(references.every(({ role }) => role === 'lock')).toBe(true);
}

test('charts in registries of images are judged, and others are listed', () =>
  expectFound(
    'dependencies:',
    '- name: common',
    '  repository: oci://registry.example/charts/',
    '  version: 2.31.4+1',
    '           ^^^^^^^^ artifact registry.example/charts/common:2.31.4_1',
    '- name: postgresql',
    '  repository: https://charts.example',
    '  version: 10.3.11',
    '           ^^^^^^^ url postgresql 10.3.11',
    '- name: own',
    '  repository: file://../own',
    '  version: 0.1.0',
    '           ^^^^^ path own 0.1.0',
    '- name: inside',
    '        ^^^^^^ path inside -',
    '  repository: ""',
    '- name: named',
    '  repository: "@stable"',
    '  version: 1.0.0',
    '           ^^^^^ unconfigured named 1.0.0',
    '- name: old',
    '  repository: oci://registry.example/charts',
    '  version: v1.0.0',
    '           ^^^^^^ managed registry.example/charts/old v1.0.0',
    `digest: sha256:${'ab12'.repeat(16)}`,
    'generated: "2026-01-02T03:04:05Z"',
  ));

const LOCK = [
  'dependencies:',
  '- name: a',
  '  repository: oci://registry.example/charts',
  '  version: 1.2.5',
  '- name: twice',
  '  repository: oci://registry.example/charts',
  '  version: 1.0.0',
  '- name: twice',
  '  repository: oci://registry.example/charts',
  '  version: 1.1.0',
  '',
].join('\n');

/** What is made of `name: version` in the chart's description beside a lockfile. */
function beside(name: string, version: string, lock: string): string {
  const from = { id: 'l', folder: '/c', file: 'Chart.lock', rangeOf: () => ({}) as never };
  const stated = (chartLock.read(lock, 'Chart.lock').statements ?? []).map(
    (each): PlacedStatement => ({ ...each, from }),
  );
  const told = (key: string) => stated.filter(each => each.key === key);
  const text = `dependencies:\n- name: ${name}\n  version: "${version}"\n  repository: oci://registry.example/charts\n`;
  return helmChart
    .read(text, 'Chart.yaml', { ...NOTHING_AROUND, told })
    .references.map(labelOf)
    .join();
}

test.each([
  ['a', '^1.2.0', 'artifact registry.example/charts/a:1.2.5'],
  ['a', '~1.2', 'artifact registry.example/charts/a:1.2.5'],
  ['a', '1.x', 'artifact registry.example/charts/a:1.2.5'],
  ['a', '*', 'artifact registry.example/charts/a:1.2.5'],
  ['a', '1.2.4', 'artifact registry.example/charts/a:1.2.4'],
  // The lockfile is not for this any more.
  ['a', '^2.0.0', 'managed registry.example/charts/a ^2.0.0'],
  ['a', '~1.3.0', 'managed registry.example/charts/a ~1.3.0'],
  ['a', '>=1.0.0 <2', 'managed registry.example/charts/a >=1.0.0 <2'],
  ['b', '^1.2.0', 'managed registry.example/charts/b ^1.2.0'],
  ['twice', '^1.0.0', 'managed registry.example/charts/twice ^1.0.0'],
])('%s %s in the description is judged as it is locked', (name, version, label) => {
  expect(beside(name, version, LOCK)).toBe(label);
});

test('in a merge conflict what no mark stands in is read, and nothing is told', () => {
  const conflict = LOCK.replace(
    '  version: 1.2.5\n',
    '<<<<<<< HEAD\n  version: 1.2.5\n=======\n  version: 1.2.6\n>>>>>>> b\n',
  );
  expect(beside('a', '^1.2.0', conflict)).toBe('managed registry.example/charts/a ^1.2.0');
  const read = chartLock.read(conflict, 'Chart.lock').references.map(labelOf);
  expect(read.join()).not.toContain('/a:');
});
