import path from 'node:path';
import { createBoundary } from '../boundary.ts';
import { linesOf } from '../model/positions.ts';
import type { FileListing } from '../model/report.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import { asTold } from '../workspace/provided.ts';
import { createStatements } from '../workspace/statements.ts';
import { type StatingDocument, statementsOf, statingOf } from '../workspace/stating.ts';
import type { ListCommand } from './arguments.ts';
import type { Outcome, Task } from './check.ts';
import { LIST_FORMATS } from './formats.ts';
import { type Document, readPlace } from './places.ts';
import { printedWithout } from './printing.ts';
import { settingsByPlace } from './repository.ts';
import type { World } from './world.ts';

/** Lists what files name. Asks no registry. */
export async function list(command: ListCommand, task: Task, world: World): Promise<Outcome> {
  const listings: FileListing[] = [];
  const { complain } = task;
  const settingsAt = settingsByPlace(task.settings, command.trusted, world, complain);
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: world.home, log: complain, statements });
  const { signal } = world;
  for (const place of task.places) {
    const { settings, policyFor, excludedAbove } = await settingsAt(place);
    const onRead = async (document: Document) => {
      statements.put(statingOf(placed(document), reader, false), 'document', statementsOf(document.reading));
    };
    const onMade = async () => undefined;
    const documents = await readPlace(place, { reader, settings, excludedAbove, signal, complain, onRead, onMade });
    for (const document of documents) {
      const { file, root, shown, text } = document;
      // What it says may depend on a file that was read after it.
      const isCurrent = reader.isCurrent(document.reading);
      const again = isCurrent ? undefined : reader.read(text, document.reading.source, document.reading);
      const { kind, references } = again ?? document.reading;
      const told = reader.toldIn(path.dirname(document.path));
      const policy = policyFor(file.split('/'));
      listings.push({ file, root, shown, text, kind, references: references.map(each => asTold(each, told, policy)) });
    }
    for (const document of documents) statements.drop(statingOf(placed(document), reader, false).id, 'document');
  }
  const print = (some: readonly FileListing[]) => LIST_FORMATS[command.format](some, world);
  return { text: printedWithout(listings, print, createBoundary(task.complain)), status: 0 };
}

function placed({ path: uri, file, text }: Document): StatingDocument {
  return { uri, file, directory: path.dirname(uri), lines: linesOf(text) };
}
