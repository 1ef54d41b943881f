import type { Reader } from '../../../model/reader.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { helmImagesBySections } from '../syntax/helm-sections.ts';
import { templateLines } from '../syntax/template-lines.ts';

/**
 * The values of Helm charts, under the names that people give to those of their environments. What a template makes of
 * a value only the chart knows; what is read here is what charts agree on.
 */
export const helmValues: Reader = {
  id: 'helm-values',
  files: ['values*.{yaml,yml}', '*{-,_,.}values.{yaml,yml}'],
  languages: [],
  // An object of Kubernetes may have any name.
  recognises: text => !(/^apiVersion[ \t]*:[ \t]*\S/m.test(text) && /^kind[ \t]*:[ \t]*\S/m.test(text)),
  read: (text, _, around) => {
    if (!/image|repository/i.test(text)) return { references: [], ignores: [] };
    const document = parseYaml(text, around?.kept);
    const references = document.isTemplate
      ? templateLines(text, ['\\w*[iI]mage'])
      : helmImagesBySections(document, around?.kept);
    return { references, ignores: ignoresOf(document) };
  },
};
