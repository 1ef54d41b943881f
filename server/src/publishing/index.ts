import { calledWorkflow } from './called-workflow.ts';
import { cargo } from './cargo.ts';
import type { Destination } from './destination.ts';
import { images } from './images.ts';
import { maven } from './maven.ts';
import { npm } from './npm/index.ts';
import { nuget } from './nuget.ts';
import { pypi } from './pypi.ts';
import { rubygems } from './rubygems.ts';

/**
 * Every registry that pipelines are known to publish to, and pipelines that publish for others. A new one is a file in
 * this folder and a line here.
 */
export const DESTINATIONS: readonly Destination[] = [npm, pypi, cargo, maven, rubygems, nuget, images, calledWorkflow];

/** The destination of a subject. */
export function destinationOf(id: string): Destination | undefined {
  return DESTINATIONS.find(destination => destination.id === id);
}
