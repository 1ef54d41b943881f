import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedFiles } from './support/generated.ts';

it('package.json, the README and the client say what the tables say (else: npm run generate)', async () => {
  for (const { now, should } of await generatedFiles()) expect(now).toBe(should);
});

it('an untrusted folder sets neither where names are sent nor what is not looked at', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
    'registryLens.ignore',
    'registryLens.registries',
    'registryLens.tokenServices',
    'registryLens.exclude',
  ]);
});
