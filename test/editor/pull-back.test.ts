import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { ShowDocumentRequest, ShowMessageRequest } from 'vscode-languageserver/node';
import { CLIENT_COMMANDS, COMMANDS, PULL_BACK_REQUEST, type PullBackAnswer } from '../../server/src/editor/protocol.ts';
import { known } from './answers.ts';
import { type ClientOptions, PLAIN, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const MANIFEST = `${JSON.stringify({ name: '@acme/lib', version: '1.2.3' }, undefined, 2)}\n`;
const PLACE = { registry: 'npm', name: '@acme/lib' } as const;
const LIVE = { is: 'live' } as const;
const OPENS = { capabilities: VSCODE, initializationOptions: { plansPullBacks: true } };

async function start(options: ClientOptions, published = '1.2.3'): Promise<void> {
  client = await startClient({ files: { 'package.json': MANIFEST }, ...options });
  client.open('package.json', MANIFEST);
  await client.until(() => client.lens.wanted.some(({ key }) => key === 'history npm @acme/lib'));
  client.lens.answer(
    [{ ask: 'history', ...PLACE }, known({ published: { [published]: '2026-11-01T10:00:00Z' } })],
    [
      { ask: 'package', ...PLACE },
      known({ standing: LIVE, tags: {}, releases: [{ version: published, standing: LIVE }] }),
    ],
  );
}

function lenses(): Promise<(string | undefined)[]> {
  return client.lenses('package.json').then(all => all.map(({ command }) => command?.title));
}

function plan(place: object): Promise<PullBackAnswer> {
  return client.connection.sendRequest(PULL_BACK_REQUEST, { uri: client.uri('package.json'), ...place });
}

describe('the code lens', () => {
  test('is at a version of one’s own that is published', async () => {
    await start(OPENS);
    await expect.poll(lenses).toEqual(['Plan a pull-back…']);
    expect(await client.lenses('package.json')).toEqual([
      {
        range: { start: { line: 2, character: 2 }, end: { line: 2, character: 20 } },
        command: {
          title: 'Plan a pull-back…',
          command: CLIENT_COMMANDS.planPullBack,
          arguments: [{ uri: client.uri('package.json') }],
        },
      },
    ]);
  });

  test('is at none that is free, and in no client that shows no plan', async () => {
    await start(OPENS, '1.2.2');
    await client.pull('package.json');
    expect(await lenses()).toEqual([]);
    await client.stop();
    await start({ capabilities: VSCODE });
    await client.pull('package.json');
    expect(await lenses()).toEqual([]);
  });
});

test('the reasons are told, and the plan is made', async () => {
  await start(OPENS);
  const ready = await plan({});
  expect(ready).toMatchObject({ is: 'ready', version: '1.2.3' });
  expect(ready.is === 'ready' && ready.choices.map(({ why }) => why)).toEqual([
    'broken',
    'insecure',
    'secret',
    'mistake',
  ]);
  const planned = await plan({ why: 'insecure' });
  expect(planned.is === 'plan' && planned.markdown).toContain('npm deprecate "@acme/lib@1.2.3"');
});

test('a module wants a version, and has a line for its go.mod', async () => {
  const text = 'module corp.example/acme/lib\n\ngo 1.22\n';
  client = await startClient({ ...OPENS, files: { 'go.mod': text } });
  client.open('go.mod', text);
  await client.pull('go.mod');
  expect(await plan({ uri: client.uri('go.mod') })).toMatchObject({ is: 'without-version' });
  const place = { registry: 'go', name: 'corp.example/acme/lib' } as const;
  client.lens.answer(
    [
      { ask: 'package', ...place },
      known({ standing: LIVE, tags: {}, releases: [{ version: 'v1.2.3', standing: LIVE }] }),
    ],
    [{ ask: 'release', ...place, version: 'v1.2.3' }, known({ version: 'v1.2.3', standing: LIVE })],
  );
  expect(await plan({ uri: client.uri('go.mod'), why: 'broken', version: 'v1.2.3' })).toMatchObject({
    is: 'plan',
    insert: {
      title: 'Insert “retract v1.2.3 // Does not work, use v1.2.4.”',
      position: { line: 3, character: 0 },
      text: '\nretract v1.2.3 // Does not work, use v1.2.4.\n',
    },
  });
});

test.each([[{ uri: 'file:///nowhere/package.json' }], [{ why: 'old' }], [{ uri: 3 }], [null], [{ version: 'x' }]])(
  'refused: %j',
  async place => {
    await start(OPENS);
    const asked = place === null ? client.connection.sendRequest(PULL_BACK_REQUEST, null) : plan(place);
    expect(await asked).toMatchObject({ is: 'refused' });
  },
);

test('other editors are asked why by a message, and shown a file that goes with the session', async () => {
  const capabilities = { ...PLAIN, window: { showDocument: { support: true } } };
  const shown: string[] = [];
  let file = '';
  await start({ capabilities });
  client.connection.onRequest(ShowMessageRequest.type, ({ actions = [] }) => actions[2] ?? null);
  client.connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    file = fileURLToPath(uri);
    shown.push(readFileSync(file, 'utf8'));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    return { success: true };
  });
  await expect.poll(lenses).toEqual(['Plan a pull-back…']);
  const [lens] = await client.lenses('package.json');
  expect(lens?.command?.command).toBe(COMMANDS.showPullBack);
  await client.execute(COMMANDS.showPullBack, ...(lens?.command?.arguments ?? []));
  expect(shown).toEqual([expect.stringContaining('### 1. Rotate what leaked')]);
  await client.stop();
  expect(existsSync(file)).toBe(false);
  client = await startClient({ files: {} });
});
