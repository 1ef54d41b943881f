import type { Statement } from '../../../model/statement.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { eachOnce, localInclude } from './local-includes.ts';

/**
 * The templates that a pipeline or a template takes from its own repository (learn.microsoft.com, "Template usage
 * reference", "Reference template paths"): from the folder of the file, or with a slash from the root on. `@name` is
 * another repository's, but for `@self`.
 */
export function templatesStated({ root, text }: YamlDocument, kind: string, file: string): readonly Statement[] {
  if (!text.includes('template')) return [];
  return eachOnce(
    PLACES.flatMap(place => findPath(root, place)).map(({ value }) => {
      const [path = '', repository, ...more] = value?.kind === 'scalar' ? value.value.trim().split('@') : [];
      if (more.length > 0 || (repository !== undefined && repository.toLowerCase() !== 'self')) return undefined;
      if (path.startsWith('/')) return localInclude(kind, file, path, 'root');
      return localInclude(kind, file, path, repository === undefined ? 'beside' : 'any');
    }),
  );
}

/** Items of lists, also those that conditions put there, and what a pipeline extends. */
const PLACES = ['**[].template', 'extends.template', 'extends.*.template'];
