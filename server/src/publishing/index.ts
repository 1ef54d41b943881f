import { calledWorkflow } from './called-workflow.ts';
import type { Destination } from './destination.ts';
import { npm } from './npm/index.ts';

/** Every registry that pipelines are known to publish to, and pipelines that publish for others. A new one is a file in this folder and a line here. */
export const DESTINATIONS: readonly Destination[] = [npm, calledWorkflow];

/** The destination of a subject. */
export function destinationOf(id: string): Destination | undefined {
  return DESTINATIONS.find(destination => destination.id === id);
}
