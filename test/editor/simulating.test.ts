import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ShowDocumentRequest, type TextDocumentContentResult } from 'vscode-languageserver/node';
import { COMMANDS } from '../../server/src/editor/protocol.ts';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import type { Question } from '../../server/src/model/question.ts';
import { digest, known, manifest } from '../support/judge.ts';
import { type ClientOptions, PLAIN, startClient, type TestClient, VSCODE } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const WEB = { host: HOST, repository: 'shop/web' };
const rule = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days' },
};
const policyOf = (repository: string) => `resource "aws_ecr_lifecycle_policy" "${repository.replace('/', '_')}" {
  repository = "${repository}"
  policy = jsonencode(${JSON.stringify({
    rules: [{ ...rule, selection: { ...rule.selection, countNumber: 7 }, action: { type: 'expire' } }],
  })})
}
`;
const FILES = {
  'infra/ecr.tf': `${policyOf('shop/web')}${policyOf('shop/api')}`,
  Dockerfile: `FROM ${HOST}/shop/web:next@${digest('b')}\n`,
};
const SHOWS = { ...PLAIN, window: { showDocument: { support: true } } };
const ASKS = { ...VSCODE, workspace: { ...VSCODE.workspace, textDocumentContent: {} }, window: { ...SHOWS.window } };

const inside = (config: string) => known({ shape: 'image', platforms: [], config: digest(config) });
const built = (created: string) => known({ created, platform: 'linux/amd64', labels: {} });
const at = (tag: string): Question => ({ ask: 'manifest', image: WEB, at: { tag } });
const ANSWERS: readonly (readonly [Question, Answer<AnyFact>])[] = [
  [{ ask: 'tags', image: WEB }, known({ tags: ['v1', 'next'], complete: true })],
  [at('v1'), manifest('a', 'image')],
  [at('next'), manifest('a', 'image')],
  [{ ask: 'manifest', image: WEB, at: { digest: digest('b') } }, manifest('b', 'image')],
  [{ ask: 'contents', image: WEB, digest: digest('a') }, inside('1')],
  [{ ask: 'contents', image: WEB, digest: digest('b') }, inside('2')],
  [{ ask: 'config', image: WEB, digest: digest('a') }, built('2024-01-01T12:00:00Z')],
  [{ ask: 'config', image: WEB, digest: digest('b') }, built('2023-12-13T12:00:00Z')],
];

const REPORT = `# Retention policy of Amazon ECR, \`${HOST}/shop/web\`

| Tags       | Digest                | Built | Fate        | Rule | Pinned in      |
| ---------- | --------------------- | ----- | ----------- | ---- | -------------- |
| \`v1, next\` | \`sha256:aaaaaaaaaaaa\` | 24 h  | kept        |      |                |
|            | \`sha256:bbbbbbbbbbbb\` | 20 d  | **deleted** | \`1\`  | \`Dockerfile:1\` |

2 images: 1 kept, 1 deleted.

The workspace pins 1 of them, and it would be taken: who pulls by the pin gets nothing.

Ages count from the build that an image’s configuration tells, and not from the push, which a registry does not tell.

When images were pulled is not told either: what rests on that is unknown. Images without a tag are seen only inside of an index, and where the workspace pins them.
`;

interface Shown {
  readonly uri: string;
}

async function start(options: ClientOptions): Promise<{ readonly shown: Shown[] }> {
  client = await startClient({ files: FILES, ...options });
  const shown: Shown[] = [];
  client.connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push({ uri });
    return { success: true };
  });
  return { shown };
}

/** Registries have answered, and the walk is over. */
async function settled(): Promise<void> {
  client.lens.answer(...ANSWERS);
  await client.until(() => {
    const status = client.statuses.at(-1);
    return status?.files === 2 && !status.scanning;
  });
}

const textOf = async (uri: string) =>
  (await client.connection.sendRequest<TextDocumentContentResult>('workspace/textDocumentContent', { uri })).text;

describe('a retention policy is tried on what its registry has', () => {
  it('and shown as a document that no file is, with what is pinned marked', async () => {
    const { shown } = await start({ capabilities: ASKS });
    await settled();
    client.open('infra/ecr.tf', FILES['infra/ecr.tf']);
    const lenses = await client.lenses('infra/ecr.tf');
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
      [0, 'Simulate retention policy'],
      [4, 'Simulate retention policy'],
    ]);
    const { command = '', arguments: given = [] } = lenses[0]?.command ?? {};
    await client.execute(command, ...given);
    expect(shown).toEqual([{ uri: expect.stringMatching(/^registry-lens:\/Retention%20of%20shop%20web\.md$/) }]);
    expect(await textOf(shown[0]?.uri ?? '')).toBe(REPORT);
    expect(await textOf('registry-lens:/other.md')).toContain('not kept any more');
  });

  it('and written into a file of its own, for the user alone, where an editor asks servers for no texts', async () => {
    const { shown } = await start({ capabilities: SHOWS });
    await settled();
    await client.execute(COMMANDS.simulateRetention, { uri: client.uri('infra/ecr.tf'), policy: 0 });
    const file = fileURLToPath(shown[0]?.uri ?? '');
    expect(readFileSync(file, 'utf8')).toBe(REPORT);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    // It goes with the session.
    await client.stop();
    expect(existsSync(dirname(file))).toBe(false);
    client = await startClient({ files: {} });
  });

  it('and told of where an editor opens no documents for servers', async () => {
    await start({ capabilities: PLAIN });
    await settled();
    await client.execute(COMMANDS.simulateRetention, { uri: client.uri('infra/ecr.tf'), policy: 0 });
    const [, file = ''] = /^The report is in `(.*)`\.$/.exec(client.shown[0] ?? '') ?? [];
    expect(readFileSync(file, 'utf8')).toBe(REPORT);
  });
});

it('without a place, all policies are tried, and what is not known of one is said', async () => {
  const { shown } = await start({ capabilities: ASKS });
  await settled();
  await client.execute(COMMANDS.simulateRetention);
  const text = await textOf(shown[0]?.uri ?? '');
  expect(text).toContain(`## Retention policy of Amazon ECR, \`${HOST}/shop/web\``);
  expect(text).toContain('The policy of Amazon ECR `shop/api` does not say which repository it is for');
});

it('where there is no policy, that is said', async () => {
  client = await startClient({ capabilities: ASKS, files: {} });
  await client.execute(COMMANDS.simulateRetention);
  expect(client.shown).toEqual(['No retention policy is open, and none is in the workspace.']);
});

it('other requests are answered while the registry is asked, and the user may cancel that', async () => {
  const { shown } = await start({ capabilities: { ...ASKS, window: { ...VSCODE.window, ...ASKS.window } } });
  client.open('infra/ecr.tf', FILES['infra/ecr.tf']);
  client.open('Dockerfile', FILES.Dockerfile);
  await client.lenses('Dockerfile');
  const running = client.execute(COMMANDS.simulateRetention, client.uri('infra/ecr.tf'));
  await client.until(() =>
    client.lens.wanted.some(({ key, urgency }) => key.startsWith('tags') && urgency === 'settle'),
  );
  expect(await client.lenses('infra/ecr.tf')).toHaveLength(2);
  client.cancelProgress();
  await running;
  expect(shown).toEqual([]);
});

it('in a folder that nobody trusts, nobody is asked, and that is said', async () => {
  client = await startClient({ capabilities: ASKS, files: FILES, initializationOptions: { trusted: false } });
  const shown: Shown[] = [];
  client.connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push({ uri });
    return { success: true };
  });
  client.open('infra/ecr.tf', FILES['infra/ecr.tf']);
  client.open('Dockerfile', FILES.Dockerfile);
  await client.lenses('Dockerfile');
  await client.execute(COMMANDS.simulateRetention, { uri: client.uri('infra/ecr.tf'), policy: 0 });
  expect(await textOf(shown[0]?.uri ?? '')).toContain('because the folder is not trusted');
});
