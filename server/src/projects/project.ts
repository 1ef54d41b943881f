import type { ProjectMarks } from '../model/ownership.ts';
import type { LoadRoutes, RoutingWorld } from '../registries/route.ts';

/** What the user's own tools of one ecosystem say, and the files that they say it in: one row of the table. */
export interface Project {
  /**
   * Names of the files, with `/` where they lie in a folder of their own, that decide where names are asked for what is
   * in and below the folder that holds them: a project may begin there. Empty where all configuration belongs to the
   * user and the machine, whatever the directory.
   */
  readonly routeFiles: readonly string[];
  /** Names of the files, of the same form, that say what a workspace makes itself. */
  readonly workspaceFiles: readonly string[];
  readonly marks: ProjectMarks;
  readonly loadRoutes: LoadRoutes;
  /**
   * What manifests in and above a folder say of who reads which configuration there: where it differs, routes that were
   * loaded before may be wrong. Absent where manifests say nothing of it. Never rejects.
   *
   * @param root an absolute path
   */
  state?(root: string, world: Pick<RoutingWorld, 'home' | 'ownership'>): Promise<string>;
  /** Begins a look at workspaces; absent where they make nothing themselves. */
  lookAtWorkspaces?(log: (line: string) => void): WorkspaceLook;
}

/**
 * The canonical names that the workspace rooted in a folder, a real path, makes itself; empty where none is rooted
 * there. What one look spends, such as folders that it enters, it spends once for workspaces that lie in each other.
 * Never rejects.
 */
export type WorkspaceLook = (root: string) => Promise<ReadonlySet<string>>;
