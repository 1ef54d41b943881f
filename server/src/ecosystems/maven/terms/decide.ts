import type { DecidingLook } from '../../../model/ecosystem.ts';
import type { OpaqueSubject, ReleaseSubject } from '../../../model/reference.ts';
import type { Terms, TermsOf, Undecided } from '../../../model/terms.ts';
import { mavenWant } from '../choice.ts';
import { OTHER_PLACES } from '../clients.ts';
import { inheritedName } from '../syntax/surroundings.ts';
import { type Lineage, lineageOf, textOf } from './lineage.ts';
import { type Managed, managedByImports, managedIn } from './management.ts';

/**
 * What a POM means by what its parents and BOMs in repositories decide (maven-model-builder, `DefaultModelBuilder`):
 * what they manage, what the properties stand for that they set, and whether they name repositories, where things may
 * be that those which are asked do not have.
 */
export function decideForMaven(
  subject: ReleaseSubject | OpaqueSubject,
  { of, terms, above, source, wantedIf }: Undecided,
  { termsOf, derive, told }: DecidingLook,
): ReleaseSubject | undefined {
  const look = { termsOf: bounded(termsOf), derive, told };
  const lineage = lineageOf({ terms }, above, look.termsOf, told);
  const managed = of === undefined ? NOTHING : decidedOf(of, subject, lineage, look);
  if (managed.is !== 'managed' || managed.value === undefined || subject.name === undefined) {
    return subject.kind === 'release' ? placedBy(subject, lineage) : undefined;
  }
  const want = mavenWant(managed.value.trim());
  if (want === undefined || want.text.includes('${')) return undefined;
  const { by, isHere } = managed;
  const its = subject.kind === 'release' ? subject.source : source;
  return placedBy(
    {
      ...{ kind: 'release', registry: 'maven', name: subject.name, want },
      ...(wantedIf === undefined ? {} : { wantedIf }),
      ...(its === undefined ? {} : { source: its }),
      // What a file here has a say in, people can change here.
      ...(by === undefined || isHere ? {} : { decidedBy: by }),
    },
    lineage,
  );
}

const NOTHING: Managed = { is: 'nothing' };

function decidedOf(
  of: NonNullable<Undecided['of']>,
  subject: ReleaseSubject | OpaqueSubject,
  lineage: Lineage,
  look: DecidingLook,
): Managed {
  if ('text' in of) return { is: 'managed', ...lineage.resolve(of.text) };
  const { thing } = of;
  const isPlugin = thing.startsWith('plugin ');
  // A plugin that is inherited brings its version, before any that is managed.
  const inherited = isPlugin ? managedIn(lineage, inheritedName(thing), look.derive) : NOTHING;
  const isDecidedHere = subject.kind === 'release' || subject.decided !== undefined;
  if (inherited.is !== 'nothing' || isDecidedHere) return inherited;
  const said = managedIn(lineage, thing, look.derive);
  return said.is !== 'nothing' || isPlugin ? said : managedByImports(lineage, thing, look);
}

/**
 * A parent in a repository may name repositories, which Maven asks as well, and nobody does from here: what is not
 * found may be there.
 */
function placedBy(subject: ReleaseSubject, { members, isOpen }: Lineage): ReleaseSubject {
  const isElsewhere = isOpen || members.slice(1).some(({ terms }) => terms.namesPlaces === true);
  if (!isElsewhere) return subject;
  return { ...subject, source: `${subject.source ?? 'maven'} ${OTHER_PLACES}` };
}

/** Looks each document up once, and only so many. */
function bounded(termsOf: TermsOf): TermsOf {
  const known = new Map<string, Terms | undefined>();
  return document => {
    const key = textOf(document);
    if (!known.has(key) && known.size < MOST_DOCUMENTS) known.set(key, termsOf(document));
    return known.get(key);
  };
}

/** The largest set of BOMs that is known has some fifty, with some parents each. */
const MOST_DOCUMENTS = 200;
