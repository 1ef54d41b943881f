import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';

/** Stands for PyPI: whatever goes out of this machine goes through it. */
let outside: LocalServer;
/** An index that has `priv` 1.0, which was yanked, and nothing else. */
let inside: LocalServer;
let folder: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'python-private-')));
  outside = await startLocalServer((_, response) => response.writeHead(404).end());
  inside = await startLocalServer((request, response) => {
    const page = PAGES.get(request.url ?? '');
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
    response.end(JSON.stringify(page ?? { message: 'Not Found' }));
  });
});
afterEach(async () => {
  await Promise.all([outside.stop(), inside.stop()]);
  rmSync(folder, { recursive: true });
});

const PAGES = new Map<string, object>([
  ['/simple/', { meta: { 'api-version': '1.0' }, projects: [{ name: 'priv' }] }],
  [
    '/simple/priv/',
    {
      meta: { 'api-version': '1.1' },
      name: 'priv',
      versions: ['1.0'],
      files: [
        { filename: 'priv-1.0-py3-none-any.whl', url: 'priv-1.0-py3-none-any.whl', hashes: {}, yanked: 'ours alone' },
      ],
    },
  ],
]);

async function check(files: Readonly<Record<string, string>>, ...options: string[]): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll('INSIDE', `${inside.base}/simple`));
  }
  let out = '';
  await runIn(
    {
      cwd: path.join(folder, 'repo'),
      environment: {
        REGISTRY_LENS_CACHE: path.join(folder, 'cache'),
        https_proxy: outside.base,
        http_proxy: outside.base,
      },
      home: path.join(folder, 'home'),
      platform: process.platform,
      version: '1.2.3',
      signal: new AbortController().signal,
      createLens,
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['check', '.', ...options],
  );
  return out;
}

const PROJECT = '[project]\nname = "x"\ndependencies = ["priv==1.0"]\n';
const uv = (more: string) => `${PROJECT}[[tool.uv.index]]\nname = "own"\nurl = "INSIDE"\n${more}\n`;

test.each<[string, Readonly<Record<string, string>>]>([
  ['a requirements file with `-i`', { 'repo/requirements.txt': '-i INSIDE\npriv==1.0\n' }],
  [
    'an index that replaces the default',
    { 'home/.config/pip/pip.conf': '[global]\nindex-url = INSIDE\n', 'repo/requirements.txt': 'priv==1.0\n' },
  ],
  [
    'an explicit index of uv',
    { 'repo/pyproject.toml': `${uv('explicit = true')}[tool.uv.sources]\npriv = { index = "own" }\n` },
  ],
  ['an index of uv, which is asked first', { 'repo/pyproject.toml': uv('') }],
  [
    'a Poetry source',
    {
      'repo/pyproject.toml':
        '[tool.poetry.dependencies]\npriv = { version = "1.0", source = "own" }\n[[tool.poetry.source]]\nname = "own"\nurl = "INSIDE"\npriority = "explicit"\n',
    },
  ],
  [
    'a primary Poetry source',
    {
      'repo/pyproject.toml':
        '[tool.poetry.dependencies]\npriv = "1.0"\n[[tool.poetry.source]]\nname = "own"\nurl = "INSIDE"\n',
    },
  ],
  [
    'names that a source of PDM includes',
    {
      'repo/pyproject.toml': `${PROJECT}[[tool.pdm.source]]\nname = "own"\nurl = "INSIDE"\ninclude_packages = ["priv"]\n`,
    },
  ],
  ['a Pipfile', { 'repo/Pipfile': '[[source]]\nname = "own"\nurl = "INSIDE"\n[packages]\npriv = "==1.0"\n' }],
  [
    'a script',
    {
      'repo/uv.toml': '[[index]]\nurl = "INSIDE"\ndefault = true\n',
      'repo/run.py': '# /// script\n# dependencies = ["priv==1.0"]\n# ///\n',
    },
  ],
])('a private name stays inside by %s', async (_, files) => {
  const out = await check(files);
  expect(out).toContain('ours alone');
  expect(outside.connections.opened).toBe(0);
});

test.each<[string, Readonly<Record<string, string>>]>([
  [
    'that a folder beside it has',
    {
      'repo/a/pyproject.toml': '[project]\nname = "a"\ndependencies = ["Own_B"]\n',
      'repo/b/pyproject.toml': '[project]\nname = "own-b"\n',
    },
  ],
  ['that setup.cfg has', { 'repo/requirements.txt': 'own-b==1.0\n', 'repo/z/setup.cfg': '[metadata]\nname = own_b\n' }],
  ['that is installed from a folder', { 'repo/requirements.txt': '-e ./libs/b#egg=own-b\nown-b==1.0\n' }],
  ['that is installed from a file', { 'repo/requirements.txt': 'own-b @ file:///srv/b.whl\nown-b>=1,<2\n' }],
])('nobody is asked about a project %s', async (_, files) => {
  expect(await check(files)).toContain('No problems');
  expect([inside.connections.opened, outside.connections.opened]).toEqual([0, 0]);
});

test('PyPI is asked too by one more index, as pip does', async () => {
  const settings = JSON.stringify({ 'registryLens.registries': { pypi: outside.base } });
  const files = { 'repo/requirements.txt': '--extra-index-url INSIDE\npriv==1.0\n', 'home/settings.json': settings };
  await check(files, '--settings', path.join(folder, 'home/settings.json'));
  expect(inside.requests).toContain('GET /simple/priv/');
  expect(outside.requests).toContain('GET /priv/');
});

describe('what a lockfile has from an index of its own', () => {
  const uvLock = 'version = 1\n\n[[package]]\nname = "priv"\nversion = "1.0"\nsource = { registry = "INSIDE" }\n';
  const poetryLock =
    '[[package]]\nname = "priv"\nversion = "1.0"\n\n[package.source]\ntype = "legacy"\nurl = "INSIDE"\nreference = "own"\n';
  const pipfileLock = JSON.stringify({
    _meta: { sources: [{ name: 'own', url: 'INSIDE' }] },
    default: { priv: { version: '==1.0', hashes: ['sha256:00'], index: 'own' } },
  });
  const poetry =
    '[tool.poetry]\nname = "x"\n[[tool.poetry.source]]\nname = "own"\nurl = "INSIDE"\npriority = "explicit"\n';
  const NAMED: readonly [string, Readonly<Record<string, string>>][] = [
    ['uv.lock', { 'repo/uv.lock': uvLock, 'repo/pyproject.toml': uv('explicit = true') }],
    ['poetry.lock', { 'repo/poetry.lock': poetryLock, 'repo/pyproject.toml': poetry }],
    [
      'Pipfile.lock',
      { 'repo/Pipfile.lock': pipfileLock, 'repo/Pipfile': '[[source]]\nname = "own"\nurl = "INSIDE"\n' },
    ],
  ];

  test.each(NAMED)('is asked there, by %s', async (file, files) => {
    const out = await check(files, `--format`, 'json');
    const { findings } = JSON.parse(out) as { findings: readonly { file: string; rule: string }[] };
    expect(findings.filter(each => each.file === file).map(({ rule }) => rule)).toContain('yanked-release');
    expect(outside.connections.opened).toBe(0);
  });

  test.each(NAMED)('and nowhere, where nothing names that, by %s', async (file, files) => {
    const out = await check({ [`repo/${file}`]: files[`repo/${file}`] ?? '' }, '--format', 'json');
    const { findings } = JSON.parse(out) as { findings: readonly { rule: string; message: string }[] };
    expect(findings.map(({ rule }) => rule)).toEqual(['foreign-source']);
    expect(findings[0]?.message).toContain(new URL(inside.base).host);
    expect([inside.connections.opened, outside.connections.opened]).toEqual([0, 0]);
  });
});
