import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { ageLimitsAround, saidOfAge } from '../syntax/age-limits.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { jsrConfigured } from '../syntax/jsr.ts';
import { yarnrcSaid } from '../syntax/own-manifest.ts';
import { ageInYarnrc } from '../syntax/written-ages.ts';
import { yamlCatalogs } from '../syntax/yaml-dependencies.ts';

/**
 * Yarn's configuration from version 2 on: its catalogues (yarnpkg.com, "Catalogs"), how old releases must be,
 * where and how packages are published, and nothing else of it.
 */
export const yarnrc: Reader = {
  id: 'yarnrc',
  files: ['.yarnrc.yml'],
  languages: [],
  speaks: 'below',
  read: (text, _file, around = NOTHING_AROUND) => {
    const registry = /(?:^|[{,])[ \t]*["']?jsr["']?[ \t]*:[ \t]*(?:\{|#|$)/m.test(text) ? [jsrConfigured()] : [];
    const own: Statement[] = [saidOfClient({ is: 'shows', client: 'yarn' }), ...registry, ...yarnrcSaid(text)];
    const nothing = { references: [], ignores: [], statements: own };
    if (!/catalog|npmMinimalAgeGate|npmPreapprovedPackages/.test(text)) return nothing;
    const document = parseYaml(text);
    if (document.isTemplate) return nothing;
    const age = ageInYarnrc(document);
    if (age !== undefined) own.push(saidOfAge(age));
    const { told, folder } = around;
    const by = { client: 'yarn', told, folder, ageLimit: ageLimitsAround(around, 'yarn') } as const;
    const { references, statements } = yamlCatalogs(document, by);
    const inOrder = [...references].sort((a, b) => a.span.start - b.span.start);
    return { references: inOrder, ignores: ignoresOf(document), statements: [...own, ...statements] };
  },
};
