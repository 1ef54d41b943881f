import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { dependenciesIn } from '../syntax/dependencies.ts';
import { statementsOfRoot, surroundingsOf } from '../syntax/workspace.ts';

/**
 * Cargo's manifest (the Cargo book, "The Manifest Format", "Specifying Dependencies", "Workspaces", "Overriding
 * Dependencies"). What a workspace decides for its members is judged in its root, and a member refers to it. Tables and
 * keys that cargo does not know are passed, as it passes them with a warning.
 */
export const cargoToml: Reader = {
  id: 'cargo-toml',
  files: ['Cargo.toml'],
  languages: [],
  // The roots of workspaces, to the manifests below them.
  speaks: 'below',
  mayState: text => text.includes('workspace'),
  read: (text, file, around = NOTHING_AROUND) => {
    const document = parseToml(text);
    const surroundings = surroundingsOf(document, file, around);
    const references = inOrder(dependenciesIn(document, surroundings));
    const statements = statementsOfRoot(document, surroundings);
    return { references, ignores: ignoresOf(document), ...(statements.length === 0 ? {} : { statements }) };
  },
};

/** Of two that begin at one place, as headers that are being typed may, the first counts. */
function inOrder(references: readonly Reference[]): Reference[] {
  const sorted = [...references].sort((a, b) => a.span.start - b.span.start);
  return sorted.filter(({ span }, index) => span.start !== sorted[index - 1]?.span.start);
}
