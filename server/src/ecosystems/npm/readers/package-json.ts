import type { Reader } from '../../../model/reader.ts';
import type { OpaqueReason, Reference, Subject } from '../../../model/reference.ts';
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
import { readNpmSpec } from '../syntax/npm-spec.ts';
import { readPackageManager } from '../syntax/package-manager.ts';

/**
 * package.json as npm, pnpm, Yarn and Bun read it (npm's documentation, "package.json"; pnpm's `pnpm.overrides`; Yarn's
 * `resolutions`; Corepack's `packageManager`). Of members with one name npm obeys the last; all are listed, because
 * each is a place where the file names a package.
 */
export const packageJson: Reader = {
  id: 'package-json',
  files: ['package.json'],
  languages: [],
  read: text => {
    const root = parseJson(text);
    const references = [
      ...DEPENDENCY_BLOCKS.flatMap(block => valuesOf(root, block, text)).flatMap(block =>
        readDependencies(block, text),
      ),
      ...valuesOf(root, 'peerDependencies', text).flatMap(block => readDependencies(block, text).map(asPeer)),
      ...valuesOf(root, 'overrides', text).flatMap(block => readOverrides(block, text)),
      ...valuesOf(root, 'resolutions', text).flatMap(block => readFlatOverrides(block, text, nameOfResolution)),
      ...valuesOf(root, 'pnpm', text)
        .flatMap(pnpm => valuesOf(pnpm, 'overrides', text))
        .flatMap(block => readFlatOverrides(block, text, nameOfPnpmOverride)),
      ...membersOf(root, text)
        .filter(member => member.name === 'packageManager')
        .flatMap(member => readPackageManagerField(member, text)),
      ...valuesOf(root, 'devEngines', text)
        .flatMap(engines => valuesOf(engines, 'packageManager', text))
        .flatMap(managers => readDevEngines(managers, text)),
    ];
    references.sort((a, b) => a.span.start - b.span.start);
    // JSON has no comments, so nothing can be silenced in the file itself.
    return { references, ignores: [] };
  },
};

const DEPENDENCY_BLOCKS = ['dependencies', 'devDependencies', 'optionalDependencies'];

function readDependencies(block: JsonNode, text: string): Reference[] {
  return membersOf(block, text).flatMap(member => readMember(member, member.name, text));
}

function asPeer(reference: Reference): Reference {
  const { subject } = reference;
  return subject.kind === 'release' ? { ...reference, subject: { ...subject, peer: true } } : reference;
}

/**
 * npm's `overrides` (Arborist, lib/override-set.js): keys are `name` or `name@range`, a value is a spec, or an object
 * whose `.` is the key's own spec and whose other members hold below that package.
 */
function readOverrides(block: JsonNode, text: string): Reference[] {
  const references: Reference[] = [];
  const waiting: { block: JsonNode; own: string | undefined }[] = [{ block, own: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const member of membersOf(next.block, text)) {
      const name = member.name === '.' && next.own !== undefined ? next.own : beforeRange(member.name);
      if (member.value.type === 'object') waiting.push({ block: member.value, own: name });
      else references.push(...readMember(member, name, text));
    }
  }
  return references;
}

function readFlatOverrides(block: JsonNode, text: string, nameOf: (key: string) => string): Reference[] {
  return membersOf(block, text)
    .filter(member => !isRemoval(member))
    .flatMap(member => readMember(member, nameOf(member.name), text));
}

/** pnpm takes the dependency away, so nothing is wanted. */
function isRemoval(member: JsonMember): boolean {
  return member.value.type === 'string' && member.value.value === '-';
}

function readMember(member: JsonMember, name: string, text: string): Reference[] {
  const string = stringOf(member.value, text);
  if (string === undefined) {
    // A string without its closing quote is still being typed.
    return member.value.type === 'string' ? [] : [reference(member.span, opaque('invalid', name))];
  }
  const { value } = string;
  // A reference to the version of a direct dependency, in overrides of npm and pnpm.
  if (value.startsWith('$') && !value.startsWith('${'))
    return [reference(member.span, opaque('variable', name, value))];
  const spec = readNpmSpec(name, value);
  if (spec.is === 'opaque') return [reference(member.span, opaque(spec.why, name, value))];
  const edit = spanOf(string.at(spec.from), string.at(value.length));
  return [reference(member.span, { kind: 'release', registry: 'npm', name: spec.name, want: spec.want, edit })];
}

/** Corepack's field: `pnpm@9.1.0+sha512.…`. A fix replaces the hash too, because it belongs to the old version. */
function readPackageManagerField(member: JsonMember, text: string): Reference[] {
  const string = stringOf(member.value, text);
  if (string === undefined) {
    return member.value.type === 'string' ? [] : [reference(member.span, opaque('invalid'))];
  }
  const at = string.value.indexOf('@', 1);
  if (at < 0) return [reference(member.span, opaque('invalid', string.value))];
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
    if (version === undefined) return [reference(span, opaque('managed', name.value))];
    const string = stringOf(version.value, text);
    if (string === undefined) {
      return version.value.type === 'string' ? [] : [reference(span, opaque('invalid', name.value))];
    }
    const edit = spanOf(string.at(0), string.at(string.value.length));
    return [reference(span, readPackageManager(name.value, string.value, edit))];
  });
}

/** The name in `name@range`. */
function beforeRange(key: string): string {
  const at = key.indexOf('@', 1);
  return at < 0 ? key : key.slice(0, at);
}

// The package that a pattern of Yarn ends with: `@s/b` of `a/**/@s/b`, `a` of `a@npm:^1`.
function nameOfResolution(pattern: string): string {
  const described = /^((?:@[^/@\s]+\/)?[^/@\s*]+)@[a-z]+:/.exec(pattern)?.[1];
  const scoped = /(?:^|\/)(@[^/@\s]+\/[^/@\s*]+)(?:@[^/]*)?$/.exec(pattern)?.[1];
  const plain = /(?:^|\/)([^/@\s*]+)(?:@[^/]*)?$/.exec(pattern)?.[1];
  return described ?? scoped ?? plain ?? pattern;
}

/** pnpm's selectors are a chain, `parent@range>name@range`; a `>` behind a blank, `|` or `@` belongs to a range. */
function nameOfPnpmOverride(selector: string): string {
  const last = [...selector.matchAll(/[^ |@]>/g)].at(-1);
  return beforeRange(last === undefined ? selector : selector.slice(last.index + 2));
}

function reference(span: Span, subject: Subject): Reference {
  return { span, subject, role: 'manifest' };
}

function opaque(why: OpaqueReason, name?: string, want?: string): Subject {
  return {
    kind: 'opaque',
    why,
    registry: 'npm',
    ...(name === undefined ? {} : { name }),
    ...(want === undefined ? {} : { want }),
  };
}
