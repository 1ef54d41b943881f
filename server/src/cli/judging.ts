import path from 'node:path';
import type { Boundary } from '../boundary.ts';
import { fixesOf } from '../fixes/ignore.ts';
import type { LensFolder } from '../lens.ts';
import type { Answer, Ignorance } from '../model/answer.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Neighbours } from '../model/neighbours.ts';
import { linesOf } from '../model/positions.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import { namedThing, type UnknownName } from '../model/report.ts';
import type { Span } from '../model/span.ts';
import { type Analysis, NOTHING_FOUND } from '../workspace/analyze.ts';
import { createPinIndex } from '../workspace/pins.ts';
import type { Document } from './places.ts';

/** What was found in one document, when everything that could be asked was asked. */
export interface Judgement {
  readonly document: Document;
  /** With "Ignore here" among the fixes; every digest that a fix would write was downloaded and hashed. */
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownName[];
}

/**
 * Judges documents of one folder, each as the project that it belongs to sees the world; projects are judged side by
 * side. Never rejects; where the signal is aborted it comes back early with what is known.
 *
 * @returns the judgements in the order of the documents
 */
export async function judge(
  documents: readonly Document[],
  folder: LensFolder,
  signal: AbortSignal,
  boundary: Boundary,
): Promise<readonly Judgement[]> {
  const projects = new Map<LensFolder, Document[]>();
  for (const document of documents) {
    const project = await folder.at(path.dirname(document.path));
    const its = projects.get(project) ?? [];
    its.push(document);
    projects.set(project, its);
  }
  const pins = pinsOf(documents, boundary);
  const judged = await Promise.all(
    [...projects].map(([project, its]) => judgeProject(its, project, pins, signal, boundary)),
  );
  const judgements = new Map(judged.flat().map(judgement => [judgement.document, judgement]));
  return documents.flatMap(document => judgements.get(document) ?? []);
}

/**
 * Asks what the rules want to know, and judges again until nothing new comes up. Then proves the digests that fixes
 * would write; a fix whose digest could not be proved is left out, and its name is unknown.
 */
async function judgeProject(
  documents: readonly Document[],
  folder: LensFolder,
  neighbours: Neighbours,
  signal: AbortSignal,
  boundary: Boundary,
): Promise<readonly Judgement[]> {
  const analyzed = (document: Document) =>
    boundary.round(document.shown, () => folder.analyze(document.text, document.reading, neighbours), NOTHING_FOUND);
  const analyses = await settled(documents, analyzed, folder, signal);
  const fixes = analyses.flatMap(analysis => analysis.findings).flatMap(finding => finding.fixes);
  const proofs = fixes.flatMap(fix => fix.verify ?? []);
  if (proofs.length > 0 && !signal.aborted) await folder.settle(distinct(proofs), signal);
  return documents.map((document, i) => {
    const analysis = analyses[i] ?? analyzed(document);
    const nothing = { document, findings: [], unknown: [] };
    return boundary.round(document.shown, () => judgementOf(document, analysis, folder), nothing);
  });
}

async function settled(
  documents: readonly Document[],
  analyzed: (document: Document) => Analysis,
  folder: LensFolder,
  signal: AbortSignal,
): Promise<readonly Analysis[]> {
  const analyses = documents.map(analyzed);
  const settledKeys = new Set<string>();
  // Every round settles questions that no round before had, and the rules know of finitely many.
  for (;;) {
    const isNew = (question: Question) => !settledKeys.has(questionKey(question));
    const waiting = analyses.flatMap((analysis, i) => (analysis.questions.some(isNew) ? [i] : []));
    if (waiting.length === 0 || signal.aborted) return analyses;
    const questions = distinct(waiting.flatMap(i => analyses[i]?.questions.filter(isNew) ?? []));
    await folder.settle(questions, signal);
    for (const question of questions) settledKeys.add(questionKey(question));
    for (const i of waiting) {
      const document = documents[i];
      if (document !== undefined) analyses[i] = analyzed(document);
    }
  }
}

function judgementOf(document: Document, analysis: Analysis, folder: LensFolder): Judgement {
  const unknown = new Map<string, UnknownName>();
  const add = (reference: Reference, why: Ignorance) => {
    const { file, root } = document;
    const entry = { file, root, ...namedThing(reference.subject), why };
    const key = JSON.stringify([entry.registry, entry.name, entry.want]);
    if (!unknown.has(key)) unknown.set(key, entry);
  };
  for (const { reference, why } of analysis.unchecked) add(reference, why);
  const references = new Map<string, Reference[]>();
  for (const reference of document.reading.references) {
    const there = references.get(placeOf(reference.span));
    if (there === undefined) references.set(placeOf(reference.span), [reference]);
    else there.push(reference);
  }

  const findings = analysis.findings.map(finding => {
    const fixes = finding.fixes.filter(fix => {
      const why = unproved(fix, folder);
      if (why === undefined) return true;
      for (const reference of references.get(placeOf(finding.at)) ?? []) add(reference, why);
      return false;
    });
    return { ...finding, fixes: fixesOf({ ...finding, fixes }) };
  });
  return { document, findings, unknown: [...unknown.values()] };
}

function placeOf({ start, end }: Span): string {
  return `${start} ${end}`;
}

/** Why a fix's digest is not proved; `undefined` where it is, or where the fix writes none. */
function unproved(fix: Fix, folder: LensFolder): Ignorance | undefined {
  if (fix.verify === undefined) return undefined;
  const proof = folder.peek(fix.verify);
  return proof.state === 'known' ? undefined : ignoranceOfProof(proof);
}

/**
 * A digest that a header told and whose bytes could not be had is not to be believed, whatever kept them away. That
 * nobody tried, or was asked to wait, says nothing against it.
 */
function ignoranceOfProof(proof: Exclude<Answer<unknown>, { state: 'known' }>): Ignorance {
  if (proof.state === 'absent') return 'garbled';
  switch (proof.why) {
    case 'refused':
    case 'unreachable':
    case 'garbled':
      return 'garbled';
    case 'not-asked':
    case 'asking':
    case 'offline':
    case 'throttled':
    case 'untrusted':
    case 'blocked':
      return proof.why;
  }
}

function pinsOf(documents: readonly Document[], boundary: Boundary): Neighbours {
  const pins = createPinIndex();
  for (const { path: key, file, shown, text, reading } of documents) {
    boundary.round(shown, () => pins.put({ key, file, reading, lines: linesOf(text) }), undefined);
  }
  return pins;
}

function distinct(questions: readonly Question[]): readonly Question[] {
  return [...new Map(questions.map(question => [questionKey(question), question])).values()];
}
