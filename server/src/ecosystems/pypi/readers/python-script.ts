import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { overriddenNames, overriding, unlessOverridden } from '../syntax/overrides.ts';
import { pythonProject } from '../syntax/pyproject-project.ts';
import { nameOf } from '../syntax/requirements-paths.ts';
import { scriptBlock } from '../syntax/script-block.ts';
import { asConstraint, inOrder, type RequiredByName, requirementsAt } from '../syntax/toml-requirements.ts';

/**
 * Scripts that say in a comment what they need (PEP 723): `dependencies`, `requires-python`, and what they tell uv. The
 * name of the file says nothing, so the first look is for the words that begin the comment.
 */
export const pythonScript: Reader = {
  id: 'python-script',
  files: ['*.py'],
  languages: [],
  telltale: ['# /// script'],
  recognises: text => text.includes('# /// script'),
  read: (text, file, around = NOTHING_AROUND) => {
    const block = scriptBlock(text);
    if (block === undefined) return { references: [], ignores: [] };
    const document = parseToml(block.toml);
    const project = pythonProject(document, around, file, { client: 'uv', lockfiles: [`${nameOf(file)}.lock`] });
    const isElsewhere = ITS_INDEXES.some(path => findInToml(document.root, path).length > 0);
    const byAll: RequiredByName = isElsewhere ? name => ({ ...project.by(name), withheld: 'managed' }) : project.by;
    const by = unlessOverridden(overriddenNames(document), byAll);
    const required = requirementsAt(document, 'dependencies[]', by);
    const references = [
      ...required,
      ...requirementsAt(document, 'tool.uv.constraint-dependencies[]', asConstraint(by)),
      ...requirementsAt(document, 'tool.uv.override-dependencies[]', overriding(required, byAll)),
    ];
    return { references: inOrder(references.map(inComment)), ignores: ignoresOf(document) };
  },
};

/** Where a script names indexes of its own (docs.astral.sh/uv, "Running scripts"); they are not looked into. */
const ITS_INDEXES = ['index', 'index-url', 'extra-index-url', 'no-index', 'find-links'].map(key => `tool.uv.${key}`);

/** The comment that silences it is one within the script's comment. */
function inComment(reference: Reference): Reference {
  const { ignoreAt, ...rest } = reference;
  if (ignoreAt === undefined || !ignoreAt.open.startsWith('  ')) return rest;
  return { ...rest, ignoreAt: { ...ignoreAt, open: `# ${ignoreAt.open.slice(2)}` } };
}
