import { type Pep440, parsePep440 } from '../../model/pep440.ts';

/** What the name of a file tells. */
export interface FileName {
  readonly version: Pep440;
  /** Whether clients of today install from it: wheels and source archives. */
  readonly isInstallable: boolean;
}

/** The canonical form of a name (PEP 503). */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Reads the version from a file's name; `undefined` for a file of another project, or of none. */
export type ReadFileName = (name: string) => FileName | undefined;

/**
 * Reads the names of one project's files: an index ties what it says to files, and these to versions by their names
 * alone (pip, index/package_finder.py, `evaluate_link`).
 *
 * @param project in canonical form
 */
export function fileNameReader(project: string): ReadFileName {
  const begin = new RegExp(`^${project.split('-').map(escaped).join('[-_.]+')}-`, 'i');
  const behind = (stem: string) => (begin.test(stem) ? stem.replace(begin, '') : '');
  return name => {
    if (name.length > LONGEST_NAME) return undefined;
    const wheel = WHEEL.exec(name)?.groups;
    if (wheel !== undefined) {
      const isOwn = canonicalName(wheel.name ?? '') === project;
      return isOwn ? fileOf((wheel.version ?? '').replaceAll('_', '-'), true) : undefined;
    }
    const archive = ARCHIVE.exec(name);
    if (archive !== null) return fileOf(behind(name.slice(0, archive.index)).replace(PYTHON, ''), true);
    const former = FORMER.exec(name);
    return former === null ? undefined : fileOf(behind(name.slice(0, former.index)).split(TAGS, 1)[0] ?? '', false);
  };
}

/** In characters: more than a file system takes. */
const LONGEST_NAME = 512;

/** The binary distribution format, "File name convention". Pip takes an underscore in the version for a hyphen. */
const WHEEL = /^(?<name>[^\s-]+)-(?<version>[^\s-]+)(?:-\d[^\s-]*)?-[^\s-]+-[^\s-]+-[^\s-]+\.whl$/;
/** Pip, utils/filetypes.py, without wheels. */
const ARCHIVE = /\.(?:tar\.(?:gz|bz2|xz|lz|lzma)|tgz|tbz|txz|tlz|tar|zip)$/i;
/** Eggs and installers for Windows, with the platform and the Python that they are for behind the version. */
const FORMER = /\.(?:egg|exe|msi)$/i;
const TAGS = /[.-](?:win|linux|macosx)|-py\d/i;
const PYTHON = /-py[123]\.?\d?$/;

function fileOf(text: string, isInstallable: boolean): FileName | undefined {
  const version = parsePep440(text);
  return version === undefined ? undefined : { version, isInstallable };
}

function escaped(text: string): string {
  return text.replace(/[^a-z0-9]/g, '\\$&');
}
