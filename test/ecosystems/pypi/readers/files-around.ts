import { type Around, NOTHING_AROUND, type Reader } from '../../../../server/src/model/reader.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';

/** What files state, by their absolute paths, to a document in a folder. */
export function around(
  folder: string,
  ...files: readonly (readonly [reader: Reader, file: string, text: string])[]
): Around {
  const stated = files.flatMap(([reader, file, text]): PlacedStatement[] => {
    const [directory, name = ''] = [file.slice(0, file.lastIndexOf('/')), file.split('/').at(-1)];
    const from = { id: file, folder: directory, file: name, rangeOf: () => ({}) as never };
    const said = reader.read(text, name, { ...NOTHING_AROUND, folder: directory }).statements ?? [];
    return said.map(statement => ({ ...statement, from }));
  });
  return { ...NOTHING_AROUND, folder, told: key => stated.filter(statement => statement.key === key) };
}
