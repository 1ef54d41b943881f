import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { devcontainer } from '../../../../server/src/ecosystems/oci/readers/devcontainer.ts';
import { devcontainerLock } from '../../../../server/src/ecosystems/oci/readers/devcontainer-lock.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { locksKey } from '../../../../server/src/model/statement.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { labelOf, testImageReader } from '../../../support/reader-properties.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const OTHER = `sha256:${'f'.repeat(64)}`;

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const { references } = devcontainerLock.read(text, 'devcontainer-lock.json');
  expect(annotate(text, references, labelOf)).toEqual(lines);
  expect(new Set(references.map(({ role }) => role))).toEqual(new Set(['lock']));
}

test('the digest that is fetched, under the tag that was wanted', () =>
  expectFound(
    '{ "features": {',
    `  "ghcr.io/Acme/features/go:1": { "version": "1.2.0", "resolved": "ghcr.io/acme/features/go@${DIGEST}",`,
    `                                                                   ${'^'.repeat(DIGEST.length + 25)} ghcr.io/acme/features/go:1@sha256:0123456789ab, helps, no place for a comment`,
    `    "integrity": "${DIGEST}", "dependsOn": ["ghcr.io/acme/features/gh"] },`,
    `  "ghcr.io/acme/features/gh": { "integrity": "${DIGEST}", "resolved": "ghcr.io/acme/features/gh@${OTHER}" },`,
    `                                              ${'^'.repeat(DIGEST.length)} ghcr.io/acme/features/gh:latest@sha256:0123456789ab, helps, no place for a comment`,
    `  "ghcr.io/acme/features/x@${OTHER}": { "integrity": "${DIGEST}" },`,
    `  ${' '.repeat(OTHER.length + 44)}${'^'.repeat(DIGEST.length)} ghcr.io/acme/features/x@sha256:0123456789ab, helps, no place for a comment`,
    `  "https://example.com/devcontainer-feature-x.tgz": { "integrity": "${DIGEST}" },`,
    `                                                                    ${'^'.repeat(DIGEST.length)} url - -`,
    '  "ghcr.io/acme/features/y:1": { "integrity": "sha256:12" }, "ghcr.io/acme/features/z": {}, "a": 1',
    '} }',
  ));

describe('what is locked', () => {
  const LOCK = `{"features":{"ghcr.io/acme/a/b:1":{"integrity":"${DIGEST}"},"ghcr.io/acme/a/B":{"integrity":"${OTHER}"}}}`;

  /** The folder `/dev` with one lockfile in it. */
  function toldBeside(lockfile: string, folder = '/dev') {
    const statements = createStatements(() => undefined);
    const { statements: said = [] } = devcontainerLock.read(LOCK, `a/${lockfile}`);
    statements.put(
      { id: '/dev/lock', folder: '/dev', file: lockfile, rangeOf: linesOf(LOCK).rangeOf },
      'document',
      said,
    );
    return statements.toldIn([folder, '/']);
  }

  test.each([
    ['devcontainer.json', 'devcontainer-lock.json', '/dev', [DIGEST, OTHER, undefined]],
    ['.devcontainer/devcontainer.json', 'devcontainer-lock.json', '/dev', [DIGEST, OTHER, undefined]],
    ['.devcontainer.json', '.devcontainer-lock.json', '/dev', [DIGEST, OTHER, undefined]],
    ['.devcontainer.json', 'devcontainer-lock.json', '/dev', [undefined, undefined, undefined]],
    ['devcontainer.json', '.devcontainer-lock.json', '/dev', [undefined, undefined, undefined]],
    ['devcontainer.json', 'devcontainer-lock.json', '/dev/go', [undefined, undefined, undefined]],
  ])('%s is told by %s beside it, by the text as written (in %s)', (file, lockfile, folder, locked) => {
    const text = '{"features":{"ghcr.io/acme/a/b:1":{},"ghcr.io/acme/a/\\u0042":{},"ghcr.io/acme/a/b:2":{}}}';
    const { references } = devcontainer.read(text, file, { ...NOTHING_AROUND, told: toldBeside(lockfile, folder) });
    expect(references.map(({ lockedTo }) => lockedTo)).toEqual(locked);
  });

  test('is said to files beside alone', () => {
    const said = devcontainerLock.read(LOCK, 'x/devcontainer-lock.json').statements;
    expect(said?.map(({ key, reach }) => [key, reach])).toEqual([
      [locksKey('devcontainer-lock.json', 'ghcr.io/acme/a/b:1'), 'beside'],
      [locksKey('devcontainer-lock.json', 'ghcr.io/acme/a/B'), 'beside'],
    ]);
  });
});

test('names of files', () => {
  for (const file of ['.devcontainer-lock.json', '.devcontainer/devcontainer-lock.json'])
    expect(readerFor(file, undefined, '{}')?.id).toBe('devcontainer-lock');
});

const entry = fc
  .record({
    id: fc.constantFrom('ghcr.io/a/b/c:1', 'a.io/B/c', `a.io/b/c@${OTHER}`, 'https://a/b.tgz', './x', 'old'),
    keys: fc.uniqueArray(
      fc.constantFrom(
        `"integrity": "${DIGEST}"`,
        `"resolved": "a.io/b/c@${DIGEST}"`,
        '"version": "1"',
        '"integrity": "sha256:1"',
        '"dependsOn": ["x"]',
      ),
    ),
  })
  .map(({ id, keys }) => `"${id}": {\n\t${keys.join(',\n\t')}\n}`);
testImageReader(devcontainerLock, {
  file: 'devcontainer-lock.json',
  texts: fc.array(entry, { maxLength: 4 }).map(entries => `{"features": {\n${entries.join(',\n')}\n}}`),
  pieces: ['{', '}', '[', ',', ':', '"', '\\', '\n', '"features": {', `"integrity": "${DIGEST}"`, '"a.io/b/c:1": {'],
});
