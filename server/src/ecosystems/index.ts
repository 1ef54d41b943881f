import type { ImageEcosystem, PackageEcosystem } from '../model/ecosystem.ts';
import type { ImageRegistryId, PackageRegistryId } from '../model/names.ts';
import { cargo } from './cargo/index.ts';
import { go } from './go/index.ts';
import { maven } from './maven/index.ts';
import { npm } from './npm/index.ts';
import { oci } from './oci/index.ts';
import { pypi } from './pypi/index.ts';

type Rows = Readonly<Record<PackageRegistryId, PackageEcosystem> & Record<ImageRegistryId, ImageEcosystem>>;

/** Every ecosystem. A new one is a room in this folder and a line here. */
export const ECOSYSTEMS: Rows = { cargo, go, maven, npm, oci, pypi };

/** The ecosystem of images, and those of packages by their ids. */
export const { oci: IMAGES, ...PACKAGES } = ECOSYSTEMS;

/** How people write that any version of a package will do, in all ecosystems, as the end of a sentence in Markdown. */
export function anyVersionText(): string {
  const ways = [...new Set(Object.values(PACKAGES).flatMap(({ words }) => words.anyVersion))];
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
}
