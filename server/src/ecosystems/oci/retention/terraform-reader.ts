import type { Reader } from '../../../model/reader.ts';
import { parseTerraform } from '../../../syntax/hcl.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import type { TerraformForm } from './kind.ts';
import { policyReferences } from './policy-references.ts';
import { terraformFile } from './terraform-blocks.ts';

/**
 * Files of Terraform and OpenTofu, in HCL and in JSON, for the policies of registries that they declare.
 *
 * @param forms by the type of the block, as in the rows of the table
 */
export function terraformReader(forms: Readonly<Record<string, TerraformForm>>): Reader {
  const types = Object.keys(forms).map(type => type.replace(/^(?:data|module)\./, ''));
  const byType = new Map(Object.entries(forms));
  return {
    id: 'terraform',
    files: ['*.{tf,tofu}', '*.{tf,tofu}.json'],
    languages: [],
    // Everybody's Terraform has files of these names, and few of them are about a registry. What declares a source of
    // data alone has the resource that takes it beside it.
    telltale: ['resource', 'repository', 'polic'],
    readsTextAlone: true,
    recognises: text => text.length <= LONGEST && types.some(type => text.includes(type)),
    read(text) {
      if (text.length > LONGEST || isConflicted(text)) return { references: [], ignores: [] };
      // No file in HCL begins with a brace.
      const isHcl = !/^\s*\{/.test(text);
      const document = isHcl ? parseTerraform(text) : parseYaml(text);
      const { blocks } = terraformFile(document, isHcl);
      const written = blocks.flatMap(block => byType.get(block.type)?.(block) ?? []);
      const ignores = isHcl ? ignoresOf(document, /^[ \t]*(?:#|\/\/)/) : ignoresOf(document);
      return { references: policyReferences(written), ignores };
    },
  };
}

const LONGEST = 2_000_000;
