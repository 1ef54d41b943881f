import { spawn, spawnSync } from 'node:child_process';

/** What the machine's Python has: its own version, and that of the pip in it. */
export interface PythonClient {
  readonly python: string;
  readonly pip: string;
}

/** How the tests that run pip begin their names where it is missing. */
export const PIP_HINT = 'skipped without python3 and pip 23.0 or newer: apt-get install python3-pip';

/** The `python3` on the PATH, where its pip is one that reads a simple index as those of today do. */
export function findPip(): PythonClient | undefined {
  const said = askPython(
    'import json, pip, platform, sys; print(json.dumps([platform.python_version(), pip.__version__]))',
    '',
  );
  if (said === undefined) return undefined;
  const [python, pip] = JSON.parse(said) as [string, string];
  const [major = 0] = pip.split('.').map(Number);
  return major >= 23 ? { python, pip } : undefined;
}

/** What a program prints of what it is given, run once; `undefined` where there is no Python, or it failed. */
export function askPython(program: string, input: string): string | undefined {
  const { status, stdout } = spawnSync('python3', ['-W', 'ignore', '-c', program], {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? stdout : undefined;
}

/** What pip did when it was asked what it would install. */
export interface PipVerdict {
  /** By name, what would be installed; nothing where pip refused. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly code: number;
  /** What it said on the way: of what was yanked it warns. */
  readonly said: string;
}

/**
 * Asks pip many times what it would install, in one process, since its start costs more than all that it does. Each
 * question is what stands behind `pip install`.
 */
export async function askPip(questions: readonly (readonly string[])[]): Promise<readonly PipVerdict[]> {
  const child = spawn('python3', ['-W', 'ignore', '-c', PIP], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PIP_CONFIG_FILE: process.platform === 'win32' ? 'nul' : '/dev/null', NETRC: '/nowhere' },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(JSON.stringify(questions));
  await new Promise(done => child.once('close', done));
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as PipVerdict[];
}

const PIP = `
import contextlib, io, json, os, sys, tempfile
from pip._internal.cli.main import main
verdicts = []
for question in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, 'report.json')
        said = io.StringIO()
        argv = ['install', '--dry-run', '--ignore-installed', '--no-deps', '--disable-pip-version-check', '--no-cache-dir',
                '--no-input', '--retries', '0', '--report', report, *question]
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                code = main(argv)
        except SystemExit as end:
            code = end.code
        installs = json.load(open(report))['install'] if os.path.exists(report) else []
        chosen = {one['metadata']['name']: one['metadata']['version'] for one in installs}
        verdicts.append({'code': code, 'said': said.getvalue(), 'chosen': chosen})
print(json.dumps(verdicts))
`;
