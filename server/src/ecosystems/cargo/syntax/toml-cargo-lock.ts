import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { type CargoLockEntry, checksumKey } from './cargo-lock-entry.ts';
import { stringAt } from './dependency.ts';

/** Reads a `Cargo.lock` however it is laid out. */
export function parseCargoLock(text: string): CargoLockEntry[] {
  const { root } = parseToml(text);
  const isHurt = isConflicted(text) ? (table: TomlTable) => isMarked(table, text) : () => false;
  const checksums = findInToml(root, 'metadata')[0]?.value;
  const entries = [...findInToml(root, 'root'), ...findInToml(root, 'package[]')].flatMap(({ value }) => {
    const table = value?.kind === 'map' ? value : undefined;
    const [name, version] = [stringAt(table, 'name'), stringAt(table, 'version')];
    if (table === undefined || name === undefined || version === undefined || isHurt(table)) return [];
    const { start, end } = table.first('name')?.span ?? table.span;
    const [source, replace] = [stringAt(table, 'source'), stringAt(table, 'replace')];
    const key = checksumKey({ name, version, source });
    const checksum = stringAt(table, 'checksum') ?? (checksums?.kind === 'map' ? stringAt(checksums, key) : undefined);
    const list = table.first('dependencies')?.value;
    const items = list?.kind === 'list' ? list.items : [];
    const dependencies = items.flatMap(({ value: item }) =>
      item.kind === 'scalar' && item.isString ? [item.value] : [],
    );
    return [{ start, end, name, version, source, checksum, replace, dependencies }];
  });
  return entries.sort((a, b) => a.start - b.start);
}

/** Whether a mark of a conflict stands in a table, so that it may be half of one change and half of the other. */
function isMarked({ places }: TomlTable, text: string): boolean {
  return places.some(({ span }) => MARK.test(text.slice(span.start, span.end)));
}

const MARK = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/m;
