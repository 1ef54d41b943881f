/**
 * Packages the extension, installs the package in VS Code, and runs the suite there: in the desktop's VS Code where
 * `VSCODE_TEST_EXECUTABLE` names one or test-electron can fetch one (macOS, Windows), else in the browser's.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { CHROMIUM, DOCKER_REGISTRY, installCommand, isMissing, type Program, throughShell } from '../setup/programs.ts';
import { serverIsMissing } from '../setup/vscode-server.ts';
import { OUT, readResults, type SuiteResult } from './extension-host.ts';
import { FILES, SETTINGS, type SuiteWorld } from './suite/files.ts';
import { MANIFEST_TYPES, removeFolder, startWorld, writeFolder } from './world.ts';

const STAND_IN = resolve(import.meta.dirname, 'stand-in.ts');

/** The package that `npm run package` writes. */
export const VSIX = resolve(import.meta.dirname, '../../registry-lens.vsix');

/** Why the suite cannot run on this machine, as a sentence, or `undefined` where it can. */
export function whyNoSuite(): string | undefined {
  const onDesktop = givenDesktop() !== undefined || process.platform !== 'linux';
  return onDesktop ? whyNot([DOCKER_REGISTRY]) : whyNoWorkbench();
}

/** Why the tests in the browser's workbench cannot run on this machine. */
export function whyNoWorkbench(): string | undefined {
  return whyNot([DOCKER_REGISTRY, CHROMIUM]) ?? serverIsMissing();
}

/** Runs the suite with registries and a folder of its own. Where it cannot run, every test of it is `pending`. */
export async function runSuiteInWorld(): Promise<readonly SuiteResult[]> {
  if (whyNoSuite() !== undefined) return titlesOfSuite().map(title => ({ title, state: 'pending' }));
  const world = await startWorld();
  const workspace = writeFolder(FILES);
  try {
    const told: SuiteWorld = { images: world.images.base, manifestTypes: MANIFEST_TYPES };
    return await runSuite({
      vsix: VSIX,
      workspace,
      settings: { ...world.settings, ...SETTINGS },
      environment: { ...NO_CONFIGURATION, REGISTRY_LENS_WORLD: JSON.stringify(told) },
    });
  } finally {
    removeFolder(workspace);
    await world.close();
  }
}

/** What the machine's own tools are configured with must not decide where the suite asks. */
export const NO_CONFIGURATION = {
  ...{ PIP_CONFIG_FILE: devNull, PIP_INDEX_URL: '', PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '', PIP_NO_INDEX: '' },
  CARGO_HOME: join(OUT, 'no-cargo'),
  ...{ GOENV: 'off', GOPROXY: '', GOPRIVATE: '', GONOPROXY: '', GOFLAGS: '' },
};

interface SuiteOptions {
  /** The packaged extension, an absolute path. */
  readonly vsix: string;
  /** The folder that is open while the suite runs. */
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the suite reads from its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs the suite and returns what became of each test. Never empty, and never without a failure when something broke.
 */
async function runSuite(options: SuiteOptions): Promise<readonly SuiteResult[]> {
  const home = mkdtempSync(join(tmpdir(), 'registry-lens-suite-'));
  try {
    const resultsFile = join(home, 'results.json');
    const userFolder = join(home, 'user');
    mkdirSync(join(userFolder, 'User'), { recursive: true });
    writeFileSync(join(userFolder, 'User/settings.json'), JSON.stringify(options.settings));
    const executable = await editorExecutable();
    const folders = [`--user-data-dir=${userFolder}`, `--extensions-dir=${join(home, 'extensions')}`];
    if (executable !== STAND_IN) installOnDesktop(executable, options.vsix, folders);
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: await bundleSuite(),
      extensionTestsPath: join(OUT, 'suite/index.js'),
      launchArgs: [
        options.workspace,
        ...folders,
        ...(executable === STAND_IN ? [`--install-extension=${options.vsix}`] : []),
      ],
      extensionTestsEnv: { ...options.environment, REGISTRY_LENS_RESULTS: resultsFile },
    }).catch(() => 1);
    const results = readResults(resultsFile);
    if (code === 0 || results.some(result => result.state === 'failed')) return results;
    return [...results, { title: 'VS Code', state: 'failed', error: 'ended with a failure that no test reported' }];
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function whyNot(programs: readonly Program[]): string | undefined {
  const missing = programs.find(program => isMissing(program));
  return missing === undefined ? undefined : `needs ${missing.name}: ${installCommand(missing)}`;
}

/** The suite cannot be loaded outside VS Code, so its text tells the names. */
function titlesOfSuite(): string[] {
  const folder = join(import.meta.dirname, 'suite');
  const tests = readdirSync(folder).filter(file => file.endsWith('.test.ts'));
  const texts = tests.map(file => readFileSync(join(folder, file), 'utf8'));
  return texts.flatMap(text => [...text.matchAll(/\bit\(['`](.*)['`],/g)].map(([, title]) => `VS Code: ${title}`));
}

function givenDesktop(): string | undefined {
  return process.env.VSCODE_TEST_EXECUTABLE || undefined;
}

/** The desktop VS Code that the machine has or that can be fetched for it, else the browser's. */
async function editorExecutable(): Promise<string> {
  const given = givenDesktop();
  if (given !== undefined) return given;
  // A desktop VS Code on Linux would want a display too.
  return process.platform === 'linux' ? STAND_IN : downloadAndUnzipVSCode('stable');
}

function installOnDesktop(executable: string, vsix: string, folders: readonly string[]): void {
  const [cli, ...before] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  if (cli === undefined) throw new Error(`no command line beside ${executable}`);
  execFileSync(...throughShell(cli, [...before, '--install-extension', vsix, ...folders]));
}

/** Bundles the suite as an extension that does nothing but bring the tests along. Returns its folder. */
async function bundleSuite(): Promise<string> {
  const folder = join(OUT, 'suite');
  const source = resolve(import.meta.dirname, 'suite');
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [join(source, 'index.ts'), join(source, '*.test.ts')],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    // Mocha looks for files of its own at run time, so it stays in node_modules.
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const manifest = { name: 'suite', publisher: 'registry-lens', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
