import type { PublishRuleId } from '../publishing/destination.ts';
import { destinationOf } from '../publishing/index.ts';
import type { Rule } from './rule.ts';

/** A rule that says of steps that publish what their registry's own room has to say under its name. */
export function publishRule(description: Pick<Rule, 'severity' | 'summary'> & { id: PublishRuleId }): Rule<'publish'> {
  const { id } = description;
  return {
    ...description,
    judges: 'publish',
    judge: ({ subject, text, told, peek, derive }) =>
      (destinationOf(subject.to)?.remarks(subject, { rule: id, text, told, peek, derive }) ?? [])
        .filter(({ rule }) => rule === id)
        .map(({ rule: _, at, ...verdict }) => ({ ...verdict, ...(at === undefined ? {} : { at }) })),
  };
}
