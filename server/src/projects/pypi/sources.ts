import path from 'node:path';
import { foldersUpward } from '../../files/folders-upward.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { type IndexLogins, readLogins } from './logins.ts';
import { readPdm } from './pdm.ts';
import { readPip } from './pip.ts';
import { readPipenv } from './pipenv.ts';
import { closed, type NamedIndex, type Plan } from './plan.ts';
import { readPoetry } from './poetry.ts';
import type { PythonSource } from './source.ts';
import { readTomlFile, type TomlFile } from './toml-file.ts';
import { readUv } from './uv.ts';

/** What decides where the Python packages of a folder are asked, and as whom. */
export interface PythonSources {
  /** Which indexes the tool would ask for a name. */
  plan(name: string, source: PythonSource): Plan;
  readonly logins: IndexLogins;
  /** Every index that some configuration names, whichever tool's. */
  readonly indexes: readonly NamedIndex[];
}

/**
 * Names of the files below a folder that decide about routes. pip reads none from a folder but what a requirements file
 * says itself.
 */
export const ROUTE_FILES: readonly string[] = ['pyproject.toml', 'uv.toml', 'poetry.toml', 'pdm.toml', 'Pipfile'];

/**
 * Reads the configuration of pip, uv, Poetry, PDM and Pipenv around a folder. Never rejects.
 *
 * @param platform where the user's files are looked for
 */
export async function readPythonSources(world: RoutingWorld, platform: NodeJS.Platform): Promise<PythonSources> {
  const { root, home } = world;
  const folders = root === undefined ? [] : await foldersUpward(root, home);
  const [manifest, pipfile] = await Promise.all([
    nearest('pyproject.toml', folders, world),
    nearest('Pipfile', folders, world),
  ]);
  const [pip, uv, poetry, pdm] = await Promise.all([
    readPip(world, platform),
    readUv(folders, world, platform),
    readPoetry(manifest, world),
    readPdm(manifest, folders[0], world, platform),
  ]);
  const pipenv = readPipenv(pipfile, world);
  const others = [pip, poetry, pdm, pipenv].flatMap(tool => tool.indexes);
  const projectFolder = manifest === undefined ? folders[0] : path.dirname(manifest.from);
  const usesKeyring = pip.usesKeyring || uv.usesKeyring;
  const logins = await readLogins({ uv: uv.indexes, others }, usesKeyring, projectFolder, world, platform);
  const elsewhere =
    uv.asksElsewhere ??
    poetry.asksElsewhere ??
    pdm.asksElsewhere ??
    pipenv.asksElsewhere ??
    brokenIn(manifest, pipfile);
  const set = world.settings.registries.pypi;

  return {
    logins,
    indexes: [...uv.indexes, ...others],
    plan(name, source) {
      switch (source.client) {
        case 'pip':
          // Files that pip reads are read by the others as well, and then a name may be one of their index.
          if (elsewhere !== undefined && !pip.speaks && !saysWhere(source) && set === undefined)
            return closedByOthers(elsewhere);
          return pip.plan(name, source);
        case 'uv':
          return uv.plan(name, source);
        case 'poetry':
          return poetry.plan(source);
        case 'pdm':
          return pdm.plan(name);
        case 'pipenv':
          return pipenv.plan(source);
      }
    },
  };
}

function saysWhere({ indexUrl, extraIndexUrls, noIndex }: PythonSource): boolean {
  return indexUrl !== undefined || extraIndexUrls.length > 0 || noIndex;
}

function closedByOthers(elsewhere: string): Plan {
  const what = 'names where another tool than pip asks, or cannot be read';
  const unless = 'unless they, or your own configuration of pip, name an index';
  return closed('unreachable', `${elsewhere}: ${what}. What requirements files want is not asked about, ${unless}.`);
}

function brokenIn(...files: readonly (TomlFile | undefined)[]): string | undefined {
  return files.find(file => file?.broken !== undefined)?.from;
}

async function nearest(name: string, folders: readonly string[], world: RoutingWorld): Promise<TomlFile | undefined> {
  const files = await Promise.all(folders.map(folder => readTomlFile(path.join(folder, name), 'folder', world)));
  return files.find(({ isThere }) => isThere);
}
