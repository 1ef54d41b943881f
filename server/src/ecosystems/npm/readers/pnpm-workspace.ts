import type { Reader } from '../../../model/reader.ts';
import { TOLD_NOTHING } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { nameOfPnpmOverride, REMOVAL } from '../syntax/override-keys.ts';
import { yamlCatalogs, yamlDependency } from '../syntax/yaml-dependencies.ts';

/**
 * pnpm's workspace manifest (pnpm.io, "pnpm-workspace.yaml"): the catalogues that manifests below refer to, and
 * `overrides`, which stand here since pnpm 10.
 */
export const pnpmWorkspace: Reader = {
  id: 'pnpm-workspace',
  files: ['pnpm-workspace.yaml'],
  languages: [],
  speaks: 'below',
  mayState: text => text.includes('catalog'),
  read: (text, _file, around) => {
    if (!/catalog|overrides/.test(text)) return { references: [], ignores: [] };
    const document = parseYaml(text);
    if (document.isTemplate) return { references: [], ignores: [] };
    const told = around?.told ?? TOLD_NOTHING;
    const { references, statements } = yamlCatalogs(document, told);
    const overrides = findPath(document.root, 'overrides.*')
      .filter(({ value }) => value?.kind !== 'scalar' || value.value !== REMOVAL)
      .flatMap(found => yamlDependency(document, found, nameOfPnpmOverride, told));
    const all = [...references, ...overrides].sort((a, b) => a.span.start - b.span.start);
    return { references: all, ignores: ignoresOf(document), statements };
  },
};
