import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { retractionInto } from '../../server/src/ecosystems/go/syntax/retraction.ts';
import { createLens } from '../../server/src/lens.ts';
import { GO, isMissing } from '../setup/programs.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

/** What a plan says is run in a shell, by the real client against a real registry. */
let verdaccio: Verdaccio;
let folder: string;
const run = promisify(execFile);
const NAME = '@acme/lib';

beforeAll(async () => {
  verdaccio = await startVerdaccio();
  folder = await mkdtemp(path.join(tmpdir(), 'pull-back-'));
  const settings = { 'registryLens.registries': { npm: verdaccio.base } };
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
});

afterAll(async () => {
  await verdaccio?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function plan(...argv: string[]): Promise<{ readonly status: number; readonly out: string }> {
  let out = '';
  const status = await runIn(
    {
      ...{ cwd: folder, home: folder, platform: process.platform, version: '1.2.3', createLens },
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
      signal: new AbortController().signal,
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['pull-back', ...argv, '--settings', 'settings.json'],
  );
  await rm(path.join(folder, 'cache'), { recursive: true, force: true });
  return { status, out };
}

function commands(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].flatMap(([, body = '']) => body.split('\n'));
}

/** As a person would who copies it, logged in at the registry. */
async function inShell(line: string): Promise<void> {
  const environment = { ...process.env, npm_config_userconfig: verdaccio.userconfig, npm_config_cache: folder };
  await run('sh', ['-c', line], { cwd: folder, env: environment });
}

interface Packument {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly deprecated?: string }>>;
}

async function packument(): Promise<Packument> {
  const answer = await fetch(`${verdaccio.base}/${NAME.replace('/', '%2f')}`);
  return (await answer.json()) as Packument;
}

test('npm takes all that a plan says, in its order', async () => {
  await verdaccio.publish({ name: NAME, version: '1.0.0' });
  await verdaccio.publish({ name: NAME, version: '1.0.1' });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: NAME, version: '1.0.1' }));

  const insecure = await plan('package.json', '--why', 'insecure');
  expect(insecure.status).toBe(0);
  const [deprecate = '', lead = '', raise = '', publish = '', unpublish = ''] = commands(insecure.out);
  await inShell(deprecate);
  await inShell(lead);
  const warned = await packument();
  expect(warned.versions['1.0.1']?.deprecated).toBe('1.0.1 has a security fault, use 1.0.2');
  expect(warned.versions['1.0.0']?.deprecated).toBeUndefined();
  expect(warned['dist-tags'].latest).toBe('1.0.0');
  await inShell(raise);
  await inShell(publish);
  expect((await packument())['dist-tags'].latest).toBe('1.0.2');

  const again = await plan('package.json', '--why', 'broken', '--version', '1.0.1');
  expect(again.out).toContain('It is deprecated already: `1.0.1 has a security fault, use 1.0.2`.');
  expect(commands(again.out).filter(line => line.includes('dist-tag'))).toEqual([]);
  await inShell(unpublish);
  expect(Object.keys((await packument()).versions).sort()).toEqual(['1.0.0', '1.0.2']);
});

test.skipIf(isMissing(GO))('go reads the line that a plan puts into go.mod', async () => {
  const text = 'module corp.example/acme/lib\n\ngo 1.18\n\nrequire corp.example/a v1.0.0\n';
  for (const line of [
    'retract v1.2.3 // Does not work, use v1.2.4.',
    'retract [v1.2.3, v1.2.4] // Published by mistake.',
  ]) {
    const at = retractionInto(text, line);
    await writeFile(path.join(folder, 'go.mod'), `${text.slice(0, at?.offset)}${at?.text}${text.slice(at?.offset)}`);
    const { stdout } = await run('go', ['mod', 'edit', '-json'], {
      cwd: folder,
      env: { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', GOPROXY: 'off' },
    });
    const { Retract } = JSON.parse(stdout);
    expect(Retract).toHaveLength(1);
    expect(Retract[0]).toMatchObject({ Low: 'v1.2.3', Rationale: line.split('// ')[1] });
  }
});
