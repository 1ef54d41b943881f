import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { type MavenCase, mavenVerdicts, whyNoMaven } from '../support/maven-verdicts.ts';

/**
 * What would be chosen today, and where relocations lead, by our command line and by Maven's own resolver: artifacts
 * whose versions are listed or not, there or not, moved by all that a relocation may change, one after the other and in
 * circles; lists of versions in all shapes, and none; versions, ranges and the two words that Maven has for the newest.
 */
const SEED = 20261129;
const CASES = 480;

/** No two of them are equal to the resolver, which chooses any of those then. */
const VERSIONS = [
  ...['0.9', '1.0-alpha-1', '1.0', '1.0-jre', '1.0.1', '1.1', '1.1-SNAPSHOT', '1.2.Final', '2.0-beta1', '2.0-rc-1'],
  ...['2.0', '2.0-1', '2.0.0.1', '2.1', '3.0', '10.0', '20240101'],
];
const MOVES: Readonly<Record<string, string>> = {
  group: '<groupId>org.moved</groupId>',
  artifact: '<artifactId>other</artifactId>',
  version: '<version>5.0</version>',
  all: '<groupId>org.moved</groupId><artifactId>other</artifactId><version>6.0</version><message>Because.</message>',
  property: '<groupId>${project.groupId}.new</groupId><version>${project.version}</version>',
  far: '<groupId>org.far</groupId>',
  circle: '<groupId>org.circle</groupId>',
  empty: '',
  message: '<message>Nothing moved.</message>',
};

const version = fc.record({
  version: fc.constantFrom(...VERSIONS),
  is: fc.constantFrom(
    'there',
    'there',
    'there',
    'unlisted',
    'listed alone',
    'listed alone',
    'listed alone',
    'archive alone',
    ...Object.keys(MOVES),
  ),
});
const wanted = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VERSIONS.filter(each => !each.endsWith('SNAPSHOT'))) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['[1.0,2.0)', '[1.0]', '(,2.0]', '[1.5,)', '[2.0]', '(1.0,1.2),[3,4)', '[2.0,2.0.1]', '[,1.0]', '(,)'],
      ...['[99999999,)', '[1.0,3.0)', '(1.0,20240101)', '[1.1-SNAPSHOT,1.1]'],
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('LATEST', 'RELEASE') },
);
const shape = fc.constantFrom(
  ...['plain', 'plain', 'plain', 'plain', 'no tags', 'latest alone', 'no versions', 'empty', 'page', 'cut', 'none'],
);

interface Case extends MavenCase {
  readonly versions: readonly { readonly version: string; readonly is: string }[];
  readonly shape: string;
}

const MADE: readonly Case[] = fc
  .sample(
    fc.record({
      versions: fc.uniqueArray(version, { maxLength: 8, selector: each => each.version }),
      wanted,
      shape,
      hit: fc.nat(2),
    }),
    { seed: SEED, numRuns: CASES },
  )
  .map(({ versions, wanted: want, shape: its, hit }, n) => {
    // A plain version is mostly one that somebody heard of.
    const [one] = versions.filter(each => !each.version.endsWith('SNAPSHOT'));
    const isPlain = /^\d/.test(want);
    return {
      ...{ group: 'org.example', artifact: `a${n}`, shape: its },
      versions,
      wanted: isPlain && hit > 0 ? (one?.version ?? want) : want,
    };
  });

let folder: string;
let repository: LocalServer;
let ours: ReadonlyMap<string, string>;
let theirs: readonly string[];

/** In whose name it is skipped where it cannot be asked. */
const why = whyNoMaven();

describe.skipIf(why !== undefined)(why === undefined ? 'Maven’s resolver' : `Maven’s resolver (${why})`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'maven-verdicts-'));
    const files = new Map(MADE.flatMap(filesOf));
    repository = await startLocalServer((request, response) => {
      const body = files.get(decodeURIComponent(request.url ?? '/').replace(/\.(?:sha1|md5)$/, '\n'));
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    theirs = await mavenVerdicts(MADE, { base: repository.base, folder });
    ours = await resolvedByUs(path.join(folder, 'checked'));
  });
  afterAll(async () => {
    await repository?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes what we say that it takes, and is led where we say that it is led', () => {
    const rows = MADE.map((one, i) => ({
      ...one,
      versions: one.versions.map(each => `${each.version} ${each.is}`).join(', '),
      we: ours.get(`${one.group}:${one.artifact}`) ?? 'not listed',
      maven: told(theirs[i] ?? '', one),
      verdict: theirs[i] ?? '',
    }));
    expect(rows.filter(({ we, maven, ...one }) => we !== maven && !(we === 'unknown' && mayBeUnknown(one)))).toEqual(
      [],
    );
  });

  test('and each way in which that can end was met many times', () => {
    const ends = [...ours.values()];
    for (const end of [/^\S+ live$/, /^\S+ org\./, /^none$/, /^gone$/]) {
      expect(ends.filter(each => end.test(each)).length, `${end}`).toBeGreaterThan(15);
    }
    expect(ends.filter(each => each === 'unknown').length).toBeLessThan(CASES / 4);
  });
});

/** What is named and not there is missing, unless it is listed; what is chosen and not there was listed. */
function told(verdict: string, { wanted: want, shape: its, versions }: Case): string {
  if (!verdict.endsWith(' gone')) return verdict;
  const isListed =
    ['plain', 'no tags', 'latest alone'].includes(its) && versions.some(({ version }) => version === want);
  return /^\d/.test(want) && !isListed ? 'none' : 'gone';
}

/**
 * Where Maven says that there is nothing, and we do not know: without a list that can be read; and of snapshots. Never
 * where it takes a version that is there.
 */
function mayBeUnknown({ shape: its, verdict }: Pick<Case, 'shape'> & { readonly verdict: string }): boolean {
  if (/^\S+-SNAPSHOT /.test(verdict)) return true;
  return /^(?:none|error.*|\S+ gone)$/.test(verdict) && ['page', 'cut', 'none'].includes(its);
}

function filesOf({ group, artifact, versions, shape: its }: Case): (readonly [string, string])[] {
  const there = versions.flatMap(({ version: at, is }) => {
    if (is === 'listed alone') return [];
    const moved = MOVES[is];
    const file = fileOf(group, artifact, at);
    if (is === 'archive alone') return [[`${file}.jar`, 'jar'] as const];
    const around = [
      ...artifactFiles('org.far', artifact, at, '<artifactId>farther</artifactId>'),
      ...artifactFiles('org.circle', artifact, at, `<groupId>${group}</groupId>`),
      ...artifactFiles('org.moved', artifact, at),
    ];
    return [...artifactFiles(group, artifact, at, moved), ...(moved === undefined ? [] : around)];
  });
  const list = listOf(
    its,
    versions.filter(({ is }) => is !== 'unlisted').map(each => each.version),
  );
  const at = `/${group.replaceAll('.', '/')}/${artifact}/maven-metadata.xml`;
  return [['/', '<html/>'], ...there, ...(list === undefined ? [] : [[at, list] as const])];
}

function artifactFiles(group: string, artifact: string, at: string, moved?: string): (readonly [string, string])[] {
  const names = `<groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${at}</version>`;
  const gone = `<distributionManagement><relocation>${moved}</relocation></distributionManagement>`;
  const pom = `<project><modelVersion>4.0.0</modelVersion>${names}${moved === undefined ? '' : gone}</project>`;
  const file = fileOf(group, artifact, at);
  return [
    [`${file}.pom`, pom],
    [`${file}.jar`, 'jar'],
  ];
}

function fileOf(group: string, artifact: string, at: string): string {
  return `/${group.replaceAll('.', '/')}/${artifact}/${at}/${artifact}-${at}`;
}

function listOf(its: string, versions: readonly string[]): string | undefined {
  const all = `<versions>${versions.map(each => `<version> ${each} </version>`).join('\n')}</versions>`;
  const latest = versions.length === 0 ? '' : `<latest>${versions.at(-1)}</latest>`;
  const release = versions.length === 0 ? '' : `<release>${versions[0]}</release>`;
  const document = (inner: string) => `<?xml version="1.0"?><metadata><versioning>${inner}</versioning></metadata>`;
  switch (its) {
    case 'no tags':
      return document(all);
    case 'latest alone':
      return document(latest + all);
    case 'no versions':
      return document(latest + release);
    case 'empty':
      return '<metadata/>';
    case 'page':
      return '<!DOCTYPE html><html><body>Hello</body></html>';
    case 'cut':
      return document(latest + release + all).slice(0, 110);
    case 'none':
      return undefined;
    default:
      return document(latest + release + all);
  }
}

interface Listed {
  readonly name: string | null;
  readonly chosen: string | null;
  readonly standing: string | null;
}

interface Found {
  readonly rule: string;
  readonly message: string;
}

/** By name: what is chosen and `live`, or where that was moved; `none`, `gone`, or `unknown`. */
async function resolvedByUs(checked: string): Promise<ReadonlyMap<string, string>> {
  const dependencies = MADE.map(
    ({ group, artifact, wanted: want }) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${want}</version></dependency>`,
  );
  mkdirSync(checked);
  writeFileSync(
    path.join(checked, 'pom.xml'),
    `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>app</artifactId><version>1</version>
<dependencies>\n${dependencies.join('\n')}\n</dependencies></project>\n`,
  );
  const { references } = (await run(checked, ['list', '.', '--resolve'])) as { references: readonly Listed[] };
  const { findings } = (await run(checked, ['check', '.'])) as { findings: readonly Found[] };
  const moved = new Map(
    findings.flatMap(({ message }) => {
      const [, name = '', at = '', to = '', version = ''] = MOVED.exec(message) ?? [];
      return name === '' ? [] : [[`${name} ${at}`, `${to} ${version}`] as const];
    }),
  );
  return new Map(
    references.flatMap(({ name, chosen, standing }) =>
      name === null ? [] : [[name, wordsOf(name, chosen, standing, moved)] as const],
    ),
  );
}

const MOVED = /^`(\S+)` `(\S+)` was relocated to `(\S+)` `(\S+)`/;

function wordsOf(
  name: string,
  chosen: string | null,
  standing: string | null,
  moved: ReadonlyMap<string, string>,
): string {
  switch (standing) {
    case 'live':
      return `${chosen} live`;
    case 'relocated':
      // What only a later version says changes nothing for this one.
      return `${chosen} ${moved.get(`${name} ${chosen}`) ?? 'live'}`;
    case 'missing-version':
    case 'missing-package':
      return chosen === null ? 'none' : `${chosen} missing`;
    case 'unavailable':
      return 'gone';
    default:
      return `${standing}`;
  }
}

async function run(checked: string, words: readonly string[]): Promise<unknown> {
  const settings = path.join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'registryLens.registries': { maven: repository.base } }));
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
    [...words, '--format', 'json', '--settings', settings],
  );
  return JSON.parse(out.join(''));
}
