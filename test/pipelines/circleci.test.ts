import { expect, test } from 'vitest';
import { circleci } from '../../server/src/pipelines/circleci.ts';
import { outline } from './outline.ts';

function outlined(...lines: string[]): string[] {
  return outline(circleci.read(lines.join('\n'), '.circleci/config.yml'));
}

test('a job with all that counts', () =>
  expect(
    outlined(
      'commands:',
      '  deploy: {steps: [{run: {command: npm publish, name: Publish}}]}',
      'jobs:',
      '  release:',
      '    docker: [{image: "cimg/node:24.0"}]',
      '    environment: {A: 1}',
      '    steps:',
      '      - checkout',
      '      - run: npm ci',
      '      - run: {command: npm test, environment: {B: 2}}',
      '      - when: {condition: true, steps: [{run: echo << parameters.x >>}]}',
      '      - deploy',
      '      - node/install',
    ),
  ).toEqual([
    'release, hosted, unknown',
    '  npm ci | A=1',
    '  npm test | A=1 B=2',
    '  echo << parameters.x >> | A=1',
    '  npm publish | A=1',
  ]));

test.each([
  ['a docker image', 'docker: [{image: x}]', 'hosted'],
  ['a machine', 'machine: true', 'hosted'],
  ["one's own", 'machine: true\n    resource_class: acme/linux', 'self-hosted'],
  ["one's own by the executor", 'executor: own', 'self-hosted'],
  ['what a parameter decides', 'executor: << parameters.e >>', 'unknown'],
])('its machine is %s', (_, keys, runner) =>
  expect(
    outlined('executors: {own: {machine: {resource_class: acme/x}}}', 'jobs:', '  a:', `    ${keys}`, '    steps: []'),
  ).toEqual([`a, ${runner}, unknown`]),
);

test('a token is asked for while it runs', () =>
  expect(
    outlined(
      'jobs:',
      '  a:',
      '    docker: []',
      '    steps:',
      '      - run: export T=$(circleci run oidc get --claims x)',
    ),
  ).toEqual(['a, hosted, granted', expect.stringContaining('circleci run oidc get')]));

test('commands that use each other end', () =>
  expect(outlined('commands: {a: {steps: [a]}}', 'jobs: {j: {machine: true, steps: [a]}}')).toEqual([
    'j, hosted, unknown',
  ]));
