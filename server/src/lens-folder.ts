import path from 'node:path';
import type { Answers, Urgency } from './answers/index.ts';
import { faultOf } from './boundary.ts';
import { liesIn } from './files/folders-upward.ts';
import type { Ignorance, LookUp, Peek } from './model/answer.ts';
import type { Derive } from './model/derive.ts';
import type { Ownership } from './model/ownership.ts';
import type { Question } from './model/question.ts';
import type { Trouble, Whereabouts } from './model/whereabouts.ts';
import { ownershipOf } from './ownership.ts';
import { holdsRouteFile, loadRouter, projectState } from './projects/index.ts';
import type { Router, RoutingWorld } from './registries/route.ts';
import type { Settings } from './settings.ts';

/** What is opened, and how far it is believed. */
export interface FolderOptions {
  /** An absolute path; absent for documents that belong to no folder. */
  readonly root?: string;
  /** All folders that are opened together, of which none is the user's own word; absolute paths. */
  readonly together?: readonly string[];
  readonly settings: Settings;
  /** In an untrusted folder nothing is asked and nothing of its configuration is obeyed. */
  readonly trusted: boolean;
}

/** The world as one workspace folder, or one path of the command line, or a project in it, sees it. */
export interface LensFolder {
  readonly settings: Settings;
  readonly peek: Peek;
  /** Remembers what was worked out from the answers, for all folders. */
  readonly derive: Derive;
  /** See `FolderAnswers.lookUp`. */
  readonly lookUp: LookUp;
  /** See `FolderAnswers.recall`. */
  recall(questions: readonly Question[]): Promise<ReadonlySet<string>>;
  want(questions: readonly Question[], urgency: Urgency): void;
  settle(questions: readonly Question[], signal?: AbortSignal, urgency?: Urgency): Promise<void>;
  refresh(questions: readonly Question[]): void;
  /** See `FolderAnswers.failure`. */
  failure(question: Question): Ignorance | undefined;
  /**
   * Whether a question goes to the registry that is everybody's default, unchanged by settings or by the user's tools,
   * so that its public website shows the same name. False where that cannot be told, and in an untrusted folder.
   */
  goesToDefaultRegistry(question: Question): boolean;
  /** Where a question goes, and what came of that lately; `undefined` where it may not leave. */
  whereabouts(question: Question): Whereabouts | undefined;
  /**
   * The world as documents in a directory see it: the folder's own view, unless a directory on the way from the folder
   * down to it holds a file that decides about routes. Then a project begins at the nearest of them, and its
   * configuration counts; all directories of a project have the same view. A document in no folder is in the project
   * around it. Looked up once. Never rejects.
   *
   * @param directory an absolute path
   */
  at(directory: string): Promise<LensFolder>;
  /**
   * Whether manifests say by now that another tool, or another root, decides about routes than when they were loaded.
   * Never rejects.
   */
  isStale(): Promise<boolean>;
}

/** Whose tools' configuration is read besides the folder's, and what is known of the hosts that are asked. */
export type User = Pick<RoutingWorld, 'environment' | 'home' | 'log' | 'fingerprint'> & {
  readonly trouble: (host: string) => Trouble | undefined;
};

/** The user as one folder sees them. */
type Onlooker = User & { readonly ownership: Ownership };

/** A folder or project that is opened. */
interface Opened {
  readonly view: LensFolder;
  readonly router: Router;
}

/** Opens a folder, and the projects in it as they are looked up. Never rejects. */
export async function openFolder(options: FolderOptions, answers: Answers, anyone: User): Promise<LensFolder> {
  const { root, trusted, together = [] } = options;
  const projects = new Map<string, Promise<Opened>>();
  let opened = 0;
  const said = new Set<string>();
  const say = (line: string) => {
    said.add(line);
    anyone.log(line);
  };
  const user = await onlooker(anyone, [...(root === undefined ? [] : [root]), ...together], say);
  // Each project reads the user's own configuration too, and would tell the same of it.
  const sayOnce = (line: string) => {
    if (!said.has(line)) say(line);
  };

  async function at(directory: string): Promise<LensFolder> {
    return (await openedAt(directory)).view;
  }

  function openedAt(directory: string): Promise<Opened> {
    const known = projects.get(directory) ?? find(directory);
    projects.set(directory, known);
    return known;
  }

  async function find(directory: string): Promise<Opened> {
    const whole = { view: folder, router };
    if (!trusted) return whole;
    // Where nothing is opened, it is as if the directory were; not even what is the user's is told from the folder's
    // before.
    if (root === undefined) return isOwnPlace(directory, user.home) ? openProject(directory) : whole;
    if (!liesIn(root, directory)) return whole;
    const around = await openedAt(path.dirname(directory));
    return (await holdsRouteFile(directory)) ? openProject(directory, around.router) : around;
  }

  async function openProject(directory: string, around?: Router): Promise<Opened> {
    opened += 1;
    if (opened > MOST_PROJECTS) return unreadProject(directory);
    const project = { ...options, root: directory };
    // A document in no folder comes with the project around it, as if that were opened.
    const its = root === undefined ? await onlooker(anyone, [directory, ...together], sayOnce) : user;
    const state = await projectState({ ...its, root: directory });
    const routes = await routerFor(project, { ...its, log: sayOnce }, around);
    const view = { ...viewOf(project, answers, routes, anyone), at, isStale: staleSince(state, directory, its) };
    return { view, router: routes };
  }

  /** What its configuration says of its names is not known, so they stay inside. */
  function unreadProject(directory: string): Opened {
    sayOnce(
      `More than ${MOST_PROJECTS} folders have a configuration of their own. The names in the others are not asked about.`,
    );
    const closed = viewOf({ ...options, root: directory }, answers, CLOSED, anyone);
    return { view: { ...closed, at, isStale: async () => false }, router: CLOSED };
  }

  function staleSince(state: string, where: string | undefined, its: Onlooker): () => Promise<boolean> {
    return async () => trusted && (await projectState({ ...its, ...rooted(where) })) !== state;
  }

  // Before the routes are read: what changes meanwhile is seen later.
  const state = trusted ? await projectState({ ...user, ...rooted(root) }) : '';
  const router = await routerFor(options, user);
  const folder: LensFolder = {
    ...viewOf(options, answers, router, anyone),
    at,
    isStale: staleSince(state, root, user),
  };
  return folder;
}

/**
 * Of a home that is the folders' own nothing is obeyed. It stays the home all the same: what lies there might map a
 * name, so that name is not asked about.
 */
async function onlooker(user: User, folders: readonly string[], say: (line: string) => void): Promise<Onlooker> {
  const { home } = user;
  const ownership = await ownershipOf(folders, home);
  if (home !== undefined && (await ownership.isFolders(home)))
    say(`The home folder \`${home}\` lies in the folder that is checked, so nothing in it is taken for your own.`);
  return { ...user, log: say, ownership };
}

/**
 * Whether a directory is neither the top of the file system nor the user's home, whose configuration counts everywhere.
 */
function isOwnPlace(directory: string, home: string | undefined): boolean {
  return path.dirname(directory) !== directory && (home === undefined || path.relative(home, directory) !== '');
}

function rooted(root: string | undefined): { readonly root?: string } {
  return root === undefined ? {} : { root };
}

/** An untrusted folder is parsed and never obeyed: its configuration is not even read. */
async function routerFor({ root, settings, trusted }: FolderOptions, user: Onlooker, around?: Router): Promise<Router> {
  if (!trusted) return () => ({ open: false, why: 'untrusted' });
  const router = await loadRouter({ ...rooted(root), settings, ...user }, around).catch(error => {
    user.log(
      `The configuration for \`${root ?? 'no folder'}\` could not be read, by a fault of Registry Lens: ${faultOf(error)}.`,
    );
    return CLOSED;
  });
  if (!settings.offline) return router;
  return question => {
    const routing = router(question);
    return routing.open ? { open: false, why: 'offline', route: routing.route } : routing;
  };
}

/** Asks no registry: where a name belongs cannot be told. */
const CLOSED: Router = () => ({ open: false, why: 'unreachable' });

/**
 * Each costs some twenty looks at the disk, and its routes stay in memory. Repositories with many have some hundreds.
 */
const MOST_PROJECTS = 1000;

function viewOf(
  { settings }: FolderOptions,
  answers: Answers,
  router: Router,
  { trouble }: Pick<User, 'trouble'>,
): Omit<LensFolder, 'at' | 'isStale'> {
  const asked = answers.through(router);
  return {
    settings,
    peek: asked.peek,
    derive: asked.derive,
    lookUp: asked.lookUp,
    recall: questions => asked.recall(questions),
    want: (questions, urgency) => asked.want(questions, urgency),
    settle: (questions, signal, urgency) => asked.settle(questions, signal, urgency),
    refresh: questions => asked.refresh(questions),
    failure: asked.failure,
    goesToDefaultRegistry: question => router(question).route?.wellKnown === true,
    whereabouts(question) {
      const { route } = router(question);
      if (route === undefined) return undefined;
      const mirrors = (route.mirrors ?? []).map(({ base }) => new URL(base).host);
      const { host } = new URL(route.base);
      const its = [host, ...mirrors].map(trouble).find(each => each !== undefined);
      return {
        ...{ base: route.base, isUsual: route.wellKnown === true, mirrors },
        ...(route.isItself === true ? { isItself: true } : {}),
        ...(its === undefined ? {} : { trouble: its }),
      };
    },
  };
}
