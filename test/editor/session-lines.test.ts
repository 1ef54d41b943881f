import { expect, it } from 'vitest';
import { firstLine } from '../../server/src/editor/session-lines.ts';
import type { Folder } from '../../server/src/editor/workspace.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { startClient } from './client.ts';

function folder(root: string, set: object): Folder {
  const { settings } = readSettings(set, ['latest-tag']);
  return { root, settings } as Folder;
}

it('the first line names the version and what is set, and no address', () => {
  const secret = 'https://user:secret@npm.example/private';
  const line = firstLine(
    [
      folder('/a', { 'registryLens.rules': { 'latest-tag': 'off' }, 'registryLens.registries': { npm: secret } }),
      folder('/b', {}),
    ],
    'Node 20',
  );
  expect(line).toMatch(
    /^Registry Lens [\d.a-z-]+ on Node 20; `\/a`: rules \{"latest-tag":"off"\}.*; `\/b`: default settings$/,
  );
  expect(line).not.toMatch(/secret|npm\.example/);
});

it('each scan ends with what it came to', async () => {
  const client = await startClient({ files: { Dockerfile: 'FROM scratch\n', 'a/Dockerfile': 'FROM scratch\n' } });
  await client.until(() => client.logs.some(line => line.startsWith('Checked: ')));
  expect(client.logs.find(line => line.startsWith('Registry Lens '))).toContain('default settings');
  expect(client.logs.find(line => line.startsWith('Checked: '))?.replace(/in [\d.]+ s/, 'in 0.1 s')).toMatch(
    /^Checked: \d files?, \d .* in 0\.1 s: 0 errors, 0 warnings, 0 information, 0 hints; 0 could not be checked\.$/,
  );
  await client.stop();
});
