import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { chainsOf } from '../../../../server/src/model/lock-graph.ts';
import { type Around, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { textUnder } from '../../../../server/src/model/span.ts';

/** What is read of each entry of a lockfile, as one line: its text, the release, where it is asked, its hashes. */
export function entriesIn(file: string, text: string, around: Around = NOTHING_AROUND): readonly string[] {
  const { references = [] } = readerFor(file, undefined, text)?.read(text, file, around) ?? {};
  return references.map(({ span, subject, role }) => {
    const at = `${role} [${textUnder(text, span)}]`;
    if (subject.kind === 'opaque') return `${at} ${subject.why} ${subject.name ?? '-'} ${subject.want ?? '-'}`;
    if (subject.kind !== 'release') return 'no package';
    const { name, want, source, locked } = subject;
    const hashes = locked?.hashes?.map(hash => `${hash.file === undefined ? '' : `${hash.file} `}${hash.text}`);
    const from = locked?.from === undefined ? '' : ` from ${locked.from}`;
    return `${at} ${name} ${want.text} (${source})${from}: ${hashes?.join(', ') ?? 'untold'}`;
  });
}

/** The chains down to each entry; of what is direct itself alone, nothing where it is not known. */
export function chainsIn(file: string, text: string, around: Around = NOTHING_AROUND): readonly string[] {
  const { references = [], graph } = readerFor(file, undefined, text)?.read(text, file, around) ?? {};
  if (graph === undefined) return ['no graph'];
  const chains = chainsOf(graph);
  const roots = graph.roots.map(({ importer, name }) => `${importer === '' ? '.' : importer} wants ${name}`);
  const ways = references.map((_, i) => chains.chainTo(i).map(({ name, version }) => `${name} ${version ?? '-'}`));
  return [...roots, ...ways.map(way => way.join(' > '))];
}
