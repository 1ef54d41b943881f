import type { Around, Reader } from '../../../model/reader.ts';
import { readText } from '../../../syntax/read-parts.ts';
import { yamlDocuments } from '../../../syntax/yaml-documents.ts';

/** How a reader reads files of which each YAML document can be read alone; `readDocument` reads one. */
export function readByDocuments(readDocument: Reader['read']): Required<Pick<Reader, 'parts' | 'read'>> {
  const reader = {
    parts: yamlDocuments,
    read: (text: string, file: string, around?: Around) =>
      yamlDocuments(text).length < 2
        ? readDocument(text, file, around)
        : readText(reader, text, file, undefined, around).reading,
  };
  return reader;
}
