import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { xmlIgnoresOf } from '../../../syntax/xml-places.ts';
import { ownVersionIn } from '../syntax/own-version.ts';
import { parsePom } from '../syntax/pom.ts';
import { artifactsIn } from '../syntax/pom-references.ts';
import { statementsOf, surroundingsOf } from '../syntax/surroundings.ts';

/**
 * Maven's project file (maven.apache.org, "POM Reference"). What parents in the workspace decide is known by what they
 * state; what only artifacts in repositories decide is left undecided, with all that is known of it here.
 */
export const pomXml: Reader = {
  id: 'pom-xml',
  files: ['pom.xml'],
  languages: [],
  // Modules are the reactor's own.
  makes: true,
  // Parents, to the modules below them.
  speaks: 'below',
  read: (text, file, around = NOTHING_AROUND) => {
    const pom = parsePom(text);
    const surroundings = surroundingsOf(pom, around);
    const { references, taken, nameOf } = artifactsIn(pom, file, around, surroundings);
    const statements = statementsOf(pom, around, file, surroundings, nameOf, taken);
    return {
      references: inOrder([...ownVersionIn(pom, file, around.folder), ...references]),
      ignores: xmlIgnoresOf(pom.document),
      ...(statements.length === 0 ? {} : { statements }),
    };
  },
};

function inOrder(references: readonly Reference[]): Reference[] {
  const sorted = [...references].sort((a, b) => a.span.start - b.span.start);
  return sorted.filter(({ span }, index) => span.start !== sorted[index - 1]?.span.start);
}
