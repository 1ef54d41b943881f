import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { hclIgnorePlace, parseHcl } from '../../../syntax/hcl.ts';
import { type Declaration, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { bakeBuilds } from '../syntax/bake-builds.ts';
import { type ArgumentPlace, argumentImage, argumentPlaces, buildsStated } from '../syntax/build-arguments.ts';
import { contextImage, contextReference, contextsStated } from '../syntax/build-contexts.ts';
import { imagesAt } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';

/**
 * Files of `docker buildx bake`, in HCL and in JSON (buildx, docs/bake-reference.md): a target's `contexts`, of which
 * some are images, and its `args`, which a Dockerfile may start from. Bake takes Compose files too, which are read as
 * such.
 */
export const bake: Reader = {
  id: 'bake',
  files: ['*bake*.hcl', '*bake*.json'],
  languages: ['dockerbake'],
  recognises: text => /\btarget\b/.test(text),
  read: (text, file, around = NOTHING_AROUND) => readBake(text, file, around),
  speaks: 'below',
  makes: true,
};

const CONTEXTS = 'target.*.contexts.*';

/** A file that an editor calls one of Bake's may have any name. */
function isJson(text: string, file: string): boolean {
  return file.endsWith('.json') || (!file.endsWith('.hcl') && /^\s*\{/.test(text));
}

function readBake(text: string, file: string, around: Around): Reading {
  if (text.length > LONGEST_FILE) return { references: [], ignores: [] };
  const json = isJson(text, file);
  const document = json ? parseYaml(text) : parseHcl(text);
  const ignores = ignoresOf(document);
  const places = text.includes('contexts') ? findPath(document.root, CONTEXTS) : [];
  const builds = bakeBuilds(document, file);
  const given = argumentPlaces(builds, file, around);
  const variables = variablesOf(document);
  const statements = [...contextsStated(places), ...buildsStated(builds, variables, isSimple)];
  const stated = statements.length === 0 ? {} : { statements };
  if (!text.includes('docker-image:') && given.length === 0) return { references: [], ignores, ...stated };
  const made = new Set(
    findPath(document.root, 'target.*.tags[]').flatMap(({ value }) => (value?.kind === 'scalar' ? value.value : [])),
  );
  const all: (YamlFound | ArgumentPlace)[] = [...places, ...given];
  const references = imagesAt(document, all, (scalar, place) => {
    if ('start' in place) {
      if (place.start.before === '' && made.has(scalar.value)) return opaqueImage(scalar.value, 'workspace');
      return argumentImage(document, scalar, place, variables, isSimple);
    }
    const reference = contextReference(scalar);
    // What one target makes, and another takes from where it was pushed.
    if (reference !== undefined && made.has(reference)) return opaqueImage(reference, 'workspace');
    return contextImage(scalar, text, variables, isSimple);
  });
  if (json) return { references, ignores, ...stated };
  const withPlaces = references.map(reference => {
    const ignoreAt = hclIgnorePlace(document, reference.span.start);
    return ignoreAt === undefined ? reference : { ...reference, ignoreAt };
  });
  return { references: withPlaces, ignores, ...stated };
}

/**
 * Whether nothing but variables is put into a text. What else HCL can compute is not computed here, and it has not the
 * shell's quotes.
 */
function isSimple(template: string): boolean {
  return template.length <= LONGEST && /^(?:[^$%"'\\]|%(?!\{)|\$\{[A-Za-z_][A-Za-z0-9_]*\})*$/.test(template);
}

/** The variables' defaults, where they are texts. The environment may say otherwise. */
function variablesOf({ root }: YamlDocument): Lookup {
  const defaults = new Map<string, YamlScalar>();
  for (const { entry, value } of findPath(root, 'variable.*')) {
    const written = findPath(value, 'default').at(-1)?.value;
    if (entry !== undefined && written?.kind === 'scalar' && written.isString) defaults.set(entry.key.value, written);
  }
  // Within its target, a name of a matrix is another value in each build.
  for (const { entry } of findPath(root, 'target.*.matrix.*')) defaults.delete(entry?.key.value ?? '');
  const known = new Map<string, Declaration>();
  let depth = 0;
  const lookup: Lookup = name => {
    const before = known.get(name);
    const written = defaults.get(name);
    if (before !== undefined || written === undefined) return before;
    // One that comes back to itself is not known while it is looked up.
    known.set(name, { name, value: { is: 'unknowable' } });
    if (depth > LONGEST_CHAIN || !isSimple(written.value)) return known.get(name);
    depth += 1;
    const found: Declaration = { name, value: expandWord(written.written, '\\', lookup) };
    depth -= 1;
    known.set(name, found);
    return found;
  };
  return lookup;
}

// Longer than people write one; in characters.
const LONGEST_FILE = 500_000;
// A reference has at most some 400 characters.
const LONGEST = 4096;
const LONGEST_CHAIN = 24;
