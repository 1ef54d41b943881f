import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '../../../server/src/http/index.ts';
import type { Route, Routing } from '../../../server/src/registries/route.ts';
import { type LocalServer, startLocalServer } from '../../support/local-server.ts';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

/** Stands for PyPI: whatever goes out of this machine goes through it. */
let outside: LocalServer;
/** An index that has `priv` and nothing else. */
let inside: LocalServer;

beforeEach(async () => {
  outside = await startLocalServer((_, response) => response.writeHead(404).end());
  inside = await startLocalServer((request, response) => {
    response.writeHead(request.url === '/simple/priv/' ? 200 : 404).end();
  });
});
afterEach(() => Promise.all([outside.stop(), inside.stop()]));

/** Asks for a name wherever its route leads, as a client does: one round after the other, until one has it. */
async function ask(name: string, source: string, options: PypiWorld): Promise<void> {
  const http = createHttp({
    limits: { connect: 1000, headers: 1000, body: 1000, perHost: 4 },
    environment: { https_proxy: outside.base, http_proxy: outside.base },
    log: () => undefined,
    userAgent: 'test',
  });
  const has = async ({ base }: Route): Promise<boolean> => {
    const url = `${base}/${name}/`;
    const outcome = await http.send({ method: 'GET', url, headers: {}, maxBytes: 1000, redirects: 'anywhere' });
    return outcome.is === 'response' && outcome.status === 200;
  };
  const walk = async (route: Route): Promise<boolean> => {
    for (const mirror of route.mirrors ?? []) if (await walk(mirror)) return true;
    return (await Promise.all([route, ...(route.beside ?? [])].map(has))).includes(true);
  };
  const routing: Routing = (await world.router(options))({ ask: 'package', registry: 'pypi', name, source });
  if (routing.open) await walk(routing.route);
  await http.close();
}

/** Files with the address of the index inside. */
const placed = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('INSIDE', inside.base)]));

const uv = (more: string) => `[[tool.uv.index]]\nname = "own"\nurl = "INSIDE/simple"\n${more}\n`;
const poetry = (more: string) => `[[tool.poetry.source]]\nname = "own"\nurl = "INSIDE/simple"\n${more}\n`;
const pdm = (more: string) => `[[tool.pdm.source]]\nname = "own"\nurl = "INSIDE/simple"\n${more}\n`;

test.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'an index that replaces the default',
    'pip',
    { 'home/.config/pip/pip.conf': '[global]\nindex-url = INSIDE/simple\n' },
  ],
  ['a requirements file with `-i`', 'pip index-url=INSIDE/simple', {}],
  ['an explicit index of uv', 'uv index=own', { 'repo/pyproject.toml': uv('explicit = true') }],
  ['an index of uv, which is asked first', 'uv', { 'repo/pyproject.toml': uv('') }],
  ['a default of uv', 'uv', { 'repo/pyproject.toml': uv('default = true') }],
  ['uv’s default of the user', 'uv', { 'home/.config/uv/uv.toml': 'index-url = "INSIDE/simple"\n' }],
  ['a Poetry source', 'poetry', { 'repo/pyproject.toml': poetry('') }],
  [
    'a Poetry source that a name is bound to',
    'poetry source=own',
    { 'repo/pyproject.toml': poetry('priority = "explicit"') },
  ],
  ['names that a source of PDM includes', 'pdm', { 'repo/pyproject.toml': pdm('include_packages = ["priv"]') }],
  ['PDM’s default', 'pdm', { 'home/.config/pdm/config.toml': '[pypi]\nurl = "INSIDE/simple"\n' }],
  ['the first source of a Pipfile', 'pipenv', { 'repo/Pipfile': '[[source]]\nname = "own"\nurl = "INSIDE/simple"\n' }],
])('a private name stays inside by %s', async (_, source, files) => {
  await ask('priv', source.replaceAll('INSIDE', inside.base), { files: placed(files) });
  expect(inside.requests).toEqual(['GET /simple/priv/']);
  expect(outside.connections.opened).toBe(0);
});

test.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'an index that cannot be followed',
    'pip',
    { 'home/.config/pip/pip.conf': '[global]\nextra-index-url = file:///srv\n' },
  ],
  ['a broken configuration', 'pip', { 'home/.config/pip/pip.conf': 'nonsense' }],
  ['a broken configuration of another tool', 'pip', { 'repo/uv.toml': '[' }],
  ['an index of another tool’s', 'pip', { 'repo/pyproject.toml': uv('') }],
  [
    'an index that `uv pip` asks alone',
    'pip',
    { 'repo/pyproject.toml': '[tool.uv.pip]\nindex-url = "https://a.example/simple"\n' },
  ],
  ['a variable', 'uv', { 'repo/pyproject.toml': '[[tool.uv.index]]\nurl = "https://${HOST}/simple"\n' }],
  ['an index that nobody defines', 'uv index=own', { 'repo/pyproject.toml': '[tool.uv]\n' }],
  ['a manifest that is being written', 'poetry', { 'repo/pyproject.toml': '[tool.poetry\n' }],
])('a name that may be private is asked nowhere because of %s', async (_, source, files) => {
  await ask('priv', source, { files: placed(files) });
  expect([inside.connections.opened, outside.connections.opened]).toEqual([0, 0]);
});

test.each<[string, string, Readonly<Record<string, string>>, string]>([
  [
    'pip, whose indexes are all equal',
    'pip',
    { 'home/.config/pip/pip.conf': '[global]\nextra-index-url = INSIDE/simple\n' },
    'priv',
  ],
  ['uv, where its own index has not the name', 'uv', { 'repo/pyproject.toml': uv('') }, 'other'],
])('PyPI is asked too by %s', async (_, source, files, name) => {
  await ask(name, source, { files: placed(files), pypi: outside.base });
  expect(inside.requests).toEqual([`GET /simple/${name}/`]);
  expect(outside.requests).toEqual([`GET /${name}/`]);
});

test('a name that a lockfile has from an index is asked only where that one would be', async () => {
  const locked = `uv locked-at=${inside.base}/simple/`;
  await ask('priv', locked, {});
  expect(inside.requests).toEqual([]);
  await ask('priv', locked, { files: placed({ 'repo/pyproject.toml': uv('') }) });
  expect(inside.requests).toEqual(['GET /simple/priv/']);
  expect(outside.connections.opened).toBe(0);
});

test('a name that a lockfile has from an index which it does not tell is asked anywhere but at PyPI', async () => {
  await ask('priv', 'uv locked-at=?', {});
  await ask('priv', 'uv locked-at=?', { files: placed({ 'repo/pyproject.toml': uv('') }) });
  expect([inside.connections.opened, outside.connections.opened]).toEqual([0, 0]);
  await ask('priv', 'uv locked-at=?', { files: placed({ 'repo/pyproject.toml': uv('default = true') }) });
  expect(inside.requests).toEqual(['GET /simple/priv/']);
  expect(outside.connections.opened).toBe(0);
});
