import { spanOf } from '../../../model/span.ts';
import type { BunPackage } from './bun-lock.ts';

/** What stands under `packages`, and the text without that. */
export interface BunLines {
  readonly packages: readonly BunPackage[];
  readonly rest: string;
}

/**
 * Reads `packages` of a lockfile as Bun writes it: an entry a line, which is JSON, so that Node's own parser does most
 * of the work. `undefined` where a single line is otherwise.
 */
export function readBunLines(text: string): BunLines | undefined {
  const begin = text.indexOf(BEGIN);
  if (begin < 0) return undefined;
  const packages: BunPackage[] = [];
  for (let start = begin + BEGIN.length; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    if (text.startsWith('  }', start) && stop - start <= '  },'.length) {
      return { packages, rest: `${text.slice(0, begin)}${BEGIN}${text.slice(start)}` };
    }
    if (stop > start) {
      const read = readLine(text, start, stop);
      if (read === undefined) return undefined;
      packages.push(read);
    }
    start = stop + 1;
  }
  return undefined;
}

const BEGIN = '\n  "packages": {\n';

/** `    "a/b": ["b@1.0.0", "", { "dependencies": { "c": "1" } }, "sha512-…"],` */
function readLine(text: string, start: number, stop: number): BunPackage | undefined {
  const line = text.slice(start, stop);
  const colon = line.indexOf('": [');
  const end = line.endsWith('],') ? line.length - 1 : line.length;
  if (!line.startsWith(KEY) || colon < KEY.length || !line.endsWith(']', end)) return undefined;
  const key = line.slice(KEY.length, colon);
  if (/["\\]/.test(key)) return undefined;
  const all = parsed(line.slice(colon + '": '.length, end));
  const [ident, second, third] = all ?? [];
  if (typeof ident !== 'string' || ident === '') return undefined;
  // What is no registry's has no address, and what it wants comes before its hash.
  const from = typeof second === 'string' ? second : '';
  const wants = typeof second === 'object' ? second : third;
  const last = all?.at(-1);
  const its: BunPackage = { key, span: spanOf(start + KEY.length - 1, start + colon + 1), ident, from, wants: [] };
  if (typeof last === 'string' && (all?.length ?? 0) > 2) its.integrity = last;
  if (isObject(wants)) readWants(its, wants);
  return its;
}

const KEY = '    "';

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readWants(its: BunPackage, wants: Readonly<Record<string, unknown>>): void {
  if (wants.bundled === true) its.isBundled = true;
  for (const kind in wants) {
    const isOptional = kind === 'optionalDependencies';
    if (!isOptional && kind !== 'dependencies' && kind !== 'peerDependencies') continue;
    const block = wants[kind];
    if (!isObject(block)) continue;
    for (const name in block) {
      const spec = block[name];
      if (typeof spec !== 'string') continue;
      its.wants.push(name, spec);
      if (!isOptional) continue;
      its.optional ??= new Set();
      its.optional.add(name);
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
