import { parse } from 'smol-toml';
import { expect } from 'vitest';
import type { Span } from '../../server/src/model/span.ts';
import type { TomlDocument, TomlNode, TomlScalar, TomlTable } from '../../server/src/syntax/toml-nodes.ts';

/** A tree as `smol-toml` gives it; what has no value is missing. */
export function plainOf(node: TomlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.isString ? node.value : parse(`x = ${node.value}`).x;
    case 'list':
      return node.items.map(({ value }) => plainOf(value));
    case 'map': {
      const table: Record<string, unknown> = {};
      for (const { key, value } of node.entries) {
        if (value === undefined || Object.hasOwn(table, key.value)) continue;
        // Also a key such as `__proto__`.
        Object.defineProperty(table, key.value, {
          value: plainOf(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return table;
    }
  }
}

/** A scalar of a tree, and the keys and numbers that lead to it. */
export interface Leaf {
  readonly path: readonly (string | number)[];
  readonly scalar: TomlScalar;
}

/** The scalars of a tree in the order of the text. */
export function leavesOf(root: TomlTable): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: TomlNode | undefined, path: readonly (string | number)[]): void => {
    if (node?.kind === 'scalar') leaves.push({ path, scalar: node });
    else if (node?.kind === 'list')
      for (const [index, { value }] of node.items.entries()) visit(value, [...path, index]);
    else if (node?.kind === 'map') for (const { key, value } of node.entries) visit(value, [...path, key.value]);
  };
  visit(root, []);
  return leaves.sort((a, b) => a.scalar.span.start - b.scalar.span.start);
}

/** What holds of every document, whatever its text: places are places in the text, and what is within others is. */
export function expectTruePlaces({ text, root, comments, longStrings }: TomlDocument): void {
  const wrong: unknown[] = [];
  const hold = (truth: boolean, ...what: unknown[]) => {
    if (!truth) wrong.push(what);
  };
  const within = ({ start, end }: Span, around: readonly Span[], what: string) =>
    hold(start <= end && around.some(span => span.start <= start && end <= span.end), what, start, end, around);
  const visit = (node: TomlNode, around: readonly Span[], depth: number): void => {
    hold(depth < 250, 'too deep');
    const { span } = node;
    switch (node.kind) {
      case 'scalar': {
        const { inner, isVerbatim, value, written } = node;
        within(span, around, 'a scalar');
        within(inner, [span], 'what is in quotes');
        hold(written.text === value && written.at.length === value.length, 'traced', value);
        hold(
          written.at.every(at => inner.start <= at && at < inner.end),
          'traced into nothing',
          value,
        );
        if (isVerbatim) hold(text.slice(inner.start, inner.end) === value, 'not as it is written', value);
        return;
      }
      case 'list':
        // Between tables in double brackets others may stand.
        within(span, node.flow ? around : everything, 'a list');
        for (const { value } of node.items) visit(value, node.flow ? [span] : around, depth + 1);
        return;
      case 'map': {
        const spans = node.places.map(place => place.span);
        for (const place of node.places) {
          within(place.span, around, 'a place of a table');
          if ('key' in place) within(place.key.span, [place.span], 'the name of a place');
        }
        for (const entry of node.entries) {
          const { key, value, span: whole, behindColon } = entry;
          within(whole, spans, 'a statement');
          visit(key, [whole], depth + 1);
          within({ start: key.span.end, end: behindColon }, [whole], 'an equals sign');
          if (value !== undefined) visit(value, spans, depth + 1);
          hold(node.named(key.value).includes(entry), 'not found', key.value);
        }
      }
    }
  };
  const everything = [{ start: 0, end: text.length }];
  visit(root, everything, 0);
  for (const { offset, text: said } of comments) hold(text.startsWith(`#${said}`, offset), 'a comment', said);
  longStrings.forEach(({ start }, index) => {
    hold(start >= (longStrings[index - 1]?.end ?? 0), 'a long string', start);
  });
  expect(wrong).toEqual([]);
}
