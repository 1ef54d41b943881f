import { spawnSync } from 'node:child_process';

/**
 * Runs the npm that runs this script, with the configuration that it was given, in a folder that is a project of its
 * own. Throws with the end of npm's output when it fails.
 */
export function runNpm(args: readonly string[], folder: string): void {
  const env = { ...process.env };
  // `npm run` hands down which project it works on; the nested npm works on another.
  for (const name of Object.keys(env)) {
    if (/^npm_(config_local_prefix|package_|lifecycle_|command)/i.test(name)) delete env[name];
  }
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm];
  if (command === undefined) throw new Error('no npm');
  const done = spawnSync(command, [...before, ...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (done.status !== 0) {
    throw new Error(`npm ${args.join(' ')}: ${done.error?.message ?? `${done.stdout}${done.stderr}`.slice(-4000)}`);
  }
}
