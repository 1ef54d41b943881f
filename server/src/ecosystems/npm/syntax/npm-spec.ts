import npa from 'npm-package-arg';
import validateName from 'validate-npm-package-name';
import type { OpaqueReason, Want } from '../../../model/reference.ts';
import type { NpmClient } from '../clients.ts';
import { npmWant } from '../versions.ts';

/** What the text behind a package's name means to npm, pnpm, Yarn and Bun. */
export type NpmSpec =
  | {
      readonly is: 'release';
      /** Of an alias, its target. */
      readonly name: string;
      readonly want: Want;
      /** Where in the text the want begins, to its end; absent where a name stands alone, so that none can be put. */
      readonly from?: number;
    }
  | { readonly is: 'opaque'; readonly why: OpaqueReason };

/**
 * Protocols that npm-package-arg does not know. `catalog:` takes the version from the workspace's own catalogue,
 * `patch:` and `exec:` make the package from a file beside the manifest, `jsr:` is served by a registry of its own.
 */
const PROTOCOLS: Readonly<Record<string, OpaqueReason>> = {
  workspace: 'workspace',
  catalog: 'managed',
  file: 'path',
  link: 'path',
  portal: 'path',
  patch: 'path',
  exec: 'path',
  jsr: 'unconfigured',
};

/**
 * npm-package-arg's own test for a path (lib/npa.js, `isPosixFile`, `isWindowsFile`, `hasSlashes`) depends on the
 * platform it runs on. A manifest means the same everywhere, so the union of both is asked first.
 */
const PATH = /^(?:\.|~[/\\]|[/\\]|[A-Za-z]:(?:[/\\]|$))|^[^:#]*\\/;

/** Neither an address, nor a repository, nor a path, nor an archive's name. */
const PLAIN = /^(?!.*\.(?:tgz|tar|tar\.gz)$)[^:/\\#@]*$/i;

/** Much longer than any range that people write; in characters. Reading one takes far longer than reading the file. */
const LONGEST_SPEC = 4096;

/** Half of a pair of code units, which JSON can write and no address can hold; the library below would throw. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Other languages' placeholders, in a manifest that is made from a template. */
const TEMPLATE = /\{\{|\$\{|<%/;

/** Reads a spec as a client does. What npm forbids, in the name or in the spec, is opaque and `invalid`. */
export function readNpmSpec(name: string, spec: string, client: NpmClient): NpmSpec {
  if (TEMPLATE.test(name) || TEMPLATE.test(spec)) return opaque('template');
  if (spec.length > LONGEST_SPEC) return opaque('invalid');
  const protocol = /^\s*([a-z]{2,}):/i.exec(spec)?.[1]?.toLowerCase();
  if (protocol === 'npm') return readAlias(name, spec, client);
  if (protocol !== undefined && Object.hasOwn(PROTOCOLS, protocol)) return opaque(PROTOCOLS[protocol] ?? 'url');
  if (PATH.test(spec)) return opaque('path');
  return readPlain(name, spec, 0);
}

/**
 * `npm:name@want` names another package. `npm:^1.0.0` is Yarn's way to say that the own name is meant. `npm:name` alone
 * is any version of that package, but for Yarn from version 2 on a tag of the own name (plugin-npm, NpmTagResolver.ts).
 */
function readAlias(ownName: string, spec: string, client: NpmClient): NpmSpec {
  const start = spec.indexOf(':') + 1;
  const target = spec.slice(start);
  const at = target.indexOf('@', 1);
  if (target === '') return opaque('invalid');
  const own = at < 0 ? npmWant(target) : undefined;
  if (own !== undefined && (own.is !== 'tag' || client === 'yarn')) return readPlain(ownName, target, start);
  const name = at < 0 ? target : target.slice(0, at);
  const want = at < 0 ? '' : target.slice(at + 1);
  const read = readPlain(name, want, start + name.length + 1);
  // npm follows an alias to a registry only.
  if (read.is === 'opaque') return opaque('invalid');
  if (at >= 0) return read;
  const { from: _, ...alone } = read;
  return alone;
}

function readPlain(name: string, spec: string, from: number): NpmSpec {
  if (LONE_SURROGATE.test(name) || !validateName(name).validForOldPackages) return opaque('invalid');
  // What can only be a version, a range or a tag need not be tried as an address first, which is slow.
  const elsewhere = PLAIN.test(spec) ? undefined : whereElse(name, spec);
  if (elsewhere !== undefined) return opaque(elsewhere);
  const want = npmWant(spec);
  return want === undefined ? opaque('invalid') : { is: 'release', name, want, from };
}

function whereElse(name: string, spec: string): OpaqueReason | undefined {
  try {
    // An absolute place, or npm-package-arg would ask for the working directory.
    const { type } = npa.resolve(name, spec, '/');
    switch (type) {
      case 'version':
      case 'range':
      case 'tag':
        return undefined;
      case 'git':
        return 'git';
      case 'remote':
        return 'url';
      case 'file':
      case 'directory':
        return 'path';
      case 'alias':
        return 'invalid';
    }
  } catch (error) {
    // Some other tool's protocol, such as a registry that pnpm's settings name.
    return error instanceof Error && 'code' in error && error.code === 'EUNSUPPORTEDPROTOCOL' ? 'url' : 'invalid';
  }
}

function opaque(why: OpaqueReason): NpmSpec {
  return { is: 'opaque', why };
}
