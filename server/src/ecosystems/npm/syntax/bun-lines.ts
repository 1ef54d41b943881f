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
export function* readBunLines(text: string): Generator<void, BunLines | undefined> {
  const begin = text.indexOf(BEGIN);
  // Bun writes none; within a text one ends it for some readers alone.
  if (begin < 0 || text.includes('\r')) return undefined;
  const packages: BunPackage[] = [];
  for (let start = begin + BEGIN.length; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    if (text.startsWith('  }', start) && stop - start <= '  },'.length) {
      return { packages, rest: `${text.slice(0, begin)}${BEGIN}${text.slice(start)}` };
    }
    if (stop > start) {
      const read = new UsualLine(text, start, stop).read() ?? readLine(text, start, stop);
      if (read === undefined) return undefined;
      packages.push(read);
      if (packages.length % A_STEP === 0) yield;
    }
    start = stop + 1;
  }
  return undefined;
}

/** So many lines are some milliseconds' work. */
const A_STEP = 500;
const BEGIN = '\n  "packages": {\n';

/**
 * A line in Bun's own layout, of which nothing is made but what is asked for: a table of which the keys are names of
 * packages costs JavaScript's engine more than all else.
 */
class UsualLine {
  readonly #text: string;
  readonly #start: number;
  readonly #stop: number;
  #at: number;

  constructor(text: string, start: number, stop: number) {
    this.#text = text;
    this.#start = start;
    this.#stop = stop;
    this.#at = start + KEY.length - 1;
  }

  /** `undefined` where it takes the parser to tell what is meant. */
  read(): BunPackage | undefined {
    if (!this.#text.startsWith(KEY, this.#start)) return undefined;
    const keyAt = this.#at;
    const key = this.#string();
    const span = spanOf(keyAt, this.#at);
    const ident = key !== undefined && this.#skips(': [') ? this.#string() : undefined;
    if (key === undefined || ident === undefined || ident === '') return undefined;
    const its: BunPackage = { key, span, ident, from: '', wants: [] };
    if (this.#skips(', "')) {
      this.#at -= 1;
      const from = this.#string();
      if (from === undefined) return undefined;
      its.from = from;
    }
    if (this.#skips(', {') && !this.#wants(its)) return undefined;
    if (this.#skips(', ')) {
      const last = this.#string();
      if (last === undefined) return undefined;
      its.integrity = last;
    }
    const isOver = this.#skips(']') && (this.#at === this.#stop || (this.#skips(',') && this.#at === this.#stop));
    return isOver ? its : undefined;
  }

  /** What stands behind the brace, and the closing one. */
  #wants(its: BunPackage): boolean {
    while (!this.#skips('}')) {
      this.#skips(' ');
      const kind = this.#string();
      if (kind === undefined || !this.#skips(': ')) return false;
      const isOptional = kind === 'optionalDependencies';
      if (isOptional || kind === 'dependencies' || kind === 'peerDependencies') {
        if (!this.#block(its, isOptional)) return false;
      } else if (kind === 'bundled') {
        if (!this.#skips('true')) return false;
        its.isBundled = true;
      } else if (!this.#other()) return false;
      if (!this.#isBetween()) return false;
    }
    return true;
  }

  /** `{ "a": "^1.0.0", "b": "2" }` */
  #block(its: BunPackage, isOptional: boolean): boolean {
    if (!this.#skips('{')) return false;
    while (!this.#skips('}')) {
      this.#skips(' ');
      const name = this.#string();
      const spec = name !== undefined && this.#skips(': ') ? this.#string() : undefined;
      if (name === undefined || spec === undefined) return false;
      its.wants.push(name, spec);
      if (isOptional) {
        its.optional ??= new Set();
        its.optional.add(name);
      }
      if (!this.#isBetween()) return false;
    }
    return true;
  }

  /** Passes over a comma, or over what stands before the closing brace. */
  #isBetween(): boolean {
    const goesOn = this.#skips(',');
    this.#skips(' ');
    return goesOn || this.#text.charCodeAt(this.#at) === CLOSING_BRACE;
  }

  /** Passes over a text, or a list or a table without others in it. */
  #other(): boolean {
    const first = this.#text.charAt(this.#at);
    if (first === '"') return this.#string() !== undefined;
    const closing = first === '[' ? ']' : '}';
    if (first !== '[' && first !== '{') return false;
    const end = this.#text.indexOf(closing, this.#at);
    if (end < 0 || end >= this.#stop || !FLAT.test(this.#text.slice(this.#at + 1, end))) return false;
    this.#at = end + 1;
    return true;
  }

  /** One without escapes. */
  #string(): string | undefined {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== QUOTE) return undefined;
    const start = this.#at + 1;
    const end = text.indexOf('"', start);
    if (end < 0 || end >= this.#stop) return undefined;
    this.#at = end + 1;
    const its = text.slice(start, end);
    return its.includes('\\') ? undefined : its;
  }

  #skips(what: string): boolean {
    if (!this.#text.startsWith(what, this.#at)) return false;
    this.#at += what.length;
    return true;
  }
}

const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;
/** Texts, each with its end, and nothing that opens between. */
const FLAT = /^(?:[^"[{\\]*"[^"\\]*")*[^"[{\\]*$/;

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
