import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellCommands } from '../../server/src/pipelines/shell.ts';

const GITHUB = /\$\{\{.*?\}\}/gs;

/** Each command as its words, with `·` between and `?` behind those that are expanded. */
function commandsOf(script: string): string[] {
  const at = Array.from(script, (_, index) => index);
  return shellCommands({ text: script, at }, GITHUB).map(({ words, sets }) => {
    const before = [...sets].map(([name, { text }]) => `${name}=${text} `).join('');
    return before + words.map(({ text, isPlain }) => `${text}${isPlain ? '' : '?'}`).join('·');
  });
}

describe('the commands of a script', () => {
  test.each([
    ['one', 'npm publish', ['npm·publish']],
    ['several', 'npm ci && npm run build; npm publish\nls', ['npm·ci', 'npm·run·build', 'npm·publish', 'ls']],
    [
      'quotes and escapes',
      `npm publish --tag "next" --access 'public' a\\ b`,
      ['npm·publish·--tag·next·--access·public·a b'],
    ],
    ['a continued line', 'npm publish \\\n  --provenance', ['npm·publish·--provenance']],
    ['a condition', 'if [ -n "$A" ]; then npm publish; else echo no; fi', ['[·-n·$A?·]', 'npm·publish', 'echo·no']],
    ['a function', 'go() { cargo publish; }\ngo', ['cargo·publish', 'go']],
    ['a pipe and a substitution', 'echo "$(cat x)" | tee y', ['echo·$(cat x)?', 'cat·x', 'tee·y']],
    ['variables before it', 'NODE_AUTH_TOKEN=abc npm publish', ['NODE_AUTH_TOKEN=abc npm·publish']],
    ['what runs it', 'sudo -E env A=1 time npm publish', ['A=1 npm·publish']],
    ['an expression', 'npm publish --tag ${{ a && b }}', ['npm·publish·--tag·${{ a && b }}?']],
    ['an expression in quotes', 'docker push "x:${{ github.ref }}"', ['docker·push·x:${{ github.ref }}?']],
    ['a comment', '# npm publish\nls', ['ls']],
    ['a here-document', 'cat <<EOF > .npmrc\nnpm publish ${{ x }}\nEOF\nls', ['cat', 'ls']],
    ['a broken one', 'npm publish "', ['npm·publish·']],
    ['none', '', []],
  ])('%s', (_, script, commands) => expect(commandsOf(script)).toEqual(commands));
});

test('places are those in the document', () => {
  const script = 'npm publish "--tag" next';
  const [command] = shellCommands({ text: script, at: Array.from(script, (_, index) => 100 + index) });
  expect(command?.words.map(({ at }) => script.slice(at.start - 100, at.end - 100))).toEqual([
    'npm',
    'publish',
    '"--tag"',
    'next',
  ]);
});

describe('whatever stands in a script', () => {
  const pieces = [
    '$(',
    ')',
    '`',
    '"',
    "'",
    '${',
    '}',
    '$((',
    'if x; then ',
    'fi',
    'npm publish ',
    '\\\n',
    '<<E\n',
    'E\n',
    '{ ',
    '; ',
    '| ',
  ];

  test('it is read, and its places are in it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), written => {
        const text = written.join('');
        const commands = shellCommands({ text, at: Array.from(text, (_, index) => index) }, GITHUB);
        for (const { at, words } of commands) {
          for (const each of [at, ...words.map(word => word.at)]) {
            expect(each.start).toBeLessThanOrEqual(each.end);
            expect(each.end).toBeLessThanOrEqual(text.length + 1);
          }
        }
      }),
    );
  });

  test.each(['$(', '"$(', '${a:-', '`'])('what nests %s for ever is left out', piece => {
    const text = `npm publish ${piece.repeat(10_000)}`;
    expect(shellCommands({ text, at: Array.from(text, (_, index) => index) })).toEqual([]);
  });
});
