/**
 * Who brings what in, as a lockfile tells it. Numbers are places in `nodes`; a lockfile has some ten thousand of them,
 * so that chains are made where somebody asks for one, and never kept.
 */
export interface LockGraph {
  readonly nodes: readonly LockNode[];
  /** The direct dependencies, of every manifest that the lockfile is for. */
  readonly roots: readonly LockRoot[];
}

/** One thing that is installed. */
export interface LockNode {
  readonly name: string;
  /** Absent where the lockfile tells none. */
  readonly version?: string;
  /** The place of its reference in `Reading.references`; absent where it is none, as of the workspace's own. */
  readonly reference?: number;
  /** What it depends on, each once. */
  readonly needs: readonly number[];
}

/** One direct dependency of one manifest. */
export interface LockRoot {
  /**
   * The folder of the manifest, with `/`, from that of the lockfile on; empty for the lockfile's own. Where the
   * lockfile names its manifests otherwise, as by the name of what they make, that.
   */
  readonly importer: string;
  /**
   * What the manifest calls it, where it calls it anything: of an alias, the alias. Where the lockfile knows no
   * manifests, with what is wanted, as in `name@^1.0.0`.
   */
  readonly name: string;
  readonly node: number;
}

/** The ways down to the references of a lockfile. */
export interface Chains {
  /**
   * The shortest way from a direct dependency down to a reference, both included; of several the first in the order of
   * the file. Empty where nothing is known to bring it in, and where the way is longer than {@link LONGEST_WAY}.
   */
  chainTo(reference: number): readonly LockNode[];
  /** Whether some manifest wants a reference itself. */
  isDirect(reference: number): boolean;
  /** Whether the lockfile is for manifests in other folders than its own. */
  readonly isShared: boolean;
  /**
   * The direct dependencies that bring any of some references in, those included that are one, each with its shortest
   * way down; the nearest first. Ends early where the effort is used up.
   */
  waysDown(references: readonly number[], effort: Effort): readonly WayDown[];
  /** In how many ways it is brought in from direct dependencies, up to a bound that says "many". */
  waysTo(reference: number): number;
  /** The places of a reference in `nodes`: one, unless a lockfile has a release in several ways. */
  nodesOf(reference: number): readonly number[];
  /** Who depends on a node, each once, in the order of the file. */
  above(node: number): readonly number[];
}

/** From a direct dependency down to something that it brings in, both included. */
export interface WayDown {
  readonly root: LockRoot;
  readonly way: readonly LockNode[];
}

/** So many steps may still be taken, for all that somebody wants to know together. */
export interface Effort {
  steps: number;
}

/** In nodes. Where more stand between a package and who wants it, nobody reads them; of real ones a dozen do. */
export const LONGEST_WAY = 64;

/**
 * Made for a graph once, and kept with it by who needs it; a derivation: see `Derive`. Each part is worked out when
 * somebody first asks for it: of most lockfiles nobody asks anything, and of ten thousand nodes each part costs
 * milliseconds.
 */
export function chainsOf(graph: LockGraph): Chains {
  const byReference = lazily(() => nodesByReference(graph));
  const above = lazily(() => parentsOf(graph));
  const rootsAt = lazily(() => rootsByNode(graph));
  const nearer = lazily(() =>
    nearestAbove(
      graph.nodes,
      graph.roots.map(({ node }) => node),
    ),
  );
  const nodesOf = (reference: number) => listed(byReference(), reference);
  return {
    isShared: graph.roots.some(({ importer }) => importer !== ''),
    isDirect: reference => nodesOf(reference).some(node => rootsAt().has(node)),
    chainTo(reference) {
      const ways = nodesOf(reference).map(node => wayTo(node, nearer(), graph));
      return ways.filter(way => way.length > 0).sort((a, b) => a.length - b.length)[0] ?? [];
    },
    waysDown: (references, effort) =>
      waysDown(references.flatMap(nodesOf), { graph, above: above(), rootsAt: rootsAt() }, effort),
    nodesOf,
    above: node => listed(above(), node),
    waysTo: reference => countWays(nodesOf(reference), above(), rootsAt()),
  };
}

/** So many ways are counted; what has more of them has many. */
export const MOST_WAYS = 1000;

/** Lists of numbers by number, side by side: for each where its list starts, and where the last one ends. */
interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

function listed({ starts, items }: Lists, of: number): number[] {
  return Array.from(items.subarray(starts[of] ?? 0, starts[of + 1] ?? 0));
}

/** Makes lists of pairs, which are told in the same order each time: they are counted before they are placed. */
function listsOf(pairs: (tell: (of: number, item: number) => void) => void): Lists {
  const counts: number[] = [];
  pairs(of => {
    while (counts.length <= of) counts.push(0);
    counts[of] = (counts[of] ?? 0) + 1;
  });
  const starts = new Int32Array(counts.length + 1);
  starts.set(counts, 1);
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const next = starts.slice();
  const items = new Int32Array(starts.at(-1) ?? 0);
  pairs((of, item) => {
    const at = next[of] ?? 0;
    items[at] = item;
    next[of] = at + 1;
  });
  return { starts, items };
}

function nodesByReference({ nodes }: LockGraph): Lists {
  return listsOf(tell => {
    let node = 0;
    for (const { reference } of nodes) {
      if (reference !== undefined) tell(reference, node);
      node += 1;
    }
  });
}

/** For each node those that need it. */
function parentsOf({ nodes }: LockGraph): Lists {
  return listsOf(tell => {
    let node = 0;
    for (const { needs } of nodes) {
      for (const need of needs) tell(need, node);
      node += 1;
    }
  });
}

/** For each node the one above it on the shortest way down from some: `TOP` for those, `UNREACHED` for the others. */
function nearestAbove(nodes: readonly LockNode[], from: readonly number[]): Int32Array {
  const nearer = new Int32Array(nodes.length).fill(UNREACHED);
  const queue: number[] = [];
  for (const node of from) {
    if (nearer[node] !== UNREACHED) continue;
    nearer[node] = TOP;
    queue.push(node);
  }
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] ?? 0;
    for (const need of nodes[node]?.needs ?? []) {
      if (nearer[need] !== UNREACHED) continue;
      nearer[need] = node;
      queue.push(need);
    }
  }
  return nearer;
}

const TOP = -1;
const UNREACHED = -2;

function wayTo(node: number, nearer: Int32Array, { nodes }: LockGraph): readonly LockNode[] {
  const way: LockNode[] = [];
  for (let at = node; at >= 0; at = nearer[at] ?? UNREACHED) {
    const here = nodes[at];
    if (here === undefined || nearer[at] === UNREACHED || way.length === LONGEST_WAY) return [];
    way.push(here);
  }
  return way.reverse();
}

function rootsByNode({ roots }: LockGraph): ReadonlyMap<number, readonly LockRoot[]> {
  const rootsAt = new Map<number, LockRoot[]>();
  for (const root of roots) {
    const those = rootsAt.get(root.node);
    if (those === undefined) rootsAt.set(root.node, [root]);
    else those.push(root);
  }
  return rootsAt;
}

interface Upwards {
  readonly graph: LockGraph;
  readonly above: Lists;
  readonly rootsAt: ReadonlyMap<number, readonly LockRoot[]>;
}

/** Goes up from what is brought in, all ways at once: few have much above them, and most have much below. */
function waysDown(bottom: readonly number[], { graph, above, rootsAt }: Upwards, effort: Effort): WayDown[] {
  const found: WayDown[] = [];
  /** For each node that was reached the one below it. */
  const below = new Map(bottom.map(node => [node, TOP]));
  const queue = [...below.keys()];
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] ?? 0;
    for (const root of rootsAt.get(node) ?? []) {
      const way = wayFrom(node, below, graph);
      effort.steps -= way.length;
      if (way.length <= LONGEST_WAY) found.push({ root, way });
      if (effort.steps <= 0) return found;
    }
    for (const parent of listed(above, node)) {
      effort.steps -= 1;
      if (effort.steps <= 0) return found;
      if (below.has(parent)) continue;
      below.set(parent, node);
      queue.push(parent);
    }
  }
  return found;
}

/** One node more than {@link LONGEST_WAY} at most. */
function wayFrom(node: number, below: ReadonlyMap<number, number>, { nodes }: LockGraph): readonly LockNode[] {
  const way: LockNode[] = [];
  for (let at = node; at >= 0 && way.length <= LONGEST_WAY; at = below.get(at) ?? TOP) {
    const here = nodes[at];
    if (here !== undefined) way.push(here);
  }
  return way;
}

/** Counts from below, along ways without circles; each step adds at least what it finds, so it ends. */
function countWays(nodes: readonly number[], { starts, items }: Lists, direct: { has(node: number): boolean }): number {
  let ways = 0;
  let steps = 0;
  const stack = nodes.map(node => ({ node, next: 0 }));
  for (const start of stack.splice(0)) {
    const way = [start];
    const on = new Set([start.node]);
    if (direct.has(start.node)) ways += 1;
    while (way.length > 0 && ways < MOST_WAYS && steps < MOST_STEPS) {
      steps += 1;
      const top = way.at(-1);
      const at = top === undefined ? 0 : (starts[top.node] ?? 0) + top.next;
      if (top === undefined || at >= (starts[top.node + 1] ?? 0)) {
        const left = way.pop();
        if (left !== undefined) on.delete(left.node);
        continue;
      }
      top.next += 1;
      const parent = items[at] ?? 0;
      if (on.has(parent)) continue;
      if (direct.has(parent)) ways += 1;
      way.push({ node: parent, next: 0 });
      on.add(parent);
    }
  }
  return Math.min(ways, MOST_WAYS);
}

const MOST_STEPS = 100_000;

function lazily<Value>(work: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: work() };
    return made.value;
  };
}
