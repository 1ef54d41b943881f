import { isPlain } from '../../model/plain-text.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import { canonicalName } from './names.ts';

/**
 * The page about a package on PyPI; `undefined` for a name that is not plain. Wrong for a name that is asked elsewhere.
 */
export function pypiPage({ name, want }: Pick<ReleaseSubject, 'name' | 'want'>): string | undefined {
  if (!isPlain(name)) return undefined;
  const page = `https://pypi.org/project/${encodeURIComponent(canonicalName(name))}/`;
  return want.is === 'exact' ? `${page}${encodeURIComponent(want.version)}/` : page;
}
