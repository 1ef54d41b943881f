import { expect, it } from 'vitest';
import { createLens } from '../../server/src/lens.ts';
import { startLocalServer } from '../support/local-server.ts';
import { startClient } from './client.ts';

it('a registry that is gone is told of at once when it is asked again, with what is known still shown', async () => {
  const registry = await startLocalServer((_, response) => {
    response.writeHead(200, {
      'docker-distribution-api-version': 'registry/2.0',
      'docker-content-digest': `sha256:${'a'.repeat(64)}`,
      'content-type': 'application/vnd.oci.image.index.v1+json',
    });
    response.end();
  });
  const settings = { registryLens: { registries: { oci: { 'docker.io': registry.base } } } };
  const files = { Dockerfile: 'FROM alpine:3\n' };
  const client = await startClient({ createLens, settings, files });
  await client.until(() => client.statuses.at(-1)?.checked === 1 && client.statuses.at(-1)?.pending === 0);
  await client.until(() => client.logs.some(line => line.startsWith('Checked: ')));
  await registry.stop();
  await client.execute('registryLens.refresh');
  await client.until(() => client.shown.length > 0);
  expect(client.shown[0]).toBe(
    `${new URL(registry.base).host} (for docker.io) could not be reached: it refused the connection. What was known of 1 name is still shown.`,
  );
  await client.stop();
});
