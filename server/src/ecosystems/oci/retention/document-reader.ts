import type { Reader } from '../../../model/reader.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { EVERYBODYS_FILES } from '../syntax/everybodys-files.ts';
import type { DocumentForm } from './kind.ts';
import { policyReferences } from './policy-references.ts';

/** The reader of files that a provider's policies are written in. JSON is YAML in flow style, so both are one tree. */
export function documentReader({ id, files, words, recognises, longest, read }: DocumentForm): Reader {
  return {
    id,
    files,
    except: EVERYBODYS_FILES,
    languages: [],
    telltale: words,
    readsTextAlone: true,
    recognises: text =>
      text.length <= longest && words.every(word => text.includes(word)) && recognises?.(text) !== false,
    read(text) {
      if (text.length > longest || isConflicted(text)) return { references: [], ignores: [] };
      const document = parseYaml(text);
      if (document.isTemplate) return { references: [], ignores: [] };
      return { references: policyReferences(read(document)), ignores: ignoresOf(document) };
    },
  };
}
