import type { Reader } from '../../../model/reader.ts';
import { TOLD_NOTHING } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { yamlCatalogs } from '../syntax/yaml-dependencies.ts';

/** Yarn's configuration from version 2 on: its catalogues (yarnpkg.com, "Catalogs"), and nothing else of it. */
export const yarnrc: Reader = {
  id: 'yarnrc',
  files: ['.yarnrc.yml'],
  languages: [],
  speaks: 'below',
  mayState: text => text.includes('catalog'),
  read: (text, _file, around) => {
    if (!text.includes('catalog')) return { references: [], ignores: [] };
    const document = parseYaml(text);
    if (document.isTemplate) return { references: [], ignores: [] };
    const { references, statements } = yamlCatalogs(document, around?.told ?? TOLD_NOTHING);
    const inOrder = [...references].sort((a, b) => a.span.start - b.span.start);
    return { references: inOrder, ignores: ignoresOf(document), statements };
  },
};
