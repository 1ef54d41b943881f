import { describe, expect, it } from 'vitest';
import { type Chains, chainsOf, LONGEST_WAY, type LockGraph } from '../../server/src/model/lock-graph.ts';

/** Each node is a reference of the same number, called by it. */
function graphOf(needs: readonly (readonly number[])[], roots: readonly number[]): LockGraph {
  return {
    nodes: needs.map((its, i) => ({ name: String(i), reference: i, needs: its })),
    roots: roots.map(node => ({ importer: '', name: String(node), node })),
  };
}

function downTo(chains: Chains, references: readonly number[], steps = 1_000_000): string[] {
  const effort = { steps };
  return chains.waysDown(references, effort).map(({ way }) => way.map(({ name }) => name).join(' '));
}

describe('the ways down to what a lockfile holds', () => {
  it('are the shortest of each direct dependency, whatever turns in circles', () => {
    const chains = chainsOf(graphOf([[1, 2], [2], [3, 0], [2], [3], []], [0, 1, 4, 5]));
    expect(downTo(chains, [3])).toEqual(['4 3', '0 2 3', '1 2 3']);
    expect(downTo(chains, [2, 3])).toEqual(['0 2', '1 2', '4 3']);
    expect(downTo(chains, [5])).toEqual(['5']);
    expect(downTo(chains, [])).toEqual([]);
    expect(chains.chainTo(3).map(({ name }) => name)).toEqual(['4', '3']);
  });

  it('are as many as the effort allows', () => {
    const [leaf, many] = [0, 20_000];
    const needs = Array.from({ length: many + 1 }, (_, i) => (i === 0 ? [] : [leaf]));
    const chains = chainsOf(graphOf(needs, [...needs.keys()].slice(1)));
    expect(downTo(chains, [leaf])).toHaveLength(many);
    const effort = { steps: 30_000 };
    expect(chains.waysDown([leaf], effort).length).toBeLessThan(many);
    expect(effort.steps).toBeLessThanOrEqual(0);
    expect(chains.waysDown([leaf], effort)).toHaveLength(0);
  });

  it('are none where more stand between than anybody reads, and that is told at once', () => {
    const deep = Array.from({ length: 200_000 }, (_, i) => [i + 1]);
    const chains = chainsOf(graphOf([...deep.slice(0, -1), []], [0]));
    expect(chains.chainTo(LONGEST_WAY - 1)).toHaveLength(LONGEST_WAY);
    expect(chains.chainTo(LONGEST_WAY)).toEqual([]);
    for (const reference of deep.keys()) chains.chainTo(reference);
    expect(downTo(chains, [LONGEST_WAY])).toEqual([]);
    expect(downTo(chains, [LONGEST_WAY - 1])).toHaveLength(1);
  });
});
