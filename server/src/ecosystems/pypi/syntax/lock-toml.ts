import { spanOf } from '../../../model/span.ts';
import { mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlArray, TomlNode, TomlTable } from '../../../syntax/toml-nodes.ts';
import { PASSED_OVER } from './lock-toml-keys.ts';
import { scanLockToml } from './lock-toml-lines.ts';
import { type LockItem, type LockTable, type LockToml, type LockValue, namesTable } from './lock-toml-values.ts';

/**
 * Reads a lockfile in TOML: line by line where it is laid out as tools write it, by the parser where it is not. Of a
 * text in a merge conflict only the entries that no mark parts are there.
 *
 * @param list what the list of packages is called
 * @param make makes of an entry what is kept of it; it may be asked of the same twice
 */
export function* readLockToml<Made>(
  text: string,
  list: 'package' | 'packages',
  make: (item: LockItem) => Made,
): Generator<void, LockToml<Made>> {
  const lines = yield* scanLockToml(text, list, make);
  if (lines !== undefined) return lines;
  const parsed = parseLockToml(text, list);
  return { ...parsed, items: yield* mapInSteps(parsed.items, make) };
}

/** The same by the parser alone, whatever the layout. */
export function parseLockToml(text: string, list: 'package' | 'packages'): LockToml<LockItem> {
  const { root } = parseToml(text);
  const packages = root.first(list)?.value;
  const items = packages?.kind === 'list' ? itemsOf(packages) : [];
  const plain = plainTable(root);
  delete plain[list];
  const isFought = isConflicted(text);
  return { root: plain, items: isFought ? wholeOnes(items, text) : items, isWhole: false, isFought };
}

function itemsOf(packages: TomlArray): readonly LockItem[] {
  return packages.items.flatMap(({ value }): LockItem[] => {
    if (value.kind !== 'map') return [];
    const name = value.first('name');
    const span = name?.span ?? spanOf(value.span.start, value.span.start);
    return [{ span, value: plainTable(value, PASSED_OVER) }];
  });
}

/** Those that no mark of git's parts: one that stands behind all of an entry begins or ends what comes next. */
function wholeOnes(items: readonly LockItem[], text: string): readonly LockItem[] {
  // A list in one line has no headers, so that each is looked for behind the entry before alone.
  const starts = items.map(({ span }, i) => {
    const from = items[i - 1]?.span.end ?? 0;
    const at = text.slice(from, span.start + 2).lastIndexOf('[[');
    return at < 0 ? -1 : from + at;
  });
  return items.filter((_, i) => {
    const start = starts[i] ?? -1;
    const written = text.slice(start, starts[i + 1] ?? text.length);
    return start >= 0 && !MARK_WITHIN.test(written.slice(0, 1 + written.slice(1).search(OTHER_HEADER)));
  });
}

const MARK_WITHIN = /^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\r?\n(?!\s*(?:$(?![\s\S])|<{7}|\|{7}|={7}|>{7}))/m;
/** A table that belongs to no package, or the end. */
const OTHER_HEADER = /^\[(?!\[?package)|$(?![\s\S])/m;

function plainTable(table: TomlTable, without?: ReadonlySet<string>): LockTable {
  const plain = namesTable();
  for (const { key, value } of table.entries) {
    const its = without?.has(key.value) === true ? undefined : plainValue(value);
    if (its !== undefined && !(key.value in plain)) plain[key.value] = its;
  }
  return plain;
}

function plainValue(node: TomlNode | undefined): LockValue | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'map':
      return plainTable(node);
    case 'list':
      return node.items.map(({ value }) => plainValue(value) ?? null);
    case 'scalar':
      return node.isString ? node.value : node.value === 'true' || (node.value === 'false' ? false : null);
  }
}
