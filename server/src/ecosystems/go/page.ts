import type { ReleaseSubject } from '../../model/reference.ts';
import { isModulePath } from './module-path.ts';

/** The page about a module, or about its version, at pkg.go.dev; `undefined` for what could be no module's path. */
export function modulePage({ name, want }: ReleaseSubject): string | undefined {
  if (!isModulePath(name)) return undefined;
  const page = `https://pkg.go.dev/${name}`;
  return want.is === 'exact' ? `${page}@${encodeURIComponent(want.version)}` : page;
}
