import type { Boundary } from '../boundary.ts';
import { fixesOf } from '../fixes/ignore.ts';
import type { LensFolder } from '../lens.ts';
import type { Answer, Ignorance } from '../model/answer.ts';
import type { Finding, Fix, Proof } from '../model/finding.ts';
import { chainsOf } from '../model/lock-graph.ts';
import { type Question, questionKey } from '../model/question.ts';
import { isNamed, type Reference } from '../model/reference.ts';
import { addressedBy, type FoundCulprit, namedThing, type UnknownName } from '../model/report.ts';
import type { Span } from '../model/span.ts';
import { SEVERITIES } from '../settings.ts';
import { culpritsOf } from '../workspace/culprits.ts';
import type { Checked, Ledger } from '../workspace/ledger.ts';
import { settleAll } from '../workspace/settle.ts';
import type { Document } from './places.ts';

/** What was found in one document, when everything that could be asked was asked. */
export interface Judgement {
  readonly document: Document;
  /** With "Ignore here" among the fixes; each fix that writes a digest says how far that is proved. */
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownName[];
  /** See `FileReport.culprits`. */
  readonly culprits?: readonly FoundCulprit[];
}

/** What judging needs besides the documents. */
export interface Judging {
  /** Holds the documents, by their paths, as far as they say anything. */
  readonly ledger: Ledger;
  /** See `Answers.gather`. */
  readonly arrived: () => ReadonlySet<string>;
  /** Has judged anew, once for all, what rests on what documents have stated since the last call; tells if anything. */
  readonly restate: () => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly boundary: Boundary;
  readonly proves: Proves;
}

/** As often files are read again because others say something else by now, of which each may change what they say. */
export const MOST_ROUNDS = 10;

/**
 * Which digests are downloaded and hashed, which counts as a pull on some registries: those that are going to be
 * written, all that a fix would write, or none, where a report is all that is wanted.
 */
export type Proves = 'written' | 'all' | 'nothing';

/**
 * Asks what the rules want to know of some documents, and proves the digests that it is to prove. A fix whose digest
 * could not be proved is left out, and its name is unknown. Never rejects; where the signal is aborted it comes back
 * early with what is known.
 *
 * @returns the judgements in the order of the documents
 */
export async function judgeAll(
  documents: readonly Document[],
  { ledger, arrived, restate, signal, boundary, proves }: Judging,
): Promise<readonly Judgement[]> {
  const paths = documents.map(document => document.path);
  await restate();
  // Once it is judged, a lockfile says to manifests what it found.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await settleAll(ledger, paths, signal, arrived);
    if (!(await restate())) break;
  }
  const checked = paths.flatMap(each => ledger.get(each) ?? []);
  const proofs = signal.aborted ? [] : [...proofsIn(checked, proves)];
  await Promise.all(proofs.map(([lens, its]) => lens.settle(its, signal)));
  return documents.map(document => {
    const nothing = { document, findings: [], unknown: [] };
    const now = ledger.get(document.path);
    if (now === undefined) return nothing;
    return boundary.round(document.shown, () => judgementOf(document, now, proves), nothing);
  });
}

/** The questions whose answers prove what fixes would write, by who asks them. */
function proofsIn(documents: readonly Checked[], proves: Proves): ReadonlyMap<LensFolder, readonly Question[]> {
  const proofs = new Map<LensFolder, Map<string, Question>>();
  for (const { analysis, folder } of documents) {
    for (const fix of analysis.findings.flatMap(finding => finding.fixes)) {
      const { verify } = fix;
      if (verify === undefined || !isToBeProved(fix, proves)) continue;
      const its = proofs.get(folder.lens) ?? new Map<string, Question>();
      proofs.set(folder.lens, its.set(questionKey(verify), verify));
    }
  }
  return new Map([...proofs].map(([lens, its]) => [lens, [...its.values()]]));
}

function isToBeProved({ safety }: Fix, proves: Proves): boolean {
  switch (proves) {
    case 'written':
      return safety === 'safe';
    case 'all':
      return true;
    case 'nothing':
      return false;
  }
}

function judgementOf(document: Document, now: Checked, proves: Proves): Judgement {
  const { analysis } = now;
  const folder = now.folder.lens;
  const unknown = new Map<string, UnknownName>();
  const add = (reference: Reference, why: Ignorance) => {
    const { file, root } = document;
    const { subject } = reference;
    if (!isNamed(subject)) return;
    const question = addressedBy(subject);
    const whereabouts = question === undefined ? undefined : folder.whereabouts(question);
    const entry = {
      ...{ file, root, ...namedThing(subject), why },
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
    const fixes = finding.fixes.flatMap(fix => {
      const proof = proofOf(fix, folder, isToBeProved(fix, proves));
      if (proof === undefined) return fix;
      if (typeof proof === 'string') return { ...fix, proof };
      for (const reference of references.get(placeOf(finding.at)) ?? []) add(reference, proof.why);
      return [];
    });
    return { ...finding, fixes: fixesOf({ ...finding, fixes }) };
  });
  return { document, findings, unknown: [...unknown.values()], ...culpritsFound(now) };
}

/** To count the ways to one of them takes some milliseconds at most; of more, it is not counted. */
const MOST_COUNTED = 500;

/** Of a lockfile that tells who brings what in. */
function culpritsFound({ reading, analysis, folder }: Checked): Pick<Judgement, 'culprits'> {
  const { graph } = reading;
  const found = graph === undefined ? [] : culpritsOf(analysis.judged);
  if (graph === undefined || found.length === 0) return {};
  const chains = folder.lens.derive(graph, chainsOf);
  // Which are loudest is known before any way is counted.
  const loudest = SEVERITIES.flatMap(loud => found.filter(({ finding }) => finding.severity === loud));
  const culprits = loudest.flatMap(({ reference, finding }, i) => {
    const subject = analysis.judged.at(reference)?.reference.subject;
    if (subject?.kind !== 'release') return [];
    const { registry, name, want } = subject;
    const { culprit: what, severity } = finding;
    const ways = i < MOST_COUNTED ? chains.waysTo(reference) : 0;
    return [{ registry, name, version: want.text, what, severity, ways }];
  });
  return { culprits };
}

function placeOf({ start, end }: Span): string {
  return `${start} ${end}`;
}

/**
 * How far a fix's digest is proved, or why it is not and the fix has to go; `undefined` where the fix writes none.
 *
 * @param isDue its proof was asked for; else a header's word is enough, unless the bytes are known to tell otherwise
 */
function proofOf(fix: Fix, folder: LensFolder, isDue: boolean): Proof | { readonly why: Ignorance } | undefined {
  if (fix.verify === undefined) return undefined;
  const proof = folder.peek(fix.verify);
  if (proof.state === 'known') return 'bytes';
  const why = ignoranceOfProof(proof);
  return isDue || why === 'garbled' ? { why } : 'header';
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
    case 'elsewhere':
    case 'unnamed':
      return proof.why;
  }
}
