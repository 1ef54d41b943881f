import type { Around } from '../../../model/reader.ts';
import type { ImageSubject } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { YamlDocument, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../../../syntax/yaml-paths.ts';
import { dockerfilePath, sameWorkspace } from './build-arguments.ts';
import { markedImage } from './marked-values.ts';

/**
 * Reads images by what `${{ parameters.name }}` and `${{ variables.name }}` stand for (learn.microsoft.com, "Template
 * parameters", "Define variables"): the default of a parameter, unless each use of the template in the workspace gives
 * it, and a variable of the file, where that has one value alone, and no template may give it another.
 */
export function azureValues(
  document: YamlDocument,
  file: string,
  around: Around,
): (scalar: YamlScalar) => ImageSubject | undefined {
  const { root, text } = document;
  let parameters: ReadonlyMap<string, string> | undefined;
  let variables: ReadonlyMap<string, string> | undefined;
  return scalar =>
    markedImage(scalar, text, MARK, ([, kind = '', dotted, quoted]) => {
      const name = (dotted ?? quoted ?? '').toLowerCase();
      const uses = () => sameWorkspace(around.told(usesKey(file)), file, around);
      parameters ??= parametersOf(root, givenByAll(uses().map(use => (use.says === 'builds' ? use.gives : ''))));
      variables ??= variablesOf(root);
      const value = (kind.toLowerCase() === 'parameters' ? parameters : variables).get(name);
      return value === undefined ? undefined : { name: dotted ?? quoted ?? '', value };
    });
}

/** What a file says to the templates that it uses: which of their parameters it gives. */
export function usesStated({ root, text }: YamlDocument, file: string): readonly Statement[] {
  if (!text.includes('template')) return [];
  // An anchor's parameters may be given many times.
  const known = new Map<YamlNode | undefined, string>();
  return USES.flatMap(place => findPath(root, place)).flatMap(({ value: use }): Statement[] => {
    const written = use?.kind === 'map' ? textAt(use, 'template')?.replace(/@self$/i, '') : undefined;
    if (use?.kind !== 'map' || written === undefined || written.includes('@') || known.size > MOST_USES) return [];
    const parameters = entryOf(use, 'parameters')?.value;
    const gives = known.get(parameters) ?? namesIn(parameters);
    known.set(parameters, gives);
    return pathsOf(written, file).map(path => ({ says: 'builds', key: usesKey(path), reach: 'everywhere', gives }));
  });
}

/**
 * Where a template may lie. With a slash its path begins at the repository's root, which may be any folder above the
 * file.
 */
function pathsOf(written: string, file: string): string[] {
  const above = file.split('/').slice(0, MOST_FOLDERS);
  const from = written.startsWith('/') ? above.map((_, i) => [...above.slice(0, i), ''].join('/')) : [file];
  return from.flatMap(start => dockerfilePath(start, '', written.replace(/^\/+/, '')) ?? []);
}

function namesIn(parameters: YamlNode | undefined): string {
  const names = findPath(parameters, '*').flatMap(({ entry }) => entry?.key.value.toLowerCase() ?? []);
  // What an expression puts in may be any of them.
  const all = names.some(name => name.includes('${{')) ? [ANY] : names.filter(name => NAME.test(name));
  return all.slice(0, MOST_NAMES).join(' ');
}

const MARK = /\$\{\{\s*(parameters|variables)(?:\.([A-Za-z_]\w{0,99})|\[\s*'([\w.-]{1,100})'\s*\])\s*\}\}/gi;
const USES = ['**[]', 'extends', 'extends.*'];
const NAME = /^[\w.-]+$/;
/** What no parameter is called. */
const ANY = '*';

/** Under this, it is found what uses of a template give. */
function usesKey(path: string): string {
  return `template ${path}`;
}

/** Tells of a parameter whether all uses give it, of which there is at least one. */
function givenByAll(uses: readonly string[]): (name: string) => boolean {
  const gives = uses.map(each => new Set(each.split(' ')));
  return name => gives.length > 0 && gives.every(names => names.has(name) || names.has(ANY));
}

/** Defaults by the names of parameters: items with a name, or the entries of a map. */
function parametersOf(root: YamlNode | undefined, isGiven: (name: string) => boolean): ReadonlyMap<string, string> {
  const declared = root?.kind === 'map' ? entryOf(root, 'parameters')?.value : undefined;
  const pairs: [string | undefined, YamlNode | undefined][] =
    declared?.kind === 'list'
      ? declared.items.map(({ value }) =>
          value?.kind === 'map' ? [textAt(value, 'name'), entryOf(value, 'default')?.value] : [undefined, undefined],
        )
      : findPath(declared, '*').map(({ entry, value }) => [entry?.key.value, value]);
  return singles(pairs.filter(([name]) => name !== undefined && !isGiven(name.toLowerCase())));
}

/** The variables at the top that nothing else in the file, and no template, gives another value. */
function variablesOf(root: YamlNode | undefined): ReadonlyMap<string, string> {
  const pairs: [string | undefined, YamlNode | undefined][] = [];
  const elsewhere = new Set<string | undefined>();
  const top = root?.kind === 'map' ? entryOf(root, 'variables')?.value : undefined;
  for (const { value: declared } of findPath(root, '**.variables')) {
    const own = declared === undefined ? undefined : declaredIn(declared);
    if (own === undefined) return NOTHING;
    pairs.push(...own);
    if (declared !== top) for (const [name] of own) elsewhere.add(name?.toLowerCase());
  }
  return singles(pairs.filter(([name]) => name !== undefined && !elsewhere.has(name.toLowerCase())));
}

/** Entries, or items with a name; `undefined` where a template or a condition puts others in. */
function declaredIn(variables: YamlNode): [string | undefined, YamlNode | undefined][] | undefined {
  if (variables.kind === 'scalar') return undefined;
  const maps = variables.kind === 'map' ? [variables] : variables.items.map(({ value }) => value);
  const isOpen = maps.some(map => findPath(map, '*').some(({ entry }) => OPEN.test(entry?.key.value ?? '')));
  if (isOpen) return undefined;
  if (variables.kind === 'map') return findPath(variables, '*').map(({ entry, value }) => [entry?.key.value, value]);
  return maps.map(map =>
    map?.kind === 'map' ? [textAt(map, 'name'), entryOf(map, 'value')?.value] : [undefined, undefined],
  );
}

const OPEN = /^template$|\$\{\{/;

/**
 * Texts by names of which each is given once; a number in YAML is written anew. Names are told without regard to case.
 */
function singles(pairs: readonly [string | undefined, YamlNode | undefined][]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  for (const [written, value] of pairs) {
    const name = written?.toLowerCase() ?? '';
    texts.delete(name);
    const isText = value?.kind === 'scalar' && (value.isString || /^[1-9]\d*$/.test(value.value));
    if (!seen.has(name) && isText) texts.set(name, value.value);
    seen.add(name);
  }
  return texts;
}

const NOTHING: ReadonlyMap<string, string> = new Map();
const MOST_NAMES = 200;
const MOST_USES = 300;
const MOST_FOLDERS = 20;
