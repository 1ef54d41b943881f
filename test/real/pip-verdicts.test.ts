import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { askPip, findPip, PIP_HINT } from '../support/python-client.ts';
import { wheelOf } from '../support/wheels.ts';

/** A release of a project: what its index says of its file, or of two of them. */
interface Release {
  readonly version: string;
  readonly state: 'live' | 'yanked' | 'yanked-why' | 'partly' | 'disputed';
  readonly needs?: string;
}

/** One requirement of a project of its own. */
interface Case {
  readonly releases: readonly Release[];
  readonly requirement: string;
  readonly pre: boolean;
}

const VERSIONS = [
  ...['0.9', '1.0', '1.0+cpu', '1.0.post1', '1.1', '1.2.dev1', '1.2a1', '1.2', '2.0b1', '2.0rc1', '2.0', '2.0+cu118'],
  ...['2.0.post1', '2.1', '2.1.1', '3.0a1', '3.0', '2024.1', '1!0.5'],
];
const release: fc.Arbitrary<Release> = fc.record(
  {
    version: fc.constantFrom(...VERSIONS, '1.0', '1.1', '1.2', '2.0'),
    state: fc.constantFrom('live', 'live', 'yanked', 'yanked-why', 'partly', 'disputed'),
    needs: fc.constantFrom('>=3.8', '>=99', '<3', '>=2.7,!=3.0.*', '==3.*', '~=3.2', 'of its own'),
  },
  { requiredKeys: ['version', 'state'] },
);
const clause = fc
  .tuple(fc.constantFrom('==', '==', '===', '>=', '>', '<', '<=', '!='), fc.constantFrom(...VERSIONS))
  .map(([operator, version]) => `${operator}${/[><]/.test(operator) ? version.replace(/\+.*/, '') : version}`);
/** Of versions that many of the projects have. */
const pin = fc.constantFrom('==1.0', '==2.0', '===1.1', '==1.2', '==2.0,>0');
const requirement = fc.oneof(
  fc.constantFrom('', '', '~=1.0', '~=2.0', '==1.*', '==2.*', '!=2.*', '==2.0.*', '>=1,<2', '==1.0,>0', '===1.0,<9'),
  clause,
  pin,
  pin,
  pin,
  fc.tuple(clause, clause).map(clauses => clauses.join(',')),
);
const cases = fc.sample(
  fc
    .record({
      releases: fc.uniqueArray(release, { minLength: 2, maxLength: 10, selector: ({ version }) => version }),
      requirement,
      pre: fc.constantFrom(false, false, false, true),
    })
    // A requirements file does not say which Python it is for.
    .map(each => (each.pre ? { ...each, releases: each.releases.map(({ needs: _, ...rest }) => rest) } : each)),
  { numRuns: 360, seed: 20261129 },
) satisfies Case[];

const nameOf = (index: number) => `demo-${index}`;
const pip = findPip();

describe.skipIf(pip === undefined)(`what is chosen, by pip itself${pip === undefined ? ` (${PIP_HINT})` : ''}`, () => {
  it('is the same version, yanked or not, or none', async () => {
    const server = await serveCases();
    const folder = mkdtempSync(path.join(tmpdir(), 'pip-verdicts-'));
    try {
      const base = `${server.base}/simple`;
      const ours = await byUs(base, folder);
      const theirs = await byPip(base, ours);
      const rows = cases.map(({ releases, requirement: text, pre }, i) => {
        return { text, pre, ours: ours[i], pip: theirs[i], releases: JSON.stringify(releases) };
      });
      expect(rows.filter(row => row.ours !== row.pip)).toEqual([]);
      const counts = [/none/, /yanked/, /^\S+$/].map(kind => theirs.filter(verdict => kind.test(verdict)).length);
      expect(Math.min(...counts), String(counts)).toBeGreaterThan(20);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await server.stop();
    }
  }, 300_000);
});

/**
 * What pip says of each case. Where we expect it to choose something, it is asked of many at once, and of each alone
 * only where it then refuses: it ends at the first that it cannot have.
 */
async function byPip(base: string, expected: readonly string[]): Promise<readonly string[]> {
  const numbers = cases.map((_, i) => i);
  const groups = [false, true].flatMap(pre => {
    const chosen = numbers.filter(i => cases[i]?.pre === pre && expected[i] !== 'none');
    return Array.from({ length: Math.ceil(chosen.length / 25) }, (_, i) => chosen.slice(25 * i, 25 * i + 25));
  });
  const first = await askAll(base, [...groups, ...numbers.filter(i => expected[i] === 'none').map(i => [i])]);
  const again = await askAll(
    base,
    numbers.filter(i => !first.has(i)).map(i => [i]),
  );
  return numbers.map(i => first.get(i) ?? again.get(i) ?? 'none');
}

/** By number what pip chose; nothing of a group of several that it refused. */
async function askAll(base: string, groups: readonly (readonly number[])[]): Promise<ReadonlyMap<number, string>> {
  const argvs = groups.map(group => [
    ...['--index-url', base, ...(cases[group[0] ?? 0]?.pre === true ? ['--pre'] : [])],
    ...group.map(i => `${nameOf(i)}${cases[i]?.requirement}`),
  ]);
  const verdicts = await askPip(argvs);
  return new Map(
    groups.flatMap((group, at) => {
      const { chosen = {}, said = '', code } = verdicts[at] ?? {};
      if (code !== 0) return group.length === 1 ? group.map((i): [number, string] => [i, 'none']) : [];
      return group.map((i): [number, string] => {
        const isYanked = said.includes(`a yanked version: '${nameOf(i)}' candidate`);
        return [i, `${chosen[nameOf(i)]}${isYanked ? ' yanked' : ''}`];
      });
    }),
  );
}

/**
 * What our command line says of each case: in a project that says which Python it is for, and where pre-releases are
 * wanted in a requirements file that says so.
 */
async function byUs(base: string, folder: string): Promise<readonly string[]> {
  const written = (pre: boolean) =>
    cases.flatMap((each, i) => (each.pre === pre ? [`${nameOf(i)}${each.requirement}`] : []));
  const project = `[project]\nname = "app"\nversion = "1"\nrequires-python = "==${pip?.python}"\n`;
  const dependencies = written(false).map(line => `  "${line}",\n`);
  const checked = path.join(folder, 'checked');
  mkdirSync(checked);
  writeFileSync(path.join(checked, 'pyproject.toml'), `${project}dependencies = [\n${dependencies.join('')}]\n`);
  writeFileSync(path.join(checked, 'requirements.txt'), `--pre\n${written(true).join('\n')}\n`);
  const settings = path.join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'registryLens.registries': { pypi: base } }));
  const [out, err]: [string[], string[]] = [[], []];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  await runIn(
    {
      ...{ cwd: checked, home: folder, platform: process.platform, version: '0.0.0', createLens },
      environment: { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(folder, '.cache') },
      ...{ signal: new AbortController().signal, out: stream(out), err: stream(err) },
    },
    ['list', '.', '--resolve', '--format', 'json', '--settings', settings],
  );
  expect(err).toEqual([]);
  const { references } = JSON.parse(out.join('')) as { references: readonly Listed[] };
  const byName = new Map(references.map(each => [each.name, each]));
  return cases.map((_, i) => chosenOf(byName.get(nameOf(i)), i));
}

interface Listed {
  readonly name: string;
  readonly chosen: string | null;
  readonly standing: string | null;
}

/** What pip only calls yanked where it is no matter of taste. */
function chosenOf(listed: Listed | undefined, index: number): string {
  if (listed === undefined) return 'not listed';
  const { chosen, standing } = listed;
  if (chosen === null) return 'none';
  const release = cases[index]?.releases.find(({ version }) => version === chosen);
  return standing === 'yanked' && release?.state !== 'disputed' ? `${chosen} yanked` : chosen;
}

/** An index of one project for each case, every second one in HTML, and the files that pip looks into. */
function serveCases(): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? '');
    const file = /^\/files\/demo_(\d+)-([^-]+)-/.exec(asked);
    if (file !== null) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(wheelOf(nameOf(Number(file[1])), file[2] ?? ''));
      return;
    }
    const index = Number(/^\/simple\/demo-(\d+)\/$/.exec(asked)?.[1] ?? -1);
    const { releases } = cases[index] ?? {};
    if (releases === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('404 Not Found');
      return;
    }
    const files = releases.flatMap(each => filesOf(each, index));
    const isJson = index % 2 === 0;
    response.writeHead(200, { 'content-type': isJson ? 'application/vnd.pypi.simple.v1+json' : 'text/html' });
    response.end(isJson ? jsonPage(nameOf(index), files) : htmlPage(files));
  });
}

interface File {
  readonly filename: string;
  /** An empty text is what clients read differently. */
  readonly yanked: string | boolean;
  readonly needs: string | undefined;
}

function filesOf({ version, state, needs }: Release, index: number): File[] {
  const name = (tag: string) => `demo_${index}-${version}-${tag}-none-any.whl`;
  const one = (yanked: string | boolean, tag = 'py3'): File => ({ filename: name(tag), yanked, needs });
  switch (state) {
    case 'live':
      return [one(false)];
    case 'yanked':
      return [one(true)];
    case 'yanked-why':
      return [one('broken & "bad"')];
    case 'partly':
      return [one('one of two'), one(false, 'py2.py3')];
    case 'disputed':
      return [one('')];
  }
}

function jsonPage(name: string, files: readonly File[]): string {
  return JSON.stringify({
    meta: { 'api-version': '1.1' },
    ...{ name, versions: [] },
    files: files.map(({ filename, yanked, needs }) => ({
      ...{ filename, url: `/files/${encodeURIComponent(filename)}`, hashes: {}, yanked },
      ...(needs === undefined ? {} : { 'requires-python': needs }),
    })),
  });
}

function htmlPage(files: readonly File[]): string {
  const quoted = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const links = files.map(({ filename, yanked, needs }) => {
    const yank =
      yanked === false
        ? ''
        : yanked === ''
          ? ' data-yanked'
          : ` data-yanked="${quoted(yanked === true ? '' : yanked)}"`;
    const python = needs === undefined ? '' : ` data-requires-python="${quoted(needs)}"`;
    return `<a href="../../files/${encodeURIComponent(filename)}"${python}${yank}>${filename}</a><br>`;
  });
  return `<!DOCTYPE html><html><body>\n${links.join('\n')}\n</body></html>`;
}
