import { PACKAGES } from '../ecosystems/index.ts';
import { code } from '../model/plain-text.ts';
import type { NextVersion, PublicationSubject } from '../model/publication.ts';
import { textUnder } from '../model/span.ts';
import type { Sight, Verdict } from './rule.ts';

/**
 * The ways to another version: one for each part, where it is written here; and the tool's own command, which writes
 * the smallest of them into the lockfile as well.
 */
export function raising(
  { subject, text }: Sight<PublicationSubject>,
  next: readonly NextVersion[],
): Pick<Verdict, 'fixes' | 'commands'> {
  const { edit } = subject;
  if (edit === undefined) return { fixes: [] };
  const expects = textUnder(text, edit);
  const fixes = next.map(({ part, version }) => ({
    title: `Raise the version to ${code(version)} (${part})`,
    safety: 'review' as const,
    edits: [{ span: edit, expects, put: version }],
  }));
  const [smallest] = next;
  const { publishing } = PACKAGES[subject.registry];
  const command = smallest === undefined ? undefined : publishing?.raise?.(subject, smallest.version);
  return { fixes, ...(command === undefined ? {} : { commands: [command] }) };
}

/** Where to look, where another file has it. */
export function writtenNote({ writtenIn }: PublicationSubject): string {
  return writtenIn === undefined ? '' : ` It is written in ${code(writtenIn)}.`;
}
