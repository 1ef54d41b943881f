import path from 'node:path';
import type { LensFolder } from '../lens.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import type { OwnVersion } from '../model/pull-back.ts';
import { policyOf } from '../policy.ts';
import type { Settings } from '../settings.ts';
import { pullBackMarkdown } from '../views/pull-back.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import { createNamedExactly } from '../workspace/named-exactly.ts';
import { IGNORED, ownVersionIn, type PulledBack, planPullBack } from '../workspace/pull-back.ts';
import { createRepositoryAround } from '../workspace/repository-around.ts';
import { createStatements } from '../workspace/statements.ts';
import { statementsOf, statingOf } from '../workspace/stating.ts';
import { closeLens, openLens } from './asking.ts';
import type { Outcome, Task } from './check.ts';
import { placed } from './list.ts';
import { type Document, type Place, readPlace } from './places.ts';
import type { PullBackCommand } from './pull-back-arguments.ts';
import { settingsByPlace } from './repository.ts';
import type { World } from './world.ts';

/**
 * Plans how a version is taken back, and runs nothing of it: 0, or 2 where something could not be asked. A problem is a
 * sentence about a manifest that means no version.
 */
export async function pullBack(
  command: PullBackCommand,
  task: Task,
  world: World,
): Promise<Outcome | { readonly problem: string }> {
  const user = command.offline ? { ...task.settings, offline: true } : task.settings;
  const [place] = task.places;
  const found = place === undefined ? undefined : await readManifest(place, command, user, task, world);
  if (found !== undefined && 'problem' in found) return found;
  const pulled = found?.pulled ?? imageOf(command, user);
  const roots = task.places.flatMap(({ root, named }) => [root, named]);
  const asks = { roots, settings: user, verbose: command.verbose, complain: task.complain };
  const lens = await openLens(asks, world);
  try {
    const opened = await lens.openFolder({
      ...(place === undefined ? {} : { root: place.root, together: roots }),
      settings: found?.settings ?? user,
      trusted: command.trusted,
    });
    const view: LensFolder = place === undefined ? opened : await opened.at(place.root);
    const now = Date.now();
    const planned = await planPullBack(pulled, command.why, { lens: view, now, signal: world.signal });
    const isTold = planned.unasked === undefined && planned.answer.state !== 'unknown';
    return { text: pullBackMarkdown(planned, now), status: isTold ? 0 : 2 };
  } finally {
    await closeLens(lens, world);
  }
}

interface Found {
  readonly pulled: PulledBack;
  readonly settings: Settings;
}

async function readManifest(
  place: Place,
  command: PullBackCommand,
  user: Settings,
  { complain }: Task,
  world: World,
): Promise<Found | { readonly problem: string }> {
  const [given = ''] = command.paths;
  const shown = code(given, LONGEST_PATH);
  if (place.single === undefined) return { problem: `${shown} is a folder. Name the manifest in it.` };
  const { settings, policyFor, excludedAbove } = await settingsByPlace(user, command.trusted, world, complain)(place);
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: world.home, log: complain, statements });
  const named = createNamedExactly(statements);
  const around = createRepositoryAround({ reader, statements, named, home: world.home, signal: world.signal });
  const onRead = async (document: Document) => {
    statements.put(statingOf(placed(document), reader, false), 'document', statementsOf(document.reading));
  };
  const onMade = async () => undefined;
  const { signal } = world;
  const reading = { reader, named, around, settings, excludedAbove, signal, complain, onRead, onMade };
  const [document] = await readPlace(place, reading);
  if (document === undefined) return { problem: `${shown} could not be read as a manifest.` };
  const file = document.path.split(path.sep).join('/');
  // What lies around may have been read after it.
  const { text } = document;
  const current = reader.isCurrent(document.reading)
    ? document.reading
    : (reader.read(text, document.reading.source, document.reading) ?? document.reading);
  const policy = policyFor(document.file.split('/'));
  const own = ownVersionIn({ text, file, reading: current }, command.version, subject => policy.ignores(subject));
  return own.is === 'own' ? { pulled: pulledOf(own), settings } : { problem: `${shown} ${problemOf(own)}.` };
}

function pulledOf({ subject, unasked }: Extract<OwnVersion, { is: 'own' }>): PulledBack {
  return { is: 'package', subject, ...(unasked === undefined ? {} : { unasked }) };
}

function problemOf(own: Exclude<ReturnType<typeof ownVersionIn>, { is: 'own' }>): string {
  switch (own.is) {
    case 'none':
      return own.why;
    case 'without-version':
      return 'has no version of its own in it. Say by `--version` which one is meant';
    case 'not-a-manifest':
      return 'is no manifest that gives a package its name';
  }
}

function imageOf({ image }: PullBackCommand, user: Settings): PulledBack {
  if (image === undefined) throw new Error('neither a manifest nor an image');
  const { ignores } = policyOf({ ...user, above: [] })([]);
  const isIgnored = ignores({ kind: 'artifact', name: image.name });
  return { is: 'image', image, ...(isIgnored ? { unasked: IGNORED } : {}) };
}
