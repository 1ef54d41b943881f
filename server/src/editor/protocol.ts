import type { Position } from '../model/positions.ts';
import type { ToolCommand } from '../model/tool-command.ts';

/** What client and server say to each other beyond the Language Server Protocol. Types and names only. */

/**
 * Takes settings as `--settings FILE` does, with dotted keys or nested, and these besides. All of it is optional: an
 * editor that knows nothing of Registry Lens sends nothing.
 */
export interface InitializationOptions {
  /** Whether the user trusts the workspace; absent where the editor has no such notion, which counts as trust. */
  readonly trusted?: boolean;
  /** Whether the client answers {@link CHOOSE_PINS_REQUEST}. */
  readonly choosesPins?: boolean;
  /** Whether the client knows the command {@link CLIENT_COMMANDS.showWhy}. */
  readonly showsWhy?: boolean;
  /** Whether it knows the command {@link CLIENT_COMMANDS.runInTerminal}, and runs nothing where nobody trusts. */
  readonly runsInTerminal?: boolean;
  /** Whether it knows the command {@link CLIENT_COMMANDS.planPullBack}. */
  readonly plansPullBacks?: boolean;
}

/**
 * Server to client, with {@link PinChoice}: which of these are to be pinned. Answered with the indices of those that
 * the user has left ticked, or with `null` where they have changed their mind.
 */
export const CHOOSE_PINS_REQUEST = 'registryLens/choosePins';

/** What can be pinned, all of it ticked at first, and what cannot. */
export interface PinChoice {
  readonly pins: readonly OfferedPin[];
  readonly left: readonly LeftOut[];
}

/** An image where it is written, and how it is pinned. */
export interface OfferedPin {
  readonly text: string;
  /** Its path from the folder on. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly title: string;
}

/** An image that is not pinned, and why, as the rest of a sentence. */
export interface LeftOut extends Omit<OfferedPin, 'title'> {
  readonly why: string;
}

/**
 * Client to server, with {@link PullBackPlace}: how a manifest's own version is taken back. Answered with
 * {@link PullBackAnswer}.
 */
export const PULL_BACK_REQUEST = 'registryLens/planPullBack';

export interface PullBackPlace {
  /** Of the manifest. */
  readonly uri: string;
  /** `broken`, `insecure`, `secret` or `mistake`; absent: only whether a version is to be asked for is told. */
  readonly why?: string;
  /** The one that is meant in place of the written one. */
  readonly version?: string;
}

export type PullBackAnswer =
  /** A document in Markdown, and what it has put into the manifest where the user wants that. */
  | { readonly is: 'plan'; readonly markdown: string; readonly insert?: PullBackInsertion }
  /** There is a version; with the reasons to choose from. */
  | { readonly is: 'ready'; readonly version: string; readonly choices: readonly PullBackChoice[] }
  /** The manifest says no version, and the user has to. */
  | { readonly is: 'without-version'; readonly choices: readonly PullBackChoice[] }
  /** Why not, as a sentence. */
  | { readonly is: 'refused'; readonly because: string };

export interface PullBackChoice {
  readonly why: string;
  readonly label: string;
}

/** A line for the manifest, as it was when it was planned. */
export interface PullBackInsertion {
  /** What the user is asked, as on a button. */
  readonly title: string;
  readonly position: Position;
  readonly text: string;
  /** The client's version of the document; absent where it was not open. */
  readonly version?: number;
}

/** Server to client, whenever it changes: what could and what could not be checked. */
export const STATUS_NOTIFICATION = 'registryLens/status';

/** How far the check of all documents is, and what it could not tell. */
export interface Status {
  /** How many files of interest were read; where there are none, there is nothing to tell. */
  readonly files: number;
  /** How many names of images and packages were looked at. */
  readonly checked: number;
  /** What could not be told, and why, in the words that people read. */
  readonly unknown: readonly StatusGap[];
  /** Questions that wait or are under way. */
  readonly pending: number;
  readonly scanning: boolean;
  readonly trusted: boolean;
  /** Whether the user has stopped the check, so that files that are not open may not have been looked at. */
  readonly stopped: boolean;
  /** Whether the settings keep everything off the network. */
  readonly offline: boolean;
  /** What is known, and could not be asked again when the user wanted it; absent where there is nothing of it. */
  readonly old?: readonly StatusGap[];
  /**
   * How many files of interest are not read, as too large or no text; the log names them. Absent where there are none.
   */
  readonly passedOver?: number;
  /** Hosts that are near or at the end of what they allow; absent where there are none. */
  readonly limits?: readonly StatusLimit[];
}

/** What a host still allows of so many requests, and until when it is left alone, in milliseconds since the epoch. */
export interface StatusLimit {
  /** The address that is asked, as in `registry-1.docker.io`. */
  readonly host: string;
  readonly limit?: number;
  readonly remaining?: number;
  readonly until?: number;
}

/** Names that could not be checked for one reason. */
export interface StatusGap {
  /** Who was asked, and what came of it, as a sentence without its full stop. */
  readonly why: string;
  readonly count: number;
  /** A command of the user's own tools that may help: a login. */
  readonly login?: string;
}

/** Client to server: the user has granted trust. */
export const TRUST_NOTIFICATION = 'registryLens/trust';

/** Commands that the server runs, by `workspace/executeCommand`. */
export const COMMANDS = {
  /** Reads the whole workspace anew and asks for what is not fresh. */
  checkWorkspace: 'registryLens.checkWorkspace',
  /** Stops reading and asking for files that are not open, until the next check. */
  stopChecking: 'registryLens.stopChecking',
  pinAllImages: 'registryLens.pinAllImages',
  /** Pins what is not pinned in one document, by its URI. */
  pinDocument: 'registryLens.pinDocument',
  /** Pins the image whose tag was just written. Takes a `TagPlace`. */
  pinTag: 'registryLens.pinTag',
  /** Asks the registries again, however fresh the answers are. */
  refresh: 'registryLens.refresh',
  /** Forgets all answers that are kept, and asks anew. */
  clearCache: 'registryLens.clearCache',
  /**
   * Tries retention policies and opens a report. Takes the place of one (`PolicyPlace`), the URI of a document, or
   * nothing.
   */
  simulateRetention: 'registryLens.simulateRetention',
  /** One fix, for clients that cannot resolve actions. Takes the action's data. */
  applyFix: 'registryLens.applyFix',
  /** The plan of a pull-back, for clients that show documents. Takes a {@link PullBackPlace}. */
  showPullBack: 'registryLens.showPullBack',
} as const;

/** Commands that a client may have for actions to use; see {@link InitializationOptions}. */
export const CLIENT_COMMANDS = {
  /** Opens the tree of who brings a package in: of the cursor, or of a {@link WhyPlace}. */
  showWhy: 'registryLens.showWhy',
  /** Runs a {@link TerminalRun} where the user sees it, by their click alone. */
  runInTerminal: 'registryLens.runInTerminal',
  /** Has the user choose why, and opens the plan of a pull-back: of a {@link PullBackPlace}, else of the open file. */
  planPullBack: 'registryLens.planPullBack',
} as const;

/** Where the name of a package stands. */
export interface WhyPlace {
  readonly uri: string;
  readonly position: Position;
}

/**
 * A command of the user's own tools. Its pieces are plain words (`isPlainCommand`), which the client looks at again
 * before it types them.
 */
export interface TerminalRun extends ToolCommand {
  /** The folder to run it in, in the workspace: a URI. */
  readonly folder: string;
}

/** The name of one that the server runs. */
export type Command = (typeof COMMANDS)[keyof typeof COMMANDS];

/**
 * Options of Node for the server's process. Its young generation is small, so that one collection of it takes about
 * half a millisecond, not a frame: with V8's own choice, no work in short turns kept a keystroke from waiting for it.
 * And what is garbage soon fills no more of the memory than that.
 */
export const NODE_OPTIONS = ['--max-semi-space-size=1'];
