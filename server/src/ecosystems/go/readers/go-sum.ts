import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { OpaqueSubject, Reference, ReleaseSubject } from '../../../model/reference.ts';
import { parseGoVersion } from '../go-version.ts';
import { isModulePath } from '../module-path.ts';
import { buildListBeside } from '../syntax/build-list.ts';
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
  read: (text, file, around = NOTHING_AROUND) => {
    // A workspace adds what none of its modules has, and no go.mod lists that.
    const isTaken = file.endsWith('.work.sum') ? undefined : buildListBeside(around);
    const references = sumLines(text).flatMap((line): Reference[] => {
      const subject = subjectOf(line, isTaken);
      return subject === undefined ? [] : [{ span: line.span, subject, role: 'lock' }];
    });
    return { references, ignores: [] };
  },
};

function subjectOf(
  { path, version: written, hash }: SumLine,
  isTaken: ReturnType<typeof buildListBeside>,
): ReleaseSubject | OpaqueSubject | undefined {
  const algorithm = /^(h\d{1,3}):/.exec(hash)?.[1];
  // A mark of a merge conflict may have three words.
  if (algorithm === undefined) return undefined;
  const version = written.endsWith(OF_GO_MOD) ? written.slice(0, -OF_GO_MOD.length) : written;
  if (!isModulePath(path) || parseGoVersion(version) === undefined) return opaqueModule('invalid', path, written);
  return {
    kind: 'release',
    registry: 'go',
    name: path,
    want: { is: 'exact', text: written, version },
    locked: { ...(hash === OF_AN_EMPTY_GO_MOD ? {} : { hashes: [{ algorithm, text: hash }] }), isRecord: true },
    ...(isTaken?.(path, version) === false ? { wantedIf: 'others-want-it' } : {}),
  };
}

const OF_GO_MOD = '/go.mod';
/** What an early go wrote by mistake, and every later one passes over (modfetch/fetch.go, `emptyGoModHash`). */
const OF_AN_EMPTY_GO_MOD = 'h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=';
