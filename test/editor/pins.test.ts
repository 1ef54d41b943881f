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

it('judges a document anew when another one builds what it names, and when that one no longer does', async () => {
  client = await startClient({ capabilities: PLAIN, files: {} });
  const { open, change, until, pushed, hover } = client;
  const said = () => pushed.get('Dockerfile')?.diagnostics.map(({ code }) => code);
  const skaffold = (image: string) => `apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: ${image}}]}\n`;

  open('Dockerfile', 'FROM cart\n');
  await until(() => said()?.includes('latest-tag') === true);
  open('skaffold.yaml', skaffold('cart'));
  await until(() => said()?.length === 0);
  expect(await hover('Dockerfile', 0, 7)).toContain('it is part of this workspace');
  change('skaffold.yaml', skaffold('shop'));
  await until(() => said()?.includes('latest-tag') === true);
});
