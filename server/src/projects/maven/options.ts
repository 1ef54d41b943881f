/** What is of use of the options that a project or the user always gives to `mvn`. */
export interface MavenOptions {
  readonly settings?: string;
  readonly globalSettings?: string;
  readonly offline: boolean;
  /** Names of profiles to be active. */
  readonly profiles: readonly string[];
}

/** Of no options. */
export const NO_OPTIONS: MavenOptions = { offline: false, profiles: [] };

/** Reads options as they stand in `.mvn/maven.config`, parted by blanks or lines, and in `MAVEN_ARGS`. */
export function readOptions(text: string): MavenOptions {
  const words = text.split(/\r?\n/).flatMap(line => (line.startsWith('#') ? [] : line.split(/\s+/)));
  const all = words.filter(word => word !== '');
  const settings = firstOf(all, 's', 'settings');
  const globalSettings = firstOf(all, 'gs', 'global-settings');
  const profiles = all.flatMap((_, i) => valueAt(all, i, 'P', 'activate-profiles') ?? []);
  return {
    ...(settings === undefined ? {} : { settings }),
    ...(globalSettings === undefined ? {} : { globalSettings }),
    offline: all.includes('-o') || all.includes('--offline'),
    profiles: profiles.flatMap(list => list.split(',')).map(name => name.replace(/^[+?]+/, '')),
  };
}

/** Of an option that is given more than once the first counts (commons-cli). */
function firstOf(words: readonly string[], short: string, long: string): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const value = valueAt(words, i, short, long);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `-s FILE`, `--settings FILE`, `--settings=FILE`; and `-Pa,b`, as people write profiles alone. */
function valueAt(words: readonly string[], i: number, short: string, long: string): string | undefined {
  const word = words[i] ?? '';
  if (word === `-${short}` || word === `--${long}`) return words[i + 1];
  if (word.startsWith(`--${long}=`)) return word.slice(long.length + 3);
  return short === 'P' && word.startsWith('-P') ? word.slice(2) : undefined;
}
