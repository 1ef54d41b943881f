import { type ExactWantOf, exactWants } from '../../../model/exact-wants.ts';
import type { ReleaseHash } from '../../../model/hashes.ts';
import type { LockNode, LockRoot } from '../../../model/lock-graph.ts';
import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Locked, OpaqueSubject, Reading, Reference, ReleaseSubject } from '../../../model/reference.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseGoVersion } from '../go-version.ts';
import { isModulePath } from '../module-path.ts';
import { buildListBeside } from '../syntax/build-list.ts';
import { moduleText, sumsStated } from '../syntax/held-sums.ts';
import { opaqueModule } from '../syntax/requirement.ts';
import { type SumLine, sumLines } from '../syntax/sum-lines.ts';

/**
 * The hashes of all modules that the go command ever downloaded for a module, or for a workspace (the Go Modules
 * Reference, "go.sum files"): of a module's files, and of its go.mod alone. It keeps what is required no longer, so
 * what is said of a release says nothing here: that is told in go.mod, which lists what takes part in the build.
 */
export const goSum: Reader = {
  id: 'go-sum',
  files: ['go.sum', 'go.work.sum'],
  // As for go.mod.
  except: ['testdata/**/go.sum', 'testdata/**/go.work.sum'],
  languages: [],
  largest: LARGEST_LOCKFILE,
  read: (text, file, around) => atOnce(steps(text, file, around)),
  readInSteps: steps,
};

function* steps(text: string, file: string, around = NOTHING_AROUND): Generator<void, Reading> {
  // A workspace adds what none of its modules has, and no go.mod lists that.
  const isTaken = file.endsWith('.work.sum') ? undefined : buildListBeside(around);
  const references: Reference[] = [];
  const nodes: LockNode[] = [];
  const roots: LockRoot[] = [];
  const held: string[] = [];
  const wantOf = exactWants();
  let before: Checked | undefined;
  for (const line of sumLines(text)) {
    if (references.length % A_STEP === 0) yield;
    const isOfGoMod = line.version.endsWith(OF_GO_MOD);
    const version = isOfGoMod ? line.version.slice(0, -OF_GO_MOD.length) : line.version;
    const { path, span } = line;
    if (before?.path !== path || before.version !== version) before = checked(path, version, isTaken);
    const subject = subjectOf(line, before, wantOf);
    if (subject === undefined) continue;
    if (isTaken !== undefined && before.isTaken && subject.kind === 'release') {
      roots.push({ importer: '', name: path, node: nodes.length });
      nodes.push({ name: path, version, reference: references.length, needs: NOTHING });
      if (!isOfGoMod) held.push(moduleText(path, version));
    }
    references.push({ span, subject, role: 'lock' });
  }
  // Who else wants what go.mod lists, the go.mod of each module tells: each would be a request.
  const graph = isTaken === undefined ? {} : { graph: { nodes, roots } };
  const statements = isConflicted(text) ? [] : sumsStated(held);
  return { references, ignores: [], ...(statements.length === 0 ? {} : { statements }), ...graph };
}

/** A module at a version, of which there are two lines mostly. */
interface Checked {
  readonly path: string;
  readonly version: string;
  readonly isValid: boolean;
  readonly isTaken: boolean;
}

function checked(path: string, version: string, isTaken: ReturnType<typeof buildListBeside>): Checked {
  const isValid = isModulePath(path) && parseGoVersion(version) !== undefined;
  return { path, version, isValid, isTaken: isTaken?.(path, version) !== false };
}

function subjectOf(
  { version: written, hash }: SumLine,
  { path, version, isValid, isTaken }: Checked,
  wantOf: ExactWantOf,
): ReleaseSubject | OpaqueSubject | undefined {
  // A mark of a merge conflict may have three words; and what holds a blank is several.
  if (!(hash.startsWith('h1:') || HASH.test(hash)) || (!isValid && /\s/.test(path + version))) return undefined;
  if (!isValid) return opaqueModule('invalid', path, written);
  const locked = hash === OF_AN_EMPTY_GO_MOD ? NO_HASH : new RecordedSum(hash);
  const subject = { kind: 'release', registry: 'go', name: path, want: wantOf(written, version), locked } as const;
  return isTaken ? subject : { ...subject, wantedIf: 'others-want-it' };
}

/** The hash of a line. The list of it is made where somebody looks: of ten thousand lines hardly anybody does. */
class RecordedSum implements Locked {
  readonly hash: string;

  constructor(hash: string) {
    this.hash = hash;
  }

  get hashes(): readonly ReleaseHash[] {
    return [{ algorithm: this.hash.slice(0, this.hash.indexOf(':')), text: this.hash }];
  }

  get isRecord(): true {
    return true;
  }
}

const NO_HASH: Locked = { isRecord: true };
const NOTHING: readonly number[] = [];
const HASH = /^h\d{1,3}:/;
const OF_GO_MOD = '/go.mod';
/** What an early go wrote by mistake, and every later one passes over (modfetch/fetch.go, `emptyGoModHash`). */
const OF_AN_EMPTY_GO_MOD = 'h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=';
/** So many lines take some milliseconds. */
const A_STEP = 2000;
