import { createBoundary } from '../../server/src/boundary.ts';
import type { LensFolder } from '../../server/src/lens-folder.ts';
import { type Answer, type AnyFact, NOT_ASKED, type Peek } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { NO_POLICY } from '../../server/src/model/policy.ts';
import { questionKey } from '../../server/src/model/question.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { createLedger } from '../../server/src/workspace/create-ledger.ts';
import { createDocumentReader } from '../../server/src/workspace/documents.ts';
import type { Ledger, OnJudged, View } from '../../server/src/workspace/ledger.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { lookUpBy } from './judged-by.ts';

/** A ledger of documents that lie nowhere on disk, with registries that answer from a table that tests change. */
export interface TestLedger {
  readonly ledger: Ledger;
  readonly lens: LensFolder;
  /** By the text of the question; follow with `ledger.changed`. */
  readonly answers: Map<string, Answer<AnyFact>>;
  /** Puts a document, or takes it away where it has no text; where a folder is told, it lies there and says so. */
  put(file: string, text: string | undefined, directory?: string): void;
  /** Has judged anew what rests on what changed, and reads what documents include by now. */
  settle(): Promise<void>;
}

/** A folder's view of registries that answer from a table; nothing else of it is of use. */
function tableLens(answers: ReadonlyMap<string, Answer<AnyFact>>): LensFolder {
  const { settings } = readSettings({}, []);
  const peek = (question => answers.get(questionKey(question)) ?? NOT_ASKED) as Peek;
  const lens: LensFolder = {
    ...{ settings, peek, lookUp: lookUpBy(peek), derive: createDerive() },
    recall: async () => new Set(),
    want: () => undefined,
    settle: async () => undefined,
    refresh: () => undefined,
    goesToDefaultRegistry: () => true,
    whereabouts: () => undefined,
    failure: () => undefined,
    at: async () => lens,
    isStale: async () => false,
  };
  return lens;
}

export function testLedger(onJudged: OnJudged<View> = () => undefined): TestLedger {
  const answers = new Map<string, Answer<AnyFact>>();
  const lens = tableLens(answers);
  const folder = { settings: lens.settings, policyFor: () => NO_POLICY, lens };
  const statements = createStatements(keys => void ledger.changed(keys));
  const reader = createDocumentReader({ home: undefined, log: () => undefined, statements });
  const boundary = createBoundary(line => {
    throw new Error(line);
  });
  const ledger: Ledger = createLedger({
    ...{ reader, statements, boundary, hasUris: true, isWalked: true, keyOf: (uri: string) => uri, now: Date.now },
    onChange() {},
    onJudged,
    onFull() {},
  });
  const texts = new Map<string, string>();
  function put(file: string, text: string | undefined, directory?: string): void {
    if (text === undefined) {
      texts.delete(file);
      ledger.drop(file);
      return;
    }
    texts.set(file, text);
    const at = { file, ...(directory === undefined ? {} : { directory }) };
    ledger.put(file, text, { folder, ...at, excluded: false }, reader.read(text, at));
  }
  return {
    ledger,
    lens,
    answers,
    put,
    async settle() {
      await ledger.changed([]);
      for (;;) {
        const more = await reader.nowIncluded();
        if (more.length === 0) return;
        for (const { file, directory } of more) put(file, texts.get(file), directory);
        await ledger.changed([]);
      }
    },
  };
}
