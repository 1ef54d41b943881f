import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/index.ts';

/** `npm test` has built the bundle that the demo runs. */
const run = promisify(execFile);

test('`npm start` shows the problems of the examples and one fix, without a network', async () => {
  const environment = {
    ...process.env,
    NO_COLOR: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  };
  const startedAt = performance.now();
  const { stdout } = await run(process.execPath, ['test/demo/start.ts'], { env: environment });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  for (const { id } of RULES) expect(stdout).toContain(`  ${id}\n`);
  expect(stdout).toMatch(/^\d+ problems: \d+ errors, /m);
  expect(stdout).toMatch(/^-FROM node\n\+FROM node:22\.11\.0@sha256:[0-9a-f]{64}$/m);
  expect(stdout).toContain('npm start -- PATH');
});

test('`npm start -- PATH` checks a folder of the user', async () => {
  const environment = { ...process.env, NO_COLOR: '1', INIT_CWD: 'examples' };
  const { stdout } = await run(process.execPath, ['test/demo/start.ts', 'web', '--untrusted'], { env: environment });
  expect(stdout).toMatch(/^web\/Dockerfile$/m);
  expect(stdout).toContain('because the folder is not trusted');
});
