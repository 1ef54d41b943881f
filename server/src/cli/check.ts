import path from 'node:path';
import { createBoundary } from '../boundary.ts';
import type { Lens } from '../lens.ts';
import type { Severity } from '../model/finding.ts';
import type { Question } from '../model/question.ts';
import { isListed } from '../model/reference.ts';
import type { Report, UnknownName } from '../model/report.ts';
import { SEVERITIES, type Settings } from '../settings.ts';
import { createLedger } from '../workspace/create-ledger.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import type { Judged } from '../workspace/judge.ts';
import type { View } from '../workspace/ledger.ts';
import { createNamedExactly } from '../workspace/named-exactly.ts';
import { createRepositoryAround } from '../workspace/repository-around.ts';
import { readAhead } from '../workspace/resolution.ts';
import { createStatements } from '../workspace/statements.ts';
import type { CheckCommand } from './arguments.ts';
import { closeLens, openLens } from './asking.ts';
import { fixRepeatedly, type Written } from './fixing.ts';
import { CHECK_FORMATS } from './formats.ts';
import { type Judgement, judgeAll, MOST_ROUNDS, type Proves } from './judging.ts';
import { type Document, type Place, readPlace } from './places.ts';
import { printedWithout } from './printing.ts';
import { startProgress } from './progress.ts';
import { settingsByPlace } from './repository.ts';
import type { World } from './world.ts';

/** The text that the command prints, and its exit status. */
export interface Outcome {
  readonly text: string;
  readonly status: 0 | 1 | 2;
}

/** What a command needs besides its options: paths that were found, settings that were read. */
export interface Task {
  readonly places: readonly Place[];
  readonly settings: Settings;
  /** Takes sentences for people about their own files. */
  readonly complain: (line: string) => void;
}

/** Checks files, fixes them where that was asked for, and reports what is left. */
export async function check(command: CheckCommand, task: Task, world: World): Promise<Outcome> {
  const startedAt = performance.now();
  const user = command.offline ? { ...task.settings, offline: true } : task.settings;
  const progress = startProgress(world.err);
  const complain = (line: string) => progress.interrupt(() => task.complain(line));
  // As they were named: whoever puts a link into a repository chooses what is checked by it.
  const roots = task.places.flatMap(({ root, named }) => [root, named]);
  const lens = await openLens({ roots, settings: user, verbose: command.verbose, complain }, world);
  const arrived = lens.gather();
  const boundary = createBoundary(complain);
  /** The keys under which documents say something else since they were judged last. */
  const stated = new Set<string>();
  const statements = createStatements(keys => {
    for (const key of keys) stated.add(key);
  });
  const reader = createDocumentReader({ home: world.home, log: complain, statements });
  const named = createNamedExactly(statements);
  const around = createRepositoryAround({ reader, statements, named, home: world.home, signal: world.signal });
  const settingsAt = settingsByPlace(user, command.trusted, world, complain);
  const judgements: Judgement[] = [];
  const written: Written = { fixes: 0, files: new Set() };
  try {
    for (const place of task.places) {
      const { settings, policyFor, excludedAbove } = await settingsAt(place);
      const folder = await lens.openFolder({ root: place.root, together: roots, settings, trusted: command.trusted });
      const { signal } = world;
      const its = createLedger({
        ...{
          reader,
          statements,
          boundary,
          hasUris: false,
          isWalked: false,
          keyOf: (file: string) => file,
          now: Date.now,
        },
        onChange() {},
        onJudged: ({ folder: its }, judged) => wantAll(its, judged),
        onPart: wantAll,
        onFull() {},
      });
      // Once for many: each new document says what all before it may have looked at.
      const restate = async () => {
        const isNew = stated.size > 0;
        // What is read again may say something else to others in turn.
        for (let round = 0; round < MOST_ROUNDS && (round === 0 || stated.size > 0); round += 1) {
          const keys = [...stated];
          stated.clear();
          await its.changed(keys);
        }
        return isNew;
      };
      let read = 0;
      const put = async (document: Document) => {
        const directory = path.dirname(document.path);
        const view = { settings, policyFor, lens: await folder.at(directory) };
        const at = { folder: view, file: document.file, directory, excluded: false };
        const { references } = document.reading;
        const ahead = boundary.round(document.shown, () => readAhead(references, view.lens.derive), []);
        const known = await view.lens.recall(ahead);
        // What was judged before may go by them as well.
        if (known.size > 0) await its.changed(known);
        const checked = its.put(document.path, document.text, at, document.reading);
        // The first requests travel while the rest is read.
        if (checked !== undefined) view.lens.want(checked.analysis.questions, 'folder');
      };
      const onRead = async (document: Document) => {
        await put(document);
        read += 1;
        progress.say(() => `Reading: ${read} files`);
      };
      const documents = await readPlace(place, {
        reader,
        named,
        around,
        settings,
        excludedAbove,
        signal,
        complain,
        onRead,
        onMade: async () => {
          await restate();
          await its.walked(true);
        },
      });
      progress.say(() => `Asking registries: ${lens.pending} questions are open`);
      const judging = { ledger: its, arrived, restate, signal, boundary, proves: provesOf(command) };
      const found = await judgeAll(documents, judging);
      const left = command.fix
        ? await fixRepeatedly(found, { ...judging, place, reader, settings, put, complain, written })
        : found;
      for (const { path: file } of documents) its.drop(file);
      for (const judgement of left) judgements.push(judgement);
    }
  } finally {
    progress.stop();
    await closeLens(lens, world);
  }
  const report = reportOf(judgements, written, lens, performance.now() - startedAt);
  const text = printedWithout(
    report.files,
    files => {
      const isIn = ({ file, root }: UnknownName) => files.some(its => its.file === file && its.root === root);
      const unknown = files === report.files ? report.unknown : report.unknown.filter(isIn);
      return CHECK_FORMATS[command.format]({ ...report, files, unknown }, world);
    },
    boundary,
  );
  return { text, status: statusOf(report, command.failOn) };
}

/** Asks in the background what judging some references has brought up. */
function wantAll({ lens }: View, judged: Iterable<Judged>): void {
  const questions: Question[] = [];
  for (const { questions: its } of judged) for (const { question } of its) questions.push(question);
  lens.want(questions, 'folder');
}

/** A report needs no proof, and a check must not use up what a registry allows. */
function provesOf({ fix, prove }: CheckCommand): Proves {
  if (prove) return 'all';
  return fix ? 'written' : 'nothing';
}

/**
 * 1: a finding is at or over the threshold. Else 2: something could not be told. Else 0. With `never` always 0.
 */
function statusOf(report: Report, failOn: Severity | 'never'): Outcome['status'] {
  if (failOn === 'never') return 0;
  const loudEnough = new Set<Severity>(SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1));
  if (report.files.some(file => file.findings.some(finding => loudEnough.has(finding.severity)))) return 1;
  return report.unknown.length > 0 ? 2 : 0;
}

function reportOf(judgements: readonly Judgement[], written: Written, lens: Lens, milliseconds: number): Report {
  return {
    files: judgements.map(({ document, findings, culprits }) => ({
      file: document.file,
      root: document.root,
      shown: document.shown,
      text: document.text,
      findings,
      ...(culprits === undefined ? {} : { culprits }),
    })),
    unknown: judgements.flatMap(judgement => judgement.unknown),
    ...(written.fixes === 0 ? {} : { fixed: { fixes: written.fixes, files: written.files.size } }),
    stats: {
      files: judgements.length,
      references: judgements.reduce(
        (sum, { document }) => sum + document.reading.references.filter(isListed).length,
        0,
      ),
      questions: lens.answers.questions,
      requests: lens.http.requests,
      bytes: lens.http.bytes,
      cacheHits: lens.answers.cacheHits,
      milliseconds: Math.round(milliseconds),
    },
  };
}
