import { createBoundary } from '../boundary.ts';
import type { FileListing } from '../model/report.ts';
import { listAsJson } from '../views/json.ts';
import { jsonText } from '../views/json-text.ts';
import { listForTerminal } from '../views/terminal.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import type { ListCommand } from './arguments.ts';
import type { Outcome, Task } from './check.ts';
import { documentsAt } from './places.ts';
import { printedWithout } from './printing.ts';
import { type World, wantsColours } from './world.ts';

/** Lists what files name. Asks nobody. */
export async function list(command: ListCommand, task: Task, world: World): Promise<Outcome> {
  const listings: FileListing[] = [];
  const reader = createDocumentReader({ home: world.home, log: task.complain });
  const { signal } = world;
  for (const place of task.places) {
    for await (const document of documentsAt(place, {
      reader,
      settings: task.settings,
      signal,
      complain: task.complain,
    })) {
      const { file, root, shown, text, reading } = document;
      listings.push({ file, root, shown, text, kind: reading.kind, references: reading.references });
    }
  }
  const print = (some: readonly FileListing[]) => printed(some, command, world);
  return { text: printedWithout(listings, print, createBoundary(task.complain)), status: 0 };
}

function printed(listings: readonly FileListing[], { format }: ListCommand, world: World): string {
  switch (format) {
    case 'json':
      return jsonText(listAsJson(listings));
    case 'terminal':
      return listForTerminal(listings, { colours: wantsColours(world.out, world.environment) });
  }
}
