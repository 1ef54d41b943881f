import { startSampleRegistries } from '../support/sample-registries/server.ts';
import { NETWORK_SEED } from './network-work.ts';
import { WORKLOAD_SEED } from './workload.ts';

/** What the process tells when it is ready. */
export interface RegistriesReady {
  readonly origin: string;
  readonly settings: object;
}

/**
 * The sample registries in a process of their own, so that they do not share the event loop with what is measured.
 * Takes `take` and answers with what was asked since; ends when its parent does.
 */
const registries = await startSampleRegistries({
  seed: {
    images: { ...WORKLOAD_SEED.images, ...NETWORK_SEED.images },
    packages: { ...WORKLOAD_SEED.packages, ...NETWORK_SEED.packages },
  },
  latencyMilliseconds: 30,
});

process.on('message', message => {
  if (message === 'take') process.send?.({ requests: registries.requests.splice(0) });
});
process.on('disconnect', () => process.exit());
const ready: RegistriesReady = { origin: registries.origin, settings: registries.settings };
process.send?.(ready);
