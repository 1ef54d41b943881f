import path from 'node:path';
import { createBoundary } from '../boundary.ts';
import { linesOf } from '../model/positions.ts';
import { isListed } from '../model/reference.ts';
import { chainTexts, type FileListing } from '../model/report.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import { createNamedExactly } from '../workspace/named-exactly.ts';
import { asTold } from '../workspace/provided.ts';
import { createRepositoryAround } from '../workspace/repository-around.ts';
import { createStatements } from '../workspace/statements.ts';
import { type StatingDocument, statementsOf, statingOf } from '../workspace/stating.ts';
import type { ListCommand } from './arguments.ts';
import { closeLens, openLens } from './asking.ts';
import type { Outcome, Task } from './check.ts';
import { LIST_FORMATS } from './formats.ts';
import { MOST_ROUNDS } from './judging.ts';
import { type Document, readPlace } from './places.ts';
import { printedWithout } from './printing.ts';
import { settingsByPlace } from './repository.ts';
import { resolveAll } from './resolving.ts';
import type { World } from './world.ts';

/** Lists what files name, and what clients would take for it where that was asked for; else it asks no registry. */
export async function list(command: ListCommand, task: Task, world: World): Promise<Outcome> {
  const listings: FileListing[] = [];
  const { complain } = task;
  const user = command.offline ? { ...task.settings, offline: true } : task.settings;
  const settingsAt = settingsByPlace(user, command.trusted, world, complain);
  const roots = task.places.flatMap(({ root, named }) => [root, named]);
  const lens = command.resolve
    ? await openLens({ roots, settings: user, verbose: command.verbose, complain }, world)
    : undefined;
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: world.home, log: complain, statements });
  const named = createNamedExactly(statements);
  const around = createRepositoryAround({ reader, statements, named, home: world.home, signal: world.signal });
  const { signal } = world;
  try {
    for (const place of task.places) {
      const { settings, policyFor, excludedAbove } = await settingsAt(place);
      const onRead = async (document: Document) => {
        statements.put(statingOf(placed(document), reader, false), 'document', statementsOf(document.reading));
      };
      const onMade = async () => undefined;
      const reading = { reader, named, around, settings, excludedAbove, signal, complain, onRead, onMade };
      const documents = [...(await readPlace(place, reading))];
      // What one says may depend on a file that was read after it, and what that says on others.
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        for (const [i, document] of documents.entries()) {
          if (reader.isCurrent(document.reading)) continue;
          const again = reader.read(document.text, document.reading.source, document.reading);
          if (again === undefined) continue;
          documents[i] = { ...document, reading: again };
          await onRead({ ...document, reading: again });
        }
      }
      const its = documents.map(document => {
        const { file, root, shown, text } = document;
        const { kind } = document.reading;
        const references = document.reading.references.filter(isListed);
        const told = reader.toldIn(path.dirname(document.path));
        const policy = policyFor(file.split('/'));
        const listing = {
          file,
          root,
          shown,
          text,
          kind,
          references: references.map(each => asTold(each, told, policy)).filter(isListed),
          ...(command.chains ? { chains: chainTexts(document.reading) } : {}),
        };
        return { listing, path: document.path, written: references, told, policy };
      });
      const folder = await lens?.openFolder({ root: place.root, together: roots, settings, trusted: command.trusted });
      const resolved = folder === undefined ? its.map(({ listing }) => listing) : await resolveAll(its, folder, signal);
      for (const listing of resolved) listings.push(listing);
      for (const document of documents) statements.drop(statingOf(placed(document), reader, false).id, 'document');
    }
  } finally {
    if (lens !== undefined) await closeLens(lens, world);
  }
  const print = (some: readonly FileListing[]) => LIST_FORMATS[command.format](some, world);
  return { text: printedWithout(listings, print, createBoundary(task.complain)), status: statusOf(listings) };
}

/** 2: something could not be told. Else 0. */
function statusOf(listings: readonly FileListing[]): Outcome['status'] {
  return listings.some(({ resolutions = [] }) => resolutions.some(each => each?.standing === 'unknown')) ? 2 : 0;
}

/** A document as what states something. */
export function placed({ path: uri, file, text }: Document): StatingDocument {
  return { uri, file, directory: path.dirname(uri), lines: linesOf(text) };
}
