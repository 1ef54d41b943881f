import { parseArgs } from 'node:util';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import { fuzzReader } from './fuzz.ts';
import { growthOf, isSteep, shapesOf } from './growth.ts';
import { KITS, repeatedFor } from './kits.ts';

/**
 * `npm run fuzz [-- --reader ID] [--seed N] [--cases N] [--path P] [--longest N]`: the fuzz and the growth tests of
 * readers with any seed, any number of cases, and texts of any length.
 */
const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    cases: { type: 'string', default: '100000' },
    path: { type: 'string' },
    longest: { type: 'string', default: '262144' },
  },
});

let faults = 0;
for (const reader of READERS.filter(({ id }) => values.reader === undefined || id === values.reader)) {
  const kit = KITS[reader.id];
  if (kit === undefined) throw new Error(`no kit for ${reader.id}`);
  const begun = performance.now();
  const fuzzed = fuzzReader(reader, kit, { seed: Number(values.seed), cases: Number(values.cases), path: values.path });
  if (fuzzed.fault !== undefined) report(fuzzed.fault);
  const shapes = values.path === undefined ? shapesOf(kit, repeatedFor(kit)) : [];
  for (const shape of shapes) {
    const growth = growthOf(reader, kit.file, shape, Number(values.longest));
    if (isSteep(growth)) report(`${reader.id} grows: ${JSON.stringify(growth)} ${shape.name}`);
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${reader.id}: ${fuzzed.cases} texts and ${shapes.length} shapes in ${seconds} s, --seed ${values.seed}`);
}
process.exitCode = faults === 0 ? 0 : 1;

function report(fault: string): void {
  faults += 1;
  console.error(fault);
}
