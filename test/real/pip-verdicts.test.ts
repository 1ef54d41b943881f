import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pypiStanding } from '../../server/src/ecosystems/pypi/standing.ts';
import { pypiWant } from '../../server/src/ecosystems/pypi/versions.ts';
import { createHttp } from '../../server/src/http/index.ts';
import type { Answer, PackageFact } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import type { ReleaseState } from '../../server/src/model/release-state.ts';
import { makePypiRegistry } from '../../server/src/registries/pypi/index.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { askPip, findPip } from '../support/python-client.ts';
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
  fc.record({
    releases: fc.uniqueArray(release, { minLength: 2, maxLength: 10, selector: ({ version }) => version }),
    requirement,
    pre: fc.constantFrom(false, false, false, true),
  }),
  { numRuns: 360, seed: 20261129 },
) satisfies Case[];

const nameOf = (index: number) => `demo-${index}`;
const pip = findPip();

describe.skipIf(pip === undefined)('what is chosen, by pip itself', () => {
  it('is the same version, yanked or not, or none', async () => {
    const server = await serveCases();
    const http = createHttp({
      limits: { connect: 5000, headers: 5000, body: 5000, perHost: 8 },
      log: () => {},
      environment: {},
    });
    try {
      const base = `${server.base}/simple`;
      const registry = makePypiRegistry(http);
      const route = { base, identity: '', login: async () => ({ is: 'anonymous' }) as const };
      const ours = await Promise.all(
        cases.map(async (each, i) => {
          const question = { ask: 'package', registry: 'pypi', name: nameOf(i) } as const;
          const { answer } = await registry.ask(question, route, { now: 0 });
          return chosenOf(stateOf(each, nameOf(i), answer as Answer<PackageFact>));
        }),
      );
      const theirs = await byPip(base, ours);
      const rows = cases.map(({ releases, requirement: text, pre }, i) => {
        return { text, pre, ours: ours[i], pip: theirs[i], releases: JSON.stringify(releases) };
      });
      expect(rows.filter(row => row.ours !== row.pip)).toEqual([]);
      const counts = [/none/, /yanked/, /^\S+$/].map(kind => theirs.filter(verdict => kind.test(verdict)).length);
      expect(Math.min(...counts), String(counts)).toBeGreaterThan(20);
    } finally {
      await http.close();
      await server.stop();
    }
  });
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

function stateOf({ requirement: text, pre }: Case, name: string, answer: Answer<PackageFact>): ReleaseState {
  const want = pypiWant(text);
  if (want === undefined) throw new Error(`cannot read ${text}`);
  const subject = { kind: 'release', registry: 'pypi', name, want, toolchain: pip?.python ?? '' } as const;
  const wanted = pre ? ({ ...subject, prereleases: true } as const) : subject;
  return pypiStanding(wanted, (() => answer) as never, createDerive());
}

/** What pip only calls yanked where it is no matter of taste. */
function chosenOf(state: ReleaseState): string {
  switch (state.is) {
    case 'live':
    case 'archived':
    case 'deprecated':
      return state.version;
    case 'yanked':
      return state.disputed === true ? state.version : `${state.version} yanked`;
    default:
      return 'none';
  }
}

/** An index of one project for each case, every second one in HTML, and the files that pip looks into. */
function serveCases(): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const file = /^\/files\/demo_(\d+)-([^-]+)-/.exec(path);
    if (file !== null) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(wheelOf(nameOf(Number(file[1])), file[2] ?? ''));
      return;
    }
    const index = Number(/^\/simple\/demo-(\d+)\/$/.exec(path)?.[1] ?? -1);
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
