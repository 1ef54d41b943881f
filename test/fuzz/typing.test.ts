import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_READERS } from '../../server/src/ecosystems/readers.ts';
import { KITS } from './kits.ts';
import { misreadVersion, typings } from './typing.ts';

const SEED = 20261128;
const RUNS = 40;

test.each(ALL_READERS.map(reader => [reader.id, reader] as const))(
  '%s is read while it is typed as it is read from scratch',
  (id, reader) => {
    const kit = KITS[id];
    if (kit === undefined) throw new Error('There is no kit for this reader.');
    const property = fc.property(typings(kit), typing => misreadVersion(reader, kit, typing) === undefined);
    const { counterexample } = fc.check(property, { seed: SEED, numRuns: RUNS });
    const typing = counterexample?.[0];
    expect(typing && misreadVersion(reader, kit, typing)).toBeUndefined();
  },
  600_000,
);
