import type { LockNode } from '../../server/src/model/lock-graph.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import type { Subject } from '../../server/src/model/reference.ts';

/** What a reader makes of a lockfile, in words: an entry a line, by its key as it stands there. */
export function entriesOf(reader: Reader, file: string, text: string): readonly string[] {
  return reader.read(text, file).references.map(({ span, subject }) => {
    return `${text.slice(span.start, span.end)} = ${inWords(subject)}`;
  });
}

/** Who takes what: `a > b`, and of a manifest `FOLDER/ > name`. */
export function takingOf(reader: Reader, file: string, text: string): readonly string[] {
  const { nodes, roots } = reader.read(text, file).graph ?? { nodes: [], roots: [] };
  const label = ({ name, version }: LockNode) => (version === undefined ? name : `${name}@${version}`);
  const labelAt = (node: number) => {
    const its = nodes[node];
    return its === undefined ? 'nothing' : label(its);
  };
  return [
    ...roots.map(({ importer, name, node }) => `${importer}/ ${name} > ${labelAt(node)}`),
    ...nodes.flatMap(each => each.needs.map(need => `${label(each)} > ${labelAt(need)}`)),
  ];
}

function inWords(subject: Subject): string {
  switch (subject.kind) {
    case 'release': {
      const { name, want, locked, source, optional } = subject;
      const hashes = locked?.hashes?.map(({ text }) => text).join(' ');
      const said = [
        `${name}@${want.text}`,
        ...(hashes === undefined ? [] : [hashes === '' ? 'no hash' : hashes]),
        ...(locked?.from === undefined ? [] : [locked.from]),
        ...(source === undefined ? [] : [`(${source})`]),
        ...(optional === true ? ['optional'] : []),
      ];
      return said.join(' ');
    }
    case 'opaque':
      return [subject.why, subject.name, subject.want].filter(each => each !== undefined).join(' ');
    case 'image':
    case 'artifact':
    case 'publication':
    case 'publish':
    case 'policy':
      return subject.kind;
  }
}
