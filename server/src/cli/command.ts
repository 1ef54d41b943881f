import path from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { readDocument, whyNoText } from '../files/document.ts';
import { isObject } from '../model/objects.ts';
import { code, LONGEST_MESSAGE, LONGEST_PATH, plainText } from '../model/plain-text.ts';
import { ownershipOf } from '../ownership.ts';
import { readSettings } from '../read-settings.ts';
import { RULE_IDS } from '../rules/index.ts';
import type { Settings } from '../settings.ts';
import { type CheckCommand, HELP, type ListCommand, type RetentionCommand, readArguments } from './arguments.ts';
import { check, type Outcome, type Task } from './check.ts';
import { list } from './list.ts';
import { type Place, placeOf } from './places.ts';
import { pullBack } from './pull-back.ts';
import type { PullBackCommand } from './pull-back-arguments.ts';
import { retention } from './retention.ts';
import { MISUSE } from './serves.ts';
import { type Output, type World, writeAll } from './world.ts';

/** Runs the command line in a world and comes back with the exit status, when all output has been taken. */
export async function runIn(world: World, argv: readonly string[]): Promise<number> {
  const command = readArguments(argv);
  switch (command.is) {
    case 'help':
      await writeAll(world.out, HELP);
      return 0;
    case 'version':
      await writeAll(world.out, `${world.version}\n`);
      return 0;
    case 'misuse':
      return misuse(world.err, `${command.problem}\nTry \`registry-lens --help\`.`);
    case 'check':
    case 'list':
    case 'retention':
    case 'pull-back':
      return runCommand(command, world);
  }
}

async function runCommand(command: AnyCommand, world: World): Promise<number> {
  const complain = (line: string) => void writeAll(world.err, `registry-lens: ${plainText(line, LONGEST_MESSAGE)}\n`);
  const settings = await settingsOf(command.settingsFile, world.cwd, complain);
  if ('problem' in settings) return misuse(world.err, settings.problem);
  const places: Place[] = [];
  for (const given of command.paths) {
    const place = await placeOf(given, world);
    if ('problem' in place) return misuse(world.err, place.problem);
    places.push(place);
  }
  const task = { places, settings: await asUsers(settings, command.settingsFile, places, world), complain };
  const outcome = await outcomeOf(command, task, world);
  if (world.signal.aborted) return INTERRUPTED;
  if ('problem' in outcome) return misuse(world.err, plainText(outcome.problem, LONGEST_MESSAGE));
  await writeAll(world.out, outcome.text);
  return outcome.status;
}

type AnyCommand = CheckCommand | ListCommand | RetentionCommand | PullBackCommand;

function outcomeOf(command: AnyCommand, task: Task, world: World): Promise<Outcome | { readonly problem: string }> {
  switch (command.is) {
    case 'check':
      return check(command, task, world);
    case 'list':
      return list(command, task, world);
    case 'retention':
      return retention(command, task, world);
    case 'pull-back':
      return pullBack(command, task, world);
  }
}

/**
 * Reads the file named by `--settings`: an object with the keys of VS Code's settings.json, comments allowed as there.
 */
async function settingsOf(
  file: string | undefined,
  cwd: string,
  complain: (line: string) => void,
): Promise<Settings | { readonly problem: string }> {
  if (file === undefined) return readSettings({}, RULE_IDS).settings;
  const read = await readDocument(path.resolve(cwd, file));
  if (read.is !== 'text') {
    return { problem: `Cannot read the settings ${code(file, LONGEST_PATH)}: ${whyNoText(read)}.` };
  }
  const errors: ParseError[] = [];
  const raw: unknown = parse(read.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    return {
      problem: `The settings ${code(file, LONGEST_PATH)} are not JSON: ${printParseErrorCode(first.error)} at offset ${first.offset}.`,
    };
  }
  if (!isObject(raw)) {
    return { problem: `The settings ${code(file, LONGEST_PATH)} are not a JSON object.` };
  }
  const { settings, problems } = readSettings(raw, RULE_IDS);
  for (const problem of problems) complain(problem);
  return settings;
}

/** A file of what is checked may set what a workspace's settings may, and no more. */
async function asUsers(
  settings: Settings,
  file: string | undefined,
  places: readonly Place[],
  { cwd, home, err }: World,
): Promise<Settings> {
  if (file === undefined || Object.keys(settings.tokenServices).length === 0) return settings;
  const ownership = await ownershipOf(
    places.flatMap(({ root, named }) => [root, named]),
    home,
  );
  if (!(await ownership.isFolders(path.resolve(cwd, file)))) return settings;
  const why = 'lies in what is checked, so its `registryLens.tokenServices` is not used';
  await writeAll(err, `registry-lens: ${code(file, LONGEST_PATH)} ${why}.\n`);
  return { ...settings, tokenServices: {} };
}

async function misuse(err: Output, problem: string): Promise<number> {
  await writeAll(err, `registry-lens: ${problem}\n`);
  return MISUSE;
}

/** What shells report of a process that was interrupted: 128 and the signal's number. */
const INTERRUPTED = 130;
