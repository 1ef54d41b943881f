import { expect, test } from 'vitest';
import { ECOSYSTEMS } from '../../server/src/ecosystems/index.ts';
import { RETENTION_READERS } from '../../server/src/ecosystems/oci/retention/index.ts';
import { READERS, readerFor } from '../../server/src/ecosystems/readers.ts';
import { createRegistries } from '../../server/src/registries/index.ts';
import { fakeHttp } from '../support/fake-http.ts';

test('each row of the tables stands under its own name', () => {
  expect(Object.entries(ECOSYSTEMS).map(([id, row]) => [id, row.id])).toEqual(
    Object.keys(ECOSYSTEMS).map(id => [id, id]),
  );
  const registries = Object.entries(createRegistries(fakeHttp([])));
  expect(registries.map(([id, registry]) => [id, registry.id])).toEqual(registries.map(([id]) => [id, id]));
});

test('kinds of files have names of their own, and the one that takes any YAML and JSON comes last', () => {
  expect(new Set(READERS.map(({ id }) => id)).size).toBe(READERS.length);
  // What is written in the same files besides is told by its text alone.
  const besides = new Set(RETENTION_READERS.map(({ id }) => id));
  expect(READERS.filter(({ id }) => !besides.has(id)).at(-1)?.id).toBe('kubernetes');
  for (const { id, files, recognises } of READERS) {
    const named = files.filter(name => !/[*{[]/.test(name));
    if (recognises === undefined) for (const name of named) expect(readerFor(name)?.id).toBe(id);
  }
});
