import type { Statement } from '../../../model/statement.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { eachOnce, localInclude } from './local-includes.ts';

/**
 * The Compose files that one takes in (Compose Specification, 14-include.md, and 05-services.md, `extends.file`), by
 * paths from its own folder on. Addresses of other repositories are left to Compose.
 */
export function composeFilesStated({ root, text }: YamlDocument, kind: string, file: string): readonly Statement[] {
  if (!/include|extends/.test(text)) return [];
  return eachOnce(
    PLACES.flatMap(place => findPath(root, place)).map(({ value }) =>
      value?.kind === 'scalar' ? localInclude(kind, file, value.value, 'beside') : undefined,
    ),
  );
}

const PLACES = ['include[]', 'include[].path', 'include[].path[]', 'services.*.extends.file'];
