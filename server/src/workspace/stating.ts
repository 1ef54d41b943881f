import path from 'node:path';
import type { Lines } from '../model/positions.ts';
import type { Stating } from '../model/statement.ts';
import type { DocumentReader } from './documents.ts';

/** A document as far as others are told of it. */
export interface StatingDocument {
  /** Its URI, or where there are none its absolute path. */
  readonly uri: string;
  readonly file: string;
  readonly directory: string | undefined;
  readonly lines: Lines;
}

/**
 * A document as the one who states what it says. It is the same one as its file, where that is looked at for its
 * neighbours' sake.
 *
 * @param hasUris whether findings point to other documents by URIs
 */
export function statingOf(
  { uri, file, directory, lines }: StatingDocument,
  reader: Pick<DocumentReader, 'folderOf'>,
  hasUris: boolean,
): Stating {
  const folder = reader.folderOf(directory);
  const id = folder === undefined ? uri : path.join(folder, path.posix.basename(file));
  return { id, folder, file, ...(hasUris ? { uri } : {}), rangeOf: lines.rangeOf };
}
