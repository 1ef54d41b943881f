import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { indexReply } from '../support/sample-registries/crates.ts';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

let folder: string;
let everybodys: SampleRegistries;
let own: LocalServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'crates-'));
  everybodys = await startSampleRegistries();
  own = await startLocalServer((request, response) => {
    const crates = { secret: [{ version: '0.1.0', yanked: true }, { version: '0.2.0' }] } as const;
    const { status, headers, body } = indexReply((request.url ?? '/').slice(1), crates);
    response.writeHead(status, headers).end(body);
  });
});
afterEach(async () => {
  await Promise.all([everybodys.stop(), own.stop()]);
  rmSync(folder, { recursive: true });
});

async function check(files: Readonly<Record<string, string>>) {
  const printed: Printed = JSON.parse(await run(files, 'check', 'repo'));
  return {
    found: printed.findings.map(({ rule, message }) => [rule, /`([^`]+)`/.exec(message)?.[1]]),
    loud: printed.findings.map(({ severity }) => severity),
    unknown: printed.unknown.map(({ name, why }) => [name, why]),
  };
}

/** Runs a command over files of a folder, with the sample index for crates.io, and gives what it prints in JSON. */
async function run(files: Readonly<Record<string, string>>, ...command: readonly string[]): Promise<string> {
  const all = { ...files, 'settings.json': JSON.stringify(everybodys.settings) };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  let out = '';
  await runIn(
    {
      cwd: folder,
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
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
    [...command, '--settings', 'settings.json', '--format', 'json'],
  );
  return out;
}

interface Printed {
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[];
  readonly unknown: readonly { readonly name: string; readonly why: string }[];
}

const MANIFEST = `[package]
name = "shop"
version = "0.1.0"
edition = "2021"

[dependencies]
serde-lite = "=1.3.0"
time-machine = "=0.2.0"
left-behind = "0.3"
nowhere = "1"
secret = { version = "=0.1.0", registry = "own" }
hidden = { version = "1", registry = "other" }
`;

test('crates are judged by the index that each is asked at, and no private name goes to everybody’s', async () => {
  const config = `[registries.own]\nindex = "sparse+${own.base}/"\n`;
  const { found, unknown } = await check({ 'repo/Cargo.toml': MANIFEST, 'repo/.cargo/config.toml': config });
  expect(found).toEqual([
    ['unavailable-release', 'serde-lite'],
    ['yanked-release', 'time-machine'],
    ['yanked-release', 'left-behind'],
    ['missing-package', 'nowhere'],
    ['yanked-release', 'secret'],
  ]);
  expect(unknown).toEqual([['hidden', 'unreachable']]);
  const heard = everybodys.requests.map(({ path: asked }) => asked);
  expect(heard.filter(asked => /secret|hidden/.test(asked))).toEqual([]);
  expect(heard).toContain('/cargo/no/wh/nowhere');
  expect(own.requests).toEqual(['GET /se/cr/secret']);
});

test('a crate is asked for once, however many members of a workspace name it', async () => {
  const member = (name: string) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\n[dependencies]\nserde-lite = "=1.0.0"\n`;
  const { found } = await check({
    'repo/Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
    'repo/a/Cargo.toml': member('a'),
    'repo/b/Cargo.toml': member('b'),
    'repo/b/.cargo/config.toml': '',
  });
  expect(found).toEqual([]);
  expect(everybodys.requests.map(({ path: asked }) => asked)).toEqual(['/cargo/se/rd/serde-lite']);
});

test('what a workspace decides is loud where a member takes it, wherever its root lies', async () => {
  const shared = '[workspace]\nmembers = ["../m"]\n[workspace.dependencies]\nnowhere = "1"\nleft-behind = "0.3"\n';
  const member = '[package]\nname = "m"\nversion = "0.1.0"\nworkspace = "../r"\n[dependencies]\n';
  const taking = (key: string) => ({
    'repo/r/Cargo.toml': shared,
    'repo/m/Cargo.toml': `${member}${key}.workspace = true\n`,
  });
  const { found, loud } = await check(taking('nowhere'));
  expect(found.map(([rule]) => rule)).toEqual(['missing-package', 'yanked-release']);
  expect(loud).toEqual(['error', 'information']);
  expect((await check(taking('left-behind'))).loud).toEqual(['information', 'error']);
});

test('the Rust versions of all members decide for each', async () => {
  const member = (rust: string) =>
    `[package]\nname = "x"\nversion = "0.1.0"\nrust-version = "${rust}"\n[dependencies]\nserde-lite = "1"\n`;
  const files = {
    'repo/Cargo.toml': '[workspace]\nmembers = ["a", "b"]\nresolver = "3"\n',
    'repo/a/Cargo.toml': member('1.85'),
    'repo/b/Cargo.toml': member('1.60'),
  };
  const { references } = JSON.parse(await run(files, 'list', 'repo', '--resolve'));
  expect(references).toMatchObject([{ chosen: '1.0.0' }, { chosen: '1.0.0' }]);
});
