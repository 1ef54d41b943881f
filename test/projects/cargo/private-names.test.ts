import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLens } from '../../../server/src/lens.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import { type LocalServer, startLocalServer } from '../../support/local-server.ts';
import { indexReply } from '../../support/sample-registries/crates.ts';

/**
 * What leaves the process, from the folder's configuration to the wire: a registry that plays crates.io and has every
 * name, and a private one that wants a token and has one name.
 */
let place: string;
let everybodys: LocalServer;
let own: LocalServer;
beforeEach(async () => {
  place = realpathSync(mkdtempSync(path.join(tmpdir(), 'private-crates-')));
  everybodys = await startIndex({ secret: [{ version: '6.6.6' }], open: [{ version: '1.0.0' }] });
  own = await startIndex({ secret: [{ version: '0.1.0' }] }, 'tok-1');
});
afterEach(async () => {
  await Promise.all([everybodys.stop(), own.stop()]);
  rmSync(place, { recursive: true });
});

type Crates = Parameters<typeof indexReply>[1];

/** With a token, all of the index is for those who have it. */
function startIndex(crates: Crates, token?: string): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    if (token !== undefined && request.headers.authorization !== token) {
      response.writeHead(401).end();
      return;
    }
    const file = (request.url ?? '/').slice(1);
    const { status, headers, body } = indexReply(file, crates);
    response.writeHead(status, headers);
    const config = { dl: 'https://crates.example', 'auth-required': token !== undefined };
    response.end(file === 'config.json' ? JSON.stringify(config) : body);
  });
}

interface World {
  readonly repo?: string;
  readonly home?: string;
  readonly credentials?: string;
  readonly cargo?: string;
}

/** What is known of `secret` as a manifest names it, and of `open`, of which it says nothing. */
async function ask(source: string | undefined, { repo = '', home = '', credentials = '', cargo }: World) {
  const files = {
    'repo/.cargo/config.toml': repo,
    'home/.cargo/config.toml': home,
    'home/.cargo/credentials.toml': credentials,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  const { settings } = readSettings({ registries: cargo === undefined ? {} : { cargo } }, []);
  const log: string[] = [];
  const environment = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(place, 'cache') };
  const lens = createLens({ environment, home: path.join(place, 'home'), settings, log: line => log.push(line) });
  const folder = await lens.openFolder({ root: path.join(place, 'repo'), settings, trusted: true });
  const secret: Question = { ask: 'package', registry: 'cargo', name: 'secret', ...(source ? { source } : {}) };
  const gone: Question = { ...secret, name: 'secret-too' };
  const questions = [secret, { ...secret, ask: 'release', version: '0.1.0' } satisfies Question, gone];
  await folder.settle(questions);
  await lens.close();
  return { told: questions.map(question => wordOf(folder.peek(question))), log };
}

function wordOf(answer: ReturnType<Awaited<ReturnType<ReturnType<typeof createLens>['openFolder']>>['peek']>): string {
  if (answer.state === 'unknown') return answer.why;
  if (answer.state === 'absent') return `no ${answer.missing}`;
  return 'releases' in answer.fact ? answer.fact.releases.map(({ version }) => version).join() : 'known';
}

/** `[source.crates-io]` may say where crates.io is, so that it can be played here. */
function playCratesIo(): string {
  return `[source.crates-io]\nregistry = "sparse+${everybodys.base}/"\n`;
}

function registry(): string {
  return `[registries.own]\nindex = "sparse+${own.base}/"\n`;
}

const PROVIDER = '[registry]\nglobal-credential-providers = ["cargo:token"]\n';
const TOKEN = '[registries.own]\ntoken = "tok-1"\n';

test('everybody’s registry hears what is everybody’s', async () => {
  const { told } = await ask(undefined, { repo: playCratesIo() });
  expect(told).toEqual(['6.6.6', 'no version', 'no package']);
  expect(everybodys.requests).toContain('GET /se/cr/secret');
});

test.each<[string, string | undefined, () => World]>([
  ['a registry by name', 'registry=own', () => ({ repo: playCratesIo(), home: registry() })],
  ['a registry by name, whatever the setting', 'registry=own', () => ({ home: registry(), cargo: everybodys.base })],
  ['a registry by address', undefined, () => ({ repo: playCratesIo(), home: registry() })],
  ['a replacement', '', () => ({ repo: `${playCratesIo()}replace-with = "own"\n`, home: registry() })],
  ['a replacement of the user’s', '', () => ({ home: `${playCratesIo()}replace-with = "own"\n${registry()}` })],
  ['an index that replaces the default', '', () => ({ home: registry(), repo: playCratesIo(), cargo: own.base })],
])('everybody’s registry hears no name that is private by %s', async (_, source, world) => {
  const { home = '', ...rest } = world();
  const from = source === undefined ? `index=sparse+${own.base}/` : source;
  const { told, log } = await ask(from, { ...rest, home: `${home}${PROVIDER}`, credentials: TOKEN });
  expect(told).toEqual(['0.1.0', 'known', 'no package']);
  expect(everybodys.requests).toEqual([]);
  // In cargo's own order: what the index says of itself is asked without the token first.
  expect(own.headers.map(({ authorization }) => authorization ?? 'nobody').slice(0, 3)).toEqual([
    'nobody',
    'tok-1',
    'tok-1',
  ]);
  expect(log.join()).not.toContain('tok-1');
});

test.each<[string, string, string, () => World]>([
  ['is configured nowhere', 'unreachable', 'registry=own', () => ({ repo: playCratesIo() })],
  [
    'is configured in a file that is half typed',
    'unreachable',
    'registry=own',
    () => ({ repo: playCratesIo(), home: '[registries.own\n' }),
  ],
  [
    'is a git repository',
    'unreachable',
    'registry=own',
    () => ({ repo: `${playCratesIo()}[registries.own]\nindex = "https://git.example/x"\n` }),
  ],
  [
    'is a folder that stands in for crates.io',
    'blocked',
    '',
    () => ({ repo: `${playCratesIo()}replace-with = "v"\n[source.v]\ndirectory = "v"\n` }),
  ],
  [
    'is a replacement that nobody configured',
    'unreachable',
    '',
    () => ({ repo: `${playCratesIo()}replace-with = "own"\n` }),
  ],
  ['is named by a lockfile alone', 'unnamed', 'recorded=sparse+{own}/', () => ({ repo: playCratesIo() })],
  [
    'is named by a lockfile alone, and may be by another registry',
    'unreachable',
    'recorded=sparse+{own}/ may-be-named=1',
    () => ({ repo: playCratesIo() }),
  ],
])('nobody hears a name whose registry %s', async (_, why, source, world) => {
  const { told } = await ask(source.replace('{own}', own.base), world());
  expect(told).toEqual([why, why, why]);
  expect([...everybodys.requests, ...own.requests]).toEqual([]);
});

test('a folder that leads the user’s registry elsewhere gets no token', async () => {
  const repo = `[registries.own]\nindex = "sparse+${everybodys.base}/"\n`;
  const { told, log } = await ask('registry=own', { repo, home: registry() + PROVIDER, credentials: TOKEN });
  expect(told).toEqual(['6.6.6', 'no version', 'no package']);
  expect(everybodys.headers.map(({ authorization }) => authorization)).not.toContain('tok-1');
  expect(own.requests).toEqual([]);
  expect(log.join('\n')).toContain('only a folder says where `own` is');
});

test('a registry that wants a token says nothing to who has none', async () => {
  const { told } = await ask('registry=own', { home: registry() });
  expect(told).toEqual(['refused', 'refused', 'refused']);
});
