import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { plainText } from '../../server/src/model/plain-text.ts';
import { GO, installCommand, isMissing } from '../setup/programs.ts';
import { type GoModule, listModules } from '../support/go.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { type ModuleSeed, moduleReply, NO_GO_MOD } from '../support/sample-registries/modules.ts';

/**
 * What is said of versions of modules, by our command line and by the go of this machine: modules whose newest version
 * retracts some, itself among them, in all forms that people write and in some that nobody would; deprecated ones, in
 * words above and beside; releases, pre-releases, versions of commits, of which no list tells, and those of a time
 * before go.mod; and versions and modules that nobody published.
 */
const SEED = 20261129;
const CASES = 480;

const COMMITS = ['v0.0.0-20240102030405-abcdef123456', 'v1.1.1-0.20240203040506-abcdef654321'];
const OLD_WAY = ['v2.0.0+incompatible', 'v3.1.0+incompatible', 'v4.0.0-rc.1+incompatible'];
const LISTED = [
  ...['v0.1.0', 'v0.2.0-pre', 'v1.0.0', 'v1.0.1', 'v1.1.0', 'v1.2.0-rc.1', 'v1.2.0-rc.10', 'v1.2.0', 'v1.10.0'],
  ...['v1.11.0-RC.2', 'v1.9.0'],
];
const ALL = [...LISTED, ...COMMITS, ...OLD_WAY];

const words = fc.constantFrom(
  ...[
    'by mistake',
    'broken on 32 bit',
    'see https://x.example/1',
    'Deprecated: no',
    'ä “quoted”',
    '',
    '  spaced  out ',
  ],
);
const comment = fc.tuple(fc.constantFrom('//', '// ', '//\t'), words).map(parts => parts.join(''));
const bound = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ALL) },
  fc.constantFrom('v0.0.0-0', 'v1', 'v1.2', 'v1.1.5', 'v9.9.9', '"v1.0.0"', '`v1.0.0`', 'latest', 'v1.2.0-rc'),
);
const range = fc.oneof(
  { weight: 3, arbitrary: bound },
  { weight: 3, arbitrary: fc.tuple(bound, bound).map(([low, high]) => `[${low}, ${high}]`) },
  fc.tuple(bound, bound).map(([low, high]) => `[${low},${high}] more`),
  fc.constantFrom('[v0.0.0, v9.9.9]', '[v1.0.0,v1.9.9', '(v1.0.0, v1.1.0)', '[v1.0.0]', '[ v1.0.0 , v1.0.1 ]'),
);
const above = fc.array(fc.oneof({ weight: 3, arbitrary: comment }, fc.constant('')), { maxLength: 3 });
const beside = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  comment.map(text => ` ${text}`),
);
const line = fc.tuple(above, range, beside).map(([before, text, after]) => [before, `${text}${after}`] as const);
const several = fc
  .constantFrom(...ALL)
  .map(version => [`retract ${version} // one`, `retract [v0.0.0, ${version}] // two`, `retract ${version}`]);
const directive = fc.oneof(
  several,
  {
    weight: 3,
    arbitrary: line.map(([before, text]) => [...before, `${text.startsWith('[') ? 'retract' : 'retract '}${text}`]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(above, beside, fc.array(line, { maxLength: 4 }), beside)
      .map(([before, open, lines, close]) => [
        ...[...before, `retract (${open}`],
        ...[...lines.flatMap(([its, text]) => [...its, `\t${text}`]), `)${close}`],
      ]),
  },
  fc.constantFrom(
    ['exclude x.example/y v1.0.0'],
    ['tool x.example/y'],
    ['// words', ''],
    ['retract ()'],
    ['unknown (', 'x', ')'],
  ),
);
const deprecation = fc.constantFrom(
  ...[
    '// Deprecated: use x.example/new.',
    '// About it.\n//\n// Deprecated: gone\n// for good.\n//\n// More.',
    '//Deprecated:glued',
  ],
  ...[
    '// About it.\n// Deprecated: in a second line',
    '// deprecated: small',
    '// Deprecated: far\n',
    '// Deprecated:',
    '',
    '',
    '',
  ],
);
/** What the newest version says, of all of them; a few are no `go.mod`. */
const said = fc
  .tuple(
    deprecation,
    fc.constantFrom('', '', '', ' // Deprecated: beside'),
    fc.array(directive, { maxLength: 4 }),
    fc.nat(30),
  )
  .map(([over, after, directives, mistake]) => (name: string, isSound: boolean) => {
    const head = `${over}\nmodule ${name}${after}\n\ngo 1.16\n\n`;
    // Where go knows nothing of the module, it still knows which versions are missing: no matter for us.
    const wrong = isSound ? '' : mistake === 0 ? 'module again.example/x\n' : mistake === 1 ? 'retract (\n' : '';
    return `${head}${directives.flat().join('\n')}\n${wrong}`;
  });

interface Case {
  readonly name: string;
  /** What is required of it. */
  readonly version: string;
  readonly seed?: ModuleSeed;
}

const MADE: readonly Case[] = fc
  .sample(
    fc.record({
      there: fc.array(fc.constantFrom(...ALL, ...LISTED), { minLength: 1, maxLength: 9 }),
      wanted: fc.nat(),
      said,
      /** Whether what is before the versions of the old way has a `go.mod`, which hides them. */
      isModule: fc.constantFrom(true, true, false),
      how: fc.nat(19),
    }),
    { seed: SEED, numRuns: CASES },
  )
  .map(({ there, wanted, said: text, isModule, how }, n) => {
    const name = `m${n}.example/${n % 7 === 0 ? 'Some/Module' : 'module'}`;
    // Nobody published the module, or the version.
    if (how === 0) return { name, version: 'v1.0.0' };
    const versions = Object.fromEntries(
      there.map(version => [version, isModule && !OLD_WAY.includes(version) ? '' : NO_GO_MOD]),
    );
    const version = how === 1 ? 'v1.7.7' : (there[wanted % there.length] ?? 'v1.0.0');
    // Of which version it counts, go finds out: all but the one that is required say it, which must be sound.
    for (const other of there)
      if (other !== version && !OLD_WAY.includes(other) && isModule) versions[other] = text(name, how === 1);
    const carrier = how > 14 ? 'v1.99.0' : how === 2 ? 'v1.98.0-x' : undefined;
    if (carrier !== undefined) versions[carrier] = text(name, how === 1);
    const unlisted = COMMITS.filter(each => there.includes(each));
    const latest = unlisted[0];
    return { name, version, seed: { versions, unlisted, ...(latest === undefined ? {} : { latest }) } };
  });

/** What is known of one requirement. */
interface Told {
  /** `live`, `retracted`, `deprecated`, `missing`, or `unknown` where go knows nothing either. */
  readonly standing: string;
  /** What the author says, in plain text. */
  readonly words: string;
}

let folder: string;
let proxy: LocalServer;
let ours: ReadonlyMap<string, Told>;
let theirs: ReadonlyMap<string, Told>;
/** What the query `latest` comes to. */
let ourLatest: ReadonlyMap<string, string>;
let theirLatest: ReadonlyMap<string, string>;

describe.skipIf(isMissing(GO))(isMissing(GO) ? `go (${installCommand(GO)})` : 'go', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'go-verdicts-'));
    const modules = Object.fromEntries(MADE.flatMap(({ name, seed }) => (seed === undefined ? [] : [[name, seed]])));
    proxy = await startLocalServer(({ url = '' }, response) => {
      const { status, headers, body } = moduleReply(url.slice(1), modules);
      response.writeHead(status, headers);
      response.end(body);
    });
    ours = await askOurselves();
    theirs = await askGo();
    theirLatest = await askGoForLatest();
  }, 300_000);
  afterAll(async () => {
    await proxy?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('says what we say of each version, in its author’s words', () => {
    const differing = MADE.flatMap(({ name, version, seed }) => {
      const [we, go] = [ours.get(name), theirs.get(name)];
      if (we !== undefined && go !== undefined && textOf(we) === textOf(go)) return [];
      return [{ name, version, versions: seed?.versions, we, go }];
    });
    expect(differing.slice(0, 5)).toEqual([]);
    expect(theirs.size).toBe(CASES);
  });

  test('calls the same version the newest, those of a time before go.mod among them', () => {
    const differing = [...theirLatest].filter(([name, version]) => (ourLatest.get(name) ?? version) !== version);
    expect(differing.map(([name, version]) => ({ name, go: version, we: ourLatest.get(name) })).slice(0, 5)).toEqual(
      [],
    );
    const both = [...theirLatest].filter(([name]) => ourLatest.has(name));
    expect(both.length).toBeGreaterThan(300);
    expect(both.filter(([, version]) => version.endsWith('+incompatible')).length).toBeGreaterThan(20);
  });

  test('and each way in which that can end was met many times', () => {
    const ends = [...theirs.values()].map(({ standing }) => standing);
    for (const end of ['live', 'retracted', 'deprecated', 'missing', 'unknown']) {
      expect(ends.filter(each => each === end).length, end).toBeGreaterThan(10);
    }
    expect([...theirs.values()].filter(({ words: text }) => text.includes('” “')).length).toBeGreaterThan(10);
  });
});

function textOf({ standing, words: text }: Told): string {
  return text === '' ? standing : `${standing}: ${text}`;
}

/** First which of the versions are there, then what is said of those, all in one `go.mod`. */
async function askGo(): Promise<ReadonlyMap<string, Told>> {
  const environment = { GOPROXY: proxy.base };
  const queries = MADE.map(({ name, version }) => `${name}@${version}`);
  const there = await listModules(['-e', ...queries], '', environment);
  const told = new Map<string, Told>();
  for (const { Path, Error: error } of there.modules) {
    if (error !== undefined)
      told.set(Path, { standing: /404 Not Found/.test(error.Err) ? 'missing' : error.Err, words: '' });
  }
  const wanted = MADE.filter(({ name }) => !told.has(name)).map(({ name, version }) => `\t${name} ${version}\n`);
  const run = await listModules(['-e', '-u', '-retracted', 'all'], `require (\n${wanted.join('')})`, environment);
  expect(run.modules.length, run.stderr).toBe(wanted.length + 1);
  for (const module of run.modules) if (module.Main !== true) told.set(module.Path, toldByGo(module));
  return told;
}

async function askGoForLatest(): Promise<ReadonlyMap<string, string>> {
  const queries = MADE.map(({ name }) => `${name}@latest`);
  const { modules } = await listModules(['-e', ...queries], '', { GOPROXY: proxy.base });
  return new Map(
    modules.flatMap(({ Path, Version, Error: error }) =>
      Version === undefined || error !== undefined ? [] : [[Path, Version] as const],
    ),
  );
}

/** What is said of the version goes before what is said of all of them. */
function toldByGo({ Retracted, Deprecated, Error: error }: GoModule): Told {
  if (error !== undefined) {
    const isUntold = /loading module (?:retractions|deprecation)/.test(error.Err);
    return { standing: isUntold ? 'unknown' : error.Err, words: '' };
  }
  if (Retracted !== undefined) {
    const reasons = Retracted.filter(reason => reason !== 'retracted by module author').map(reason =>
      plainText(reason),
    );
    return {
      standing: 'retracted',
      words: reasons
        .filter(reason => reason !== '')
        .map(quoted)
        .join(' '),
    };
  }
  if (Deprecated !== undefined) return { standing: 'deprecated', words: quoted(plainText(Deprecated)) };
  return { standing: 'live', words: '' };
}

function quoted(text: string): string {
  return `“${text}”`;
}

/** By `list --resolve`, and by the messages of `check`, for a user whose go asks the proxy alone. */
async function askOurselves(): Promise<ReadonlyMap<string, Told>> {
  const checked = path.join(folder, 'checked');
  mkdirSync(checked);
  const requirements = MADE.map(({ name, version }) => `\t${name} ${version}\n`).join('');
  writeFileSync(path.join(checked, 'go.mod'), `module app.example/app\n\ngo 1.16\n\nrequire (\n${requirements})\n`);
  const { references } = await run(['list', '.', '--resolve', '--format', 'json']);
  ourLatest = new Map(
    references.flatMap(({ name, latest }: { name: string; latest: string | null }) =>
      latest === null ? [] : [[name, latest] as const],
    ),
  );
  const { findings } = await run(['check', '.', '--format', 'json']);
  const messages = new Map<string, string>();
  for (const { rule, message } of findings) {
    if (rule !== 'retracted-release' && rule !== 'deprecated-module') continue;
    messages.set(/^`(.*?)`/.exec(message)?.[1] ?? '', message);
  }
  return new Map(
    references.map(({ name, standing }: { name: string; standing: string }) => {
      const isMissingHere = standing.startsWith('missing-');
      const speaks = standing === 'retracted' || standing === 'deprecated';
      const text = speaks ? (/author: (“.*”)/.exec(messages.get(name) ?? '')?.[1] ?? '') : '';
      return [name, { standing: isMissingHere ? 'missing' : standing, words: text }];
    }),
  );
}

/** Runs our command line, which writes JSON. */
async function run(command: readonly string[]) {
  const out: string[] = [];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  const environment = {
    ...{ GOPROXY: proxy.base, GOENV: 'off', NO_PROXY: '127.0.0.1' },
    REGISTRY_LENS_CACHE: path.join(folder, 'cache'),
  };
  await runIn(
    {
      ...{
        cwd: path.join(folder, 'checked'),
        environment,
        home: path.join(folder, 'home'),
        platform: process.platform,
      },
      ...{ version: '0.0.0', signal: new AbortController().signal, createLens, out: stream(out), err: stream([]) },
    },
    [...command],
  );
  return JSON.parse(out.join(''));
}
