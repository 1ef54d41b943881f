import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A package that is in a bundle, as its own files tell. */
export interface BundledPackage {
  /** As in `ini 6.0.0 (ISC)`. */
  readonly title: string;
  /** The text of its licence. */
  readonly licence: string;
}

/**
 * The packages that files of a bundle come from, found without what is tested: each file belongs to the nearest folder
 * above it that lies in a `node_modules` and names itself.
 *
 * @param inputs relative to the root, with slashes
 */
export function packagesIn(root: string, inputs: readonly string[]): readonly BundledPackage[] {
  const folders = new Set(inputs.filter(file => file.includes('node_modules/')).map(file => packageOf(root, file)));
  return [...folders].map(folder => {
    const { name, version, license } = manifestIn(folder) ?? {};
    // One of its repository leaves the text out that all others have.
    const holder = name === '@sigstore/verify' ? path.join(root, 'node_modules/@sigstore/bundle') : folder;
    const file = readdirSync(holder).find(entry => /^licen[cs]e/i.test(entry)) ?? '';
    const licence = readFileSync(path.join(holder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    return { title: `${name} ${version} (${license})`, licence };
  });
}

function packageOf(root: string, file: string): string {
  for (let folder = path.dirname(path.join(root, file)); folder !== root; folder = path.dirname(folder))
    if (manifestIn(folder)?.name !== undefined && manifestIn(folder)?.version !== undefined) return folder;
  throw new Error(`${file} is in no package`);
}

function manifestIn(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
