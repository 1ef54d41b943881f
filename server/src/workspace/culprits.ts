import type { Finding } from '../model/finding.ts';
import type { Chains, LockGraph, LockNode } from '../model/lock-graph.ts';
import type { Reading } from '../model/reference.ts';
import { broughtKey, type Statement } from '../model/statement.ts';
import type { Judgements } from './judgements.ts';

/** Something that a lockfile holds, of which something is wrong. */
export interface Culprit {
  /** The place of its reference in the reading. */
  readonly reference: number;
  readonly finding: Finding & { readonly culprit: string };
}

/** What is wrong with what a lockfile holds, in the order of the file: once for each reference. */
export function culpritsOf(judged: Judgements): readonly Culprit[] {
  const culprits: Culprit[] = [];
  let reference = 0;
  for (const { findings } of judged) {
    for (const finding of findings) {
      const { culprit } = finding;
      if (culprit === undefined) continue;
      culprits.push({ reference, finding: { ...finding, culprit } });
      break;
    }
    reference += 1;
  }
  return culprits;
}

/**
 * What a lockfile tells the manifests that it is for, once it is judged: which of their dependencies bring in something
 * that is not as it should be. A dependency that is the culprit itself is judged where it is wanted, unless only the
 * lockfile can tell; and hints are worth no word so far from where they arise.
 *
 * @param file the lockfile's path as people know it
 */
export function culpritStatements(
  { references }: Reading,
  graph: LockGraph,
  chains: Chains,
  judged: Judgements,
  file: string,
): readonly Statement[] {
  const lockfile = file.slice(file.lastIndexOf('/') + 1);
  const culprits = culpritsOf(judged);
  if (culprits.length === 0) return [];
  const statements: Statement[] = [];
  const versions = versionsByName(graph);
  for (const { reference, finding } of culprits) {
    if (finding.severity === 'hint' || statements.length > MOST_STATEMENTS) continue;
    const its = references[reference];
    if (its?.subject.kind !== 'release') continue;
    const { name, want } = its.subject;
    const { better } = finding;
    const isAlone = versions.get(name)?.size === 1;
    const downTo = chains.downTo(reference);
    /** By the node that it begins with: in a workspace many manifests want the same. */
    const namesFrom = new Map<number, string>();
    for (const root of graph.roots) {
      if (graph.nodes[root.node]?.reference === reference && finding.byLockfile !== true) continue;
      const chain = namesFrom.get(root.node) ?? namesOf(downTo(root.node));
      namesFrom.set(root.node, chain);
      if (chain === '') continue;
      statements.push({
        says: 'brings',
        key: broughtKey(lockfile, root.importer, root.name),
        reach: 'below',
        name,
        version: want.text,
        ...(better === undefined ? {} : { better }),
        ...(isAlone ? { isAlone } : {}),
        severity: finding.severity,
        what: finding.culprit,
        chain,
        span: its.span,
      });
    }
  }
  return statements;
}

function namesOf(chain: readonly LockNode[]): string {
  return chain.map(({ name }) => name).join(' ');
}

function versionsByName({ nodes }: LockGraph): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const versions = new Map<string, Set<string | undefined>>();
  for (const { name, version } of nodes) {
    const its = versions.get(name);
    if (its === undefined) versions.set(name, new Set([version]));
    else its.add(version);
  }
  return versions;
}

/** A workspace of hundreds of manifests in which everything is wrong is told of as far as anybody reads. */
const MOST_STATEMENTS = 20_000;
