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
 * Whether something that is no index may have the package too, such as a folder of files: what no index has is not
 * missing then.
 */
export function hasOtherPlaces(source: string | undefined): boolean {
  return (source ?? '').split(' ').some(word => word.startsWith('find-links='));
}
