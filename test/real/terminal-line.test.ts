import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandText } from '../../server/src/model/tool-command.ts';

const WORDS = ['update', '@types/node', 'git.example/~me/left@v1.3.1+incompatible', 'a=b', 'c:d', 'left-pad@1.3.0'];

/** Shells that this machine may have, each with how it is handed a line. */
const SHELLS: readonly (readonly [string, readonly string[]])[] = [
  ['sh', ['-c']],
  ['bash', ['-i', '-c']],
  ['zsh', ['-i', '-c']],
  ['fish', ['-c']],
  ['pwsh', ['-NoProfile', '-Command']],
];

describe('a line for the terminal', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'terminal-line-'));
    // Stands for npm, and prints each word that it is given in a line of its own.
    writeFileSync(path.join(folder, 'npm'), '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "<$word>"; done\n');
    chmodSync(path.join(folder, 'npm'), 0o755);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const found = SHELLS.filter(([shell]) => spawnSync(shell, ['-c', 'exit 0']).error === undefined);

  it.each(found)('reaches the tool word by word through %s', (shell, options) => {
    const line = commandText({ program: 'npm', arguments: WORDS });
    expect(line).toBeDefined();
    const { stdout } = spawnSync(shell, [...options, line ?? ''], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder },
    });
    expect(stdout.trim().split('\n')).toEqual(WORDS.map(word => `<${word}>`));
  });
});
