/**
 * `npm test`: installs what is missing, builds, runs every test there is, and ends with one line that counts them all.
 * `npm run test:vscode` runs those in VS Code alone, and `npm run screenshots` keeps the pictures that they take. A
 * test that this machine cannot run is named, with what would make it run; where `CI` is set it counts as failed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { runNpm } from './setup/npm.ts';
import { installNpmClients } from './setup/npm-clients.ts';
import { installCommand, installPrograms, PROGRAMS } from './setup/programs.ts';
import { installServer, serverIsMissing } from './setup/vscode-server.ts';
import { runSuiteInWorld, whyNoSuite } from './vscode/run-suite.ts';
import { PICTURES } from './vscode/workbench.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'out');
const GROWTH = 'test/fuzz/growth.test.ts';

interface Outcome {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly detail?: string;
}

const onlyVSCode = process.argv.includes('--vscode');
const say = (line: string) => console.log(line);

const missing = installPrograms(PROGRAMS, line => say(`setup: ${line}`));
installServer(line => say(`setup: ${line}`));
installNpmClients(line => say(`setup: ${line}`));
say('building');
report(await runAll());
if (process.argv.includes('--screenshots') && process.exitCode === 0) {
  cpSync(PICTURES, join(ROOT, 'docs'), { recursive: true });
}

async function runAll(): Promise<Outcome[]> {
  try {
    runNpm(['run', '--silent', 'package'], ROOT);
  } catch (error) {
    return [{ title: 'the build', state: 'failed', detail: String(error) }];
  }
  return [
    ...(onlyVSCode ? [] : runVitest('everything but VS Code', ['--project', 'unit', '--project', 'real'])),
    ...(onlyVSCode ? [] : runVitest('readers on any text', ['--project', 'fuzz', '--exclude', GROWTH])),
    // By itself: how reading grows with the text is seen by the clock.
    ...(onlyVSCode ? [] : runVitest('readers on long texts', ['--project', 'fuzz', GROWTH])),
    ...runVitest('VS Code, by mouse and keyboard', ['--project', 'workbench', '--no-file-parallelism']),
    ...(await runInVSCode('VS Code, from within')),
  ];
}

/** Runs vitest and reads what it wrote down; that it failed without a failed test is a failure of its own. */
function runVitest(title: string, args: readonly string[]): Outcome[] {
  heading(title);
  mkdirSync(OUT, { recursive: true });
  const file = join(OUT, 'vitest.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const done = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...args, ...reporters],
    { cwd: ROOT, stdio: 'inherit' },
  );
  const read = readVitest(file);
  if (read.length > 0 && (done.status === 0 || read.some(outcome => outcome.state === 'failed'))) return read;
  return [...read, { title, state: 'failed', detail: `vitest ended with ${done.status ?? done.signal}` }];
}

/** The parts of vitest's JSON report that count. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readVitest(file: string): Outcome[] {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
  return report.testResults.flatMap(testFile => {
    const tests = testFile.assertionResults.map(
      (test): Outcome => ({ title: test.fullName, state: stateOf(test.status) }),
    );
    // A file that could not be loaded holds no tests, and its hooks are not tests either.
    const brokeOutside = testFile.status === 'failed' && !tests.some(test => test.state === 'failed');
    return brokeOutside ? [...tests, { title: testFile.name, state: 'failed', detail: testFile.message }] : tests;
  });
}

function stateOf(status: string): Outcome['state'] {
  if (status === 'passed') return 'passed';
  return status === 'failed' ? 'failed' : 'skipped';
}

async function runInVSCode(title: string): Promise<Outcome[]> {
  heading(title);
  const why = whyNoSuite();
  try {
    const results = await runSuiteInWorld();
    return results.map(({ title, state, error }) => {
      const detail = state === 'pending' ? why : error;
      const outcome = { title, state: state === 'pending' ? 'skipped' : state } as const;
      return detail === undefined ? outcome : { ...outcome, detail };
    });
  } catch (error) {
    return [{ title, state: 'failed', detail: String(error) }];
  }
}

function report(outcomes: readonly Outcome[]): void {
  const of = (state: Outcome['state']) => outcomes.filter(outcome => outcome.state === state);
  const skipped = of('skipped');
  if (skipped.length > 0) {
    heading('skipped on this machine');
    for (const { title, detail } of skipped) say(`- ${title}${detail === undefined ? '' : `: ${detail}`}`);
    for (const program of missing) say(`${program.name} is not installed; install it with: ${installCommand(program)}`);
    const noServer = serverIsMissing();
    if (noServer !== undefined) say(noServer);
  }
  const failed = of('failed');
  if (failed.length > 0) {
    heading('failed');
    for (const { title, detail } of failed) say(`- ${title}${detail === undefined ? '' : `\n    ${detail}`}`);
  }
  // Where everything can be installed, a skipped test is one that nobody would ever run.
  const strict = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
  if (strict && skipped.length > 0) say('\nCI is set, so what was skipped counts as failed.');
  const failures = failed.length + (strict ? skipped.length : 0);
  const rest = !strict && skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  say(`\n${of('passed').length} passed, ${failures} failed${rest}`);
  process.exitCode = failures > 0 || outcomes.length === 0 ? 1 : 0;
}

function heading(text: string): void {
  say(`\n${styleText('bold', `== ${text}`)}`);
}
