import { type ParseError, parseTree } from 'jsonc-parser';
import semver from 'semver';
import type { Overridden, Override } from '../../model/ecosystem.ts';
import type { Edit } from '../../model/finding.ts';
import { spanOf, textUnder } from '../../model/span.ts';
import { type JsonNode, membersOf, valuesOf } from '../../syntax/json.ts';
import { declaredTool } from './syntax/declared-client.ts';
import { overriddenNames } from './syntax/overridden.ts';
import { type OverridePlace, overrideEntry, overridePlaceIn } from './syntax/override-place.ts';

/**
 * The entry in package.json that has a project's client take another version of what others bring in: npm's and Bun's
 * `overrides`, Yarn's `resolutions`, `overrides` under `pnpm`. npm alone scopes an entry by the version that it
 * replaces; for the others, that of a name of which the lockfile holds several versions would replace all of them. What
 * comes of it was seen with the clients themselves (`test/real/override.test.ts`).
 *
 * pnpm reads `overrides` in its own manifest of the workspace from 10.5.1 on, where `pnpm` in package.json has none,
 * and from 11 on there alone.
 */
export function npmOverride(text: string, overridden: Overridden): Override | undefined {
  const { name, version, to, lockfile } = overridden;
  if (!semver.valid(to) || !semver.valid(version) || !semver.satisfies(to, `^${version}`)) return undefined;
  const root = rootOf(text);
  if (root?.type !== 'object') return undefined;
  if (BLOCKS.some(block => valuesOf(root, block, text).some(value => wants(value, name, text)))) return undefined;
  const path = lockfile === 'pnpm-lock.yaml' ? placeForPnpm(root, overridden, text) : placeFor(overridden);
  if (path === undefined) return undefined;
  if ('from' in path) return elsewhere(path, overridden);
  const edit = insertion(root, path, to, text);
  const block = path.slice(0, -1).join('.');
  return edit === undefined ? undefined : { edits: [edit], byHand: { block, follow: followOf(lockfile) } };
}

/** Of a text that is broken, nothing: an edit there may do anything. */
function rootOf(text: string): JsonNode | undefined {
  const errors: ParseError[] = [];
  try {
    const root = text.length > LONGEST ? undefined : parseTree(text, errors);
    return errors.length > 0 ? undefined : root;
  } catch (error) {
    // Nested deeper than a parser may go.
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

/** npm refuses an override of what the manifest wants itself. */
const BLOCKS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** A manifest that people write is a page; formatting it takes a while. */
const LONGEST = 1_000_000;

function wants(block: JsonNode, name: string, text: string): boolean {
  return membersOf(block, text).some(member => member.name === name);
}

/** The names on the way to the entry, its own key last. */
function placeFor({ name, version, lockfile, isAlone }: Overridden): readonly string[] | undefined {
  switch (lockfile) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return ['overrides', isAlone ? name : `${name}@${version}`];
    case 'bun.lock':
      return isAlone ? ['overrides', name] : undefined;
    case 'yarn.lock':
      return isAlone ? ['resolutions', name] : undefined;
    default:
      return undefined;
  }
}

/**
 * Where the project's pnpm reads it, which was asked of 9.15, 10.0, 10.5.0, 10.5.1, 10.34, 11 and 12: the manifest up
 * to 10.5.0, the workspace's from 11 on, and between them the manifest where it has some. Of a pnpm that nobody names,
 * what is there already tells.
 */
function placeForPnpm(
  root: JsonNode,
  { name, isAlone, told, folder }: Overridden,
  text: string,
): readonly string[] | OverridePlace | undefined {
  if (!isAlone) return undefined;
  const manifest = ['pnpm', 'overrides', name];
  const workspace = overridePlaceIn(told, folder);
  const own = valuesOf(root, 'pnpm', text);
  const hasOwn = own.some(value => valuesOf(value, 'overrides', text).length > 0);
  const its = pnpmsRange(root, text);
  if (its('<10.5.1')) return manifest;
  if (its('>=11.0.0-0')) return workspace;
  if (its('>=10.5.1 <11.0.0-0')) return hasOwn ? manifest : (workspace ?? manifest);
  if (hasOwn) return workspace?.has === 'overrides' ? undefined : manifest;
  return workspace?.has === 'neither' && own.length > 0
    ? manifest
    : (workspace ?? (own.length > 0 ? manifest : undefined));
}

/** Tells whether every pnpm that a manifest declares is within bounds; of none that it declares, no. */
function pnpmsRange(root: JsonNode, text: string): (bounds: string) => boolean {
  const { name, version = '' } = declaredTool(root, text) ?? {};
  const isRange = name === 'pnpm' && /\d/.test(version) && version.length <= LONGEST_RANGE;
  const range = isRange ? semver.validRange(version, true) : null;
  return bounds => range !== null && semver.subset(range, bounds, { loose: true, includePrerelease: true });
}

/** In characters. */
const LONGEST_RANGE = 256;

function elsewhere(place: OverridePlace, { name, to, told }: Overridden): Override | undefined {
  const { from, span, expects } = place;
  if (!/^[@\w./-]+$/.test(name) || overriddenNames(told).includes(name)) return undefined;
  const edit = { span, expects, put: overrideEntry(place, name, to), range: from.rangeOf(span) };
  const { file, uri } = from;
  const other = { file, ...(uri === undefined ? {} : { uri }), edits: [edit] };
  return { edits: [], elsewhere: other, byHand: { block: 'overrides', follow: 'pnpm install' } };
}

function followOf(lockfile: string): string {
  return `${PROGRAMS[lockfile] ?? 'npm'} install`;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  ...{ 'yarn.lock': 'yarn', 'pnpm-lock.yaml': 'pnpm', 'bun.lock': 'bun' },
};

/**
 * Puts an entry into what is there of the way to it; `undefined` where that is no object, stands there twice, or says
 * something of the name already.
 */
function insertion(root: JsonNode, path: readonly string[], value: string, text: string): Edit | undefined {
  const [name = ''] = path.slice(-1).map(key => key.replace(/(?<=.)@.*/, ''));
  let block = root;
  for (const [i, step] of path.entries()) {
    const [next, ...others] = valuesOf(block, step, text);
    if (next === undefined) return inserted(block, path.slice(i), value, text);
    if (next.type !== 'object' || others.length > 0) return undefined;
    if (text.slice(next.offset, next.offset + next.length).includes(name)) return undefined;
    block = next;
  }
  return undefined;
}

/** Behind the last member, in the lines and with the blanks of those that are there. */
function inserted(block: JsonNode, path: readonly string[], value: string, text: string): Edit | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const last = block.children?.at(-1);
  if (last === undefined) {
    const inside = spanOf(block.offset + 1, block.offset + block.length - 1);
    const expects = textUnder(text, inside);
    const indent = /[ \t]*/y.exec(text.slice(text.lastIndexOf('\n', block.offset) + 1))?.[0] ?? '';
    if (expects.trim() !== '') return undefined;
    const put = `${eol}${indent}${unit}${member(path, value, `${eol}${indent}${unit}`, unit)}${eol}${indent}`;
    return { span: inside, expects, put };
  }
  const [, line, indent = ''] = /(^|\n)([ \t]*)$/.exec(text.slice(0, last.offset)) ?? [];
  const end = last.offset + last.length;
  const start = line === undefined ? ' ' : `${eol}${indent}`;
  return { span: spanOf(end, end), expects: '', put: `,${start}${member(path, value, start, unit)}` };
}

/** @param start what a line begins with; a blank where all stands in one line */
function member([key, ...rest]: readonly string[], value: string, start: string, unit: string): string {
  const name = JSON.stringify(key);
  if (rest.length === 0) return `${name}: ${JSON.stringify(value)}`;
  const inner = start === ' ' ? start : `${start}${unit}`;
  return `${name}: {${inner}${member(rest, value, inner, unit)}${start}}`;
}
