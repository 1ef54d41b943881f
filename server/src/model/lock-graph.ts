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
   * the file. Empty where nothing is known to bring it in.
   */
  chainTo(reference: number): readonly LockNode[];
  /**
   * For the ways down to one reference: the shortest from a node, both included, empty where there is none. To be asked
   * for many nodes.
   */
  downTo(reference: number): (node: number) => readonly LockNode[];
  /** Whether some manifest wants a reference itself. */
  isDirect(reference: number): boolean;
  /** The direct dependencies that bring a reference in, itself included where it is one. */
  rootsOf(reference: number): readonly LockRoot[];
  /** In how many ways it is brought in from direct dependencies, up to a bound that says "many". */
  waysTo(reference: number): number;
  /** The places of a reference in `nodes`: one, unless a lockfile has a release in several ways. */
  nodesOf(reference: number): readonly number[];
  /** Who depends on a node, each once, in the order of the file. */
  above(node: number): readonly number[];
}

/** Made for a graph once, and kept with it by who needs it; a derivation: see `Derive`. */
export function chainsOf(graph: LockGraph): Chains {
  const byReference = new Map<number, number[]>();
  for (const [i, { reference }] of graph.nodes.entries()) {
    if (reference === undefined) continue;
    const those = byReference.get(reference);
    if (those === undefined) byReference.set(reference, [i]);
    else those.push(i);
  }
  const nodesOf = (reference: number) => byReference.get(reference) ?? [];
  const above = parentsOf(graph);
  const direct = new Set(graph.roots.map(({ node }) => node));
  const nearer = nearestAbove(
    graph.nodes,
    graph.roots.map(({ node }) => node),
  );
  return {
    isDirect: reference => nodesOf(reference).some(node => direct.has(node)),
    chainTo(reference) {
      const ways = nodesOf(reference).map(node => wayTo(node, nearer, graph));
      return ways.filter(way => way.length > 0).sort((a, b) => a.length - b.length)[0] ?? [];
    },
    downTo(reference) {
      const steps = stepsTo(nodesOf(reference), above, graph.nodes.length);
      return node => wayDown(node, steps, graph);
    },
    rootsOf(reference) {
      const reached = allAbove(nodesOf(reference), above);
      return graph.roots.filter(({ node }) => reached.has(node));
    },
    nodesOf,
    above: node => above[node] ?? [],
    waysTo: reference => countWays(nodesOf(reference), above, direct),
  };
}

/** So many ways are counted; what has more of them has many. */
export const MOST_WAYS = 1000;

type Parents = readonly (readonly number[] | undefined)[];

function parentsOf({ nodes }: LockGraph): Parents {
  const above: number[][] = [];
  for (const [i, { needs }] of nodes.entries()) {
    for (const need of needs) {
      const those = above[need];
      if (those === undefined) above[need] = [i];
      else those.push(i);
    }
  }
  return above;
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
    if (here === undefined || nearer[at] === UNREACHED) return [];
    way.unshift(here);
  }
  return way;
}

/** How many steps each node is above the nearest of some; `UNREACHED` for those that do not lead there. */
function stepsTo(nodes: readonly number[], above: Parents, count: number): Int32Array {
  const steps = new Int32Array(count).fill(UNREACHED);
  const queue = [...nodes];
  for (const node of nodes) steps[node] = 0;
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] ?? 0;
    for (const parent of above[node] ?? []) {
      if (steps[parent] !== UNREACHED) continue;
      steps[parent] = (steps[node] ?? 0) + 1;
      queue.push(parent);
    }
  }
  return steps;
}

/** Of several that are as short, the first in the order of the file. */
function wayDown(node: number, steps: Int32Array, { nodes }: LockGraph): readonly LockNode[] {
  const way: LockNode[] = [];
  if ((steps[node] ?? UNREACHED) === UNREACHED) return way;
  for (let at: number | undefined = node; at !== undefined; ) {
    const here: LockNode | undefined = nodes[at];
    if (here === undefined) break;
    way.push(here);
    const left: number = (steps[at] ?? 0) - 1;
    at = here.needs.find(need => steps[need] === left);
  }
  return way;
}

function allAbove(nodes: readonly number[], above: Parents): ReadonlySet<number> {
  const reached = new Set(nodes);
  const queue = [...nodes];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const parent of above[next] ?? []) {
      if (reached.has(parent)) continue;
      reached.add(parent);
      queue.push(parent);
    }
  }
  return reached;
}

/** Counts from below, along ways without circles; each step adds at least what it finds, so it ends. */
function countWays(nodes: readonly number[], above: Parents, direct: ReadonlySet<number>): number {
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
      const parent = top === undefined ? undefined : above[top.node]?.[top.next];
      if (top === undefined || parent === undefined) {
        const left = way.pop();
        if (left !== undefined) on.delete(left.node);
        continue;
      }
      top.next += 1;
      if (on.has(parent)) continue;
      if (direct.has(parent)) ways += 1;
      way.push({ node: parent, next: 0 });
      on.add(parent);
    }
  }
  return Math.min(ways, MOST_WAYS);
}

const MOST_STEPS = 100_000;
