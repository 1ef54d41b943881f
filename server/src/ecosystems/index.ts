import type { ImageEcosystem, PackageEcosystem } from '../model/ecosystem.ts';
import type { ImageRegistryId, PackageRegistryId } from '../model/names.ts';
import { npm } from './npm/index.ts';
import { oci } from './oci/index.ts';

type Rows = Readonly<Record<PackageRegistryId, PackageEcosystem> & Record<ImageRegistryId, ImageEcosystem>>;

/** Every ecosystem. A new one is a room in this folder and a line here. */
export const ECOSYSTEMS: Rows = { npm, oci };

/** The ecosystem of images, and those of packages by their ids. */
export const { oci: IMAGES, ...PACKAGES } = ECOSYSTEMS;
