/** What names one version of an artifact. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** An artifact's group and name, as in `org.example:demo`; `undefined` for what no repository can have. */
export function readName(name: string): Omit<Coordinates, 'version'> | undefined {
  const [group = '', artifact = '', ...rest] = name.split(':');
  return rest.length === 0 && isId(group) && isId(artifact) ? { group, artifact } : undefined;
}

/** Whether a version can be a folder's name in a repository, and be written into files. */
export function isVersion(version: string): boolean {
  // Maven refuses those signs (maven-model-builder, `DefaultModelValidator`, ILLEGAL_VERSION_CHARS).
  return version.length <= LONGEST && !/[\s\\/:"<>|?*[\](),$\p{C}]/u.test(version) && !/^\.{0,2}$/.test(version);
}

/** Where an artifact's folder is below a repository's base, with a slash before it (Maven's default layout). */
export function folderOf({ group, artifact }: Omit<Coordinates, 'version'>): string {
  return `/${group.replaceAll('.', '/')}/${artifact}`;
}

/** The same of a file of one version, by what its name ends with. */
export function pathOf(coordinates: Coordinates, extension: 'pom' | 'jar'): string {
  const version = encodeURIComponent(coordinates.version);
  return `${folderOf(coordinates)}/${version}/${coordinates.artifact}-${version}.${extension}`;
}

/** Whether a version stands for builds that come one after the other. */
export function isSnapshot(version: string): boolean {
  return /-SNAPSHOT$/i.test(version);
}

const LONGEST = 256;

/** Names of groups and artifacts (maven-model-builder, `DefaultModelValidator`, `validateId`); no part may be empty. */
function isId(text: string): boolean {
  return text.length <= LONGEST && /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/.test(text);
}
