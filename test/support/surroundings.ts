import { createBoundary } from '../../server/src/boundary.ts';
import type { Told } from '../../server/src/model/statement.ts';
import { createReadOnce } from '../../server/src/workspace/read-once.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { createSurroundings, type Surroundings } from '../../server/src/workspace/surroundings.ts';

/** Surroundings that know nothing, and what they come to tell to documents in a folder. */
export function surroundingsOf(home?: string): {
  readonly surroundings: Surroundings;
  readonly toldIn: (folder: string) => Told;
  /** The keys of what changed since the last call. */
  readonly changes: () => readonly string[];
} {
  const changed = new Set<string>();
  const statements = createStatements(keys => {
    for (const key of keys) changed.add(key);
  });
  const log = () => undefined;
  const surroundings = createSurroundings({
    once: createReadOnce(),
    home,
    log,
    boundary: createBoundary(log),
    statements,
  });
  return {
    surroundings,
    toldIn: folder => statements.toldIn(surroundings.above(folder)),
    changes() {
      const keys = [...changed].sort();
      changed.clear();
      return keys;
    },
  };
}
