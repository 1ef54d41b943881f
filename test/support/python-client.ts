import { spawnSync } from 'node:child_process';

/** What the machine's Python has: its own version, and that of the pip in it. */
export interface PythonClient {
  readonly python: string;
  readonly pip: string;
}

/** How the tests that run pip begin their names where it is missing. */
export const PIP_HINT = 'skipped without python3 and pip 23.1 or newer: apt-get install python3-pip';

/** The `python3` on the PATH, where its pip is one that reads a simple index as those of today do. */
export function findPip(): PythonClient | undefined {
  const said = askPython(
    'import json, pip, platform, sys; print(json.dumps([platform.python_version(), pip.__version__]))',
    '',
  );
  if (said === undefined) return undefined;
  const [python, pip] = JSON.parse(said) as [string, string];
  const [major = 0, minor = 0] = pip.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 1) ? { python, pip } : undefined;
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
