/**
 * A command of the user's own tools. A list, which no shell has parted: whoever shows it as text, or types it into a
 * terminal, holds each piece against {@link isPlainWord} before.
 */
export interface ToolCommand {
  /** As it is found on the PATH: a word, without a path. */
  readonly program: string;
  readonly arguments: readonly string[];
}

/** A release that a lockfile holds, and what is wanted in its place. */
export interface Renewed {
  /** As in `ReleaseSubject`. */
  readonly name: string;
  /** The version that the lockfile holds. */
  readonly version: string;
  /** The version that is wanted instead. */
  readonly to: string;
  /** The name of the lockfile, without folders. */
  readonly lockfile: string;
  /** Whether a manifest wants it itself. */
  readonly isDirect: boolean;
  /** As in `Held`. */
  readonly alias?: string;
  /** As in `ReleaseSubject`. */
  readonly source?: string;
  /** Whether the lockfile is for manifests in other folders than its own, as far as that is known. */
  readonly isShared?: boolean;
  /** How the text of the lockfile begins, where that is at hand. */
  readonly head?: string;
  /** Whether the lockfile records addresses or hashes of it; absent where it was not looked at. */
  readonly isRecorded?: boolean;
}

/**
 * Whether every piece of a command is a plain word: letters, digits and a few signs that stand for nothing in quotes of
 * any shell, behind no blank, and where it is no option as this server writes them, without a dash in front. Names and
 * versions of lockfiles are strangers' words, and each ecosystem allows less than this.
 */
export function isPlainCommand({ program, arguments: all }: ToolCommand): boolean {
  return /^[a-z]+$/.test(program) && all.length <= MOST_ARGUMENTS && all.every(isPlainWord);
}

const MOST_ARGUMENTS = 8;

function isPlainWord(word: string): boolean {
  return OPTIONS.includes(word) || PLAIN_WORD.test(word);
}

/** The options of commands that are made here. */
const OPTIONS = ['-p', '-r', '-R', '--precise', '--upgrade-package', '--no-git-tag-version'];

/** A backslash, `$`, `%`, `!`, `^` and quotes are none, which mean something in quotes of some shell. */
const PLAIN_WORD = /^[A-Za-z0-9@][A-Za-z0-9@._~/+:=-]{0,299}$/;

/**
 * A command as text: as people read it, and as a terminal takes it. What is no letter or digit goes into double quotes,
 * which mean the same in POSIX shells, fish, PowerShell and cmd as long as nothing but {@link isPlainCommand} lets
 * through stands in them. `undefined` where something else does.
 */
export function commandText(command: ToolCommand): string | undefined {
  if (!isPlainCommand(command)) return undefined;
  return [command.program, ...command.arguments.map(word => (NEEDS_NO_QUOTES.test(word) ? word : `"${word}"`))].join(
    ' ',
  );
}

/** `@` in front splats in PowerShell, `=` parts in cmd, `~` and `:` lead to homes and drives. */
const NEEDS_NO_QUOTES = /^[A-Za-z0-9._/+-][A-Za-z0-9@._/+-]*$/;

/** A word that this server has made: an option, or a sentence. */
export interface OwnWord {
  readonly ours: string;
}

/**
 * A command as people copy it out of a document, quoted as {@link commandText} does. Words of others have to be plain;
 * those of this server may begin with a dash and hold blanks. `undefined` where a word is none that may stand there.
 */
export function writtenCommand(program: string, words: readonly (string | OwnWord)[]): string | undefined {
  const isGood = words.every(word => (typeof word === 'string' ? PLAIN_WORD : OWN_WORD).test(textOf(word)));
  if (!isGood) return undefined;
  const quoted = words.map(textOf).map(text => (NEEDS_NO_QUOTES.test(text) ? text : `"${text}"`));
  return [program, ...quoted].join(' ');
}

function textOf(word: string | OwnWord): string {
  return typeof word === 'string' ? word : word.ours;
}

/** What others wrote may have been put into it, so it is as plain, but for blanks and commas. */
const OWN_WORD = /^[A-Za-z0-9@._~/+:=-][A-Za-z0-9@._~/+:=, -]{0,499}$/;
