import { expect, it } from 'vitest';
import { linesOf } from '../../server/src/model/positions.ts';
import { variableKey } from '../../server/src/model/statement.ts';
import { createDocumentReader } from '../../server/src/workspace/documents.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';

it('is to be read again where its own folder is told something else, and not where another one is', () => {
  const statements = createStatements(() => undefined);
  const reader = createDocumentReader({ home: '/', log() {}, statements });
  const text = `services: {web: {image: "redis:$\{TAG}"}}\n`;
  const reading = reader.read(text, { file: 'compose.yaml', directory: '/a' });
  if (reading === undefined) throw new Error('Compose is read');
  const give = (folder: string) =>
    statements.put({ id: `${folder}/.env`, folder, file: '.env', rangeOf: linesOf('').rangeOf }, 'disk', [
      { says: 'gives', key: variableKey('TAG'), reach: 'beside', value: '7' },
    ]);
  give('/b');
  expect(reader.isCurrent(reading)).toBe(true);
  give('/a');
  expect(reader.isCurrent(reading)).toBe(false);
});
