import { PACKAGES } from '../ecosystems/index.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { IgnoredPlaces } from '../model/ignored-places.ts';
import type { LockNode } from '../model/lock-graph.ts';
import { code } from '../model/plain-text.ts';
import type { Policy } from '../model/policy.ts';
import type { Reference, Subject, SubjectKind, Subjects } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import type { Brought, Rule, Sight, Verdict } from './rule.ts';

/** The severity that somebody set for a rule at a subject, if any. */
export type SeverityOf = Policy['severityOf'];

/** What of a sight is the same for every rule. */
export type Look = Pick<
  Sight<never>,
  'text' | 'file' | 'peek' | 'glance' | 'recall' | 'derive' | 'isPast' | 'proposedAge' | 'told' | 'brought'
>;

/**
 * What rules find at one reference, in the order of the table. Of a family the first rule that speaks is heard, even
 * where a comment silences it.
 */
export function findingsAt(
  reference: Reference,
  rules: readonly Rule[],
  look: Look,
  severityOf: SeverityOf,
  ignored: IgnoredPlaces,
): readonly Finding[] {
  const findings: Finding[] = [];
  const spoken: string[] = [];
  const { subject } = reference;
  const sight = { reference, subject, ...look, standing: standingOf(subject, look) };
  for (const rule of rules) {
    if (!judges(rule, sight)) continue;
    const severity = severityOf(rule.id, subject);
    if (severity === 'off' || (rule.family !== undefined && spoken.includes(rule.family))) continue;
    const verdicts = rule.judge(sight);
    if (rule.family !== undefined && verdicts.length > 0) spoken.push(rule.family);
    for (const verdict of verdicts) {
      if (!ignored.has(rule.id, verdict.at ?? reference.span))
        findings.push(findingOf(rule, reference, verdict, severity, look.brought));
    }
  }
  return findings;
}

/** Most rules about releases want to know the same. */
function standingOf(subject: Subject, { peek, derive }: Look): () => ReleaseState {
  let state: ReleaseState | undefined;
  return () => {
    if (subject.kind !== 'release') return { is: 'untold' };
    state ??= PACKAGES[subject.registry].standing(subject, peek, derive);
    return state;
  };
}

/** Whether a rule is about what is written here. */
function judges<Kind extends SubjectKind>(rule: Rule<Kind>, sight: Sight<Subject>): sight is Sight<Subjects[Kind]> {
  const kinds: Kind | readonly Kind[] = rule.judges;
  const { kind } = sight.subject;
  return typeof kinds === 'string' ? kind === kinds : kinds.some(each => each === kind);
}

function findingOf(
  rule: Rule,
  reference: Reference,
  verdict: Verdict,
  set: Severity | undefined,
  brought: Brought | undefined,
): Finding {
  const isTransitive = brought?.isDirect === false;
  const own = (isTransitive ? verdict.transitively : undefined) ?? verdict.severity ?? rule.severity;
  // A comment at the reference says nothing of another place.
  const ignoreAt = verdict.at === undefined ? reference.ignoreAt : undefined;
  return {
    rule: rule.id,
    severity: set ?? asFarAsItCounts(own, reference),
    at: verdict.at ?? reference.span,
    message: `${verdict.message}${chainNote(verdict, brought)}${decidedNote(reference)}${usedNote(reference)}`,
    ...(verdict.deprecated === true ? { deprecated: true } : {}),
    // A lockfile is its tool's to write: a digest in it stands beside other things that go with it.
    fixes: reference.role === 'lock' ? [] : verdict.fixes,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
    ...(verdict.related === undefined ? {} : { related: verdict.related }),
    ...(verdict.better === undefined || reference.role !== 'lock' ? {} : { better: verdict.better }),
    ...(verdict.commands === undefined ? {} : { commands: verdict.commands }),
    ...(verdict.run === undefined ? {} : { run: verdict.run }),
    ...(verdict.crowd === undefined || reference.role !== 'lock' ? {} : { crowd: verdict.crowd }),
    ...(verdict.culprit === undefined || reference.role !== 'lock' ? {} : { culprit: verdict.culprit }),
    ...(verdict.lackedByRegistry === undefined || reference.role !== 'lock' ? {} : { lackedByRegistry: true as const }),
    ...(verdict.byLockfile === undefined ? {} : { byLockfile: verdict.byLockfile }),
  };
}

/** What the document of another release decides is nothing that anybody who reads this can change there. */
function asFarAsItCounts(severity: Severity, { subject }: Reference): Severity {
  const isOthers = subject.kind === 'release' && subject.decidedBy !== undefined;
  return isOthers && severity !== 'hint' ? 'information' : severity;
}

/** Who brings it in, where nobody wants it directly. */
function chainNote({ run }: Verdict, brought: Brought | undefined): string {
  if (brought === undefined || brought.isDirect || brought.chain.length < 2 || run !== undefined) return '';
  return ` It comes with ${chainText(brought.chain.slice(0, -1))}.`;
}

/** Long chains are told by their ends: the top is what can be changed, the bottom is who wants it. */
function chainText(chain: readonly LockNode[]): string {
  const names = chain.map(({ name }) => code(name, LONGEST_LINK));
  const shown = names.length <= LONGEST_CHAIN ? names : [...names.slice(0, 2), '…', ...names.slice(-2)];
  return shown.join(' → ');
}

const LONGEST_CHAIN = 5;
// In characters; most names are shorter.
const LONGEST_LINK = 100;

function decidedNote({ subject }: Reference): string {
  if (subject.kind !== 'release' || subject.decidedBy === undefined) return '';
  return ` Its version is decided by ${code(subject.decidedBy)}.`;
}

/** How far what is found reaches, where others take what is decided here. */
function usedNote({ usedBy = 0 }: Reference): string {
  return usedBy < 2 ? '' : ` ${usedBy} manifests that were read take it from here.`;
}
