import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import type { Answer, AnyFact, Peek, SaidBesides, Standing } from '../../server/src/model/answer.ts';
import { type Digest, parseDigest } from '../../server/src/model/names.ts';
import { questionKey } from '../../server/src/model/question.ts';
import type { Told } from '../../server/src/model/statement.ts';
import type { SeverityOf } from '../../server/src/rules/judge.ts';
import { type Analysis, analyze } from '../../server/src/workspace/analyze.ts';
import { judgedBy } from './judged-by.ts';

/** What is known, by the text that identifies the question. */
export type Known = Readonly<Record<string, Answer<AnyFact>>>;

/** Analyzes a text with a table of answers; a question that the table does not list fails the test. */
export function judge(
  file: string,
  text: string,
  known: Known,
  severityOf: SeverityOf = () => undefined,
  told?: Told,
): Analysis {
  const reader = readerFor(file);
  if (reader === undefined) throw new Error(`No reader reads ${file}`);
  return analyze(text, reader.read(text, file), judgedBy(peekAt(known), severityOf, told));
}

/** Answers from a table; a question that it does not list fails the test. */
export function peekAt(known: Known): Peek {
  return (question => {
    const answer = known[questionKey(question)];
    if (answer === undefined) throw new Error(`Unexpected question: ${questionKey(question)}`);
    return answer;
  }) as Peek;
}

/** The text after the fix whose title begins so. */
export function fixed(file: string, text: string, known: Known, title: string): string {
  const fixes = judge(file, text, known).findings.flatMap(finding => finding.fixes);
  const fix = fixes.find(candidate => candidate.title.startsWith(title));
  if (fix === undefined)
    throw new Error(`No fix “${title}” among: ${fixes.map(candidate => candidate.title).join(', ')}`);
  const applied = applyEdits(text, fix.edits);
  if (applied.is === 'refused') throw new Error(`The fix was refused: ${applied.why}`);
  return applied.text;
}

const AS_OF = Date.UTC(2026, 0, 1);

export function known(fact: AnyFact): Answer<AnyFact> {
  return { state: 'known', fact, asOf: AS_OF };
}

export function absent(
  missing: 'package' | 'version' | 'repository' | 'tag' | 'digest',
  besides: SaidBesides = {},
): Answer<AnyFact> {
  return { state: 'absent', missing, asOf: AS_OF, ...besides };
}

/** A digest of one repeated hexadecimal digit. */
export function digest(digit: string): Digest {
  const parsed = parseDigest(`sha256:${digit.repeat(64)}`);
  if (parsed === undefined) throw new Error(`${digit} is no lower-case hexadecimal digit`);
  return parsed;
}

export function manifest(digit: string, shape: 'image' | 'index'): Answer<AnyFact> {
  return known({ digest: digest(digit), shape });
}

/** An index with its platforms as `linux/amd64` → digit. */
export function index(platforms: Readonly<Record<string, string>>): Answer<AnyFact> {
  const entries = Object.entries(platforms).map(([platform, digit]) => ({ platform, digest: digest(digit) }));
  return known({ shape: 'index', platforms: entries });
}

/** A package with its releases as version → `live` or the message of its deprecation. */
export function npmPackage(
  releases: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> = {},
  standing: Standing = { is: 'live' },
): Answer<AnyFact> {
  return known({
    standing,
    tags,
    releases: Object.entries(releases).map(([version, says]) => ({ version, standing: standingOf(says) })),
  });
}

export function release(version: string, says: string): Answer<AnyFact> {
  return known({ version, standing: standingOf(says) });
}

function standingOf(says: string): Standing {
  return says === 'live' ? { is: 'live' } : { is: 'deprecated', message: says };
}
