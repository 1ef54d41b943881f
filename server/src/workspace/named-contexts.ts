import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { IMAGES } from '../ecosystems/index.ts';
import { readInside } from '../files/inside.ts';
import { parseImageReference } from '../model/image-reference.ts';
import { imageNameText } from '../model/names.ts';

/** Knows the files that describe builds, such as Compose's and Bake's. */
export interface BuildFiles {
  /** Whether a file may describe builds, by its name. */
  describes(file: string): boolean;
  /** The names under which such a file gives contexts to builds, as written. */
  contextsIn(file: string, text: string): readonly string[];
}

/**
 * The images that no build in or below a folder asks a registry for, because the build files that lie in the folder
 * give it something else under their names. Canonical names, as `imageNameText` has them. Never rejects.
 *
 * BuildKit looks a context up by the name of the image, shortened and without the default tag
 * (frontend/dockerui/config.go, `NamedContext`). A name with another tag stands for that tag alone, and is left out.
 *
 * @param folder an absolute path
 * @param edge the folder in which the files must lie, links followed
 */
export async function namedContexts(folder: string, edge: string, builds: BuildFiles): Promise<ReadonlySet<string>> {
  const files = await readdir(folder).catch((): string[] => []);
  const described = files.filter(file => builds.describes(file)).sort();
  const names = new Set<string>();
  for (const file of described.slice(0, MOST_FILES)) {
    const read = await readInside(edge, path.join(folder, file));
    if (read.is !== 'text' || read.text.length > LONGEST) continue;
    for (const name of builds.contextsIn(file, read.text)) {
      const image = parseImageReference(name);
      if (image === undefined || image.digest !== undefined || IMAGES.meantTag(image) !== IMAGES.defaultTag) continue;
      names.add(imageNameText(image.name));
    }
  }
  return names;
}

// A folder with more of them is a collection of samples.
const MOST_FILES = 50;
// Longer than people write one; in characters.
const LONGEST = 500_000;
