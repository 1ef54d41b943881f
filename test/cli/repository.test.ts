import { afterEach, describe, expect, test } from 'vitest';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld;
afterEach(() => world.remove());

async function findings(...argv: string[]): Promise<readonly string[]> {
  const { out } = await world.run('check', ...argv, '--offline', '--format', 'json');
  return JSON.parse(out).findings.map(
    ({ file, rule, severity }: Record<string, string>) => `${file} ${rule} ${severity}`,
  );
}

async function listed(...argv: string[]): Promise<readonly string[]> {
  const { out } = await world.run('list', ...argv, '--format', 'json');
  return JSON.parse(out).references.map(
    ({ file, name, opaque }: Record<string, string | null>) => `${file} ${name}${opaque === null ? '' : ` ${opaque}`}`,
  );
}

const OURS = JSON.stringify({
  ignore: ['oci:ghcr.io/acme/**', 'npm:@acme/*'],
  exclude: ['packages/old'],
  rules: { 'latest-tag': 'error' },
  overrides: [{ files: ['packages/b/**'], rules: { 'latest-tag': 'hint' } }],
});
const FILES = {
  '.git/config': '',
  '.registry-lens.json': OURS,
  'packages/a/Dockerfile': 'FROM node\n',
  'packages/b/Dockerfile': 'FROM node\n',
  'packages/old/Dockerfile': 'FROM node\n',
};

describe('what a repository says of itself', () => {
  test.each([
    ['of the whole', '.', ['packages/a/Dockerfile latest-tag error', 'packages/b/Dockerfile latest-tag hint']],
    ['of a folder in it', 'packages', ['a/Dockerfile latest-tag error', 'b/Dockerfile latest-tag hint']],
    ['of one file', 'packages/b/Dockerfile', ['Dockerfile latest-tag hint']],
    ['not against who names a folder that it leaves out', 'packages/old', ['Dockerfile latest-tag error']],
  ])('is heard %s', async (_, place, expected) => {
    world = fakeWorld({ files: FILES });
    expect(await findings(place)).toEqual(expected);
  });

  test('comes behind what the user says', async () => {
    world = fakeWorld({ files: { ...FILES, 'mine.json': '{"registryLens.rules": {"latest-tag": "information"}}' } });
    expect(await findings('packages', '--settings', 'mine.json')).toEqual([
      'a/Dockerfile latest-tag information',
      'b/Dockerfile latest-tag information',
    ]);
  });

  test('is not heard where it is not trusted', async () => {
    world = fakeWorld({ files: FILES });
    expect(await findings('packages', '--untrusted')).toEqual([
      'a/Dockerfile latest-tag warning',
      'b/Dockerfile latest-tag warning',
      'old/Dockerfile latest-tag warning',
    ]);
    expect(await listed('.', '--untrusted')).toHaveLength(3);
    expect(await listed('.')).toHaveLength(2);
  });

  test('of another repository inside of it is not heard, nor is a file that is not at the root', async () => {
    world = fakeWorld({
      files: {
        Dockerfile: 'FROM node\n',
        'sub/.git': '',
        'sub/.registry-lens.json': OURS,
        'sub/Dockerfile': 'FROM node\n',
        'plain/.registry-lens.json': OURS,
        'plain/Dockerfile': 'FROM node\n',
        '.git/config': '',
      },
    });
    const loud = ['Dockerfile', 'plain/Dockerfile', 'sub/Dockerfile'].map(file => `${file} latest-tag warning`);
    expect(await findings('.')).toEqual(loud);
    expect(await findings('sub')).toEqual(['Dockerfile latest-tag error']);
  });
});

test('what is ignored is listed, and neither judged nor asked about', async () => {
  world = fakeWorld({
    files: {
      '.registry-lens.json': OURS,
      Dockerfile: 'FROM ghcr.io/acme/base/tools\n',
      'package.json': '{"dependencies": {"@acme/queue": "*"}}',
    },
  });
  const ran = await world.run('check', '.', '--format', 'json');
  expect(ran).toMatchObject({ status: 0, err: '', asked: [], wanted: [] });
  expect(JSON.parse(ran.out)).toMatchObject({ findings: [], unknown: [], stats: { references: 2 } });
  expect(await listed('.')).toEqual(['Dockerfile ghcr.io/acme/base/tools ignored', 'package.json @acme/queue ignored']);
});

test('a broken file is told once, with its place, and what is whole of it holds', async () => {
  world = fakeWorld({
    files: {
      '.git/config': '',
      '.registry-lens.json': '{\n  "rules": {"latest-tag": "hint"},\n  "registries": {},\n  "ignore": [7',
      'a/Dockerfile': 'FROM node\n',
      'b/Dockerfile': 'FROM node\n',
    },
  });
  const ran = await world.run('check', 'a', 'b', '--offline', '--format', 'json');
  expect(JSON.parse(ran.out).findings).toMatchObject([{ severity: 'hint' }, { severity: 'hint' }]);
  expect(ran.err.split('\n').filter(line => line.includes('.registry-lens.json'))).toEqual([
    'registry-lens: .registry-lens.json:3:3: `registries` is not allowed here: only who checks a repository decides about it.',
    'registry-lens: .registry-lens.json:4:13: `ignore` must be a list of names; its default is used.',
    expect.stringContaining('This is not JSON: '),
    expect.stringContaining('This is not JSON: '),
  ]);
});

describe('a folder of tests', () => {
  test.each([
    ['below what is checked', '.', ['Dockerfile latest-tag warning', 'tests/Dockerfile latest-tag hint']],
    ['that is itself what is checked is as any other', 'tests', ['Dockerfile latest-tag warning']],
    ['around a single file', 'tests/Dockerfile', ['Dockerfile latest-tag hint']],
  ])('%s', async (_, place, expected) => {
    const files = { '.git/config': '', Dockerfile: 'FROM node\n', 'tests/Dockerfile': 'FROM node\n' };
    world = fakeWorld({ files });
    expect(await findings(place)).toEqual(expected);
  });
});
