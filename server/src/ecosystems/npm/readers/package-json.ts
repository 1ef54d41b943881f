import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import {
  type JsonMember,
  type JsonNode,
  membersOf,
  parseJson,
  placeOf,
  stringOf,
  valuesOf,
} from '../../../syntax/json.ts';
import { ageLimitsAround, saidOfAge } from '../syntax/age-limits.ts';
import { catalogEntry, defaultCatalog, useOfCatalog, usesOf } from '../syntax/catalogs.ts';
import { clientAround, saidOfClient } from '../syntax/client-around.ts';
import { declaredClient, declaredTool, listsWorkspaces } from '../syntax/declared-client.ts';
import { type LockedFor, lockedFor } from '../syntax/locked-direct.ts';
import { overridesSaid } from '../syntax/overridden.ts';
import { beforeRange, nameOfPnpmOverride, nameOfResolution, REMOVAL } from '../syntax/override-keys.ts';
import { ownManifestSaid } from '../syntax/own-manifest.ts';
import { ownVersionIn } from '../syntax/own-version.ts';
import { readPackageManager } from '../syntax/package-manager.ts';
import { NAMES_RELEASER } from '../syntax/released-by.ts';
import { opaquePackage, type WantedBy, wantedSubject } from '../syntax/wanted.ts';
import { ageByDefault } from '../syntax/written-ages.ts';

/**
 * package.json as npm, pnpm, Yarn and Bun read it (npm's documentation, "package.json"; pnpm's `pnpm.overrides`; Yarn's
 * `resolutions`; Corepack's `packageManager`). Of members with one name npm obeys the last; all are listed, because
 * each is a place where the file names a package.
 */
export const packageJson: Reader = {
  id: 'package-json',
  files: ['package.json'],
  languages: [],
  // The manifests below read Bun's catalogues, and who installs.
  speaks: 'below',
  mayState: text =>
    /"(?:catalogs?|packageManager|devEngines|workspaces|overrides|resolutions)"/.test(text) ||
    NAMES_RELEASER.test(text),
  read: (text, file, { told, folder } = NOTHING_AROUND) => {
    const root = parseJson(text);
    const own = ownVersionIn(root, text, file, { told, folder });
    const declared = declaredClient(root, text);
    const client = clientAround({ told, folder }, declared);
    const tool = declaredTool(root, text);
    const byDefault = tool === undefined ? undefined : ageByDefault(tool.name, tool.version);
    const ageLimit = ageLimitsAround({ told, folder }, client, byDefault);
    const json = { text, told, folder, client, ageLimit };
    const overrides = overriddenIn(root, text);
    const locked = { ...json, locked: lockedFor({ told, folder }, client, overrides) };
    // What is optional is so for npm wherever else it is named, but for `devDependencies`, which it obeys last.
    const optional = namesIn(valuesOf(root, 'optionalDependencies', text), text);
    const optionalPeers = optionalPeersOf(root, text);
    const catalogs = catalogsOf(root, text);
    const references = [
      ...own.references,
      ...readBlock(root, 'dependencies', locked, optional),
      ...readBlock(root, 'devDependencies', locked),
      ...readBlock(root, 'optionalDependencies', locked, optional),
      ...readBlock(root, 'peerDependencies', json, optionalPeers).map(asPeer),
      ...catalogs.flatMap(({ catalog, member }) => {
        const uses = usesOf([{ catalog, name: member.name }], { told, folder });
        return readMember(member, member.name, { ...json, client: 'bun' }).map(each => ({ ...each, ...uses }));
      }),
      ...valuesOf(root, 'overrides', text).flatMap(block => readOverrides(block, json)),
      ...valuesOf(root, 'resolutions', text).flatMap(block => readFlatOverrides(block, json, nameOfResolution)),
      ...valuesOf(root, 'pnpm', text)
        .flatMap(pnpm => valuesOf(pnpm, 'overrides', text))
        .flatMap(block => readFlatOverrides(block, { ...json, client: 'pnpm' }, nameOfPnpmOverride)),
      ...membersOf(root, text)
        .filter(member => member.name === 'packageManager')
        .flatMap(member => readPackageManagerField(member, text)),
      ...valuesOf(root, 'devEngines', text)
        .flatMap(engines => valuesOf(engines, 'packageManager', text))
        .flatMap(managers => readDevEngines(managers, text)),
    ];
    references.sort((a, b) => a.span.start - b.span.start);
    const entries = catalogs.flatMap(({ catalog, member }) => {
      const spec = stringOf(member.value, text);
      const entry = { catalog, name: member.name, client: 'bun' } as const;
      return spec === undefined ? [] : [catalogEntry(entry, spec.value, member.span)];
    });
    const uses = BLOCKS.flatMap(block => valuesOf(root, block, text))
      .flatMap(block => membersOf(block, text))
      .flatMap(({ name, value }) => useOfCatalog(name, stringOf(value, text)?.value ?? '', told));
    const statements = [
      ...own.statements,
      ...uses,
      ...entries,
      ...(declared === undefined ? [] : [saidOfClient({ is: 'declares', client: declared })]),
      ...(byDefault === undefined ? [] : [saidOfAge(byDefault)]),
      ...(listsWorkspaces(root, text) ? [saidOfClient({ is: 'roots' })] : []),
      ...(overrides.length === 0 ? [] : [overridesSaid(overrides)]),
      ...ownManifestSaid(root, text),
    ];
    // JSON has no comments, so nothing can be silenced in the file itself.
    return { references, ignores: [], ...(statements.length === 0 ? {} : { statements }) };
  },
};

/** Where a manifest may take what a catalogue decides. */
const BLOCKS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** A text of JSON, and what other files say. */
interface Json extends WantedBy {
  readonly text: string;
  /** What the lockfile holds; absent for what it does not hold by the name here. */
  readonly locked?: LockedFor;
}

function readBlock(
  root: JsonNode | undefined,
  block: string,
  json: Json,
  optional: ReadonlySet<string> = new Set(),
): Reference[] {
  return valuesOf(root, block, json.text)
    .flatMap(value => membersOf(value, json.text))
    .flatMap(member => {
      const isOptional = optional.has(member.name);
      const references = readMember(member, member.name, json, isOptional);
      return isOptional ? references.map(asOptional) : references;
    });
}

function namesIn(blocks: readonly JsonNode[], text: string): ReadonlySet<string> {
  return new Set(blocks.flatMap(block => membersOf(block, text)).map(({ name }) => name));
}

/** npm's documentation, "peerDependenciesMeta". */
function optionalPeersOf(root: JsonNode | undefined, text: string): ReadonlySet<string> {
  const members = valuesOf(root, 'peerDependenciesMeta', text).flatMap(block => membersOf(block, text));
  const isOptional = ({ value }: JsonMember) => valuesOf(value, 'optional', text).some(flag => flag.value === true);
  return new Set(members.filter(isOptional).map(({ name }) => name));
}

/**
 * Bun's catalogues (bun.sh, "Catalogs"): where the workspaces are listed, be they empty, or else at the top; without
 * workspaces Bun knows none.
 */
function catalogsOf(root: JsonNode | undefined, text: string): { catalog: string; member: JsonMember }[] {
  const workspaces = valuesOf(root, 'workspaces', text);
  if (root === undefined || workspaces.length === 0) return [];
  const areWithin = workspaces.some(value => membersOf(value, text).some(({ name }) => /^catalogs?$/.test(name)));
  return catalogsIn(areWithin ? workspaces : [root], text);
}

function catalogsIn(holders: readonly JsonNode[], text: string): { catalog: string; member: JsonMember }[] {
  return holders.flatMap(holder => [
    ...valuesOf(holder, 'catalog', text)
      .flatMap(catalog => membersOf(catalog, text))
      .map(member => ({ catalog: defaultCatalog('bun'), member })),
    ...valuesOf(holder, 'catalogs', text)
      .flatMap(catalogs => membersOf(catalogs, text))
      .flatMap(({ name, value }) => membersOf(value, text).map(member => ({ catalog: name, member }))),
  ]);
}

function asOptional(reference: Reference): Reference {
  const { subject } = reference;
  return subject.kind === 'release' ? { ...reference, subject: { ...subject, optional: true } } : reference;
}

function asPeer(reference: Reference): Reference {
  const { subject } = reference;
  return subject.kind === 'release' ? { ...reference, subject: { ...subject, peer: true } } : reference;
}

/**
 * npm's `overrides` (Arborist, lib/override-set.js): keys are `name` or `name@range`, a value is a spec, or an object
 * whose `.` is the key's own spec and whose other members hold below that package.
 */
function readOverrides(block: JsonNode, json: Json): Reference[] {
  const references: Reference[] = [];
  const waiting: { block: JsonNode; own: string | undefined }[] = [{ block, own: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const member of membersOf(next.block, json.text)) {
      const name = member.name === '.' && next.own !== undefined ? next.own : beforeRange(member.name);
      if (member.value.type === 'object') waiting.push({ block: member.value, own: name });
      else references.push(...readMember(member, name, json));
    }
  }
  return references;
}

/** The names that any kind of overrides is about, whoever obeys it. */
function overriddenIn(root: JsonNode | undefined, text: string): readonly string[] {
  const names: string[] = [];
  const waiting = [...valuesOf(root, 'overrides', text)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { name, value } of membersOf(next, text)) {
      names.push(beforeRange(name));
      if (value.type === 'object') waiting.push(value);
    }
  }
  const flat = (blocks: readonly JsonNode[], nameOf: (key: string) => string) =>
    names.push(...blocks.flatMap(block => membersOf(block, text)).map(({ name }) => nameOf(name)));
  flat(valuesOf(root, 'resolutions', text), nameOfResolution);
  flat(
    valuesOf(root, 'pnpm', text).flatMap(pnpm => valuesOf(pnpm, 'overrides', text)),
    nameOfPnpmOverride,
  );
  return names;
}

function readFlatOverrides(block: JsonNode, json: Json, nameOf: (key: string) => string): Reference[] {
  return membersOf(block, json.text)
    .filter(({ value }) => value.type !== 'string' || value.value !== REMOVAL)
    .flatMap(member => readMember(member, nameOf(member.name), json));
}

function readMember(member: JsonMember, name: string, { text, locked, ...by }: Json, isOptional = false): Reference[] {
  const string = stringOf(member.value, text);
  if (string === undefined) {
    // A string without its closing quote is still being typed.
    return member.value.type === 'string' ? [] : [reference(member.span, opaquePackage('invalid', name))];
  }
  const { value } = string;
  const editFrom = (index: number) => spanOf(string.at(index), string.at(value.length));
  const subject = wantedSubject(name, { value, editFrom }, by);
  return [reference(member.span, locked?.({ name, spec: value, subject, isOptional }) ?? subject)];
}

/** Corepack's field: `pnpm@9.1.0+sha512.…`. A fix replaces the hash too, because it belongs to the old version. */
function readPackageManagerField(member: JsonMember, text: string): Reference[] {
  const string = stringOf(member.value, text);
  if (string === undefined) {
    return member.value.type === 'string' ? [] : [reference(member.span, opaquePackage('invalid'))];
  }
  const at = string.value.indexOf('@', 1);
  if (at < 0) return [reference(member.span, opaquePackage('invalid', string.value))];
  const edit = spanOf(string.at(at + 1), string.at(string.value.length));
  const subject = readPackageManager(string.value.slice(0, at), string.value.slice(at + 1), edit);
  return [reference(member.span, subject)];
}

/** `devEngines.packageManager`: an object or a list of such with `name`, `version` and `onFail`. */
function readDevEngines(managers: JsonNode, text: string): Reference[] {
  const entries = managers.type === 'array' ? (managers.children ?? []) : [managers];
  return entries.flatMap(entry => {
    const members = membersOf(entry, text);
    const name = stringOf(members.findLast(member => member.name === 'name')?.value, text);
    const version = members.findLast(member => member.name === 'version');
    if (name === undefined) return [];
    const span = version?.span ?? placeOf(entry, text);
    // Without a version any will do.
    if (version === undefined) return [reference(span, opaquePackage('managed', name.value))];
    const string = stringOf(version.value, text);
    if (string === undefined) {
      return version.value.type === 'string' ? [] : [reference(span, opaquePackage('invalid', name.value))];
    }
    const edit = spanOf(string.at(0), string.at(string.value.length));
    return [reference(span, readPackageManager(name.value, string.value, edit))];
  });
}

function reference(span: Span, subject: Subject): Reference {
  return { span, subject, role: 'manifest' };
}
