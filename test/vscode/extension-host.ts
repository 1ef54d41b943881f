import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { startBrowser } from './browser.ts';
import { type ServerOptions, startServer } from './server.ts';

export const OUT = resolve(import.meta.dirname, '../../out/vscode');

/** What a suite in the extension host writes about each of its tests. */
export interface SuiteResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly error?: string;
}

export interface SuiteRun extends ServerOptions {
  /** Absolute paths. The tests are a module that exports `run()`. */
  readonly workspace: string;
  readonly developmentPaths: readonly string[];
  readonly testsPath: string;
}

/**
 * Runs a mocha suite inside the extension host of the browser's VS Code, and resolves with its exit code: 0 only if the
 * workbench said so. A host that dies is said to have ended with 0 too, so callers must ask {@link readResults}.
 */
export async function runInExtensionHost(run: SuiteRun): Promise<number> {
  const server = await startServer(run);
  const browser = await startBrowser();
  try {
    const { page } = browser;
    const ended = new Promise<number>((resolve, reject) => {
      page.once('crash', () => reject(new Error('the page crashed')));
      setTimeout(() => reject(new Error('the suite did not end within 4 minutes')), 240_000).unref();
      // The workbench looks for these two functions in its page, and calls them.
      page
        .exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => print(args))
        .then(() => page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)))
        .then(() => {
          const remote = (path: string) => `vscode-remote://${server.authority}${path}`;
          const payload: [string, string][] = [
            ...run.developmentPaths.map((path): [string, string] => ['extensionDevelopmentPath', remote(path)]),
            ['extensionTestsPath', remote(run.testsPath)],
          ];
          return page.goto(server.workbench(run.workspace, payload), { waitUntil: 'commit' });
        })
        .catch(reject);
    });
    return await ended;
  } catch (error) {
    mkdirSync(OUT, { recursive: true });
    await browser.page.screenshot({ path: join(OUT, 'suite-failure.png') }).catch(() => {});
    throw error;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What the suite wrote, checked: no file or no pass is a failure, since a dead extension host leaves just that. */
export function readResults(file: string): readonly SuiteResult[] {
  const results: readonly SuiteResult[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (results.some(result => result.state === 'passed')) return results;
  const why = existsSync(file) ? 'not one of its tests passed' : 'it wrote no results, so the extension host died';
  return [...results, { title: 'the suite in the extension host', state: 'failed', error: why }];
}

/** What the workbench itself says while it starts; nothing marks it as its own. */
const WORKBENCH_CHATTER =
  /^\s*(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|(Updating|Ignoring fetching) additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\])/;

function print(args: readonly unknown[]): void {
  const line = format(...args.map(arg => (isErrorLike(arg) ? arg.stack : arg)));
  if (!WORKBENCH_CHATTER.test(line)) console.log(line);
}

function isErrorLike(value: unknown): value is { stack: string } {
  return typeof value === 'object' && value !== null && 'stack' in value;
}
