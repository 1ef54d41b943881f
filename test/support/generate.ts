/** Brings up to date what follows from the tables of readers, rules and settings: `npm run generate`. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generatedFiles } from './generated.ts';

for (const { file, now, should } of await generatedFiles()) {
  if (now === should) continue;
  await writeFile(file, should);
  console.log(`Wrote ${path.relative('.', file)}.`);
}
