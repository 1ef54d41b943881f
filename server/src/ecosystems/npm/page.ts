import { isPlain } from '../../model/plain-text.ts';
import type { ReleaseSubject } from '../../model/reference.ts';

/**
 * The page about a package on its default registry's website; `undefined` for a name that is not plain: an address
 * cannot hold half a character, and should not hold a page of them. Wrong for a name that is asked elsewhere.
 */
export function npmPage({ name, want }: Pick<ReleaseSubject, 'name' | 'want'>): string | undefined {
  if (!isPlain(name)) return undefined;
  const page = `https://www.npmjs.com/package/${name.split('/').map(encodeURIComponent).join('/').replace(/^%40/, '@')}`;
  return want.is === 'exact' ? `${page}/v/${encodeURIComponent(want.version)}` : page;
}
