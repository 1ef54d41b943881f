/**
 * Text for a terminal or for the log of a build server, with nothing in it that either would obey: no control character
 * but the line feed and our own colours, and no command of a CI service. What was one is broken up by a blank, so that
 * people see what is so: `: :error::x`, `# #[error]x`.
 *
 * Words from outside were made plain long before this (`plainText`), and JSON writes its own with escapes (`jsonText`),
 * so this is the last look at what leaves, and changes nothing else.
 */
export function withoutCommands(text: string): string {
  return text
    .replace(OBEYED, found => (found === '\n' || found.length > 1 ? found : ''))
    .replace(COMMAND_AT_LINE_START, '$& ')
    .replace(COMMAND_ANYWHERE, '$& ');
}

/** A path as it may stand at the start of a line: `./::error::x` is no command where `::error::x` is one. */
export function pathAtLineStart(path: string): string {
  return STARTS_AMBIGUOUSLY.test(path) ? `./${path}` : path;
}

/**
 * Our own colours and styles, and no others: some make text invisible (ECMA-48, "Select Graphic Rendition"; `ink.ts`).
 */
const STYLE = String.raw`\u001b\[(?:[124]|2[24]|3[1-469])m`;

/** Our own styles, and all that is obeyed or draws nothing. */
const OBEYED = new RegExp(String.raw`${STYLE}|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`, 'gu');

/**
 * GitHub: `::name ::text`, behind blanks too (actions/runner, ActionCommand.cs, `TryParseV2`). Buildkite: `--- name`,
 * and with `+++`, `~~~` and `^^^` ("Managing log output"). Up to the character behind which the command is broken up.
 */
const COMMAND_AT_LINE_START = new RegExp(
  String.raw`^(?:[^\S\n]|${STYLE})*(?::(?=(?:${STYLE})*:)|-(?=--)|\+(?=\+\+)|~(?=~~)|\^(?=\^\^))`,
  'gm',
);

/**
 * GitHub and Azure: `##[name]` (ActionCommand.cs, `TryParse`); Azure: `##vso[name]`; TeamCity: `##teamcity[name]`;
 * Travis: `travis_fold:start:name`. Up to the character behind which the command is broken up.
 */
const COMMAND_ANYWHERE = new RegExp(
  String.raw`#(?=(?:${STYLE})*#(?:${STYLE}|\w)*\[)|travis_(?=(?:${STYLE})*(?:fold|time):)`,
  'g',
);

/** What {@link withoutCommands} would break up at the start of a line, or what is not seen there. */
const STARTS_AMBIGUOUSLY = /^(?:[\s\p{C}\p{Default_Ignorable_Code_Point}]|::|---|\+\+\+|~~~|\^\^\^)/u;
