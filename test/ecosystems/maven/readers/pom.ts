import { pomXml } from '../../../../server/src/ecosystems/maven/readers/pom-xml.ts';
import { type Around, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference, ReleaseSubject } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';

/** What is read of one artifact, in a line. */
export function labelIn(text: string) {
  return ({ subject, ignoreAt }: Reference): string => {
    const noComment = ignoreAt === undefined ? ', no comment' : '';
    if (subject.kind === 'opaque') {
      const { why, name = '-', want, decided } = subject;
      const by = decided === undefined ? '' : `, decided in ${decided.file}: ${said(decided.subject)}`;
      return `${why} ${name}${want === undefined ? '' : ` ${want}`}${by}${noComment}`;
    }
    if (subject.kind !== 'release') return 'no package';
    const { edit, nameAt, wantedIf } = subject;
    const at = nameAt?.map(span => textUnder(text, span)).join(':');
    return (
      [
        said(subject),
        ...(at === undefined || at === subject.name ? [] : [`named ${at}`]),
        ...(wantedIf === undefined ? [] : [wantedIf]),
        ...(edit === undefined
          ? ['not to be edited']
          : textUnder(text, edit) === subject.want.text
            ? []
            : ['edits another']),
        ...(nameAt === undefined ? ['name stays'] : []),
      ].join(', ') + noComment
    );
  };
}

function said({ name, want, source }: ReleaseSubject): string {
  return `${name} ${want.is === 'exact' ? '' : `${want.is} `}${want.text}${source === undefined ? '' : ` from ${source}`}`;
}

/** What is read of a POM that lies alone. */
export function read(text: string, around?: Around): string[] {
  return pomXml.read(text, 'pom.xml', around).references.map(labelIn(text));
}

/** Poms by their folder as each is read among the others. */
export function together(poms: Readonly<Record<string, string>>): Record<string, string[]> {
  const all = referencesTogether(poms);
  return Object.fromEntries(
    Object.entries(poms).map(([folder, text]) => [folder, (all[folder] ?? []).map(labelIn(text))]),
  );
}

/** The same, as references. */
export function referencesTogether(poms: Readonly<Record<string, string>>): Record<string, readonly Reference[]> {
  const files = Object.entries(poms);
  let all: PlacedStatement[] = [];
  // Parents speak to children, and children to them.
  for (let round = 0; round < 4; round++) {
    const before = all;
    all = files.flatMap(([folder, text]) => stated(folder, text, heardIn(folder, before)));
  }
  return Object.fromEntries(
    files.map(([folder, text]) => [folder, pomXml.read(text, 'pom.xml', heardIn(folder, all)).references]),
  );
}

function stated(folder: string, text: string, around: Around): PlacedStatement[] {
  const file = `${folder.slice(1)}/pom.xml`;
  const from = { id: file, folder, file, rangeOf: () => ({}) as never };
  return (pomXml.read(text, file, around).statements ?? []).map(statement => ({ ...statement, from }));
}

function heardIn(folder: string, all: readonly PlacedStatement[]): Around {
  const isFor = ({ reach, from }: PlacedStatement) =>
    reach === 'everywhere' || `${folder}/`.startsWith(`${from.folder}/`);
  const heard = all.filter(isFor).sort((a, b) => Number(b.reach === 'everywhere') - Number(a.reach === 'everywhere'));
  return { ...NOTHING_AROUND, folder, told: key => heard.filter(statement => statement.key === key) };
}
