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

/** Whether it is a path: what lies at an address is not read, and pip obeys what it says about indexes. */
export function isLocal(path: string): boolean {
  return !/^(?:https?|file):/i.test(path);
}

/**
 * The path that one written in a file leads to; `undefined` for an address, or what a variable is part of.
 *
 * @param from the path of that file, as {@link pathOf} gives it
 */
export function targetOf(from: string, written: string): string | undefined {
  if (!isLocal(written) || written.includes('$')) return undefined;
  const path = slashed(written);
  if (path.startsWith('/')) return normal(path);
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

/** A written path as so many folders up and then a way down. */
export function relative(written: string): { readonly up: number; readonly path: string } {
  const names: string[] = [];
  let up = 0;
  for (const name of slashed(written).split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) up += 1;
  }
  return { up, path: names.join('/') };
}
