import { describe, expect, it } from 'vitest';
import { readTerminalRun } from '../../client/src/terminal-run.ts';

const FOLDER = 'file:///home/me/shop';

describe('what the command for the terminal is given', () => {
  it('is a line, with quotes around what some shell would take for something else', () => {
    const run = { program: 'npm', arguments: ['update', '@types/node'], folder: FOLDER };
    expect(readTerminalRun(run)).toEqual({ line: 'npm update "@types/node"', folder: FOLDER });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'npm update x'],
    ['another program', { program: 'rm', arguments: ['x'], folder: FOLDER }],
    ['a program by its path', { program: './npm', arguments: [], folder: FOLDER }],
    ['words that are none', { program: 'npm', arguments: 'update x', folder: FOLDER }],
    ['a word that is none', { program: 'npm', arguments: ['update', 7], folder: FOLDER }],
    ['no folder', { program: 'npm', arguments: ['update', 'x'] }],
    ['a second command', { program: 'npm', arguments: ['update', 'x; curl evil.example'], folder: FOLDER }],
    ['a line break', { program: 'npm', arguments: ['update', 'x\nid'], folder: FOLDER }],
    ['a carriage return', { program: 'npm', arguments: ['update', 'x\rid'], folder: FOLDER }],
    ['a substitution', { program: 'npm', arguments: ['update', '$(id)'], folder: FOLDER }],
    ['a variable of cmd', { program: 'npm', arguments: ['update', '%PATH%'], folder: FOLDER }],
    ['a quote', { program: 'npm', arguments: ['update', 'x" & id & "'], folder: FOLDER }],
    ['an escape', { program: 'npm', arguments: ['update', 'x\u001b[A'], folder: FOLDER }],
    ['an option that nobody here writes', { program: 'npm', arguments: ['update', '--prefix=/'], folder: FOLDER }],
    ['a blank', { program: 'npm', arguments: ['update', 'x y'], folder: FOLDER }],
    ['an empty word', { program: 'npm', arguments: ['update', ''], folder: FOLDER }],
    ['words without end', { program: 'npm', arguments: Array.from({ length: 99 }, () => 'x'), folder: FOLDER }],
  ])('is no line where it is %s', (_, given) => {
    expect(readTerminalRun(given)).toBeUndefined();
  });
});
