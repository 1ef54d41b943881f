import { afterEach, expect, it } from 'vitest';
import { known, tagIs } from './answers.ts';
import { startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

it('what hovers would tell of the first names on screen is asked for ahead, of the others when somebody looks', async () => {
  client = await startClient();
  const names = Array.from({ length: 30 }, (_, i) => `name${i}`);
  client.open('Dockerfile', names.map(name => `FROM ${name}:1\n`).join(''));
  client.lens.answer(...names.map(name => tagIs(name, '1')));
  const contents = () => new Set(client.lens.wanted.map(({ key }) => key).filter(key => key.startsWith('contents')));
  await client.hints('Dockerfile');
  await client.until(() => contents().size >= 12);
  await client.hints('Dockerfile');
  await client.pull('Dockerfile');
  expect([...contents()].map(key => key.split(' ')[2])).toEqual(
    names.slice(0, 12).map(name => `docker.io/library/${name}`),
  );
  await client.hover('Dockerfile', 29, 8);
  await client.until(() => contents().size === 13);
});

it('what is attested of a release is asked for by its hover alone', async () => {
  client = await startClient();
  client.open('package.json', '{ "dependencies": {\n"a": "1.3.0"\n} }');
  const release = { version: '1.3.0', standing: { is: 'live' }, evidence: 'provenance' } as const;
  const a = { registry: 'npm', name: 'a' } as const;
  client.lens.answer(
    [{ ask: 'package', ...a }, known({ standing: { is: 'live' }, tags: { latest: '1.3.0' }, releases: [release] })],
    [{ ask: 'release', ...a, version: '1.3.0' }, known(release)],
  );
  const wanted = (ask: string) => client.lens.wanted.some(({ key }) => key.startsWith(ask));
  await client.hints('package.json');
  await client.until(() => wanted('history'));
  await client.pull('package.json');
  expect(wanted('provenance')).toBe(false);
  await client.hover('package.json', 1, 3);
  await client.until(() => wanted('provenance'));
});
