import type { Identity, Pipeline, PipelineJob, PipelineStep, Variables } from '../model/pipeline.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../syntax/yaml-paths.ts';
import { together, variablesOf } from './located.ts';
import type { PipelineKind } from './pipeline-kind.ts';
import { shellCommands } from './shell.ts';

/**
 * CircleCI's configuration (circleci.com/docs, "Configuration reference"): jobs, and the commands of the same file that
 * they use. What an orb does is not known.
 */
export const circleci: PipelineKind = {
  id: 'circleci',
  read(text): Pipeline {
    const { root } = parseYaml(text);
    const uses = { left: MOST_USES };
    const jobs = findPath(root, 'jobs.*').flatMap(({ entry, value }): PipelineJob[] =>
      entry === undefined || value?.kind !== 'map' || root?.kind !== 'map'
        ? []
        : [jobOf({ root, text, uses }, entry, value)],
    );
    return { ci: circleci.id, isCalled: false, jobs };
  },
};

function jobOf(file: InFile, { key }: YamlEntry, job: YamlMap): PipelineJob {
  const { root, text } = file;
  const outer = variablesOf(entryOf(job, 'environment')?.value, text);
  const steps = stepsOf(entryOf(job, 'steps')?.value, { ...file, outer, depth: 0 });
  return { id: key.value, at: key.span, runner: runnerOf(root, job), identity: identityOf(steps), steps };
}

/** Resources of one's own machines have a namespace ("Self-hosted runner", `resource_class`). */
function runnerOf(root: YamlMap, job: YamlMap): PipelineJob['runner'] {
  const executor = executorOf(root, job);
  const maps = [job, ...(executor === undefined ? [] : [executor])];
  const machines = maps.flatMap(map =>
    findPath(map, 'machine').flatMap(({ value }) => (value?.kind === 'map' ? [value] : [])),
  );
  const classes = [...maps, ...machines].flatMap(map => textAt(map, 'resource_class') ?? []);
  if (classes.some(each => each.includes('/'))) return 'self-hosted';
  const isKnown = maps.some(map => HOSTED.some(name => entryOf(map, name) !== undefined));
  return isKnown && !classes.some(each => each.includes('<<')) ? 'hosted' : 'unknown';
}

const HOSTED = ['docker', 'machine', 'macos'];

function executorOf(root: YamlMap, job: YamlMap): YamlMap | undefined {
  const named = entryOf(job, 'executor')?.value;
  const name = named?.kind === 'map' ? textAt(named, 'name') : named?.kind === 'scalar' ? named.value : undefined;
  const executors = entryOf(root, 'executors')?.value;
  const executor = name === undefined || executors?.kind !== 'map' ? undefined : entryOf(executors, name)?.value;
  return executor?.kind === 'map' ? executor : undefined;
}

/** Each job has a token; which audience it is for is said when it is fetched ("OIDC tokens with custom claims"). */
function identityOf(steps: readonly PipelineStep[]): Identity {
  const asks = steps.some(
    step =>
      step.kind === 'commands' &&
      step.commands.some(({ words }) => {
        const [program, run, oidc, get] = words.map(({ text }) => text);
        return program === 'circleci' && run === 'run' && oidc === 'oidc' && get === 'get';
      }),
  );
  return { is: asks ? 'granted' : 'unknown' };
}

interface InFile {
  readonly root: YamlMap;
  readonly text: string;
  /** How many commands may still be put in: those that use others many times grow beyond all bounds. */
  readonly uses: { left: number };
}

interface Around extends InFile {
  readonly outer: Variables;
  /** How many commands lie around. */
  readonly depth: number;
}

/** Commands may use others; so deep nobody nests them. */
const DEEPEST = 5;
const MOST_USES = 3000;
/** What a configuration puts in before a shell sees a script. */
const EXPRESSION = /<<[^<>]*>>/g;

function stepsOf(list: YamlNode | undefined, around: Around): readonly PipelineStep[] {
  return findPath(list, '[]').flatMap(({ value }): readonly PipelineStep[] => {
    if (value?.kind === 'scalar') return usedSteps(value.value, around);
    if (value?.kind !== 'map') return [];
    const run = entryOf(value, 'run');
    if (run !== undefined) return runStep(run.value, around);
    // Steps may stand under a condition.
    const conditional = ['when', 'unless'].flatMap(name => findPath(value, `${name}.steps`));
    const [used] = value.entries;
    return conditional.length > 0
      ? conditional.flatMap(({ value: steps }) => stepsOf(steps, around))
      : usedSteps(used?.key.value ?? '', around);
  });
}

function usedSteps(name: string, around: Around): readonly PipelineStep[] {
  const commands = entryOf(around.root, 'commands')?.value;
  const command = commands?.kind === 'map' ? entryOf(commands, name)?.value : undefined;
  if (command?.kind !== 'map' || around.depth >= DEEPEST || around.uses.left <= 0) return [];
  around.uses.left -= 1;
  return stepsOf(entryOf(command, 'steps')?.value, { ...around, depth: around.depth + 1 });
}

function runStep(run: YamlNode | undefined, { text, outer }: Around): readonly PipelineStep[] {
  const command = run?.kind === 'map' ? entryOf(run, 'command')?.value : run;
  if (command?.kind !== 'scalar') return [];
  const map = run?.kind === 'map' ? run : undefined;
  const name = map === undefined ? undefined : textAt(map, 'name');
  const variables = map === undefined ? outer : together(outer, variablesOf(entryOf(map, 'environment')?.value, text));
  const shell = map === undefined ? undefined : textAt(map, 'shell');
  const isRead = shell === undefined || /(?:^|\/)(?:ba)?sh\b/.test(shell);
  const commands = isRead ? shellCommands(command.written, EXPRESSION) : [];
  return [{ kind: 'commands', at: command.span, ...(name === undefined ? {} : { name }), variables, commands }];
}
