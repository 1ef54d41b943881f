import type { Question } from '../model/question.ts';
import { isNamed, type NamedSubject } from '../model/reference.ts';
import { addressedBy, namedThing } from '../model/report.ts';
import { ignoranceInWords, loginFor } from '../views/ignorance.ts';
import type { StatusGap } from './protocol.ts';
import { addGap } from './status.ts';
import type { Checked, Folder } from './workspace.ts';

/**
 * What the user wanted asked again, and what came of it. An answer that is known stays shown while its registry cannot
 * be asked, and looks as if all were well: so who asks for a fresh one is told that there is none.
 */
export interface AskedAgain {
  /** What could not be asked again, by reason; shorter as answers arrive after all. */
  readonly gaps: readonly StatusGap[];
  /** Forgets how fresh the answers about some documents are. Follow with asking. */
  begin(documents: Iterable<Checked>): void;
}

export function createAskedAgain(): AskedAgain {
  let names = new Map<string, { readonly subject: NamedSubject; readonly question: Question; lens: Folder['lens'] }>();

  return {
    get gaps() {
      const gaps = new Map<string, StatusGap>();
      for (const { subject, question, lens } of names.values()) {
        const why = lens.failure(question);
        if (why === undefined || lens.peek(question).state === 'unknown') continue;
        const thing = { ...namedThing(subject), why, whereabouts: lens.whereabouts(addressedBy(subject) ?? question) };
        addGap(gaps, ignoranceInWords(thing), loginFor(thing));
      }
      return [...gaps.values()];
    },
    begin(documents) {
      names = new Map();
      for (const { folder, analysis } of documents) {
        folder.lens.refresh(analysis.questions);
        for (const { reference, questions } of analysis.judged) {
          const [first] = questions;
          const { subject } = reference;
          if (first === undefined || !isNamed(subject)) continue;
          names.set(first.key, { subject, question: first.question, lens: folder.lens });
        }
      }
    },
  };
}
