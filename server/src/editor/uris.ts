import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path of a `file:` URI, absolute and with the system's separators; `undefined` for any other scheme. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A host on a system without network paths, or an encoded separator.
    return undefined;
  }
}

/** The `file:` URI of an absolute path, spelled as Node does; see {@link keyOf} for comparing. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/**
 * One text for all spellings of a document's URI. Clients encode differently (`file:///c%3A/a` and `file:///C:/a`), and
 * a file that is open is the same as the one that the walk finds.
 */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  if (path === undefined) return uri;
  return uriOf(path.replace(/^[A-Z]:/, drive => drive.toLowerCase()));
}
