import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retractionInto } from '../../server/src/ecosystems/go/syntax/retraction.ts';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';

/** What manifests say of themselves, to be cut, doubled and mixed. */
const PIECES = [
  '{"name": "a", "version": "1.0.0"}',
  ...['"publishConfig": {"registry": "https://npm.example"}', '"private": true,', '"version": 1', '{', '}', '"'],
  ...[
    '[package]\n',
    'name = "a"\n',
    'version = "1.0.0"\n',
    'publish = ["x"]\n',
    '[project]\n',
    'version.workspace = true\n',
  ],
  ...['module a.example/b\n', 'retract v1.0.0 // x\n', 'retract (\n', ')\n', '// Deprecated: x\n', '`'],
  ...['<project>', '<groupId>a</groupId>', '<artifactId>b</artifactId>', '<version>1</version>', '</project>', '<!--'],
  ...["group = 'a.b'\n", "version '1.0'\n", 'version = "${x}"\n', "'''", '/*', '\r\n', '\u0000', '<<<<<<< a\n'],
];
const texts = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 20 });
const versions = fc.option(fc.oneof(fc.constantFrom('1.2.3', 'v1.2.3', '', '$(x)'), fc.string()), { nil: undefined });
const files = fc.constantFrom('a/build.gradle', 'a/build.gradle.kts', 'pom.xml', 'a/b');

test.each(Object.values(PACKAGES).map(row => [row.id, row] as const))('%s reads whatever text', (_, { pullBack }) => {
  fc.assert(
    fc.property(texts, files, versions, (pieces, file, version) => {
      const own = pullBack.own(pieces.join(''), file, version);
      // What is asked, and put into commands, is plain.
      if (own.is === 'own') expect(`${own.subject.name} ${own.subject.version}`).toMatch(/^[\w@./:~!+-]+ [\w.+!-]+$/);
    }),
    { numRuns: 300 },
  );
});

test('a retraction is one line more, and nothing else', () => {
  fc.assert(
    fc.property(texts, pieces => {
      const text = pieces.join('');
      const at = retractionInto(text, 'retract v1.2.3 // why');
      if (at === undefined) return;
      expect(at.offset).toBeLessThanOrEqual(text.length);
      expect(at.text.trim()).toBe('retract v1.2.3 // why');
    }),
    { numRuns: 300 },
  );
});
