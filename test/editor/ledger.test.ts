import { expect, it } from 'vitest';
import { createBoundary } from '../../server/src/boundary.ts';
import { createDocumentReader } from '../../server/src/documents.ts';
import { createLedger } from '../../server/src/editor/ledger.ts';
import type { Place } from '../../server/src/editor/workspace.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { createFakeLens } from './fake-lens.ts';

async function place(file: string): Promise<Place> {
  const { settings } = readSettings({}, []);
  const options = { environment: {}, home: '/', settings, log() {} };
  const lens = await createFakeLens().createLens(options).openFolder({ settings, trusted: true });
  return { folder: { settings, exclude: [], excludes: () => false, lens }, file, excluded: false };
}

it('holds to what is open, whatever is read from disk meanwhile', async () => {
  const at = await place('Dockerfile');
  const reader = createDocumentReader({ home: '/', log() {} });
  const ledger = createLedger({
    ...{ reader, boundary: createBoundary(() => undefined), toDiagnostics: () => [] },
    onChange() {},
    onPinsChange() {},
    onFull() {},
  });
  const uri = 'file:///a/Dockerfile';
  ledger.show({ uri, languageId: 'dockerfile', version: 4, text: 'FROM a:1\n' }, at);
  expect(ledger.put(uri, 'FROM b:1\n', at, reader.read('FROM b:1\n', at))).toBeUndefined();
  ledger.drop(uri);
  expect(ledger.get(uri)).toMatchObject({ text: 'FROM a:1\n', version: 4 });

  ledger.close(uri);
  ledger.put(uri, 'FROM b:1\n', at, reader.read('FROM b:1\n', at));
  expect(ledger.get(uri)).toMatchObject({ text: 'FROM b:1\n', version: undefined });
  ledger.drop(uri);
  expect(ledger.get(uri)).toBeUndefined();
});
