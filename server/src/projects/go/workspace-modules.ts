import path from 'node:path';
import { readInside } from '../../files/inside.ts';

const WORKSPACE = 'go.work';
const MANIFEST = 'go.mod';

/** The names of the files that say what a workspace is made of. */
export const WORKSPACE_FILES: readonly string[] = [WORKSPACE, MANIFEST];

/**
 * The modules that the workspace rooted in a folder has on its own disk, whatever version of them is wanted: those that
 * its `go.work` uses, and those in whose place one of these, or `go.work` itself, puts a folder, which counts for all
 * of them (the Go Modules Reference, "Workspaces"). Empty where no workspace is rooted there. Half-typed lines give up
 * themselves alone. Never rejects.
 *
 * @param root a real path
 * @param log takes a sentence about a workspace that is too large to be read whole
 */
export async function workspaceModules(root: string, log: (line: string) => void): Promise<ReadonlySet<string>> {
  const work = await linesAt(root, WORKSPACE);
  return work === undefined ? new Set() : modulesOf(work, root, log);
}

/**
 * The same for the file that the variable `GOWORK` names, which counts wherever go is run, with what other modules take
 * the place of. `undefined` where the file cannot be read.
 *
 * @param file an absolute path
 */
export async function modulesOfWorkspaceFile(
  file: string,
  log: (line: string) => void,
): Promise<ReadonlySet<string> | undefined> {
  const root = path.dirname(file);
  const work = await linesAt(root, path.basename(file));
  if (work === undefined) return undefined;
  const replaced = argumentsOf('replace', work).flatMap(([name]) => name ?? []);
  return new Set([...(await modulesOf(work, root, log)), ...replaced]);
}

async function modulesOf(
  work: readonly Line[],
  root: string,
  log: (line: string) => void,
): Promise<ReadonlySet<string>> {
  const used = [...new Set(argumentsOf('use', work).map(([folder = '']) => path.resolve(root, folder)))];
  if (used.length > MOST_MODULES) log(`${root}: its workspace uses too many modules. Only a part of them is known.`);
  const names = new Set(replacedByFolders(work));
  for (let next = 0; next < Math.min(used.length, MOST_MODULES); next += PER_BATCH) {
    const batch = used.slice(next, Math.min(next + PER_BATCH, MOST_MODULES));
    for (const lines of await Promise.all(batch.map(folder => linesAt(folder, MANIFEST)))) {
      const [own = []] = argumentsOf('module', lines ?? []);
      for (const name of [...own.slice(0, 1), ...replacedByFolders(lines ?? [])]) names.add(name);
    }
  }
  return names;
}

interface Line {
  readonly verb: string;
  readonly words: readonly string[];
}

async function linesAt(folder: string, name: string): Promise<readonly Line[] | undefined> {
  const read = await readInside(folder, path.join(folder, name), LARGEST);
  return read.is === 'text' ? linesIn(read.text) : undefined;
}

/** Lines of go.mod or go.work, entries of blocks among them. What is broken is read as far as it goes. */
function linesIn(text: string): readonly Line[] {
  const lines: Line[] = [];
  let block: string | undefined;
  for (const written of text.split('\n')) {
    const [first, ...rest] = written.replace(/\/\/.*/, '').match(WORD) ?? [];
    if (first === undefined) continue;
    if (first === ')') block = undefined;
    else if (rest.length === 1 && rest[0] === '(') block = first;
    else if (block === undefined || VERBS.has(first)) {
      block = undefined;
      lines.push({ verb: first, words: rest.map(unquoted) });
    } else lines.push({ verb: block, words: [first, ...rest].map(unquoted) });
  }
  return lines;
}

function argumentsOf(verb: string, lines: readonly Line[]): (readonly string[])[] {
  return lines.flatMap(line => (line.verb === verb && line.words.length > 0 ? [line.words] : []));
}

/** One that stands for a single version counts for all: a name that is not asked about costs less than one too many. */
function replacedByFolders(lines: readonly Line[]): string[] {
  return argumentsOf('replace', lines).flatMap(words => {
    const arrow = words.indexOf('=>');
    const [name, by] = [words[0], words[arrow + 1]];
    if (arrow < 1 || name === undefined || by === undefined) return [];
    return /^(?:\.{0,2}[/\\]|\.{1,2}$|[A-Za-z]:)/.test(by) ? [name] : [];
  });
}

function unquoted(word: string): string {
  return word.replace(/^"(.*)"$/, '$1');
}

/** Words, strings and brackets. */
const WORD = /"[^"]*"|[()]|[^\s()"]+/g;
/** A line that begins so is no entry of a block, which is then one that is not closed yet. */
const VERBS = new Set(['module', 'go', 'toolchain', 'require', 'exclude', 'replace', 'retract', 'use']);
const MOST_MODULES = 2000;
/** So many files are read side by side. */
const PER_BATCH = 16;
/** In bytes. */
const LARGEST = 1024 * 1024;
