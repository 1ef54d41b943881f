import type { Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { ageByPoetry, ageByUv, saidOfAge } from '../syntax/age-limits.ts';

/**
 * The configuration that uv and Poetry have in files of their own, of which projects are told how old releases must be.
 * Nothing else of it is looked at.
 */
export const pythonAges: Reader = {
  id: 'python-ages',
  files: ['uv.toml', 'poetry.toml'],
  languages: [],
  speaks: 'below',
  isAside: true,
  mayState: text => /exclude-newer|min-release-age/.test(text),
  read(text, file) {
    const document = parseToml(text);
    const age = file.endsWith('uv.toml') ? ageByUv(document, '') : ageByPoetry(document);
    return { references: [], ignores: [], statements: age === undefined ? [] : [saidOfAge(age)] };
  },
};
