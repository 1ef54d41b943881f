import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import { type Chains, chainsOf, type LockGraph } from '../model/lock-graph.ts';
import type { Held, Reference } from '../model/reference.ts';
import { broughtKey } from '../model/statement.ts';
import {
  type HierarchyData,
  manifestItem,
  type NodeData,
  nodeItem,
  readHierarchyData,
} from '../views/call-hierarchy.ts';
import type { Session } from './session.ts';
import type { Checked } from './workspace.ts';

/** What is looked at: the documents alone, so that nobody is asked. */
type Documents = Pick<Session, 'ledger'>;

/**
 * `textDocument/prepareCallHierarchy`: what a lockfile holds at a place in it, or for a dependency of a manifest that
 * it is for; `null` where it holds nothing there, or was not read.
 */
export function whyAt({ ledger }: Documents, uri: string, offset: number): CallHierarchyItem[] | null {
  const checked = ledger.get(uri);
  if (checked === undefined) return null;
  const lockfile = lockfileOf(checked);
  const items =
    lockfile === undefined
      ? heldAt(ledger, checked, offset).map(({ node, of }) => itemOf(of, node))
      : nodesAt(lockfile, offset).map(node => itemOf(lockfile, node));
  return items.length === 0 ? null : items;
}

/** `callHierarchy/incomingCalls`: who brings it in; of what a manifest wants itself, the manifest. */
export function broughtBy({ ledger }: Documents, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const found = nodeOf(ledger, readHierarchyData(item.data));
  if (found === undefined) return [];
  const { node, of } = found;
  const roots = of.graph.roots.filter(root => root.node === node);
  const keys = new Set(roots.map(({ importer, name }) => broughtKey(of.name, importer, name)));
  const manifests = wantersOf(ledger, of, ({ brings }) => brings !== undefined && keys.has(brings));
  // The workspace's own is told by its manifest, where that was read.
  const above = of.chains.above(node).filter(each => manifests.length === 0 || !isOwn(of, each));
  return [
    ...manifests.map(({ checked, references }) => {
      const ranges = references.map(({ span }) => checked.lines.rangeOf(span));
      return { from: itemOfManifest(checked, ranges[0]), fromRanges: ranges };
    }),
    ...above.slice(0, MOST_CALLS).map(each => {
      const from = itemOf(of, each);
      return { from, fromRanges: [from.selectionRange] };
    }),
  ];
}

/** `callHierarchy/outgoingCalls`: what it brings in; of a manifest, what is held of what it wants. */
export function broughtIn({ ledger }: Documents, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const data = readHierarchyData(item.data);
  if (data?.what === 'manifest') {
    const checked = ledger.get(data.uri);
    return checked === undefined
      ? []
      : heldIn(ledger, checked).map(({ reference, node, of }) => ({
          to: itemOf(of, node),
          fromRanges: [checked.lines.rangeOf(reference.span)],
        }));
  }
  const found = nodeOf(ledger, data);
  if (found === undefined) return [];
  const { node, of } = found;
  const needs = of.graph.nodes[node]?.needs ?? [];
  return needs.slice(0, MOST_CALLS).map(each => ({ to: itemOf(of, each), fromRanges: [item.selectionRange] }));
}

/** The name of what a lockfile holds at a place in it, where it tells who brings what in. */
export function nameAt(checked: Checked, offset: number): string | undefined {
  const of = lockfileOf(checked);
  const [node] = of === undefined ? [] : nodesAt(of, offset);
  return node === undefined ? undefined : of?.graph.nodes[node]?.name;
}

/** Nobody reads a longer list. */
const MOST_CALLS = 2_000;

/** A lockfile that tells who brings what in. */
interface Lockfile {
  readonly checked: Checked;
  readonly graph: LockGraph;
  readonly chains: Chains;
  /** Without folders. */
  readonly name: string;
}

interface NodeOf {
  readonly node: number;
  readonly of: Lockfile;
}

function lockfileOf(checked: Checked | undefined): Lockfile | undefined {
  const graph = checked?.reading.graph;
  if (checked === undefined || graph === undefined) return undefined;
  const chains = checked.folder.lens.derive(graph, chainsOf);
  return { checked, graph, chains, name: checked.file.slice(checked.file.lastIndexOf('/') + 1) };
}

/**
 * The nodes of the entry at an offset. An entry begins with what its reference is written by, and most of it follows
 * behind, until a line stands further out: lockfiles have sections behind that say the same once more.
 */
function nodesAt({ checked, chains }: Lockfile, offset: number): readonly number[] {
  const { references } = checked.reading;
  let best = -1;
  for (const [i, { span }] of references.entries()) {
    if (span.start > offset) continue;
    const known = references[best];
    if (known === undefined || span.start >= known.span.start) best = i;
  }
  const start = references[best]?.span.start;
  return start === undefined || isLeft(checked.text, start, offset) ? [] : chains.nodesOf(best);
}

/** Whether a line behind the one of a place, up to that of another, stands further out. */
function isLeft(text: string, from: number, to: number): boolean {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const depth = indentAt(text, lineStart);
  for (let at = text.indexOf('\n', from) + 1; at > 0 && at <= to; at = text.indexOf('\n', at) + 1) {
    const indent = indentAt(text, at);
    if (indent < depth && !/[\r\n]/.test(text[at + indent] ?? '\n')) return true;
  }
  return false;
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at - lineStart;
}

function heldAt(ledger: Session['ledger'], checked: Checked, offset: number): readonly NodeOf[] {
  const here = checked.analysis.references.filter(({ span }) => span.start <= offset && offset <= span.end);
  const heldBy = holderFor(ledger, checked);
  return here.flatMap(reference => heldBy(reference) ?? []);
}

function heldIn(ledger: Session['ledger'], checked: Checked): readonly (NodeOf & { readonly reference: Reference })[] {
  const heldBy = holderFor(ledger, checked);
  return checked.analysis.references.flatMap(reference => {
    const held = heldBy(reference);
    return held === undefined ? [] : [{ ...held, reference }];
  });
}

/** Tells what a lockfile holds for references of a manifest; each lockfile is looked for once. */
function holderFor(ledger: Session['ledger'], checked: Checked): (reference: Reference) => NodeOf | undefined {
  const known = new Map<string, Holder | undefined>();
  return ({ subject }) => {
    if (subject.kind !== 'release') return undefined;
    const { held, name } = subject;
    if (held === undefined) return undefined;
    if (!known.has(held.by)) known.set(held.by, holderOf(documentIn(ledger, checked, held.by)));
    const holder = known.get(held.by);
    if (holder === undefined) return undefined;
    const { of, nodeAt } = holder;
    const root = held.brings === undefined ? undefined : nodeAt.get(held.brings);
    if (root !== undefined) return { node: root, of };
    const node = of.graph.nodes.findIndex(each => each.name === name && each.version === held.version);
    return node < 0 ? undefined : { node, of };
  };
}

interface Holder {
  readonly of: Lockfile;
  /** What it holds for direct dependencies, by the key under which they are told of it. */
  readonly nodeAt: ReadonlyMap<string, number>;
}

function holderOf(lockfile: Checked | undefined): Holder | undefined {
  const of = lockfileOf(lockfile);
  if (of === undefined) return undefined;
  const nodeAt = new Map<string, number>();
  for (const { importer, name, node } of of.graph.roots) {
    const key = broughtKey(of.name, importer, name);
    if (!nodeAt.has(key)) nodeAt.set(key, node);
  }
  return { of, nodeAt };
}

/** A document of the same folder, by its path as people know it. */
export function documentIn(ledger: Session['ledger'], { folder }: Checked, file: string): Checked | undefined {
  for (const each of ledger.all()) if (each.file === file && each.folder.root === folder.root) return each;
  return undefined;
}

interface Wanter {
  readonly checked: Checked;
  readonly references: readonly Reference[];
}

/** The manifests for which a lockfile holds something. */
function wantersOf(ledger: Session['ledger'], of: Lockfile, isMeant: (held: Held) => boolean): readonly Wanter[] {
  const wanters: Wanter[] = [];
  for (const checked of ledger.all()) {
    // Lockfiles hold most of what is named, and want nothing.
    if (checked.reading.graph !== undefined || checked.folder.root !== of.checked.folder.root) continue;
    const references = checked.analysis.references.filter(({ subject }) => {
      const held = subject.kind === 'release' ? subject.held : undefined;
      return held !== undefined && held.by === of.checked.file && isMeant(held);
    });
    if (references.length > 0) wanters.push({ checked, references });
  }
  return wanters;
}

/** What an item stands for: by its place, or where the lockfile was written anew since, by name and version. */
function nodeOf(ledger: Session['ledger'], data: HierarchyData | undefined): NodeOf | undefined {
  if (data?.what !== 'node') return undefined;
  const of = lockfileOf(ledger.get(data.uri));
  if (of === undefined) return undefined;
  const isIt = (node: LockGraph['nodes'][number] | undefined) =>
    node !== undefined && node.name === data.name && node.version === data.version;
  const { nodes } = of.graph;
  const node = isIt(nodes[data.node]) ? data.node : nodes.findIndex(isIt);
  return node < 0 ? undefined : { node, of };
}

/** Whether a node is a part of the workspace itself: lockfiles have entries of it, or none. */
function isOwn({ checked, graph }: Lockfile, node: number): boolean {
  const reference = graph.nodes[node]?.reference;
  const subject = reference === undefined ? undefined : checked.reading.references[reference]?.subject;
  return (
    subject === undefined || (subject.kind === 'opaque' && (subject.why === 'workspace' || subject.why === 'path'))
  );
}

function itemOf({ checked, graph }: Lockfile, node: number): CallHierarchyItem {
  const { name = '', version, reference } = graph.nodes[node] ?? {};
  const its = reference === undefined ? undefined : checked.reading.references[reference];
  const judged = reference === undefined ? undefined : checked.analysis.judged.at(reference);
  const wrong = judged?.findings.find(({ culprit }) => culprit !== undefined)?.culprit;
  const data: NodeData = { what: 'node', uri: checked.uri, node, name, ...(version === undefined ? {} : { version }) };
  const range = its === undefined ? TOP : checked.lines.rangeOf(its.span);
  return nodeItem(data, { uri: checked.uri, range }, wrong);
}

function itemOfManifest(checked: Checked, range = TOP): CallHierarchyItem {
  return manifestItem({ what: 'manifest', uri: checked.uri }, checked.file, { uri: checked.uri, range });
}

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
