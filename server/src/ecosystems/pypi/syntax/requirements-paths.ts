/** Where a requirements file lies: its folder as statements have it, and its path as people know it. */
export interface RequirementsPlace {
  /** A real path; absent for a document that lies nowhere. */
  readonly folder?: string | undefined;
  /** With `/` from the workspace folder on. */
  readonly file: string;
}

/** The name of a file without folders. */
export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/**
 * The path that is written for another file, where it is one that can be followed: an address of this machine is a path
 * to pip too (pip, `_internal/network/session.py`: `LocalFSAdapter`), and it takes no pattern for one.
 */
export type WrittenPath =
  | { readonly is: 'path'; readonly path: string }
  /** It lies at an address elsewhere, and can include nothing of this folder. */
  | { readonly is: 'elsewhere' }
  /** It may be any file: a variable decides (pip, `_internal/req/req_file.py`: `ENV_VAR_RE`), or whoever runs pip. */
  | { readonly is: 'any' };

export function writtenPath(written: string): WrittenPath {
  if (/^https?:/i.test(written)) return { is: 'elsewhere' };
  if (/\$\{[A-Z0-9_]+\}/.test(written)) return { is: 'any' };
  if (!/^file:/i.test(written)) return { is: 'path', path: slashed(written) };
  const [, path = ''] = /^file:(?:\/\/(?:localhost)?)?(\/(?!\/)[^?#]*)/i.exec(written) ?? [];
  if (path === '') return { is: 'any' };
  try {
    return { is: 'path', path: decodeURIComponent(path).replace(/^\/(?=[a-z]:\/)/i, '') };
  } catch {
    return { is: 'any' };
  }
}

/**
 * The path that one written in a file leads to; `undefined` for one that cannot be followed.
 *
 * @param from the path of that file, as {@link pathOf} gives it
 */
export function targetOf(from: string, written: string): string | undefined {
  const its = writtenPath(written);
  if (its.is !== 'path') return undefined;
  const { path } = its;
  if (isAbsolute(path)) return normal(path);
  const beside = `${from.slice(0, from.lastIndexOf('/') + 1)}${path}`;
  return path.includes('/') ? normal(beside) : beside;
}

/** Where a file lies, as one text. */
export function pathOf({ folder, file }: RequirementsPlace): string {
  return folder === undefined ? normal(`/${file}`) : `${slashed(folder)}/${nameOf(file)}`;
}

function normal(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `${path.startsWith('/') ? '/' : ''}${names.join('/')}`;
}

/** So many folders up from a file, and then a way down. */
export interface RelativePath {
  readonly up: number;
  readonly path: string;
}

/**
 * A path that a file writes, as {@link WrittenPath} has it, from that file on; `undefined` where it is not known how
 * the two lie to each other.
 */
export function relative(path: string, { folder }: Pick<RequirementsPlace, 'folder'>): RelativePath | undefined {
  if (!isAbsolute(path)) return wayOf(path.split('/'));
  if (folder === undefined) return undefined;
  const [to, from] = [normal(path).split('/'), normal(slashed(folder)).split('/')];
  if (to[0] !== from[0]) return undefined;
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return { up: from.length - shared, path: to.slice(shared).join('/') };
}

/** A written path by a folder that ends with a slash. */
export function resolved(folder: string, written: string): string {
  const path = slashed(written);
  return normal(isAbsolute(path) ? path : `${folder}${path}`);
}

/** A path that is written by a folder which is not known, without the way up from there. */
export function withoutStepsUp(written: string): string {
  const path = slashed(written);
  return isAbsolute(path) ? normal(path) : wayOf(path.split('/')).path;
}

function wayOf(steps: readonly string[]): RelativePath {
  const names: string[] = [];
  let up = 0;
  for (const name of steps) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) up += 1;
  }
  return { up, path: names.join('/') };
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[a-z]:\/)/i.test(path);
}
