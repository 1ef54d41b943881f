/** Words that somebody else wrote, each to be obeyed, hidden or drawn by one who shows it as it came. */
export const HOSTILE_WORDS: Readonly<Record<string, string>> = {
  'a terminal title': 'a\u001b]0;PWN\u0007b',
  'a colour': '\u001b[31mred\u001b[0m',
  'eight-bit controls': '\u009b2J\u009d0;PWN\u009c',
  'the other writing direction': 'safe\u202egpj.exe\u2066',
  'letters without width': 'pay\u200bpal\ufeff\u034f',
  'line breaks': '1\n::error::x\r\n2\u2028::error::y\u0085::error::z',
  'a command of GitHub': '::error::x',
  'an older command of GitHub': 'x##[error]x',
  'one behind letters without width': '#\u200b#[error]x \u200b::error::x',
  'a command of Azure': 'x##vso[task.complete]x',
  'a command of TeamCity': "##teamcity[buildStatus status='SUCCESS']",
  'a fold of Travis': 'travis_fold:start:x',
  'a section of GitLab': 'section_start:1:x\r\u001b[0K',
  'a group of Buildkite': '--- x',
  backticks: '`x` `',
  'a link': '[a](https://evil.example)\\[b\\](1)',
  braces: '{0} {{1}}',
  HTML: '<img src=x onerror=alert(1)>',
  'a megabyte': 'A'.repeat(1_000_000),
  'half characters': 'a\ud83d b\udc00',
};

/**
 * Nobody who shows this obeys it, nor hides any of it: one line, without controls, marks of direction and half
 * characters.
 */
export const PLAIN = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*$/u;

/** What a CI service obeys in a line of its log; see `withoutCommands`. */
export const COMMAND = /^\s*::|##\w*\[|travis_(?:fold|time):|^(?:---|\+\+\+|~~~|\^\^\^)/;
