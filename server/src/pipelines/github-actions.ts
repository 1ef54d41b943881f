import type { Edit } from '../model/finding.ts';
import type { Identity, PipelineJob, PipelineStep, Variables } from '../model/pipeline.ts';
import { spanOf } from '../model/span.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { YamlDocument, YamlEntry, YamlMap, YamlNode } from '../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt } from '../syntax/yaml-paths.ts';
import { isAnchored, together, variablesOf } from './located.ts';
import type { PipelineKind } from './pipeline-kind.ts';
import { shellCommands } from './shell.ts';

/**
 * Workflows of GitHub Actions, and actions that are made of steps (docs.github.com, "Workflow syntax for GitHub
 * Actions", "Metadata syntax"). What an action is made of runs in the job that uses it, by that job's rights.
 */
export const githubActions: PipelineKind = {
  id: 'github-actions',
  read(text) {
    const document = parseYaml(text);
    const { root } = document;
    if (root?.kind !== 'map') return { ci: githubActions.id, isCalled: false, jobs: [] };
    const events = eventsOf(root);
    const steps = findPath(root, 'runs.steps').at(0);
    if (steps !== undefined) return { ci: githubActions.id, isCalled: true, jobs: [actionJob(document, root)] };
    const isCalled = events.includes('workflow_call');
    const variables = variablesOf(entryOf(root, 'env')?.value, text);
    const written = findPath(root, 'jobs.*');
    const rights = { root, isCalled, isAlone: written.length === 1 };
    const jobs = written.flatMap(({ entry, value }): PipelineJob[] =>
      entry === undefined || value?.kind !== 'map' ? [] : [jobOf(document, entry, value, variables, rights)],
    );
    return { ci: githubActions.id, events, isCalled, jobs };
  },
};

function eventsOf(root: YamlMap): readonly string[] {
  const on = entryOf(root, 'on')?.value;
  if (on?.kind === 'scalar') return [on.value];
  if (on?.kind === 'list') return on.items.flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value] : []));
  return on === undefined ? [] : placesOf(on).flatMap(({ entry }) => (entry === undefined ? [] : [entry.key.value]));
}

function actionJob(document: YamlDocument, root: YamlMap): PipelineJob {
  const runs = entryOf(root, 'runs');
  const at = runs?.entry?.key.span ?? root.span;
  const steps = stepsOf(document, runs?.value, { variables: new Map(), isOff: false });
  return { id: 'runs', at, runner: 'unknown', identity: { is: 'unknown' }, steps };
}

/** What stands around a job, and decides about its rights. */
interface Around {
  readonly root: YamlMap;
  readonly isCalled: boolean;
  /** Whether there is no other job. */
  readonly isAlone: boolean;
}

function jobOf(
  document: YamlDocument,
  { key }: YamlEntry,
  job: YamlMap,
  outer: Variables,
  around: Around,
): PipelineJob {
  const { text } = document;
  const calls = entryOf(job, 'uses')?.value;
  const environment = textAt(job, 'environment') ?? nameIn(entryOf(job, 'environment')?.value);
  const variables = together(outer, variablesOf(entryOf(job, 'env')?.value, text));
  return {
    id: key.value,
    at: key.span,
    runner: runnerOf(entryOf(job, 'runs-on')?.value, entryOf(job, 'container') !== undefined),
    identity: identityOf(job, around, text),
    ...(environment === undefined ? {} : { environment }),
    ...(calls?.kind === 'scalar' ? { calls: { text: calls.value, at: calls.span } } : {}),
    // What is called counts as a step: it is named, and given inputs, in the same way.
    steps:
      calls?.kind === 'scalar'
        ? stepOf(document, job, { variables, isOff: isOff(job) })
        : stepsOf(document, job, { variables, isOff: isOff(job), ...runDefaults(around.root), ...runDefaults(job) }),
  };
}

function nameIn(environment: YamlNode | undefined): string | undefined {
  return environment?.kind === 'map' ? textAt(environment, 'name') : undefined;
}

/** The labels of GitHub's own machines, its larger ones included. */
const HOSTED = /^(?:ubuntu|windows|macos)-/i;

/** What an image has in it that a job runs in is not known: its own tools, or a login. */
function runnerOf(runsOn: YamlNode | undefined, isInImage: boolean): PipelineJob['runner'] {
  if (runsOn === undefined) return 'unknown';
  // Groups are of larger machines of GitHub's too.
  if (runsOn.kind === 'map') return findPath(runsOn, 'labels[]').some(isSelfHosted) ? 'self-hosted' : 'unknown';
  const labels =
    runsOn.kind === 'scalar' ? [runsOn.value] : findPath(runsOn, '[]').flatMap(({ value }) => scalarText(value));
  if (labels.some(label => label.toLowerCase() === 'self-hosted')) return 'self-hosted';
  return labels.length === 1 && HOSTED.test(labels[0] ?? '') && !isInImage ? 'hosted' : 'unknown';
}

function isSelfHosted({ value }: { readonly value?: YamlNode }): boolean {
  return value?.kind === 'scalar' && value.value.toLowerCase() === 'self-hosted';
}

function scalarText(value: YamlNode | undefined): readonly string[] {
  return value?.kind === 'scalar' ? [value.value] : [];
}

/**
 * A job's map of permissions stands in place of the workflow's, and what a map does not name is withheld. Without any,
 * the repository's default holds, which never has `id-token`; a workflow that is called has the rights of its caller
 * then.
 */
function identityOf(job: YamlMap, { root, isCalled, isAlone }: Around, text: string): Identity {
  const own = entryOf(job, 'permissions');
  const { entry, value, isAlias } = own ?? entryOf(root, 'permissions') ?? {};
  if (entry === undefined) {
    if (isCalled) return { is: 'unknown' };
    const grant = newPermissions(job, text);
    return { is: 'withheld', ...(grant === undefined ? {} : { grant }) };
  }
  const at = entry.key.span;
  if (value?.kind === 'scalar') return { is: value.value === 'write-all' ? 'granted' : 'withheld', at };
  if (value?.kind !== 'map') return { is: 'withheld', at };
  if (textAt(value, 'id-token') === 'write') return { is: 'granted', at };
  const isShared = isAlias === true || isAnchored(entry, text);
  const isOfOthers = own === undefined && (!isAlone || value.flow || isShared);
  const grant = isOfOthers ? newPermissions(job, text, value) : isShared ? undefined : widened(value, text);
  return { is: 'withheld', at, ...(grant === undefined ? {} : { grant }) };
}

const RIGHT = 'id-token: write';

/** One line more in a map of permissions. */
function widened(permissions: YamlMap, text: string): Edit | undefined {
  const own = permissions.named('id-token').at(-1)?.value;
  if (own !== undefined) return { span: own.span, expects: text.slice(own.span.start, own.span.end), put: 'write' };
  const last = permissions.entries.at(-1);
  if (permissions.flow || last?.value === undefined) return undefined;
  const end = last.value.span.end;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const behind = endOfLine(text, end);
  return { span: spanOf(behind, behind), expects: '', put: `${newline}${' '.repeat(permissions.indent)}${RIGHT}` };
}

/**
 * A map of permissions for a job that has none: whoever writes one takes all other rights away, so those of the
 * workflow are kept, or reading.
 */
function newPermissions(job: YamlMap, text: string, outer?: YamlMap): Edit | undefined {
  const steps = (job.named('steps').at(-1) ?? job.named('uses').at(-1))?.key.span.start;
  if (job.flow || steps === undefined) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(job.indent);
  const kept = outer === undefined ? ['contents: read'] : rightsIn(outer);
  if (kept === undefined) return undefined;
  const lines = ['permissions:', ...[...kept, RIGHT].map(right => `${indent}  ${right}`), indent];
  return { span: spanOf(steps, steps), expects: '', put: lines.join(newline) };
}

/** Each as `contents: read`; `undefined` where something else is written. */
function rightsIn({ entries, merges }: YamlMap): readonly string[] | undefined {
  const others = entries.filter(({ key }) => key.value !== 'id-token');
  const rights = others.flatMap(({ key, value }) =>
    value?.kind === 'scalar' && /^[a-z-]+$/.test(key.value) && /^[a-z]+$/.test(value.value)
      ? [`${key.value}: ${value.value}`]
      : [],
  );
  return rights.length < others.length || merges.length > 0 ? undefined : rights;
}

function endOfLine(text: string, offset: number): number {
  const found = /\r?\n|$/.exec(text.slice(offset));
  return offset + (found?.index ?? 0);
}

/** What GitHub puts in before a shell sees a script. */
const EXPRESSION = /\$\{\{(?:(?!\}\}|\$\{\{)[\s\S])*\}\}/g;

/** What a step has of its job. */
interface InJob extends RunDefaults {
  readonly variables: Variables;
  readonly isOff: boolean;
}

/** What commands are run by, where they do not say it themselves. */
interface RunDefaults {
  readonly shell?: string;
  readonly directory?: string;
}

function runDefaults(map: YamlMap): RunDefaults {
  const run = findPath(map, 'defaults.run').at(-1)?.value;
  if (run?.kind !== 'map') return {};
  const [shell, directory] = [textAt(run, 'shell'), textAt(run, 'working-directory')];
  return { ...(shell === undefined ? {} : { shell }), ...(directory === undefined ? {} : { directory }) };
}

function stepsOf(document: YamlDocument, job: YamlNode | undefined, inJob: InJob): readonly PipelineStep[] {
  return findPath(job, 'steps[]').flatMap(({ value: step }) =>
    step?.kind === 'map' ? stepOf(document, step, inJob) : [],
  );
}

function stepOf(document: YamlDocument, step: YamlMap, inJob: InJob): readonly PipelineStep[] {
  const variables = together(inJob.variables, variablesOf(entryOf(step, 'env')?.value, document.text));
  const name = textAt(step, 'name');
  const base = {
    ...(name === undefined ? {} : { name }),
    ...(inJob.isOff || isOff(step) ? { isOff: true as const } : {}),
    variables,
  };
  const uses = entryOf(step, 'uses')?.value;
  if (uses?.kind === 'scalar') {
    const [, action = '', version = ''] = /^\s*([^@\s]+)(?:@(\S*))?/.exec(uses.value) ?? [];
    const inputs = variablesOf(entryOf(step, 'with')?.value, document.text, input => input.toLowerCase());
    return [{ kind: 'action', at: uses.span, ...base, action: action.toLowerCase(), version, uses: uses.span, inputs }];
  }
  const run = entryOf(step, 'run')?.value;
  if (run?.kind !== 'scalar') return [];
  const commands = isRead(textAt(step, 'shell') ?? inJob.shell) ? shellCommands(run.written, EXPRESSION) : [];
  const directory = textAt(step, 'working-directory') ?? inJob.directory;
  return [{ kind: 'commands', at: run.span, ...base, commands, ...(directory === undefined ? {} : { directory }) }];
}

/** Bash and `sh`, which is the default but on Windows, where PowerShell is: simple commands are the same there. */
function isRead(shell: string | undefined): boolean {
  return shell === undefined || /^(?:ba)?sh\b/.test(shell);
}

function isOff(map: YamlMap): boolean {
  const condition = textAt(map, 'if');
  return condition !== undefined && /^\s*(?:false|\$\{\{\s*false\s*\}\})\s*$/.test(condition);
}
