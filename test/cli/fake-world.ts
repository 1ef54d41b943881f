import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runIn } from '../../server/src/cli/command.ts';
import type { World } from '../../server/src/cli/world.ts';
import type { Lens, LensFolder, LensOptions } from '../../server/src/lens.ts';
import { type Answer, type AnyFact, NOT_ASKED, type Peek } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { Known } from '../support/judge.ts';
import { lookUpBy } from '../support/judged-by.ts';

/** What a run of the command line in a made-up world came to. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** The texts of the questions that were asked, each once, in their order. */
  readonly asked: readonly string[];
  /** The texts of those that were put while files were still read, each time. */
  readonly wanted: readonly string[];
}

export interface FakeWorld {
  /** An absolute path. */
  readonly folder: string;
  run(...argv: string[]): Promise<Ran>;
  read(file: string): string;
  write(file: string, text: string): void;
  remove(): void;
}

export interface FakeWorldOptions {
  /** Path → text, below the folder that the command runs in. */
  readonly files: Readonly<Record<string, string>>;
  /** What registries would answer. A question that is not listed fails the test. */
  readonly known?: Known;
  readonly world?: Partial<World>;
}

/** A temporary folder, and registries that answer from a table. */
export function fakeWorld({ files, known = {}, world = {} }: FakeWorldOptions): FakeWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'cli-'));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);

  return {
    folder,
    write,
    read: file => readFileSync(path.join(folder, file), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async run(...argv) {
      const asked: string[] = [];
      const wanted: string[] = [];
      let out = '';
      let err = '';
      const status = await runIn(
        {
          cwd: folder,
          environment: {},
          home: path.join(path.dirname(folder), 'no-such-home'),
          platform: 'linux',
          version: '1.2.3',
          signal: new AbortController().signal,
          createLens: options => fakeLens(options, known, asked, wanted),
          out: { write: (text, written) => take(() => (out += text), written) },
          err: { write: (text, written) => take(() => (err += text), written) },
          ...world,
        },
        argv,
      );
      return { status, out, err, asked, wanted };
    },
  };
}

function take(keep: () => void, written?: () => void): void {
  keep();
  written?.();
}

/** Knows nothing until it is asked, as real answers do. */
function fakeLens(options: LensOptions, known: Known, asked: string[], wanted: string[]): Lens {
  const settled = new Map<string, Answer<AnyFact>>();
  let arrived = new Set<string>();
  return {
    async openFolder({ settings, trusted }) {
      const closed = !trusted ? 'untrusted' : options.settings.offline ? 'offline' : undefined;
      const peek = ((question: Question) =>
        closed === undefined
          ? (settled.get(questionKey(question)) ?? NOT_ASKED)
          : { state: 'unknown', why: closed }) as Peek;
      const folder: LensFolder = {
        settings,
        peek,
        derive: createDerive(),
        lookUp: lookUpBy(peek),
        recall: async () => new Set(),
        want: questions => void wanted.push(...questions.map(questionKey)),
        async settle(questions) {
          for (const question of questions) {
            const key = questionKey(question);
            if (closed !== undefined || settled.has(key)) continue;
            const answer = known[key];
            if (answer === undefined) throw new Error(`Unexpected question: ${key}`);
            settled.set(key, answer);
            arrived.add(key);
            asked.push(key);
          }
        },
        refresh: () => undefined,
        goesToDefaultRegistry: () => false,
        whereabouts: () => undefined,
        failure: () => undefined,
        at: async () => folder,
        isStale: async () => false,
      };
      return folder;
    },
    onArrival: () => () => undefined,
    gather: () => () => {
      const keys = arrived;
      arrived = new Set();
      return keys;
    },
    http: { requests: 7, bytes: 1234 },
    limits: [],
    get answers() {
      return { questions: asked.length, cacheHits: 0 };
    },
    pending: 0,
    forsake: () => undefined,
    close: async () => undefined,
    forget: async () => undefined,
  };
}
