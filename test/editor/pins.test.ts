import { afterEach, expect, it } from 'vitest';
import { digest } from '../support/judge.ts';
import { PLAIN, startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const ONE = `FROM redis:7@${digest('1')}\n`;
const TWO = `FROM redis:7@${digest('2')}\n`;

it('judges a document anew when another one pins otherwise, and when that one is gone', async () => {
  const relatedInformation = {
    ...PLAIN,
    textDocument: { ...PLAIN.textDocument, publishDiagnostics: { relatedInformation: true } },
  };
  client = await startClient({ capabilities: relatedInformation, files: { 'b/Dockerfile': ONE } });
  const { open, change, until, pushed, uri } = client;
  const finding = (file: string) => pushed.get(file)?.diagnostics.find(({ code }) => code === 'inconsistent-pins');

  open('a/Dockerfile', ONE);
  open('b/Dockerfile', ONE);
  change('b/Dockerfile', TWO);
  await until(() => finding('a/Dockerfile') !== undefined && finding('b/Dockerfile') !== undefined);
  expect(finding('a/Dockerfile')?.relatedInformation).toMatchObject([{ location: { uri: uri('b/Dockerfile') } }]);

  change('a/Dockerfile', TWO);
  await until(() => finding('a/Dockerfile') === undefined && finding('b/Dockerfile') === undefined);
});
