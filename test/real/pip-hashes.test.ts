import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { askPip, findPip, PIP_HINT } from '../support/python-client.ts';
import { wheelOf } from '../support/wheels.ts';

/** One file of `demo` 1.0 or of `leaf` 1.0, with some bytes. */
interface ServedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly yanked?: boolean;
}

const pip = findPip();
const [DEMO, LEAF] = ['demo-1.0-py3-none-any.whl', 'leaf-1.0-py3-none-any.whl'];
const demo = wheelOf('demo', '1.0');
const leaf = wheelOf('leaf', '1.0');
/** Pip takes whatever stands before the archive for a part of it. */
const otherLeaf = Buffer.concat([Buffer.from('other bytes'), leaf]);
const hashOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let index: LocalServer;
let folder: string;
let served: readonly ServedFile[] = [];
let isHtml = false;
/** Whether an index in JSON goes on listing a version whose files are gone. */
let keepsVersion = false;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pip-hashes-')));
  index = await startLocalServer(({ url = '' }, response) => {
    const file = served.find(({ name }) => url === `/files/${name}`);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
      return;
    }
    const project = /^\/simple\/(demo|leaf)\/$/.exec(url)?.[1];
    const its = served.filter(({ name }) => name.startsWith(`${project}-`));
    if (url === '/simple/') answer('', JSON.stringify({ meta: META, projects: [{ name: 'demo' }, { name: 'leaf' }] }));
    else if (project === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
    else
      answer(
        htmlPage(its),
        JSON.stringify({ meta: META, name: project, files: its.map(jsonFile), versions: versionsOf(its) }),
      );

    function answer(html: string, json: string): void {
      const type = isHtml ? 'text/html' : 'application/vnd.pypi.simple.v1+json';
      response.writeHead(200, { 'content-type': type }).end(isHtml ? html : json);
    }
  });
});
afterAll(async () => {
  await index?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Those of all files, and 1.0 where a file says that none of it is left. */
function versionsOf(files: readonly ServedFile[]): readonly string[] {
  return [...files.map(({ name }) => name.split('-')[1] ?? ''), ...(keepsVersion ? ['1.0'] : [])];
}

const META = { 'api-version': '1.1' };

function jsonFile({ name, bytes, yanked = false }: ServedFile): object {
  return { filename: name, url: `/files/${name}`, hashes: { sha256: hashOf(bytes).slice('sha256:'.length) }, yanked };
}

function htmlPage(files: readonly ServedFile[]): string {
  const links = files.map(({ name, bytes, yanked }) => {
    const fragment = hashOf(bytes).replace(':', '=');
    return `<a href="/files/${name}#${fragment}"${yanked === true ? ' data-yanked=""' : ''}>${name}</a>`;
  });
  return `<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`;
}

/** What was locked: the hashes of the bytes of then. */
const REQUIREMENTS = `demo==1.0 --hash=${hashOf(demo)}\nleaf==1.0 --hash=${hashOf(leaf)}\n`;
const FILES = {
  'requirements.txt': REQUIREMENTS,
  'pyproject.toml': '[tool.poetry]\nname = "app"\n\n[tool.poetry.dependencies]\ndemo = "^1.0"\n',
  'poetry.lock': `[[package]]
name = "demo"
version = "1.0"
files = [
    {file = "${DEMO}", hash = "${hashOf(demo)}"},
]

[package.dependencies]
leaf = "*"

[[package]]
name = "leaf"
version = "1.0"
files = [
    {file = "${LEAF}", hash = "${hashOf(leaf)}"},
]

[metadata]
lock-version = "2.1"
content-hash = "0"
`,
};

/** As `file rule`, and what the command line wrote. */
async function found(): Promise<readonly string[]> {
  for (const [file, text] of Object.entries(FILES)) writeFileSync(path.join(folder, file), text);
  const settings = path.join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'registryLens.registries': { pypi: `${index.base}/simple` } }));
  let out = '';
  await runIn(
    {
      ...{ cwd: folder, home: folder, platform: process.platform, version: '0.0.0', createLens },
      // Nothing is kept from one time to the next.
      environment: { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: mkdtempSync(path.join(folder, 'cache-')) },
      signal: new AbortController().signal,
      out: {
        write(text: string, written?: () => void) {
          out += text;
          written?.();
        },
      },
      err: { write: (_: string, written?: () => void) => written?.() },
    },
    ['check', '.', '--format', 'json', '--settings', settings],
  );
  const { findings, unknown } = JSON.parse(out) as {
    readonly findings: readonly { file: string; rule: string; severity: string; message: string }[];
    readonly unknown: readonly object[];
  };
  expect(unknown).toEqual([]);
  return findings.map(({ file, rule, severity, message }) => `${file}: ${severity} ${rule} ${message}`);
}

/** What pip says of the same requirements: nothing, or why it refuses. */
async function refusal(): Promise<string> {
  writeFileSync(path.join(folder, 'requirements.txt'), REQUIREMENTS);
  const [verdict] = await askPip([
    ['--require-hashes', '--index-url', `${index.base}/simple`, '-r', path.join(folder, 'requirements.txt')],
  ]);
  if (verdict?.code === 0) return verdict.said.includes('yanked') ? 'taken, yanked' : 'taken';
  return /DO NOT MATCH THE HASHES/.test(verdict?.said ?? '') ? 'other bytes' : 'nothing to take';
}

const whole = { name: DEMO, bytes: demo };

describe.skipIf(pip === undefined)(`what was locked${pip === undefined ? ` (${PIP_HINT})` : ''}`, () => {
  test.each([
    ['JSON', false],
    ['HTML', true],
  ])('in an index that tells it in %s', async (_, asHtml) => {
    isHtml = asHtml;

    served = [whole, { name: LEAF, bytes: leaf }];
    expect(await refusal()).toBe('taken');
    expect(await found()).toEqual([]);

    // One more file of the same release is no other bytes.
    served = [whole, { name: LEAF, bytes: leaf }, { name: 'leaf-1.0-py2-none-any.whl', bytes: otherLeaf }];
    expect(await refusal()).toBe('taken');
    expect(await found()).toEqual([]);

    served = [whole, { name: LEAF, bytes: leaf, yanked: true }];
    expect(await refusal()).toBe('taken, yanked');
    const yanked = await found();
    expect(yanked.map(line => line.split(' ', 3).join(' '))).toEqual([
      'poetry.lock: information yanked-release',
      'pyproject.toml: information withdrawn-transitive',
      'requirements.txt: warning yanked-release',
    ]);
    expect(yanked[0]).toContain('It comes with `demo`.');
    expect(yanked[1]).toContain('`demo` `1.0` brings in `leaf` `1.0`, which was yanked by its author');

    served = [whole, { name: LEAF, bytes: otherLeaf }];
    expect(await refusal()).toBe('other bytes');
    const changed = await found();
    expect(changed.map(line => line.split(' ', 3).join(' '))).toEqual([
      'poetry.lock: error integrity-mismatch',
      'pyproject.toml: error withdrawn-transitive',
      'requirements.txt: error integrity-mismatch',
    ]);
    for (const line of [changed[0], changed[2]]) {
      expect(line).toContain(hashOf(leaf));
      expect(line).toContain(hashOf(otherLeaf));
    }
    expect(changed[0]).toContain(LEAF);

    served = [whole, { name: 'leaf-1.1-py3-none-any.whl', bytes: leaf }];
    for (const [keeps, rule] of [
      [false, 'missing-release'],
      [!isHtml, isHtml ? 'missing-release' : 'unavailable-release'],
    ] as const) {
      keepsVersion = keeps;
      expect(await refusal()).toBe('nothing to take');
      const gone = await found();
      expect(gone.map(line => line.split(' ', 3).join(' ').replace(/: \w+/, ''))).toEqual([
        `poetry.lock ${rule}`,
        'pyproject.toml withdrawn-transitive',
        `requirements.txt ${rule}`,
      ]);
      expect(gone[0]).toContain('It comes with `demo`.');
    }
    keepsVersion = false;
  });
});
