import { afterEach, expect, test } from 'vitest';
import { known } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const FILES = {
  'go.work': 'go 1.21\n\nuse ./api\nuse ./lib\n\nreplace corp.example/x => ./x\n',
  'api/go.mod':
    'module corp.example/api\n\nrequire (\n\tcorp.example/lib v1.0.0\n\tcorp.example/x v1.0.0\n\tcorp.example/y v1.0.0\n\tgolang.example/store v1.0.0\n)\n',
  'lib/go.mod': 'module corp.example/lib\n\nreplace corp.example/y => ../y\n',
};
const STORE = {
  'package go golang.example/store': known({
    standing: { is: 'live' },
    tags: {},
    releases: [{ version: 'v1.0.0', standing: { is: 'live' } }],
  }),
};

test.each(['.', 'api', 'api/go.mod'])('of the modules of a workspace nobody hears, checked as %s', async target => {
  world = fakeWorld({ files: FILES, known: STORE });
  const checked = await world.run('check', target, '--format', 'json');
  expect([...new Set([...checked.asked, ...checked.wanted])]).toEqual(Object.keys(STORE));
  const listed = JSON.parse((await world.run('list', target, '--format', 'json')).out);
  const inApi = listed.references.filter((each: { file: string }) => /^(?:api\/)?go\.mod$/.test(each.file));
  expect(inApi.map(({ name, opaque }: Record<string, unknown>) => [name, opaque])).toEqual([
    ['corp.example/lib', 'workspace'],
    ['corp.example/x', 'path'],
    ['corp.example/y', 'workspace'],
    ['golang.example/store', null],
  ]);
});
