import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownershipOf } from '../../server/src/ownership.ts';
import { loadCargoRoutes } from '../../server/src/projects/cargo/routes.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import type { Router } from '../../server/src/registries/route.ts';
import { ENTRIES } from '../registries/cargo/entries.ts';
import { cargoManifest, cargoMinor, runCargo, whyNoCargo } from '../support/cargo.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';

/** What the tests of the rooms say that cargo does, asked of cargo. */
const why = whyNoCargo();
const title = (what: string) => (why === undefined ? what : `${what} (${why})`);
const isNewer = (cargoMinor() ?? 0) >= 94;

let server: LocalServer;
let top: string;
let file = '';
let count = 0;

beforeAll(async () => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'real-cargo-')));
  // Each first part of a path is an index, of which `locked` wants any token, and in which `demo` has what is said now,
  // and `x` is what entries depend on.
  server = await startLocalServer(({ url = '', headers }, response) => {
    const [, index, ...rest] = url.split('/');
    const at = rest.join('/');
    const other = '{"name":"x","vers":"1.0.0","deps":[],"cksum":"","features":{"f":[]}}\n';
    const bodies: Record<string, string> = {
      'config.json': `{"dl":"http://127.0.0.1:9","auth-required":${index === 'locked'}}`,
      'de/mo/demo': file,
      '1/x': other,
    };
    if (index === 'locked' && headers.authorization === undefined) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(bodies[at] === undefined ? 404 : 200).end(bodies[at]);
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(top, { recursive: true });
});

function freshPlace(): string {
  count += 1;
  return path.join(top, String(count));
}

/** What cargo says of the one version, in the words of {@link ENTRIES}. */
async function verdictOf(entry: string): Promise<readonly string[] | string> {
  file = entry;
  const config = `[source.crates-io]\nregistry = "sparse+${server.base}/i/"\n`;
  const place = freshPlace();
  const { status, stderr } = await runCargo(place, {
    'repo/Cargo.toml': cargoManifest('demo = "=1.0.0"'),
    'repo/.cargo/config.toml': config,
  });
  if (status === 0) {
    return [
      `${/name = "demo"\nversion = "(.+)"/.exec(readFileSync(path.join(place, 'repo/Cargo.lock'), 'utf8'))?.[1]} live`,
    ];
  }
  const newer = /requires a Cargo version that supports index (version \d+)/.exec(stderr)?.[1];
  if (newer !== undefined) return [`1.0.0 ${newer}`];
  if (stderr.includes('index entry is invalid')) return ['1.0.0 invalid'];
  if (stderr.includes('version 1.0.0 is yanked')) return ['1.0.0 yanked'];
  // Cargo 1.96 says it otherwise.
  if (/perhaps you meant|packages with similar names/.test(stderr)) return 'other-spelling';
  return stderr.includes('no matching package named') ? 'garbled' : stderr;
}

/** Times of publishing are read since 1.94. */
const SETTLED = ENTRIES.filter(([, text]) => isNewer || !text.includes('pubtime'));

describe.skipIf(why !== undefined)(title('cargo reads an entry of an index:'), () => {
  test.each(SETTLED)('%s', async (_, text, releases) => {
    expect(await verdictOf(text)).toEqual(releases);
  });
});

test.skipIf(why !== undefined)(
  title('cargo goes on with a yanked release that Cargo.lock has, and chooses none anew'),
  async () => {
    const place = freshPlace();
    const crates = `[source.crates-io]\nregistry = "sparse+${server.base}/i/"\n`;
    const files = { 'repo/Cargo.toml': cargoManifest('demo = "1"'), 'repo/.cargo/config.toml': crates };
    const entry = (yanked: boolean) =>
      JSON.stringify({ name: 'demo', vers: '1.0.0', deps: [], cksum: '0'.repeat(64), features: {}, yanked });
    file = entry(false);
    expect(await runCargo(place, files)).toMatchObject({ status: 0 });
    file = entry(true);
    // What is kept of the index is of before.
    rmSync(path.join(place, 'home'), { recursive: true });
    expect(await runCargo(place, {}, {}, ['update', '--workspace'])).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(place, 'repo/Cargo.lock'), 'utf8')).toContain('name = "demo"\nversion = "1.0.0"');
    expect(await runCargo(place, {})).toMatchObject({ status: 101 });
  },
);

/** Puts addresses in, where `{name}` stands for an index's. */
function filled(text: string): string {
  return text.replace(/\{(\w+)\}/g, (_, index) => `${server.base}/${index}`);
}

function fill(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, filled(text)]));
}

async function routerIn(place: string, env: Readonly<Record<string, string>>): Promise<Router> {
  const [root, home] = [path.join(place, 'repo'), path.join(place, 'home')];
  return loadCargoRoutes({
    ...{ root, home, ownership: await ownershipOf([root], home), environment: fill(env) },
    ...{ settings: readSettings({}, []).settings, log: () => undefined, fingerprint: JSON.stringify },
  });
}

const CRATES_IO = '[source.crates-io]\nregistry = "sparse+{io}/"\n';
const REPLACED = `${CRATES_IO}replace-with = "m"\n[source.m]\nregistry = "sparse+{m}/"\n`;
const OWN = '[registries.own]\nindex = "sparse+{own}/"\n';

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: the manifest says nothing of a registry. */
  readonly source?: string;
}

const here = (config: string) => ({ 'repo/.cargo/config.toml': config });
const home = (config: string) => ({ 'home/.cargo/config.toml': config });
const byName = 'registry=own';

const CASES: readonly (readonly [what: string, world: Case, where: string])[] = [
  ['crates.io', { files: here(CRATES_IO) }, 'io'],
  ['a replacement', { files: here(REPLACED) }, 'm'],
  ['a replacement of the user’s', { files: home(REPLACED) }, 'm'],
  ['a registry for a replacement', { files: here(`${CRATES_IO}replace-with = "own"\n${OWN}`) }, 'own'],
  ['a chain', { files: here(`${REPLACED}replace-with = "n"\n[source.n]\nregistry = "sparse+{n}/"\n`) }, 'n'],
  ['a chain that leads back', { files: here(`${REPLACED}replace-with = "crates-io"\n`) }, 'nobody'],
  ['a replacement that is nowhere', { files: here(`${CRATES_IO}replace-with = "z"\n`) }, 'nobody'],
  [
    'two files',
    { files: { ...here(`${CRATES_IO}replace-with = "m"\n`), ...home('[source.m]\nregistry = "sparse+{m}/"\n') } },
    'm',
  ],
  ['the nearer file', { files: { ...here('[source.m]\nregistry = "sparse+{n}/"\n'), ...home(REPLACED) } }, 'n'],
  [
    'the file without an ending',
    { files: { ...here(REPLACED), 'repo/.cargo/config': REPLACED.replace('{m}', '{n}') } },
    'n',
  ],
  ['a variable for a source', { files: here(REPLACED), env: { CARGO_SOURCE_M_REGISTRY: 'sparse+{n}/' } }, 'm'],
  ['a default for publishing', { files: here(`${CRATES_IO}[registry]\ndefault = "own"\n${OWN}`) }, 'io'],
  ['a folder', { files: here(`${CRATES_IO}replace-with = "v"\n[source.v]\ndirectory = "v"\n`) }, 'nobody'],
  ['a source with two places', { files: here(`${REPLACED}directory = "v"\n`) }, 'nobody'],
  ['an unsound source anywhere', { files: here(`${REPLACED}[source.zz]\nbranch = "x"\n`) }, 'nobody'],
  ['two sources that are one', { files: here(`${REPLACED}[source.zz]\nregistry = "sparse+{m}/"\n`) }, 'nobody'],
  ['half a file', { files: here(`${REPLACED}[source.`) }, 'nobody'],
  ['half a file of the user’s', { files: { ...here(REPLACED), ...home('[source.') } }, 'nobody'],
  ['files that do not go together', { files: { ...here('source.m = 3\n'), ...home(REPLACED) } }, 'nobody'],
  ['a registry', { files: here(REPLACED + OWN), source: byName }, 'own'],
  ['a registry by address', { files: here(REPLACED), source: 'index=sparse+{own}/' }, 'own'],
  [
    'a registry by a variable',
    { files: here(REPLACED), env: { CARGO_REGISTRIES_OWN_INDEX: 'sparse+{n}/' }, source: byName },
    'n',
  ],
  [
    'a variable over a file',
    { files: here(CRATES_IO + OWN), env: { CARGO_REGISTRIES_OWN_INDEX: 'sparse+{n}/' }, source: byName },
    'n',
  ],
  ['a registry that is nowhere', { files: here(REPLACED), source: byName }, 'nobody'],
  ['crates.io by name', { files: here(REPLACED), source: 'registry=crates-io' }, 'm'],
  [
    'a registry whose address is replaced',
    {
      files: here(
        `${CRATES_IO}${OWN}[source.x]\nregistry = "sparse+{own}/"\nreplace-with = "y"\n[source.y]\nregistry = "sparse+{n}/"\n`,
      ),
      source: byName,
    },
    'n',
  ],
];

const INCLUDES: typeof CASES = [
  ['an included file', { files: { ...here('include = ["one.toml"]\n'), 'repo/.cargo/one.toml': REPLACED } }, 'm'],
  [
    'a file over what it includes',
    {
      files: { ...here(`include = ["one.toml"]\n${REPLACED}`), 'repo/.cargo/one.toml': REPLACED.replace('{m}', '{n}') },
    },
    'm',
  ],
  [
    'the last of two included files',
    {
      files: {
        ...here('include = ["one.toml", { path = "two.toml" }]\n'),
        'repo/.cargo/one.toml': REPLACED,
        'repo/.cargo/two.toml': REPLACED.replace('{m}', '{n}'),
      },
    },
    'n',
  ],
  ['a file that is missing', { files: here(`include = ["no.toml"]\n${REPLACED}`) }, 'nobody'],
  [
    'a file that may be missing',
    { files: here(`include = [{ path = "no.toml", optional = true }]\n${REPLACED}`) },
    'm',
  ],
  ['a file that includes itself', { files: here(`include = ["config.toml"]\n${REPLACED}`) }, 'nobody'],
];

describe.skipIf(why !== undefined)(title('cargo, and we, ask where these say:'), () => {
  test.each([...CASES, ...(isNewer ? INCLUDES : [])])('%s', async (_, { files, env = {}, source }, where) => {
    const [, kind, name = ''] = /^(registry|index)=(.*)$/.exec(source ?? '') ?? [];
    const key = kind === 'index' ? 'registry-index' : 'registry';
    const place = freshPlace();
    file = '{"name":"demo","vers":"1.0.0","deps":[],"cksum":""}\n';
    const before = server.requests.length;
    const demo = kind === undefined ? 'demo = "1"' : `demo = { version = "1", ${key} = "${filled(name)}" }`;
    await runCargo(place, { 'repo/Cargo.toml': cargoManifest(demo), ...fill(files) }, fill(env));
    const asked = server.requests.slice(before).map(request => /^GET \/(\w+)\//.exec(request)?.[1]);
    expect([...new Set(asked)].join() || 'nobody').toBe(where);

    const router = await routerIn(place, env);
    const from = source === undefined ? {} : { source: filled(source) };
    const routing = router({ ask: 'package', registry: 'cargo', name: 'demo', ...from });
    expect(routing.open ? routing.route.base.slice(server.base.length + 1) : 'nobody').toBe(where);
  });
});

const LOCKED = '[registries.own]\nindex = "sparse+{locked}/"\n';
const PROVIDER = '[registry]\nglobal-credential-providers = ["cargo:token"]\n';
const TOKEN = { 'home/.cargo/credentials.toml': '[registries.own]\ntoken = "t-file"\n' };

/** The user's own configuration says it all here: what a folder may not say, cargo lets it. */
const TOKENS: readonly (readonly [what: string, world: Case, token: string])[] = [
  ['of the credentials', { files: { ...home(LOCKED + PROVIDER), ...TOKEN } }, 't-file'],
  [
    'by a provider of its own',
    { files: { ...home(`${LOCKED}credential-provider = ["cargo:token"]\n`), ...TOKEN } },
    't-file',
  ],
  [
    'of a variable',
    { files: { ...home(LOCKED + PROVIDER), ...TOKEN }, env: { CARGO_REGISTRIES_OWN_TOKEN: 't-env' } },
    't-env',
  ],
  ['of the configuration', { files: home(`${LOCKED}token = "t-config"\n${PROVIDER}`) }, 't-config'],
  [
    'of the credentials before that',
    { files: { ...home(`${LOCKED}token = "t-config"\n${PROVIDER}`), ...TOKEN } },
    't-file',
  ],
  [
    'of the file without an ending',
    {
      files: { ...home(LOCKED + PROVIDER), ...TOKEN, 'home/.cargo/credentials': '[registries.own]\ntoken = "t-old"\n' },
    },
    't-old',
  ],
  ['without a provider', { files: { ...home(LOCKED), ...TOKEN } }, 'none'],
  [
    'with two names for one address',
    { files: { ...home(LOCKED + PROVIDER + LOCKED.replace('own', 'two')), ...TOKEN } },
    'none',
  ],
  [
    'with another name of the folder’s for one address',
    {
      files: {
        ...home(LOCKED + PROVIDER),
        ...TOKEN,
        'repo/.cargo/config.toml': LOCKED.replace('own', 'two'),
      },
    },
    'none',
  ],
  ['that cannot be read', { files: { ...home(LOCKED + PROVIDER), 'home/.cargo/credentials.toml': 'x = [' } }, 'none'],
];

describe.skipIf(why !== undefined)(title('cargo, and we, send a token'), () => {
  test.each(TOKENS)('%s', async (_, { files, env = {} }, token) => {
    const place = freshPlace();
    const before = server.requests.length;
    const manifest = cargoManifest('demo = { version = "1", registry = "own" }');
    await runCargo(place, { 'repo/Cargo.toml': manifest, ...fill(files) }, env);
    const sent = server.headers.slice(before).flatMap(({ authorization }) => authorization ?? []);
    expect([...new Set(sent)].join() || 'none').toBe(token);

    const router = await routerIn(place, env);
    const routing = router({ ask: 'package', registry: 'cargo', name: 'demo', source: byName });
    const login = routing.open ? await routing.route.login() : undefined;
    expect(login?.is === 'bearer' ? login.token : 'none').toBe(token);
  });
});
