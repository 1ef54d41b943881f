import type { YamlDocument, YamlNode } from '../../server/src/syntax/yaml-nodes.ts';

/** All that a reader can see of a document. */
export function seenOf({ root, comments, isTemplate, newline, shared }: YamlDocument): string {
  const node = (its: YamlNode | undefined): unknown => {
    switch (its?.kind) {
      case undefined:
        return undefined;
      case 'scalar':
        return [its.style, its.span, its.isString, its.written, its.value];
      case 'list':
        return [its.span, its.flow, its.items.map(({ value, isAlias }) => [node(value), isAlias])];
      case 'map': {
        const entries = its.entries.map(each => [node(each.key), node(each.value), each.behindColon, each.isAlias]);
        return [its.span, its.flow, its.indent, entries, its.merges.length];
      }
    }
  };
  return JSON.stringify([node(root), comments, isTemplate, newline, shared.size]);
}

/** Numbers from 0 on below `below`, the same ones for a seed. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
