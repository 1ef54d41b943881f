import { expect, it } from 'vitest';
import { generatedFiles } from './support/generated.ts';

it('package.json, the README and the client say what the tables say (else: npm run generate)', async () => {
  for (const { now, should } of await generatedFiles()) expect(now).toBe(should);
});
