import { afterEach, describe, expect, test, vi } from 'vitest';
import { dockerfile } from '../../server/src/ecosystems/oci/readers/dockerfile.ts';
import { latestTag } from '../../server/src/rules/latest-tag.ts';
import { PLAIN, startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(async () => {
  vi.restoreAllMocks();
  await client.stop();
});

const fail = () => {
  throw new TypeError('a fault');
};
const isBad = (text: string) => text.includes('bad');
const FILES = { 'a/Dockerfile': 'FROM bad\n', 'b/Dockerfile': 'FROM good\n' };
const RELATED = {
  ...PLAIN,
  textDocument: { ...PLAIN.textDocument, publishDiagnostics: { relatedInformation: true } },
};

/** What spoils the bad document and leaves the others alone. */
const SPOILS: Readonly<Record<string, () => void>> = {
  'a reader'() {
    const whole = dockerfile.read;
    vi.spyOn(dockerfile, 'read').mockImplementation((text, file) => (isBad(text) ? fail() : whole(text, file)));
  },
  'a rule'() {
    const whole = latestTag.judge;
    vi.spyOn(latestTag, 'judge').mockImplementation(sight => (isBad(sight.text) ? fail() : whole(sight)));
  },
  'the view of problems'() {
    const whole = latestTag.judge;
    vi.spyOn(latestTag, 'judge').mockImplementation(sight => {
      const verdict = whole(sight);
      return isBad(sight.text) && verdict !== undefined ? { ...verdict, related: 5 as never } : verdict;
    });
  },
};

describe('a document at which something fails', () => {
  test.each(Object.keys(SPOILS))('costs that document alone, open or not: %s', async what => {
    SPOILS[what]?.();
    client = await startClient({ capabilities: RELATED, files: FILES });
    const { open, until, pushed, logs, hover } = client;
    const said = (file: string) => pushed.get(file)?.diagnostics.map(({ code }) => code);
    await until(() => said('b/Dockerfile')?.includes('latest-tag') === true);
    expect(said('a/Dockerfile') ?? []).toEqual([]);

    open('a/Dockerfile', 'FROM bad\n');
    open('c/Dockerfile', 'FROM better\n');
    await until(() => said('c/Dockerfile')?.includes('latest-tag') === true);
    expect(await hover('c/Dockerfile', 0, 6)).toContain('better');
    const told = logs.filter(line => line.includes('by a fault of Registry Lens'));
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(line => line.includes('a/Dockerfile'))).toBe(true);

    // The typist mends it.
    client.change('a/Dockerfile', 'FROM good\n');
    await until(() => said('a/Dockerfile')?.includes('latest-tag') === true);
  });

  test('does not keep a folder from being opened', async () => {
    SPOILS['a reader']?.();
    client = await startClient({ capabilities: PLAIN, files: { 'b/Dockerfile': 'FROM good\n' } });
    client.open('a/Dockerfile', 'FROM bad\n');
    expect(await client.hover('a/Dockerfile', 0, 6)).toBeUndefined();
    await client.until(() => client.pushed.get('b/Dockerfile') !== undefined);
  });
});
