/**
 * Whose a place on disk is, links followed. Whoever wrote the opened folders is a stranger, so what they hold is never
 * taken for the user's own word: no configuration, no credential, no program and no home.
 */
export interface Ownership {
  /**
   * Whether a place belongs to the opened folders: it lies in one of them, or in the repository or project around one,
   * as it is written or after links are followed. A relative place does, as it would depend on where one stands. Never
   * rejects.
   */
  isFolders(place: string): Promise<boolean>;
  /**
   * The entries of a PATH in which programs may be looked for, in their order: absolute ones that are not the folders'.
   * What a package manager puts there for its scripts is not the user's either. Never rejects.
   */
  programFolders(path: readonly string[]): Promise<readonly string[]>;
  /**
   * Whether a program may be run: it is there, and after links are followed it is still the user's. Never rejects.
   *
   * @param file an absolute path
   */
  mayRun(file: string): Promise<boolean>;
  /**
   * The folder in which a file must lie, links followed, to be read for what it configures or provides to documents
   * below a directory: the opened folder, or the directory itself where it lies above, as roots of workspaces may.
   *
   * @param directory an absolute path
   */
  edgeOf(directory: string): Promise<string>;
  /**
   * The text of a file of some tool's configuration, by whose word it is: a file of the user's must lie outside of what
   * is opened, a folder's within its edge, both after links are followed. Read once. Never rejects.
   *
   * @param file an absolute path
   */
  configuration(file: string, owner: Owner): Promise<ConfigurationText>;
}

/** By what projects are told from other folders, as the tools of an ecosystem leave it there. Names in a folder. */
export interface ProjectMarks {
  /** Manifests, which do not come to lie in a home by themselves as other files do. */
  readonly manifests: readonly string[];
  /** What else lies at the top of a project, and hardly anywhere else but in a home. */
  readonly others: readonly string[];
  /**
   * The ends, with `/`, of folders that a package manager puts in front of the PATH of scripts. They hold what a
   * project depends on, never the user's own tools.
   */
  readonly scripts: readonly string[];
}

/** Whose word a file is. A folder's may choose a registry, never a credential, and its variables are not expanded. */
export type Owner = 'user' | 'folder';

/** The text of a configuration file, if there is one. */
export type ConfigurationText =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'absent' }
  /** `detail` ends a sentence that begins with the file. */
  | { readonly is: 'broken'; readonly detail: string };
