import { spanOf } from '../../../model/span.ts';
import { type Declaration, declaredElsewhere, type Lookup } from '../../../syntax/shell-expansion.ts';
import { sliceTraced } from '../../../syntax/traced-text.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../../../syntax/yaml-paths.ts';
import { type Build, dockerfilePath, type GivenArgument, MOST_ARGUMENTS } from './build-arguments.ts';
import { standsAsItIs } from './written-image.ts';

/**
 * The builds of Dockerfiles in steps of a workflow (docker/build-push-action, `context`, `file`, `build-args`:
 * src/context.ts; the same in the actions that stand in for it). Without a context, and with `{{defaultContext}}`, it
 * is the repository, from whose root paths are meant. What comes out of an expression is not known; a build of which
 * that decides what is given is left out, and so is a job that checks another repository out.
 *
 * @param file the path with `/` from the workspace folder on
 * @param environment see {@link workflowEnvironment}
 */
export function githubBuilds(document: YamlDocument, file: string, environment: Lookup): Build[] {
  const root = /^(.*\/)?\.(?:github|gitea|forgejo)\/workflows\/[^/]*$/.exec(file);
  if (root === null || !document.text.includes('build-push-action')) return [];
  let left = MOST_CHARACTERS;
  const looked = new Set<YamlNode | undefined>();
  return findPath(document.root, 'jobs.*').flatMap(({ value: job }): Build[] => {
    const list = job?.kind === 'map' ? entryOf(job, 'steps')?.value : undefined;
    // An anchor's steps may be those of many jobs.
    if (looked.has(list)) return [];
    looked.add(list);
    const steps = findPath(job, 'steps[]').flatMap(({ value }) => (value?.kind === 'map' ? [value] : []));
    if (steps.some(isCheckoutElsewhere)) return [];
    return steps.flatMap((step): Build[] => {
      const inputs = ACTION.test(textAt(step, 'uses') ?? '') ? entryOf(step, 'with')?.value : undefined;
      if (left < 0 || inputs?.kind !== 'map') return [];
      const path = dockerfileOf(inputs, root[1] ?? '');
      const gives = argumentsOf(inputs, document.text, environment);
      left -= textAt(inputs, 'build-args')?.length ?? 0;
      return path === undefined || gives === undefined ? [] : [{ dockerfile: path, gives }];
    });
  });
}

/** The names under which a workflow's steps leave images: what comes from there is no registry's yet. */
export function taggedIn({ root, text }: YamlDocument): ReadonlySet<string> {
  const inputs = findPath(root, 'jobs.*.steps[].with.tags').flatMap(({ value }) =>
    value?.kind === 'scalar' ? value.value.split(/[\s,]+/) : [],
  );
  const options = [...text.matchAll(/(?:-t|--tag)[ =]["']?([^\s"']{1,400})/g)].map(found => found[1] ?? '');
  return new Set([...inputs, ...options]);
}

// The first version had other inputs.
const ACTION = /^(?:docker|depot|useblacksmith)\/build-push-action@(?!v?1(?:\.|$))/;

function isCheckoutElsewhere(step: YamlMap): boolean {
  const inputs = /^actions\/checkout@/.test(textAt(step, 'uses') ?? '') ? entryOf(step, 'with')?.value : undefined;
  return inputs?.kind === 'map' && ['repository', 'path'].some(key => entryOf(inputs, key) !== undefined);
}

function dockerfileOf(inputs: YamlMap, root: string): string | undefined {
  const written = (key: string) => (entryOf(inputs, key) === undefined ? '' : textAt(inputs, key)?.trim());
  const [context, dockerfile] = [written('context'), written('file')];
  if (context === undefined || dockerfile === undefined) return undefined;
  const [isRepository, below = ''] = /^(?:\{\{ *defaultContext *\}\}(?::(.*))?)?$/.exec(context) ?? [];
  const folder = isRepository === undefined ? context : below;
  // A file is looked for from where the command runs on, and in a repository from the folder that is named in it.
  if (dockerfile === '') return dockerfilePath(root, folder, 'Dockerfile');
  // A file of the workspace does not tell of a context elsewhere.
  const isFolder = dockerfilePath(root, folder, '') !== undefined;
  return isFolder ? dockerfilePath(root, isRepository === undefined ? '' : folder, dockerfile) : undefined;
}

/** What lines of `NAME=value` give; `undefined` where an expression may be any of them. */
function argumentsOf(
  inputs: YamlMap,
  text: string,
  environment: Lookup,
): ReadonlyMap<string, GivenArgument> | undefined {
  const found = entryOf(inputs, 'build-args');
  const gives = new Map<string, GivenArgument>();
  if (found === undefined) return gives;
  const { value: scalar } = found;
  if (scalar?.kind !== 'scalar') return undefined;
  let start = 0;
  for (const line of scalar.value.split('\n')) {
    const [, before = '', name = '', value = ''] = /^(\s*["']?([A-Za-z_]\w*)=)(.*?)\s*$/.exec(line) ?? [];
    if (name === '' && line.includes('$')) return undefined;
    const given = found.isAlias || value === '' ? undefined : scalarWithin(scalar, start + before.length, value, text);
    const traced = given === undefined ? undefined : withEnvironment(given, environment);
    const its =
      traced === undefined ? (given === undefined ? {} : { value: given }) : { value: traced, isTraced: true as const };
    if (name !== '' && gives.size < MOST_ARGUMENTS) gives.set(name, { isAlias: false, prefix: '', ...its });
    start += line.length + 1;
  }
  return gives;
}

/** A value in a line, which is a text of its own; `undefined` where it is put into quotes, or does not stand there. */
function scalarWithin(scalar: YamlScalar, start: number, value: string, text: string): YamlScalar | undefined {
  const written = sliceTraced(scalar.written, start, start + value.length);
  if (/["'\s]/.test(value.replace(/\$\{\{[^{}]*\}\}/g, '')) || !standsAsItIs(written, spanOf(0, value.length), text))
    return undefined;
  const at = written.at[0] ?? 0;
  return { kind: 'scalar', style: 'plain', span: spanOf(at, at + value.length), isString: true, value, written };
}

/** The same with the shell's variables for `${{ env.NAME }}`; `undefined` where not all are known, or none is there. */
function withEnvironment(scalar: YamlScalar, environment: Lookup): YamlScalar | undefined {
  const { written } = scalar;
  let text = '';
  const at: number[] = [];
  let behind = 0;
  for (const found of written.text.matchAll(ENVIRONMENT)) {
    const [mark, name = ''] = found;
    if (environment(name) === undefined) return undefined;
    const [first = 0, last = 0] = [written.at[found.index], written.at[found.index + mark.length - 1]];
    text += `${written.text.slice(behind, found.index)}\${${name}}`;
    at.push(...written.at.slice(behind, found.index), first, first, ...Array.from(name, () => first), last);
    behind = found.index + mark.length;
  }
  if (behind === 0) return undefined;
  text += written.text.slice(behind);
  at.push(...written.at.slice(behind));
  return { ...scalar, value: text, written: { text, at } };
}

const ENVIRONMENT = /\$\{\{\s*env\.([A-Za-z_]\w{0,99})\s*\}\}/g;

/**
 * What variables of a workflow stand for: those of all its jobs (docs.github.com, "Variables"), unless a job or a step
 * has another one of the name, or a step may write others.
 */
export function workflowEnvironment({ root, text }: YamlDocument): Lookup {
  const known = new Map<string, Declaration>();
  if (!text.includes('env.') || text.includes('GITHUB_ENV')) return () => undefined;
  for (const { entry, value } of findPath(root, 'env.*')) {
    const isText = value?.kind === 'scalar' && (value.isString || /^[1-9]\d*$/.test(value.value));
    if (entry !== undefined && isText && PART.test(value.value))
      known.set(entry.key.value, declaredElsewhere(entry.key.value, value.value));
  }
  for (const path of ['jobs.*.env.*', 'jobs.*.steps[].env.*'])
    for (const { entry } of findPath(root, path)) known.delete(entry?.key.value ?? '');
  return name => known.get(name);
}

const PART = /^[\w./:@-]{1,400}$/;

// Of all arguments in a workflow, as an anchor's inputs may be those of many steps.
const MOST_CHARACTERS = 200_000;
