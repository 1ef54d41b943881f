import { readerFor } from '../ecosystems/readers.ts';
import { type WalkOptions, walkFolder } from '../files/walk.ts';

/** The files of a folder that some reader reads, in the order of the walk. */
export interface OrderedFiles {
  /** The place of each in the walk. */
  readonly order: ReadonlyMap<string, number>;
  /**
   * Those that may say what the workspace makes itself: read first, so that no registry hears of it, in whatever order
   * the files lie.
   */
  readonly making: readonly string[];
  readonly others: readonly string[];
}

/** Finds the files of a folder, by their names alone. Comes back early where the signal is aborted. */
export async function filesOf(root: string, options: Omit<WalkOptions, 'wanted'>): Promise<OrderedFiles> {
  const making: string[] = [];
  const others: string[] = [];
  const order = new Map<string, number>();
  const wanted = (file: string) => readerFor(file) !== undefined;
  for await (const file of walkFolder(root, { ...options, wanted })) {
    order.set(file, order.size);
    (readerFor(file)?.makes === true ? making : others).push(file);
  }
  return { order, making, others };
}
