import { expect, it } from 'vitest';
import { pathAtLineStart, withoutCommands } from '../../server/src/views/commands.ts';
import { painter } from '../../server/src/views/ink.ts';

it.each([
  ['a command of GitHub', '::error file=x::y', ': :error file=x::y'],
  ['one behind blanks', ' \u00a0 ::error::x', ' \u00a0 : :error::x'],
  ['one in a later line', 'a\n::error::x\nb', 'a\n: :error::x\nb'],
  ['one behind a colour', '\u001b[4m::error::x', '\u001b[4m: :error::x'],
  ['one behind what draws nothing', '\u200b\u034f::error::x', ': :error::x'],
  ['an older one, anywhere', 'a ##[error]x', 'a # #[error]x'],
  ['an older one behind more', '###[error]x', '## #[error]x'],
  ['an older one in pieces', '#\u200b#\u001b[36m[error]x', '# #\u001b[36m[error]x'],
  ['a command of Azure', 'a##vso[task.complete]', 'a# #vso[task.complete]'],
  ['a command of TeamCity', "##teamcity[x name='y']", "# #teamcity[x name='y']"],
  ['groups of Buildkite', '--- a\n+++ b\n~~~ c\n^^^ +++', '- -- a\n+ ++ b\n~ ~~ c\n^ ^^ +++'],
  ['a fold of Travis', 'travis_fold:start:x', 'travis_ fold:start:x'],
  ['a section of GitLab', 'section_start:1:x\r\u001b[0K', 'section_start:1:x[0K'],
  ['a terminal title', 'a\u001b]0;x\u0007', 'a]0;x'],
  ['a style that hides', '\u001b[8mx\u001b[28m', '[8mx[28m'],
])('breaks up %s', (_, text, harmless) => {
  expect(withoutCommands(text)).toBe(harmless);
  expect(withoutCommands(harmless)).toBe(harmless);
});

it.each([
  ['prose', 'Set `a::b` to 3 - or --4 - of ~5.\n'],
  ['headings', '# a\n## b [c](d)\n### e'],
  ['an issue', 'See #12 [x], C##.'],
  ['letters', 'naïve 日本 🐳'],
  ...(['bold', 'dim', 'underline', 'red', 'green', 'yellow', 'blue', 'cyan'] as const).map(style => [
    style,
    painter(true)(style, 'x'),
  ]),
])('leaves %s alone', (_, text) => {
  expect(withoutCommands(text)).toBe(text);
});

it.each([
  ['::error::x/Dockerfile', './::error::x/Dockerfile'],
  [' ::error::x/Dockerfile', './ ::error::x/Dockerfile'],
  ['--- x/Dockerfile', './--- x/Dockerfile'],
  ['\u202ex/Dockerfile', './\u202ex/Dockerfile'],
  ['Dockerfile', 'Dockerfile'],
  ['../[a]/(b)/-c/Dockerfile', '../[a]/(b)/-c/Dockerfile'],
  ['-c/Dockerfile', '-c/Dockerfile'],
  ['/::error::x', '/::error::x'],
])('%j at the start of a line: %j', (path, shown) => {
  expect(pathAtLineStart(path)).toBe(shown);
});
