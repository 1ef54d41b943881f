import path from 'node:path';
import { readDocument, whyNoText } from '../files/document.ts';
import { realPath } from '../files/folders-upward.ts';
import { repositoryAround } from '../files/inside.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import { linesOf } from '../model/positions.ts';
import type { RetainedImage, RetentionPolicy } from '../model/retention.ts';
import type { Simulation } from '../model/simulation.ts';
import { whyNotSimulated } from '../views/simulation-words.ts';
import { createDocumentReader } from '../workspace/documents.ts';
import { createNamedExactly } from '../workspace/named-exactly.ts';
import { createRepositoryAround } from '../workspace/repository-around.ts';
import { type NamedRepositories, namedIn } from '../workspace/simulate.ts';
import { simulateAsked, simulateListed } from '../workspace/simulations.ts';
import { createStatements } from '../workspace/statements.ts';
import { policiesAmong, policiesWhateverName } from '../workspace/written-policies.ts';
import type { RetentionCommand } from './arguments.ts';
import { closeLens, openLens } from './asking.ts';
import type { Outcome, Task } from './check.ts';
import { RETENTION_FORMATS } from './formats.ts';
import { readImages } from './images-file.ts';
import { type Place, readPlace } from './places.ts';
import { startProgress } from './progress.ts';
import { settingsByPlace } from './repository.ts';
import type { World } from './world.ts';

/** What went wrong with what the command was given, as a sentence. */
interface Misuse {
  readonly problem: string;
}

/** Tries the retention policies of a file on images that another file lists, or on what the registry has. */
export async function retention(command: RetentionCommand, task: Task, world: World): Promise<Outcome | Misuse> {
  const { now = Date.now(), repository } = command;
  const [place] = task.places;
  const file = code(command.paths[0] ?? '', LONGEST_PATH);
  if (place?.single === undefined) return { problem: `${file} is a folder. Name the file that holds the policy.` };
  const listed = await imagesIn(command, world);
  if ('problem' in listed) return listed;
  const policies = await policiesIn(place, file, task, world);
  if ('problem' in policies) return policies;

  const progress = startProgress(world.err);
  const complain = (line: string) => progress.interrupt(() => task.complain(line));
  try {
    progress.say(() => 'Reading what is pinned');
    const around = { ...task, complain };
    const named = await namedAround(place, command, around, world);
    const { images } = listed;
    const simulations =
      images !== undefined
        ? simulateListed(policies, images, repository === undefined ? named.pins : named.pinsOf(repository), now)
        : await asked({ ...command, now }, place, policies, named, around, world, progress.say);
    for (const simulation of simulations) {
      const why = whyNotSimulated(simulation);
      if (why !== undefined && command.format !== 'terminal') complain(why);
    }
    const text = RETENTION_FORMATS[command.format]({ simulations, now }, world);
    return { text, status: simulations.every(isWhole) ? 0 : 2 };
  } finally {
    progress.stop();
  }
}

/** Whether all that was to be asked could be. */
function isWhole({ outcome }: Simulation): boolean {
  if (outcome.is !== 'simulated') return false;
  const { source } = outcome;
  return source.is === 'listed' || (source.untold === 0 && !source.hasMore);
}

async function imagesIn(
  { imagesFile }: RetentionCommand,
  { cwd }: World,
): Promise<Misuse | { readonly images: readonly RetainedImage[] | undefined }> {
  if (imagesFile === undefined) return { images: undefined };
  const told = code(imagesFile, LONGEST_PATH);
  const read = await readDocument(path.resolve(cwd, imagesFile), LARGEST_IMAGES);
  if (read.is !== 'text') return { problem: `Cannot read the images ${told}: ${whyNoText(read)}.` };
  const images = readImages(read.text);
  return 'problem' in images ? { problem: `The file of images ${told} ${images.problem}.` } : images;
}

/** In bytes. */
const LARGEST_IMAGES = 64 * 1024 * 1024;

async function policiesIn(
  place: Place,
  file: string,
  { settings }: Task,
  world: World,
): Promise<readonly RetentionPolicy[] | Misuse> {
  const absolute = path.join(place.root, place.single ?? '');
  const read = await readDocument(absolute);
  if (read.is !== 'text') return { problem: `Cannot read ${file}: ${whyNoText(read)}.` };
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: world.home, log: () => undefined, statements });
  const name = absolute.split(path.sep).join('/');
  await reader.learn(place.root, place.root);
  const reading = await reader.readInTurns(read.text, { file: name, directory: place.root, settings });
  const policies = policiesAmong(reading?.references ?? []);
  const found = policies.length > 0 ? policies : policiesWhateverName(read.text, name);
  return found.length > 0 ? found : { problem: `No retention policy of a kind that is known is in ${file}.` };
}

/** What the repository around a file names and pins, or its folder where there is none. */
async function namedAround(
  { root }: Place,
  { trusted }: RetentionCommand,
  { settings: user, complain }: Task,
  world: World,
): Promise<NamedRepositories> {
  const { home, signal } = world;
  const realHome = home === undefined ? undefined : await realPath(home);
  const top = (await repositoryAround(root, realHome)) ?? root;
  // A home, or all of a disk, is no workspace.
  if (top === realHome || path.dirname(top) === top) return namedIn([]);
  const place: Place = { root: top, named: top, prefix: '' };
  const { settings, policyFor, excludedAbove } = await settingsByPlace(user, trusted, world, complain)(place);
  const statements = createStatements(() => undefined);
  const log = () => undefined;
  const reader = createDocumentReader({ home, log, statements });
  const named = createNamedExactly(statements);
  const around = createRepositoryAround({ reader, statements, named, home, signal });
  const nothing = async () => undefined;
  const documents = await readPlace(place, {
    ...{ reader, named, around, settings, excludedAbove, signal },
    ...{ complain: log, onRead: nothing, onMade: nothing },
  });
  return namedIn(
    documents.map(({ file, text, reading: { references } }) => ({
      ...{ file, lines: linesOf(text), references },
      ignores: policyFor(file.split('/')).ignores,
    })),
  );
}

async function asked(
  { repository, trusted, verbose, offline, now }: RetentionCommand & { readonly now: number },
  place: Place,
  policies: readonly RetentionPolicy[],
  named: NamedRepositories,
  { settings: user, complain }: Task,
  world: World,
  say: (line: () => string) => void,
): Promise<readonly Simulation[]> {
  const its = offline ? { ...user, offline: true } : user;
  const roots = [place.root, place.named];
  const { settings, policyFor } = await settingsByPlace(its, trusted, world, () => undefined)(place);
  const { ignores } = policyFor((place.single ?? '').split(path.sep));
  const lens = await openLens({ roots, settings: its, verbose, complain }, world);
  try {
    const folder = await lens.openFolder({ root: place.root, together: roots, settings, trusted });
    return await simulateAsked({
      ...{ policies, named, ignores, lens: await folder.at(place.root), now, signal: world.signal },
      ...(repository === undefined ? {} : { repository }),
      say: doing => say(() => `Asking the registry: ${doing}`),
    });
  } finally {
    await closeLens(lens, world);
  }
}
