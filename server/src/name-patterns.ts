import { familiarImageName, imageNameText, type RegistryId } from './model/names.ts';
import { isNamed, type NamedSubject, type Subject } from './model/reference.ts';
import { namedThing } from './model/report.ts';
import { readGlobs } from './patterns/globs.ts';

/**
 * Patterns of names: a registry's id, a colon, and a name in which `*` and `**` stand for what they do in globs, as in
 * `oci:ghcr.io/acme/**`. An image of the default host fits in its short spelling as well as in its full one. Matching
 * is bounded as that of globs.
 */
export function namePatterns(patterns: readonly string[]): (subject: Subject) => boolean {
  const whole = new Set<string>();
  const globs: { readonly registry: string; readonly matches: (names: readonly string[]) => boolean }[] = [];
  for (const pattern of patterns) {
    const [registry, name] = partsOf(pattern);
    if (isWild(name)) globs.push({ registry, matches: readGlobs([name]).matches });
    else whole.add(pattern);
  }
  if (patterns.length === 0) return () => false;
  return subject => {
    if (!isNamed(subject)) return false;
    const { registry, spellings } = namesOf(subject);
    return spellings.some(
      name =>
        whole.has(`${registry}:${name}`) ||
        globs.some(each => each.registry === registry && each.matches(name.split('/'))),
    );
  };
}

/** How many characters of a pattern each name is tried on; none of a whole name, which is looked up. */
export function wildLength(pattern: string): number {
  return isWild(partsOf(pattern)[1]) ? pattern.length : 0;
}

/** Whether a pattern begins with one of some registries, and can be matched. */
export function isNamePattern(pattern: string, registries: readonly string[]): boolean {
  const [registry, name] = partsOf(pattern);
  return registries.includes(registry) && name !== '' && readGlobs([name]).passedOver.length === 0;
}

/** The pattern for one name and no other, with the name as people read it; `undefined` where there is none. */
export function patternFor(subject: Subject): { readonly pattern: string; readonly name: string } | undefined {
  if (!isNamed(subject)) return undefined;
  const { registry, spellings } = namesOf(subject);
  const name = spellings.at(-1);
  return name === undefined ? undefined : { pattern: `${registry}:${name.replace(/[*?[\]{}\\]/g, '\\$&')}`, name };
}

function isWild(name: string): boolean {
  return /[*?[{\\]/.test(name);
}

function partsOf(pattern: string): readonly [registry: string, name: string] {
  const colon = pattern.indexOf(':');
  return [pattern.slice(0, Math.max(colon, 0)), pattern.slice(colon + 1)];
}

/** The full spelling of what a subject names, and the short one. */
function namesOf(subject: NamedSubject): { readonly registry: RegistryId; readonly spellings: readonly string[] } {
  const { registry, name } = namedThing(subject);
  if (subject.kind === 'image')
    return { registry, spellings: [...new Set([imageNameText(subject.name), familiarImageName(subject.name)])] };
  return { registry, spellings: name === null ? [] : [name] };
}
