import type { Peek } from '../model/answer.ts';
import type { IsPast } from '../model/clock.ts';
import type { Derive } from '../model/derive.ts';
import type { Crowded, Finding, RuleDescription, Severity } from '../model/finding.ts';
import type { LockNode } from '../model/lock-graph.ts';
import type { Reference, SubjectKind, Subjects } from '../model/reference.ts';
import type { ReleaseState } from '../model/release-state.ts';
import type { Span } from '../model/span.ts';
import type { Told } from '../model/statement.ts';

/**
 * Judges the references of one kind of subject, or of several, by what is known. A rule asks by peeking: what it looked
 * up and was not known is asked in the background, and the rule judges again when the answer came. An `unknown` answer
 * is never a finding.
 */
export interface Rule<Kind extends SubjectKind = SubjectKind> extends RuleDescription {
  readonly judges: Kind | readonly Kind[];
  readonly family?: RuleFamily;
  /** What it has to say, in no particular order; nothing, most of the time. */
  judge(sight: Sight<Subjects[Kind]>): readonly Verdict[];
  /** The message of many findings of one document that have the same cause; for rules that say so of them. */
  together?(crowd: readonly Crowded[]): string;
}

/** Of the rules of one family only the first in the table that speaks is heard at a reference. */
export type RuleFamily = 'image' | 'release';

/** What a rule sees: one reference, the text it stands in, and the answers. */
export interface Sight<Subject> {
  readonly reference: Reference;
  readonly subject: Subject;
  readonly text: string;
  /** The path of its document as people know it, with `/`; absent where nobody told. */
  readonly file?: string;
  /** Looks up what the judgement rests on: while it is unknown, the reference counts as not checked. */
  readonly peek: Peek;
  /** Looks up what only makes the advice better: a reference is checked without it. */
  readonly glance: Peek;
  /** Looks up what only makes the advice better where it is known already, and has nothing asked for it. */
  readonly recall: Peek;
  /** Works out what many references want of one fact. */
  readonly derive: Derive;
  /** Looks at the time. */
  readonly isPast: IsPast;
  /** How old a release must be that is proposed, in milliseconds, as far as the user and the repository say so. */
  readonly proposedAge: number;
  /** What other files say. */
  readonly told: Told;
  /**
   * Of a release: what its client would take, and what is said of that, by what is peeked at. Found out once for all
   * rules.
   */
  standing(): ReleaseState;
  /** In a lockfile that tells it: the way down to the reference. */
  readonly brought?: Brought;
}

/** How something came into a lockfile. */
export interface Brought {
  readonly isDirect: boolean;
  /** Whether the lockfile is for manifests in other folders than its own. */
  readonly isShared: boolean;
  /** From the direct dependency down to the reference itself; empty where nothing is known to bring it in. */
  readonly chain: readonly LockNode[];
}

/** What a rule says; where and how loud come from the reference and the settings unless it says otherwise. */
export interface Verdict
  extends Pick<
    Finding,
    'message' | 'fixes' | 'deprecated' | 'related' | 'run' | 'crowd' | 'culprit' | 'commands' | 'better'
  > {
  /** Both as in `Finding`. */
  readonly byLockfile?: true;
  readonly lackedByRegistry?: true;
  /** Overrides the rule's default, and is overridden by the settings. */
  readonly severity?: Severity;
  /** Where it stands in the text, where that is another place than its reference. A comment there silences it. */
  readonly at?: Span;
  /** The severity of what a lockfile holds only because something else brings it in; absent: the same. */
  readonly transitively?: Severity;
}
