import type { Boundary } from '../boundary.ts';
import { fixesOf } from '../fixes/ignore.ts';
import type { LensFolder } from '../lens.ts';
import type { Answer, Ignorance } from '../model/answer.ts';
import type { Finding, Fix } from '../model/finding.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';
import { addressedBy, namedThing, type UnknownName } from '../model/report.ts';
import type { Span } from '../model/span.ts';
import type { Analysis } from '../workspace/analyze.ts';
import type { Checked, Ledger } from '../workspace/ledger.ts';
import { settleAll } from '../workspace/settle.ts';
import type { Document } from './places.ts';

/** What was found in one document, when everything that could be asked was asked. */
export interface Judgement {
  readonly document: Document;
  /** With "Ignore here" among the fixes; every digest that a fix would write was downloaded and hashed. */
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownName[];
}

/** What judging needs besides the documents. */
export interface Judging {
  /** Holds the documents, by their paths, as far as they say anything. */
  readonly ledger: Ledger;
  /** Has judged anew, once for all, what rests on what documents have stated since the last call. */
  readonly restate: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly boundary: Boundary;
}

/**
 * Asks what the rules want to know of some documents. Then proves the digests that fixes would write; a fix whose
 * digest could not be proved is left out, and its name is unknown. Never rejects; where the signal is aborted it comes
 * back early with what is known.
 *
 * @returns the judgements in the order of the documents
 */
export async function judgeAll(
  documents: readonly Document[],
  { ledger, restate, signal, boundary }: Judging,
): Promise<readonly Judgement[]> {
  await restate();
  const paths = documents.map(document => document.path);
  await settleAll(ledger, paths, signal);
  const checked = paths.flatMap(each => ledger.get(each) ?? []);
  if (!signal.aborted) await Promise.all([...proofsIn(checked)].map(([lens, proofs]) => lens.settle(proofs, signal)));
  return documents.map(document => {
    const nothing = { document, findings: [], unknown: [] };
    const now = ledger.get(document.path);
    if (now === undefined) return nothing;
    return boundary.round(document.shown, () => judgementOf(document, now.analysis, now.folder.lens), nothing);
  });
}

/** The questions whose answers prove what fixes would write, by who asks them. */
function proofsIn(documents: readonly Checked[]): ReadonlyMap<LensFolder, readonly Question[]> {
  const proofs = new Map<LensFolder, Map<string, Question>>();
  for (const { analysis, folder } of documents) {
    for (const { verify } of analysis.findings.flatMap(finding => finding.fixes)) {
      if (verify === undefined) continue;
      const its = proofs.get(folder.lens) ?? new Map<string, Question>();
      proofs.set(folder.lens, its.set(questionKey(verify), verify));
    }
  }
  return new Map([...proofs].map(([lens, its]) => [lens, [...its.values()]]));
}

function judgementOf(document: Document, analysis: Analysis, folder: LensFolder): Judgement {
  const unknown = new Map<string, UnknownName>();
  const add = (reference: Reference, why: Ignorance) => {
    const { file, root } = document;
    const question = addressedBy(reference.subject);
    const whereabouts = question === undefined ? undefined : folder.whereabouts(question);
    const entry = {
      ...{ file, root, ...namedThing(reference.subject), why },
      ...(whereabouts === undefined ? {} : { whereabouts }),
    };
    const key = JSON.stringify([entry.registry, entry.name, entry.want]);
    if (!unknown.has(key)) unknown.set(key, entry);
  };
  for (const { reference, why } of analysis.unchecked) add(reference, why);
  const references = new Map<string, Reference[]>();
  for (const reference of analysis.references) {
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
