import type { Identity, Pipeline, PipelineJob, PipelineStep, Variables } from '../model/pipeline.ts';
import type { TracedText } from '../syntax/traced-text.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt } from '../syntax/yaml-paths.ts';
import { joinedTexts, together, variablesOf } from './located.ts';
import type { PipelineKind } from './pipeline-kind.ts';
import { shellCommands } from './shell.ts';

/**
 * GitLab's pipelines (docs.gitlab.com, "CI/CD YAML syntax reference"). `extends` is followed within the file, and
 * `default` is heard; what another file may say of a job is not known.
 */
export const gitlabCi: PipelineKind = {
  id: 'gitlab-ci',
  read(text): Pipeline {
    const { root } = parseYaml(text);
    if (root?.kind !== 'map') return { ci: gitlabCi.id, isCalled: false, jobs: [] };
    const variables = gitlabVariables(entryOf(root, 'variables')?.value, text);
    const jobs = placesOf(root).flatMap(({ entry, value }): PipelineJob[] => {
      const name = entry?.key.value ?? '';
      const isJob = value?.kind === 'map' && !NO_JOBS.has(name) && !name.startsWith('.');
      return isJob && entry !== undefined ? [jobOf(root, entry, value, variables, text)] : [];
    });
    return { ci: gitlabCi.id, isCalled: false, jobs };
  },
};

/** Keys at the top that hold no job. */
const NO_JOBS = new Set([
  ...['after_script', 'before_script', 'cache', 'default', 'image', 'include', 'pages', 'services', 'spec', 'stages'],
  ...['variables', 'workflow'],
]);

/** Those that a job gets from `default`, or from the top, where older files have them. */
const BY_DEFAULT = new Set(['after_script', 'before_script', 'id_tokens', 'tags']);

/** What a key of a job is, after all that it takes over. */
type At = (key: string) => YamlNode | undefined;

function jobOf(root: YamlMap, { key }: YamlEntry, job: YamlMap, outer: Variables, text: string): PipelineJob {
  const { maps, isWhole } = takenOver(root, job);
  const at: At = name => {
    const own = maps.map(map => entryOf(map, name)?.value).find(value => value !== undefined);
    if (own !== undefined || !BY_DEFAULT.has(name)) return own;
    const byDefault = entryOf(root, 'default')?.value;
    return (byDefault?.kind === 'map' ? entryOf(byDefault, name)?.value : undefined) ?? entryOf(root, name)?.value;
  };
  const variables = together(
    outer,
    ...maps.toReversed().map(map => gitlabVariables(entryOf(map, 'variables')?.value, text)),
  );
  const environment = at('environment');
  const name = environment?.kind === 'map' ? textAt(environment, 'name') : textOf(environment);
  return {
    id: key.value,
    at: key.span,
    runner: runnerOf(at('tags')),
    identity: identityOf(at('id_tokens'), isWhole && entryOf(root, 'include') === undefined),
    ...(isForTags(at) ? { refs: 'tags' as const } : {}),
    ...(name === undefined ? {} : { environment: name }),
    steps: stepsOf(at, variables, isNever(at)),
  };
}

/** A job and what it extends, the nearest first; `isWhole`: whether all of that is in this file. */
function takenOver(root: YamlMap, job: YamlMap): { readonly maps: readonly YamlMap[]; readonly isWhole: boolean } {
  const maps = new Set<YamlMap>();
  let isWhole = true;
  const go = (map: YamlMap, depth: number): void => {
    if (maps.has(map)) return;
    maps.add(map);
    const extended = entryOf(map, 'extends')?.value;
    const names = [textOf(extended), ...findPath(extended, '[]').map(({ value }) => textOf(value))];
    // Of several the last one counts most.
    for (const name of names.filter(each => each !== undefined).toReversed()) {
      const its = entryOf(root, name)?.value;
      if (its?.kind === 'map' && depth < MOST_EXTENDED && maps.size < MOST_MAPS) go(its, depth + 1);
      else isWhole = false;
    }
  };
  go(job, 0);
  return { maps: [...maps], isWhole };
}

/** GitLab's own limit. */
const MOST_EXTENDED = 11;
/** Nobody lets one job take over so many. */
const MOST_MAPS = 30;

function textOf(value: YamlNode | undefined): string | undefined {
  return value?.kind === 'scalar' ? value.value : undefined;
}

/** The values of variables, which may be maps with a description. */
function gitlabVariables(map: YamlNode | undefined, text: string): Variables {
  const longer = placesOfMap(map).flatMap(({ entry, value }) => {
    const its = value?.kind === 'map' ? entryOf(value, 'value')?.value : undefined;
    return entry === undefined || its?.kind !== 'scalar'
      ? []
      : ([[entry.key.value, { text: its.value, at: its.span }]] as const);
  });
  return together(variablesOf(map, text), new Map(longer));
}

function placesOfMap(map: YamlNode | undefined) {
  return map?.kind === 'map' ? placesOf(map) : [];
}

/** The labels of GitLab.com's own machines begin so; without labels the project's settings decide. */
function runnerOf(tags: YamlNode | undefined): PipelineJob['runner'] {
  const labels = findPath(tags, '[]').map(({ value }) => textOf(value) ?? '');
  return labels.length > 0 && labels.every(label => label.startsWith('saas-')) ? 'hosted' : 'unknown';
}

/** A job gets the tokens that it names, and no others ("`id_tokens`"). */
function identityOf(tokens: YamlNode | undefined, isWhole: boolean): Identity {
  if (tokens === undefined) return { is: isWhole ? 'withheld' : 'unknown' };
  const named = placesOfMap(tokens).flatMap(({ entry, value }) => {
    const audience = value?.kind === 'map' ? entryOf(value, 'aud')?.value : undefined;
    const audiences = [textOf(audience), ...findPath(audience, '[]').map(each => textOf(each.value))];
    const its = audiences.filter(each => each !== undefined);
    return entry === undefined ? [] : ([[entry.key.value, its]] as const);
  });
  return { is: 'granted', tokens: new Map(named), at: tokens.span };
}

/** Whether all that lets it run wants a tag: `only: [tags]`, or rules of which each names `$CI_COMMIT_TAG`. */
function isForTags(at: At): boolean {
  const only = at('only');
  const refs = only?.kind === 'map' ? findPath(only, 'refs[]') : findPath(only, '[]');
  if (refs.length > 0) return refs.every(({ value }) => textOf(value) === 'tags');
  const rules = runningRules(at);
  return rules.length > 0 && rules.every(rule => ON_TAG.test(textAt(rule, 'if') ?? ''));
}

const ON_TAG = /^\s*\$(?:CI_COMMIT_TAG|\{CI_COMMIT_TAG\})\s*(?:$|=~|&&|!=\s*null)/;

function runningRules(at: At): readonly YamlMap[] {
  return findPath(at('rules'), '[]').flatMap(({ value }) =>
    value?.kind === 'map' && textAt(value, 'when') !== 'never' ? [value] : [],
  );
}

function isNever(at: At): boolean {
  return textOf(at('when')) === 'never' || (at('rules')?.kind === 'list' && runningRules(at).length === 0);
}

/** `$[[ inputs.x ]]` is put in when a file is included. */
const EXPRESSION = /\$\[\[(?:(?!\]\]|\$\[\[).)*\]\]/g;

/** Each list is one script, whose lines are run by one shell; what comes afterwards has a shell of its own. */
function stepsOf(at: At, variables: Variables, isOff: boolean): readonly PipelineStep[] {
  const scripts = [[at('before_script'), at('script')], [at('after_script')]];
  return scripts.flatMap((lists): PipelineStep[] => {
    const lines = lists.flatMap(linesOf);
    const [first] = lines;
    if (first === undefined) return [];
    const script: TracedText = joinedTexts(lines.map(({ written }) => written));
    const commands = shellCommands(script, EXPRESSION);
    return [{ kind: 'commands', at: first.span, ...(isOff ? { isOff } : {}), variables, commands }];
  });
}

/** Lists may nest. */
function linesOf(script: YamlNode | undefined): readonly YamlScalar[] {
  if (script?.kind === 'scalar') return [script];
  if (script?.kind !== 'list') return [];
  return script.items.flatMap(({ value }) =>
    value?.kind === 'list' ? findPath(value, '[]').flatMap(each => linesOf(each.value)) : linesOf(value),
  );
}
