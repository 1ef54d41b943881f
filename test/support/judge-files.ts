import path from 'node:path';
import { readerAround, readerFor, readText } from '../../server/src/ecosystems/readers.ts';
import type { Peek } from '../../server/src/model/answer.ts';
import { chainsOf } from '../../server/src/model/lock-graph.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../server/src/model/reader.ts';
import { policyOf } from '../../server/src/policy.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { type Analysis, analyze } from '../../server/src/workspace/analyze.ts';
import { culpritStatements } from '../../server/src/workspace/culprits.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { statementsOf } from '../../server/src/workspace/stating.ts';
import { judgedBy } from './judged-by.ts';

/** A file of a small workspace. */
export interface WorkspaceFile {
  /** The path with `/` from the workspace folder on. */
  readonly file: string;
  readonly text: string;
}

/** A file and what was found in it. */
export interface JudgedFile extends WorkspaceFile {
  readonly analysis: Analysis;
  /** How many names its reader found in it. */
  readonly references: number;
}

/**
 * Judges the files of a workspace as the editor and the command line do: each is read by the reader of its kind, and
 * judged by the answers and by what the others say. `settings` is what a user writes; what is wrong with it fails the
 * test.
 */
export function judgeFiles(files: readonly WorkspaceFile[], peek: Peek, settings: unknown = {}): readonly JudgedFile[] {
  const { settings: read, problems } = readSettings(settings, RULE_IDS);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const policyFor = policyOf({ ...read, above: [] });
  const statements = createStatements(() => undefined);
  const readAll = () =>
    files.map(({ file, text }) => {
      const reader = readerFor(file, undefined, text) ?? readerAround(path.posix.basename(file));
      if (reader === undefined) throw new Error(`No reader reads ${file}`);
      const told = statements.toldIn(foldersAbove(file));
      const { reading } = readText(reader, text, file, undefined, {
        ...NOTHING_AROUND,
        folder: foldersAbove(file)[0],
        told,
      });
      const from = { id: file, folder: foldersAbove(file)[0], file, rangeOf: linesOf(text).rangeOf };
      statements.put(from, 'document', statementsOf(reading));
      return { file, text, reading };
    });
  // What the files say to each other is known when all were read once.
  readAll();
  const judgeAll = () =>
    readAll().map(({ file, text, reading }) => {
      const chains = reading.graph === undefined ? undefined : chainsOf(reading.graph);
      const by = {
        ...judgedBy(peek, undefined, statements.toldIn(foldersAbove(file))),
        policy: policyFor(file.split('/')),
        place: { file, folder: foldersAbove(file)[0] },
        file,
        ...(chains === undefined ? {} : { chains }),
      };
      const analysis = analyze(text, reading, by);
      if (reading.graph !== undefined && chains !== undefined) {
        const from = { id: file, folder: foldersAbove(file)[0], file, rangeOf: linesOf(text).rangeOf };
        const tells = culpritStatements(reading, reading.graph, chains, analysis.judged, file);
        statements.put(from, 'judged', tells);
      }
      return { file, text, analysis, references: reading.references.length };
    });
  // A manifest is told what is wrong in its lockfile when that is judged.
  if (files.length > 1) judgeAll();
  return judgeAll();
}

/** The folders that a file lies in, the nearest first, as if the workspace were at the root. */
function foldersAbove(file: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = path.posix.dirname(`/${file}`); ; folder = path.posix.dirname(folder)) {
    folders.push(folder);
    if (folder === '/') return folders;
  }
}
