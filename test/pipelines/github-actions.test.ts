import { describe, expect, test } from 'vitest';
import type { Identity } from '../../server/src/model/pipeline.ts';
import { githubActions } from '../../server/src/pipelines/github-actions.ts';
import { outline } from './outline.ts';

function outlined(...lines: string[]): string[] {
  return outline(githubActions.read(lines.join('\n'), '.github/workflows/a.yml'));
}

test('a workflow with all that counts', () =>
  expect(
    outlined(
      'on: [push, workflow_dispatch]',
      'permissions: {contents: read}',
      'env: {A: "1", B: 2}',
      'jobs:',
      '  release:',
      '    runs-on: ubuntu-24.04',
      '    environment: {name: prod}',
      '    permissions:',
      '      id-token: write',
      '    env: {B: 3}',
      '    steps:',
      '      - uses: actions/Setup-Node@v4',
      '        with: {node-version: 24, Registry-Url: https://registry.example}',
      '      - run: |',
      '          npm ci',
      '          npm publish',
      '        env:',
      '          NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}',
      '      - if: false',
      '        run: npm publish',
    ),
  ).toEqual([
    'on push, workflow_dispatch',
    'release, hosted, granted, in prod',
    '  actions/setup-node@v4 node-version:24 registry-url:https://registry.example | A=1 B=3',
    '  npm ci ; npm publish | A=1 B=3 NODE_AUTH_TOKEN=${{ secrets.NPM_TOKEN }}',
    '  off: npm publish | A=1 B=3',
  ]));

test('an action made of steps runs by the rights of who uses it', () =>
  expect(outlined('runs:', '  using: composite', '  steps:', '    - run: npm publish', '      shell: bash')).toEqual([
    'called',
    'runs, unknown, unknown',
    '  npm publish',
  ]));

test('a job that calls another workflow', () =>
  expect(outlined('on: push', 'jobs:', '  a: {uses: ./.github/workflows/b.yml}')).toEqual([
    'on push',
    'a, unknown, withheld, calls ./.github/workflows/b.yml',
    '  ./.github/workflows/b.yml@',
  ]));

describe('the machine', () => {
  test.each([
    ['ubuntu-latest', 'hosted'],
    ['macos-15-xlarge', 'hosted'],
    ['self-hosted', 'self-hosted'],
    ['[self-hosted, linux]', 'self-hosted'],
    ['[linux, x64]', 'unknown'],
    ['{group: large}', 'unknown'],
    ['{group: a, labels: [Self-Hosted]}', 'self-hosted'],
    ['${{ matrix.os }}', 'unknown'],
    ['my-machine', 'unknown'],
  ])('%s', (runsOn, runner) =>
    expect(outlined('jobs:', `  a: {runs-on: "${runsOn}", steps: []}`.replace(/"([[{].*[\]}])"/, '$1'))).toContain(
      `a, ${runner}, withheld`,
    ),
  );
});

describe('the right to say who it is', () => {
  const identityOf = (on: string, whole: string, job: string): Identity | undefined =>
    githubActions.read(`on: ${on}\n${whole}jobs:\n  a:\n${job}    steps: []\n`, 'x.yml').jobs[0]?.identity;

  test.each([
    ['none is written', 'push', '', '', 'withheld'],
    ['none is written, and who calls it decides', 'workflow_call', '', '', 'unknown'],
    ['for all', 'push', 'permissions: {id-token: write}\n', '', 'granted'],
    ['everything', 'push', 'permissions: write-all\n', '', 'granted'],
    ['reading alone', 'push', 'permissions: read-all\n', '', 'withheld'],
    ['the job has a map of its own', 'push', 'permissions: {id-token: write}\n', '    permissions: {}\n', 'withheld'],
    ['reading is no right', 'push', '', '    permissions: {id-token: read}\n', 'withheld'],
  ])('%s', (_, on, whole, job, is) => expect(identityOf(on, whole, job)?.is).toBe(is));

  test.each([
    [
      'a line in the map of the job',
      '    permissions:\n      contents: read\n',
      'contents: read\n      id-token: write\n',
    ],
    ['another value', '    permissions:\n      id-token: none\n', '      id-token: write\n'],
    ['a map of its own', '', '    permissions:\n      contents: read\n      id-token: write\n    steps: []'],
  ])('is given by %s', (_, job, given) => {
    const text = `on: push\njobs:\n  a:\n${job}    steps: []\n`;
    const grant = githubActions.read(text, 'x.yml').jobs[0]?.identity.grant;
    const span = grant?.span ?? { start: 0, end: 0 };
    const after = text.slice(0, span.start) + (grant?.put ?? '') + text.slice(span.end);
    expect(after).toContain(given);
    expect(githubActions.read(after, 'x.yml').jobs[0]?.identity.is).toBe('granted');
  });
});

test.each([
  ['what PowerShell runs is not read', '      - {shell: pwsh, run: npm publish}', '  '],
  ['what the job runs by default', '      - run: npm publish', '  npm publish'],
])('%s', (_, step, line) =>
  expect(outlined('jobs:', '  a:', '    steps:', step)).toEqual(['on ', 'a, unknown, withheld', line]),
);
