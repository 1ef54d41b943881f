import type { Reading } from './reference.ts';
import type { Span } from './span.ts';

/**
 * Turns the text of one kind of file into references. A reader never throws, whatever the text: it yields what can be
 * read of a broken file, because somebody is typing it.
 */
export interface Reader {
  /** The `kind` that `list` prints, such as `dockerfile`. */
  readonly id: string;
  /**
   * Globs of file names without folders, as VS Code understands them, such as `*.[Dd]ockerfile`, or with folders where
   * the place counts (`.github/workflows/*.yml`); each is matched at any depth below the workspace folder. Walks,
   * watchers, document selectors and activation derive from them.
   */
  readonly files: readonly string[];
  /**
   * Globs of the same form for names that `files` matches but that are another kind of file, whatever language the
   * editor takes them for, such as `Dockerfile.dockerignore`. Ask `readerFor`, not `files`, whether a file is read.
   */
  readonly except?: readonly string[];
  /** Editors' language ids whose documents it reads under any file name. */
  readonly languages: readonly string[];
  /**
   * Whether a text is of this kind, for kinds whose names others share; absent where the name decides. A cheap look
   * that may err on the generous side: `read` then finds nothing.
   */
  recognises?(text: string): boolean;
  /**
   * Cuts a text into stretches of which each can be read alone, as YAML's documents can, in order and without gaps;
   * absent where there is no such thing. Ask `readText`, not this.
   */
  parts?(text: string): readonly Span[];
  /**
   * Reads a whole text, or one of its parts, without a byte-order mark. `file` is the path with `/` from the workspace
   * folder on; a reader may judge by the name alone (a template's suffix), and never opens it.
   */
  read(text: string, file: string): Reading;
  /**
   * The same reader for files beside a `.env` that says this of variables; absent where files of this kind take nothing
   * from there. It must give the same readings for the same values.
   */
  withEnvironment?(environment: ReadonlyMap<string, string>): Reader;
  /**
   * The same reader for users who name further places of images in kinds of their own; absent where files of this kind
   * have none. The same paths must give the same readings.
   */
  withImagePaths?(paths: readonly string[]): Reader;
  /**
   * The names under which this file gives contexts to builds, as written, so that a Dockerfile which names them means
   * no registry's image; absent where files of this kind describe no builds.
   */
  contexts?(text: string, file: string): readonly string[];
}
