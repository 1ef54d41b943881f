import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node, and `fuzz` minutes of it; `real` starts real registries and clients on 127.0.0.1;
 * `workbench` drives a real VS Code with the packaged extension (`npm run test:vscode`).
 */
export default defineConfig({
  test: {
    // All processors: of two, vitest leaves one idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          setupFiles: ['test/support/fixed-seed.ts'],
          // Only a hang: a busy machine is no fault of the code.
          testTimeout: 60_000,
          exclude: ['test/{real,vscode,bench,fuzz}/**', '**/node_modules/**'],
        },
      },
      {
        test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'] },
      },
      {
        test: {
          name: 'workbench',
          include: ['test/vscode/workbench/**/*.test.ts'],
          testTimeout: 90_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: { name: 'real', include: ['test/real/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 180_000 },
      },
    ],
  },
});
