import type { Reference, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { GradleChain, GradleGiven, GradleLink, GradleStatement, GradleValue } from './gradle-nodes.ts';
import { moduleIn, opaqueModule, subjectOf, type WantedBy, type WrittenModule } from './gradle-subject.ts';
import { type GradleVariables, type TracedValue, UNKNOWN_VALUE } from './gradle-variables.ts';
import { firstGiven, givenBy, isConditional, walkGradle } from './gradle-walk.ts';

/** What is found in a script, where it stands. */
export type FoundSubject = Pick<Reference, 'span' | 'subject'>;

/** What readers of dependencies look into. */
export interface ReadWith {
  readonly variables: GradleVariables;
  readonly by: (place: LookedForIn) => WantedBy;
  /** What `libs.a.b` is. */
  catalogued(path: string): Subject | undefined;
}

/** For whom modules are wanted: the script's own project, those below it, or the script itself. */
export type LookedForIn = 'modules' | 'below' | 'classpath';

/** What a block says of a module's version. */
type Rich = Pick<WrittenModule, 'version' | 'avoids'>;

/** All modules that a script depends on. */
export function dependenciesIn(statements: readonly GradleStatement[], read: ReadWith): readonly FoundSubject[] {
  const found: FoundSubject[] = [];
  walkGradle(statements, ({ path, link, statement }) => {
    const around = path.slice(0, -1);
    const isWithin = (name: string) => around.includes(name);
    const place = isWithin('buildscript') ? 'classpath' : OF_OTHERS.some(isWithin) ? 'below' : 'modules';
    const by = byPlace(read.by(place), around, link.name);
    // What protoc runs is resolved as dependencies are.
    if (link.name === 'artifact' && isWithin('protobuf') && statement.chain.length === 1) {
      const value = statement.assigned ?? firstGiven(link);
      if (value !== undefined) found.push(...moduleAt(value, by, read));
      return;
    }
    // `configurations.all { resolutionStrategy { force 'g:a:1' } }`
    if (link.name === 'force' && around.at(-1) === 'resolutionStrategy') {
      found.push(...givenTo(link, { ...by, wantedIf: 'others-want-it' }, read));
      return;
    }
    // `if (x) implementation 'a:b:1'`
    const first = statement.chain.find(({ name }) => name !== 'if' && name !== 'else');
    if (!isDependencyBlock(around) || first !== link || NO_CONFIGURATIONS.has(link.name)) return;
    found.push(...givenTo(link, by, read));
  });
  return found;
}

/** Whether what stands here is a configuration: within `dependencies`, by conditions and `constraints` at most. */
function isDependencyBlock(around: readonly string[]): boolean {
  if (around.at(-1) === 'imports') return around.includes('dependencyManagement');
  const at = around.lastIndexOf('dependencies');
  return at >= 0 && around.slice(at + 1).every(name => WITHIN.has(name)) && !around.includes('pom');
}

/** What other projects are configured in. */
const OF_OTHERS = ['subprojects', 'configure', 'project'];

const WITHIN = new Set(['constraints', 'if', 'else', 'imports', 'when', 'afterEvaluate', 'apply']);

/** Names in `dependencies` that are no configurations, and those whose blocks are visited by themselves. */
const NO_CONFIGURATIONS = new Set([
  ...['constraints', 'modules', 'components', 'attributesSchema', 'artifactTypes', 'registerTransform', 'if', 'else'],
  ...['for', 'while', 'when', 'dependencySet', 'println', 'exclude', 'apply', 'entry', 'val', 'def'],
]);

function byPlace(by: WantedBy, around: readonly string[], configuration: string): WantedBy {
  const isForTests = /^(?:test|androidTest|integrationTest|functionalTest|jmh)|Test(?:[A-Z]|$)/.test(configuration);
  const deployed = isForTests || around.includes('buildscript') ? { deployed: false as const } : {};
  const isRule = around.includes('constraints') || around.slice(-2).join('.') === 'dependencyManagement.dependencies';
  if (isRule) return { ...by, ...deployed, wantedIf: 'others-want-it' };
  return isConditional(around) ? { ...by, ...deployed, wantedIf: 'conditions-hold' } : { ...by, ...deployed };
}

function givenTo(link: GradleLink, by: WantedBy, read: ReadWith): readonly FoundSubject[] {
  const { given = [], block } = link;
  const isAdd = link.name === 'add';
  const all = isAdd ? given.slice(1) : given;
  const own = namedModule(all, by, read) ?? positionalModule(all, by, read);
  if (own !== undefined) return [own];
  const rich = richIn(block ?? all.flatMap(({ value }) => (value.is === 'block' ? value.block : [])), read);
  return all.flatMap(({ value, name }) => (name === undefined ? modulesIn(value, by, read, rich) : []));
}

/** `group: 'a', name: 'b', version: '1'`. */
function namedModule(given: readonly GradleGiven[], by: WantedBy, read: ReadWith): FoundSubject | undefined {
  const [group, artifact, version] = [givenBy(given, 'group'), givenBy(given, 'name'), givenBy(given, 'version')];
  const [first] = given;
  const last = given.filter(({ name }) => name !== undefined).at(-1);
  if (group === undefined || artifact === undefined || first === undefined || last === undefined) return undefined;
  return foundModule(spanOf(first.span.start, last.span.end), { group, artifact, version }, by, read);
}

/** Kotlin's `implementation("group", "name", "1")`. */
function positionalModule(given: readonly GradleGiven[], by: WantedBy, read: ReadWith): FoundSubject | undefined {
  const [group, artifact, version] = given.map(({ value }) => value);
  if (given.length < 2 || given.length > 3 || given.some(({ name }) => name !== undefined)) return undefined;
  if (group?.is !== 'text' || artifact?.is !== 'text') return undefined;
  if ([group, artifact].some(value => read.variables.valueOf(value)?.text.includes(':') !== false)) return undefined;
  const span = spanOf(group.span.start, (version ?? artifact).span.end);
  return foundModule(span, { group, artifact, version }, by, read);
}

function foundModule(
  span: Span,
  values: { readonly group: GradleValue; readonly artifact: GradleValue; readonly version: GradleValue | undefined },
  by: WantedBy,
  { variables }: ReadWith,
): FoundSubject {
  const traced = (value: GradleValue) => variables.valueOf(value) ?? UNKNOWN_VALUE;
  const version = values.version === undefined ? undefined : traced(values.version);
  const module = { group: traced(values.group), artifact: traced(values.artifact), version };
  return { span, subject: subjectOf(module, by) };
}

/** What a value names: a module, several of them, another project, files, or an entry of a catalog. */
function modulesIn(value: GradleValue, by: WantedBy, read: ReadWith, rich?: Rich): readonly FoundSubject[] {
  switch (value.is) {
    case 'text':
      return moduleAt(value, by, read, rich);
    case 'list': {
      const own = namedModule(value.items, by, read);
      return own === undefined ? value.items.flatMap(item => modulesIn(item.value, by, read)) : [own];
    }
    case 'chain':
      return calledModules(value.chain, value.span, by, read, rich);
    case 'unknown':
      return value.first === undefined ? [] : computed(value.first, value.span, read);
    case 'block':
    case 'number':
      return [];
  }
}

/** A text that begins like a module, and ends with what must be computed. */
function computed(first: GradleValue, span: Span, { variables }: ReadWith): readonly FoundSubject[] {
  const traced = first.is === 'text' ? variables.valueOf(first) : undefined;
  const [group = '', artifact = ''] = traced?.text.split(':') ?? [];
  if (traced === undefined || !/^[\w.-]+:[\w.-]+:/.test(traced.text)) return [];
  return [{ span, subject: opaqueModule('variable', `${group}:${artifact}`) }];
}

function moduleAt(value: GradleValue, by: WantedBy, { variables }: ReadWith, rich?: Rich): readonly FoundSubject[] {
  const traced = variables.valueOf(value);
  const module = traced === undefined ? undefined : moduleIn(traced);
  if (module === undefined) return [];
  return [{ span: value.span, subject: subjectOf({ ...module, ...rich }, by) }];
}

/** Calls that pass on what they are given. */
const PASSING = new Set([
  'platform',
  'enforcedPlatform',
  'testFixtures',
  'create',
  'dependency',
  'mavenBom',
  'variantOf',
]);

function calledModules(
  chain: GradleChain,
  span: Span,
  by: WantedBy,
  read: ReadWith,
  rich: Rich | undefined,
): readonly FoundSubject[] {
  const path = chain.map(({ name }) => name).join('.');
  const catalogued = read.catalogued(path);
  if (catalogued !== undefined) return [{ span, subject: catalogued }];
  const called = chain.find(({ given }) => given !== undefined);
  if (called !== undefined) return calledWith(called, span, by, read, rich);
  if (chain[0]?.name === 'projects') return [{ span, subject: opaqueModule('workspace') }];
  const traced = read.variables.valueOf({ is: 'chain', chain, span });
  const module = traced === undefined ? undefined : moduleIn(traced);
  if (module !== undefined) return [{ span, subject: subjectOf({ ...module, ...rich }, by) }];
  return [{ span, subject: opaqueModule('variable', undefined, path) }];
}

function calledWith(
  called: GradleLink,
  span: Span,
  by: WantedBy,
  read: ReadWith,
  rich: Rich | undefined,
): readonly FoundSubject[] {
  switch (called.name) {
    case 'project':
      return [{ span, subject: opaqueModule('workspace') }];
    case 'files':
    case 'fileTree':
      return [{ span, subject: opaqueModule('path') }];
    case 'kotlin':
      return kotlinModule(called, span, by, read);
    default:
      if (!PASSING.has(called.name)) return [];
      return called.given?.flatMap(({ value }) => modulesIn(value, by, read, rich)) ?? [];
  }
}

/** `kotlin("stdlib")`, whose version the plugin decides where none is written. */
function kotlinModule(link: GradleLink, span: Span, by: WantedBy, read: ReadWith): readonly FoundSubject[] {
  const [module, version] = (link.given ?? []).map(({ value }) => read.variables.valueOf(value));
  if (module === undefined) return [];
  const group: TracedValue = { text: 'org.jetbrains.kotlin', at: [], isKnown: true };
  const artifact: TracedValue = { ...module, text: `kotlin-${module.text}`, at: [] };
  return [{ span, subject: subjectOf({ group, artifact, version }, by) }];
}

/** The block `version { strictly("1"); prefer("1") }` in what a module is declared with. */
function richIn(block: readonly GradleStatement[], { variables }: ReadWith): Rich | undefined {
  const versions = block.flatMap(({ chain }) => (chain[0]?.name === 'version' ? (chain[0].block ?? []) : []));
  if (versions.length === 0) return undefined;
  const part = (name: string) => {
    const link = versions.flatMap(({ chain }) => chain).find(each => each.name === name);
    const value = firstGiven(link);
    return value === undefined ? undefined : (variables.valueOf(value) ?? UNKNOWN_VALUE);
  };
  const avoids = versions.flatMap(({ chain }) => {
    const [link] = chain;
    if (link?.name !== 'reject') return [];
    return (link.given ?? []).flatMap(({ value }) => variables.valueOf(value)?.text ?? []);
  });
  const version = richVersion(part('strictly'), part('require'), part('prefer'));
  return { ...(version === undefined ? {} : { version }), ...(avoids.length === 0 ? {} : { avoids }) };
}

/**
 * What a rich version comes to: what is preferred within bounds is what is taken, and is then not mended here, since
 * another version must lie within them.
 */
export function richVersion(
  strictly: TracedValue | undefined,
  require: TracedValue | undefined,
  prefer: TracedValue | undefined,
): TracedValue | undefined {
  const bounds = strictly ?? require;
  if (prefer === undefined) return bounds;
  return bounds === undefined ? prefer : { ...prefer, at: Array.from(prefer.at, () => -1) };
}
