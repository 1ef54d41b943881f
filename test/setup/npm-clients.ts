/**
 * Yarn 1, Yarn, pnpm and Bun, which the tests ask what they would choose. They are large and run on few platforms, so
 * they are no development dependencies, and live beside VS Code's server in `.vscode-test/`.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runNpm } from './npm.ts';

/** By the folder below `node_modules` that each comes to. */
const PACKAGES: Readonly<Record<string, string>> = {
  yarn1: 'npm:yarn@1.22.22',
  '@yarnpkg/cli-dist': '4.18.1',
  pnpm: '12.21.0',
  bun: '1.4.5',
};

const STORE = resolve(import.meta.dirname, '../../.vscode-test');
const NAME = 'npm-clients-1';
const MODULES = join(STORE, NAME, 'node_modules');

/** The command of each, without its arguments; absent where it is not installed, or not made for this platform. */
export interface NpmClients {
  readonly yarn1: readonly [string, ...string[]];
  readonly yarn: readonly [string, ...string[]];
  readonly pnpm: readonly [string, ...string[]];
  readonly bun: readonly [string, ...string[]];
}

/** What is installed, all of it or nothing. */
export function findNpmClients(): NpmClients | undefined {
  if (!existsSync(MODULES)) return undefined;
  // Bun comes as a package for each platform.
  const platforms = existsSync(join(MODULES, '@oven')) ? readdirSync(join(MODULES, '@oven')) : [];
  const bun = platforms.map(name => join(MODULES, '@oven', name, 'bin/bun')).find(file => existsSync(file));
  if (bun === undefined) return undefined;
  const node = (file: string): readonly [string, string] => [process.execPath, join(MODULES, file)];
  return {
    yarn1: node('yarn1/bin/yarn.js'),
    yarn: node('@yarnpkg/cli-dist/bin/yarn.js'),
    pnpm: node('pnpm/bin/pnpm.mjs'),
    bun: [bun],
  };
}

/** How the tests that run them begin their names where they are missing. */
export const NPM_CLIENTS_HINT = 'skipped without Yarn, pnpm and Bun: npm run setup';

/** Installs them unless they are there. What went wrong is logged. */
export function installNpmClients(log: (line: string) => void): void {
  if (findNpmClients() !== undefined) return;
  log(`npm install ${Object.keys(PACKAGES).join(' ')} in .vscode-test`);
  // What is half done is never mistaken for done: the finished folder gets its name last.
  const draft = join(STORE, `${NAME}.${process.pid}`);
  mkdirSync(draft, { recursive: true });
  try {
    writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
    runNpm(['install', '--ignore-scripts'], draft);
    rmSync(join(STORE, NAME), { recursive: true, force: true });
    renameSync(draft, join(STORE, NAME));
  } catch (error) {
    log(`could not install Yarn, pnpm and Bun: ${error instanceof Error ? error.message : String(error)}`);
    rmSync(draft, { recursive: true, force: true });
  }
}
