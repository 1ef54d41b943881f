import type { Place, Test, Tree } from './expression-tree.ts';

/** One step of a program that finds what an expression means. */
export type Instruction =
  | { readonly does: 'character'; readonly test: Test }
  | { readonly does: 'place'; readonly place: Place }
  | { does: 'fork'; first: number; second: number }
  | { does: 'jump'; to: number }
  | { readonly does: 'accept' };

/** The program of an expression; `undefined` where it becomes too long. */
export function programOf(tree: Tree): readonly Instruction[] | undefined {
  const program: Instruction[] = [];
  if (!emit(tree, program)) return undefined;
  program.push({ does: 'accept' });
  return program;
}

/** Counted repetitions are written out; each tag that is looked at costs as much for each of its characters. */
const LONGEST_PROGRAM = 400;

/** Writes a tree behind a program; `false` where it becomes too long. */
function emit(tree: Tree, program: Instruction[]): boolean {
  if (program.length > LONGEST_PROGRAM) return false;
  switch (tree.is) {
    case 'empty':
      return true;
    case 'character':
      program.push({ does: 'character', test: tree.test });
      return true;
    case 'place':
      program.push({ does: 'place', place: tree.place });
      return true;
    case 'sequence':
      return tree.parts.every(part => emit(part, program));
    case 'choice':
      return emitChoice(tree.parts, program);
    case 'repeat':
      return emitRepeat(tree.part, tree.least, tree.most, program);
  }
}

function emitChoice(parts: readonly Tree[], program: Instruction[]): boolean {
  const ends: Extract<Instruction, { does: 'jump' }>[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      if (!emit(part, program)) return false;
      break;
    }
    const fork: Instruction = { does: 'fork', first: program.length + 1, second: 0 };
    program.push(fork);
    if (!emit(part, program)) return false;
    const end: Extract<Instruction, { does: 'jump' }> = { does: 'jump', to: 0 };
    program.push(end);
    ends.push(end);
    fork.second = program.length;
  }
  for (const end of ends) end.to = program.length;
  return true;
}

function emitRepeat(part: Tree, least: number, most: number, program: Instruction[]): boolean {
  for (let times = 0; times < least; times += 1) if (!emit(part, program)) return false;
  if (most === Number.POSITIVE_INFINITY) {
    const to = program.length;
    const fork: Instruction = { does: 'fork', first: to + 1, second: 0 };
    program.push(fork);
    if (!emit(part, program)) return false;
    program.push({ does: 'jump', to });
    fork.second = program.length;
    return true;
  }
  const forks: Extract<Instruction, { does: 'fork' }>[] = [];
  for (let times = least; times < most; times += 1) {
    const fork: Extract<Instruction, { does: 'fork' }> = { does: 'fork', first: program.length + 1, second: 0 };
    program.push(fork);
    forks.push(fork);
    if (!emit(part, program)) return false;
  }
  for (const fork of forks) fork.second = program.length;
  return true;
}
