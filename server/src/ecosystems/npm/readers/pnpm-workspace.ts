import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { ageLimitsAround, saidOfAge } from '../syntax/age-limits.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { jsrConfigured } from '../syntax/jsr.ts';
import { overridesSaid } from '../syntax/overridden.ts';
import { nameOfPnpmOverride, REMOVAL } from '../syntax/override-keys.ts';
import { overridePlaceSaid } from '../syntax/override-place.ts';
import { ageInPnpm } from '../syntax/written-ages.ts';
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
  read: (text, _file, around = NOTHING_AROUND) => {
    const registry = /(?:^[ \t]+|[{,][ \t]*)["']@jsr["'][ \t]*:/m.test(text) ? [jsrConfigured()] : [];
    const beginsLow = /^resolutionMode[ \t]*:[ \t]*["']?(?:lowest-direct|time-based)\b/m.test(text);
    const mode = beginsLow ? [saidOfClient({ is: 'begins-low' })] : [];
    const own: Statement[] = [saidOfClient({ is: 'shows', client: 'pnpm' }), ...mode, ...registry];
    const nothing = { references: [], ignores: [], statements: own };
    const document = parseYaml(text);
    if (document.isTemplate) return nothing;
    const place = overridePlaceSaid(document);
    if (place !== undefined) own.push(place);
    if (!/catalog|overrides|minimumReleaseAge/.test(text)) return nothing;
    const age = ageInPnpm(document);
    if (age !== undefined) own.push(saidOfAge(age));
    const { told, folder } = around;
    // What overrides say is mostly of what others depend on, where pnpm takes the highest as ever.
    const by = { client: 'pnpm', told, folder, ageLimit: ageLimitsAround(around, 'pnpm') } as const;
    const { references, statements } = yamlCatalogs(document, beginsLow ? { ...by, client: 'pnpm-lowest' } : by);
    const written = findPath(document.root, 'overrides.*');
    const names = written.map(({ entry }) => nameOfPnpmOverride(entry?.key.value ?? ''));
    const overrides = written
      .filter(({ value }) => value?.kind !== 'scalar' || value.value !== REMOVAL)
      .flatMap(found => yamlDependency(document, found, nameOfPnpmOverride, by));
    const said = names.length === 0 ? [] : [overridesSaid(names)];
    const all = [...references, ...overrides].sort((a, b) => a.span.start - b.span.start);
    return { references: all, ignores: ignoresOf(document), statements: [...own, ...statements, ...said] };
  },
};
