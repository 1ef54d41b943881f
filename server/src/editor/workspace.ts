import path from 'node:path';
import { keptFolders } from '../files/cache-folder.ts';
import { holds } from '../files/folders-upward.ts';
import { liesInNeverEntered } from '../files/never-entered.ts';
import type { Lens, LensFolder, LensOptions, OnArrival } from '../lens.ts';
import type { PolicyFor } from '../model/policy.ts';
import type { Subject } from '../model/reference.ts';
import { ownershipOf } from '../ownership.ts';
import { readSettings } from '../read-settings.ts';
import { REPOSITORY_FILE } from '../repository-settings.ts';
import { RULE_IDS } from '../rules/index.ts';
import type { Settings } from '../settings.ts';
import { type ExcludedAbove, heardAfter } from '../workspace/folder-settings.ts';
import type * as ledger from '../workspace/ledger.ts';
import { type RepositoryWord, readRepositoryFile, repositoryAround } from '../workspace/repository-file.ts';
import { changeOf, graver, hearing, type Reheard, type UsersWord } from './hearing.ts';
import { keyOf, pathOf } from './uris.ts';

/**
 * A workspace folder, or the place of documents that belong to none: its settings and its view of the registries. A
 * project in a folder is a value of its own, with the folder's root and settings, that sees the registries by its own
 * configuration.
 */
export interface Folder {
  /** Absent for documents outside of every folder. */
  readonly root?: string;
  /** What the user and the editor say, without the repository. */
  readonly own: UsersWord;
  readonly settings: Settings;
  readonly policyFor: PolicyFor;
  /** Globs of what is not read: the user's, and what the editor hides. */
  readonly exclude: readonly string[];
  /** The same by the repository's word. */
  readonly excludedAbove: ExcludedAbove;
  /** Whether one of these globs matches a path, as names from the folder on, or a folder on the way to it. */
  readonly excludes: (names: readonly string[]) => boolean;
  /** What the repository around it says; absent where it is not heard. */
  readonly word?: RepositoryWord;
  readonly lens: LensFolder;
}

/** Whether a subject in a document is left alone, so that nobody may be asked about it. */
export function ignores({ folder, file }: Pick<Checked, 'folder' | 'file'>, subject: Subject): boolean {
  return folder.policyFor(file.split('/')).ignores(subject);
}

/** Where a document belongs. */
export type Place = ledger.DocumentPlace<Folder>;
/** See {@link ledger.Checked}. */
export type Checked = ledger.Checked<Folder>;
/** See {@link ledger.Ledger}. */
export type Ledger = ledger.Ledger<Folder>;

/** The editor's folders, each with its settings, and the answers that they share. */
export interface Workspace {
  readonly folders: readonly Folder[];
  /** Questions that wait or are under way. */
  readonly pending: number;
  /** See `Lens.forsake`. */
  forsake(): void;
  /** See `Lens.limits`. */
  readonly limits: Lens['limits'];
  /** By the folder alone in a directory that was not prepared. */
  placeOf(uri: string): Place;
  /**
   * Finds the project that a directory belongs to: local work, to be waited for before documents in it are placed. What
   * was once prepared stays so, whatever is opened. Never rejects.
   */
  prepare(directory: string): Promise<void>;
  isPrepared(directory: string): boolean;
  /** Whether manifests changed who decides about routes, so that {@link open} is due. Never rejects. */
  isStale(): Promise<boolean>;
  /** Reads anew what the repositories around the folders say of themselves. Never rejects. */
  rehear(): Promise<Reheard>;
  /** Reads settings and the tools' configuration anew for these folders. One at a time; the last call wins. */
  open(uris: readonly string[]): Promise<void>;
  /** Forgets all answers that are kept. Follow with {@link open}. */
  forgetAnswers(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  readonly createLens: (options: LensOptions) => Lens | Promise<Lens>;
  readonly lens: Omit<LensOptions, 'settings'>;
  /** The raw settings for a folder, or for no folder in particular. Never rejects. */
  readonly configure: (uri: string | undefined) => Promise<RawSettings>;
  readonly trusted: () => boolean;
  /** The text of a file that the editor has open, by its absolute path. */
  readonly openText: (file: string) => string | undefined;
  readonly onArrival: OnArrival;
}

/** As they came from the client, not yet looked at. */
export interface RawSettings {
  /** As {@link readSettings} takes them. */
  readonly settings: unknown;
  /** What the editor's own `files.exclude` hides. */
  readonly hidden: readonly string[];
}

/** Makes a workspace without folders; {@link Workspace.open} fills it. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { log } = options.lens;
  let opened: Opened | undefined;
  const prepared = new Set<string>();
  let lens: { readonly now: Lens; readonly limits: string; readonly stop: () => void } | undefined;
  let opening: Promise<void> = Promise.resolve();

  async function settingsOf(uri: string | undefined): Promise<UsersWord> {
    const raw = await options.configure(uri);
    const { settings, problems } = readSettings(raw.settings, RULE_IDS);
    for (const problem of problems) log(problem);
    return { settings, exclude: [...settings.exclude, ...raw.hidden] };
  }

  /** Time limits and lifetimes belong to the process: where they change, asking is organised anew. */
  async function lensFor(settings: Settings, roots: readonly string[]): Promise<Lens> {
    const { cacheFolder, stateFolder, ...rest } = options.lens;
    const kept = await keptFolders({ cacheFolder, stateFolder }, roots, await ownershipOf(roots, rest.home));
    const limits = `${limitsOf(settings)} ${Object.keys(kept).join()}`;
    if (lens?.limits === limits) return lens.now;
    const before = lens;
    const now = await options.createLens({ ...rest, ...kept, settings });
    lens = { now, limits, stop: now.onArrival(options.onArrival) };
    before?.stop();
    void before?.now.close();
    return now;
  }

  /** What the repository around a folder says. */
  async function wordIn(root: string, before: readonly Folder[]): Promise<RepositoryWord> {
    const repository = await repositoryAround(root, options.lens.home);
    const openText = options.openText(path.join(repository.root, REPOSITORY_FILE));
    const now = await readRepositoryFile(repository, openText);
    return heardAfter(before.find(folder => folder.root === root)?.word, now);
  }

  async function rehear(): Promise<Reheard> {
    const before = opened;
    if (before === undefined) return 'same';
    const renewed = await Promise.all(
      before.folders.map(async folder => {
        if (folder.root === undefined || folder.word === undefined) return folder;
        const { own, lens, root } = folder;
        return { root, ...hearing(own, await wordIn(root, before.folders)), lens };
      }),
    );
    const renew = (folder: Folder): Folder => {
      const now = renewed.find(({ root }) => root === folder.root);
      return now === undefined ? folder : { ...now, lens: folder.lens };
    };
    const views = new Map([...before.views].map(([lens, folder]) => [lens, renew(folder)]));
    const projects = new Map(
      [...before.projects].map(([directory, folder]) => [directory, views.get(folder.lens) ?? renew(folder)]),
    );
    opened = { ...before, folders: renewed, views, projects };
    return renewed.reduce<Reheard>(
      (most, { word }, i) => graver(most, changeOf(before.folders[i]?.word, word)),
      'same',
    );
  }

  async function openAll(uris: readonly string[]): Promise<void> {
    const base = await settingsOf(undefined);
    const roots = uris.flatMap(uri => pathOf(uri) ?? []);
    const shared = await lensFor(base.settings, roots);
    const trusted = options.trusted();
    const before = opened?.folders ?? [];
    const open = async (uri: string | undefined): Promise<Folder> => {
      const own = uri === undefined ? base : await settingsOf(uri);
      const root = uri === undefined ? undefined : pathOf(uri);
      const where = root === undefined ? {} : { root };
      const word = root === undefined || !trusted ? undefined : await wordIn(root, before);
      const heard = hearing(own, word);
      const { settings } = heard;
      return { ...where, ...heard, lens: await shared.openFolder({ ...where, together: roots, settings, trusted }) };
    };
    const folders = await Promise.all(uris.filter(uri => pathOf(uri) !== undefined).map(open));
    // The innermost first: a document belongs to the deepest folder that holds it.
    folders.sort((a, b) => (b.root?.length ?? 0) - (a.root?.length ?? 0));
    const now: Opened = { folders, nowhere: await open(undefined), projects: new Map(), views: new Map() };
    // More may come up while these are looked at.
    const left = () => [...prepared].filter(directory => !now.projects.has(directory));
    while (left().length > 0) await Promise.all(left().map(directory => findProject(now, directory)));
    opened = now;
  }

  return {
    get folders() {
      return opened?.folders ?? [];
    },
    get pending() {
      return lens?.now.pending ?? 0;
    },
    forsake: () => lens?.now.forsake(),
    get limits() {
      return lens?.now.limits ?? [];
    },
    placeOf(uri) {
      if (opened === undefined) throw new Error('The workspace was used before it was opened.');
      const file = pathOf(keyOf(uri));
      if (file === undefined) return { folder: opened.nowhere, file: nameOf(uri), excluded: false };
      const directory = path.dirname(file);
      const folder = opened.projects.get(directory) ?? folderAround(opened, directory);
      if (folder.root === undefined) return { folder, file: nameOf(uri), directory, excluded: false };
      const relative = path.relative(folder.root, file).split(path.sep).join('/');
      const excluded = liesInNeverEntered(relative) || folder.excludes(relative.split('/'));
      return { folder, file: relative, directory, excluded };
    },
    async prepare(directory) {
      prepared.add(directory);
      // It may be opened anew meanwhile.
      for (let now = opened; now !== undefined && !now.projects.has(directory); now = opened) {
        await findProject(now, directory);
      }
    },
    isPrepared: directory => opened?.projects.has(directory) === true,
    async isStale() {
      if (opened === undefined) return false;
      const views = new Set([...opened.folders.map(folder => folder.lens), ...opened.views.keys()]);
      return (await Promise.all([...views].map(view => view.isStale()))).includes(true);
    },
    rehear() {
      const reheard = opening.catch(() => undefined).then(rehear);
      opening = reheard.then(() => undefined);
      return reheard;
    },
    open(uris) {
      opening = opening.catch(() => undefined).then(() => openAll(uris));
      return opening;
    },
    async forgetAnswers() {
      await opening.catch(() => undefined);
      const before = lens;
      lens = undefined;
      before?.stop();
      await before?.now.forget();
    },
    async close() {
      await opening.catch(() => undefined);
      lens?.stop();
      await lens?.now.close();
    },
  };
}

/** The folders that were opened together. A value but for what is found out about directories. */
interface Opened {
  readonly folders: readonly Folder[];
  readonly nowhere: Folder;
  /** The project, or else the folder, that a directory belongs to. */
  readonly projects: Map<string, Folder>;
  /** One value for each view, so that documents of one project share it. */
  readonly views: Map<LensFolder, Folder>;
}

async function findProject(now: Opened, directory: string): Promise<void> {
  const folder = folderAround(now, directory);
  const lens = await folder.lens.at(directory);
  const project = now.views.get(lens) ?? (lens === folder.lens ? folder : { ...folder, lens });
  now.views.set(lens, project);
  now.projects.set(directory, project);
}

function folderAround({ folders, nowhere }: Opened, directory: string): Folder {
  return folders.find(({ root }) => root !== undefined && holds(root, directory)) ?? nowhere;
}

function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function limitsOf(settings: Settings): string {
  const {
    freshMinutes,
    keepDays,
    cacheMebibytes,
    connectSeconds,
    headersSeconds,
    bodySeconds,
    helperSeconds,
    requestsPerHost,
  } = settings;
  const seconds = [connectSeconds, headersSeconds, bodySeconds, helperSeconds];
  return JSON.stringify([freshMinutes, keepDays, cacheMebibytes, ...seconds, requestsPerHost]);
}
