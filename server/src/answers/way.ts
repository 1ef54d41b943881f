import { type Question, questionKey } from '../model/question.ts';
import { originOf, type Route, type Routing } from '../registries/route.ts';

/** How a question may be answered: over its route, or only by what is kept of that route. */
export interface Way {
  readonly route: Route;
  readonly network: Network;
}

/** Whether the registry may be asked, or only what is kept may be shown. */
export type Network = 'online' | 'offline';

/**
 * The way of a question, if what is kept for it may be shown: `offline` still shows, anything else that closes a route
 * does not.
 */
export function wayOf(routing: Routing): Way | undefined {
  if (routing.open) return { route: routing.route, network: 'online' };
  if (routing.why !== 'offline' || routing.route === undefined) return undefined;
  return { route: routing.route, network: 'offline' };
}

/** Who may see an answer is part of its key, so no user is shown what another user's credentials opened. */
export function keyOf(route: Route, question: Question): string {
  return `${originOf(route)} ${questionKey(question)}`;
}
