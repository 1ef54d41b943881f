import { type CallHierarchyItem, type Range, SymbolKind } from 'vscode-languageserver';
import { isObject } from '../model/objects.ts';
import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';

/** What identifies an item when the client hands it back. What it stands for is looked up anew then. */
export type HierarchyData = NodeData | ManifestData;

/** One thing that a lockfile holds. */
export interface NodeData {
  readonly what: 'node';
  /** Of the lockfile. */
  readonly uri: string;
  /** Its place in the graph, and by what it is known where that is another one by now. */
  readonly node: number;
  readonly name: string;
  readonly version?: string;
}

/** A manifest that a lockfile is for. */
export interface ManifestData {
  readonly what: 'manifest';
  readonly uri: string;
}

/** Where an item stands. */
export interface ItemPlace {
  readonly uri: string;
  readonly range: Range;
}

/**
 * What a lockfile holds, as an item of a tree.
 *
 * @param wrong what is wrong with it, as the rest of a sentence that begins with its name
 */
export function nodeItem(data: NodeData, { uri, range }: ItemPlace, wrong: string | undefined): CallHierarchyItem {
  const { name, version } = data;
  const detail = [version, wrong].filter(each => each !== undefined).join(' · ');
  return {
    name: plainText(name),
    kind: SymbolKind.Package,
    ...(detail === '' ? {} : { detail: plainText(detail, LONGEST_MESSAGE) }),
    ...{ uri, range, selectionRange: range, data },
  };
}

/**
 * A manifest, at the top of a tree.
 *
 * @param file its path as people know it
 */
export function manifestItem(data: ManifestData, file: string, { uri, range }: ItemPlace): CallHierarchyItem {
  return { name: plainText(file), kind: SymbolKind.File, ...{ uri, range, selectionRange: range, data } };
}

/** Reads what a client handed back; anything else is `undefined`. */
export function readHierarchyData(value: unknown): HierarchyData | undefined {
  if (!isObject(value)) return undefined;
  const { what, uri, node, name, version } = value;
  if (typeof uri !== 'string') return undefined;
  if (what === 'manifest') return { what, uri };
  if (what !== 'node' || typeof node !== 'number' || typeof name !== 'string') return undefined;
  return { what, uri, node, name, ...(typeof version === 'string' ? { version } : {}) };
}
