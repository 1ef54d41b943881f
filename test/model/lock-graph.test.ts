import { expect, it } from 'vitest';
import { chainsOf, type LockNode } from '../../server/src/model/lock-graph.ts';

const node = (name: string, ...needs: number[]): LockNode => ({ name, needs });

it('the shortest way down is found from each node, of several the first in the file', () => {
  const nodes = [node('a', 2, 1), node('b', 3), node('c', 3), { ...node('d', 0), reference: 0 }, node('e')];
  const downTo = chainsOf({ nodes, roots: [] }).downTo(0);
  expect(nodes.map((_, i) => downTo(i).map(({ name }) => name))).toEqual([
    ['a', 'c', 'd'],
    ['b', 'd'],
    ['c', 'd'],
    ['d'],
    [],
  ]);
  expect(downTo(5)).toEqual([]);
});

it('of a release that is there in several ways, the nearest is meant', () => {
  const nodes = [
    node('a', 1),
    node('b', 2, 3),
    { ...node('c'), reference: 7 },
    node('d', 4),
    { ...node('c'), reference: 7 },
  ];
  const downTo = chainsOf({ nodes, roots: [] }).downTo(7);
  expect(
    [0, 3].map(each =>
      downTo(each)
        .map(({ name }) => name)
        .join(' '),
    ),
  ).toEqual(['a b c', 'd c']);
  expect(chainsOf({ nodes, roots: [] }).downTo(1)(0)).toEqual([]);
});

it('many ways down to one reference are found in time', () => {
  const count = 10_000;
  const nodes = Array.from({ length: count }, (_, i) => node(`n${i}`, ...(i + 1 < count ? [i + 1, count - 1] : [])));
  const last = nodes.map((each, i) => (i === count - 1 ? { ...each, reference: 0 } : each));
  const downTo = chainsOf({ nodes: last, roots: [] }).downTo(0);
  expect(last.filter((_, i) => downTo(i).length === 2)).toHaveLength(count - 1);
});
