/** Who reads a file, and so chooses: the first word of `ReleaseSubject.source`. They differ in what they take. */
export type PythonClient = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv';

/** A text without a known word is read as pip's, whose format all others know. */
export function clientOf(source: string | undefined): PythonClient {
  const [word = ''] = (source ?? '').split(' ');
  switch (word) {
    case 'uv':
    case 'poetry':
    case 'pdm':
    case 'pipenv':
      return word;
    default:
      return 'pip';
  }
}

/**
 * The word of a source that says that the package may have come from another index than the one that is asked, which
 * may have it under the same name.
 */
export const OTHER_SOURCES = 'other-sources=1';

/**
 * Whether something that is not asked may have the package too, such as a folder of files: what no index has is not
 * missing then, and its files may be others.
 */
export function hasOtherPlaces(source: string | undefined): boolean {
  return (source ?? '').split(' ').some(word => word.startsWith('find-links=') || word === OTHER_SOURCES);
}
