import { startSampleRegistries } from '../support/sample-registries/server.ts';
import { WORKLOAD_SEED } from './workload.ts';

/**
 * The sample registries in a process of their own, so that they do not share the event loop with what is measured. Takes
 * `take` and answers with what was asked since; ends when its parent does.
 */
const registries = await startSampleRegistries({ seed: WORKLOAD_SEED, latencyMilliseconds: 30 });

process.on('message', message => {
  if (message === 'take') process.send?.({ requests: registries.requests.splice(0) });
});
process.on('disconnect', () => process.exit());
process.send?.({ origin: registries.origin, settings: registries.settings });
