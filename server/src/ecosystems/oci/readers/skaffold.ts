import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Reading } from '../../../model/reference.ts';
import { shiftReading } from '../../../model/shift-reading.ts';
import { textUnder } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { yamlDocuments } from '../../../syntax/yaml-documents.ts';
import type { YamlDocument, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { type ArgumentPlace, argumentImage, argumentPlaces, buildsStated } from '../syntax/build-arguments.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { skaffoldBuilds } from '../syntax/skaffold-builds.ts';
import { isTemplated, writtenImage } from '../syntax/written-image.ts';

/**
 * Skaffold's configurations, some in one file (skaffold, pkg/skaffold/schema/latest/config.go, and its older versions):
 * the images that builds start from or run in, those that Dockerfiles are given, and those of tests and actions. An
 * artifact's `image` is what is built; `cacheFrom` names what earlier builds may have left.
 */
export const skaffold: Reader = {
  id: 'skaffold',
  files: ['skaffold*.{yaml,yml}', '*{-,_,.}skaffold.{yaml,yml}'],
  languages: [],
  makes: true,
  recognises: text => /^["']?apiVersion["']?[ \t]*:[ \t]*["']?skaffold\//m.test(text),
  read: readSkaffold,
};

function readSkaffold(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  const parts = yamlDocuments(text);
  const built = new Set<string>();
  for (const part of parts) for (const name of artifactsOf(parseYaml(textUnder(text, part)).root)) built.add(name);
  const readings = parts.map(part => {
    const document = textUnder(text, part);
    return shiftReading(readConfiguration(document, file, around, built), part.start);
  });
  return {
    references: readings.flatMap(({ references }) => references),
    ignores: readings.flatMap(({ ignores }) => ignores),
    statements: readings.flatMap(({ statements = [] }) => statements),
  };
}

function readConfiguration(text: string, file: string, around: Around, built: ReadonlySet<string>): Reading {
  let statements: readonly Statement[] = [];
  const reading = readImages(text, ['image'], document => {
    const builds = skaffoldBuilds(document, file);
    statements = buildsStated(builds, noValues, noShell);
    const places: (Place | ArgumentPlace)[] = placesIn(document);
    for (const place of argumentPlaces(builds, file, around)) places.push(place);
    const meaning = meaningIn(text, built);
    return imagesAt(document, places, (scalar, place) => {
      if (!('start' in place)) return meaning(scalar, place);
      const given = place.start.before + scalar.value;
      if (built.has(given)) return opaqueImage(given, 'workspace');
      if (isTemplated(given)) return opaqueImage(given, 'template');
      return argumentImage(document, scalar, place, noValues, noShell);
    });
  });
  return { ...reading, statements };
}

// Its values are templates of another language.
const noValues = () => undefined;
const noShell = () => false;

/** Where images are named, and whether the result runs on them. */
const PLACES: readonly { readonly path: string; readonly runs: boolean }[] = [
  ...['dockerImage', 'kanikoImage', 'mavenImage', 'gradleImage', 'packImage', 'koImage'].map(key => ({
    path: `build.googleCloudBuild.${key}`,
    runs: false,
  })),
  { path: 'build.googleCloudBuild.platformEmulatorInstallStep.image', runs: false },
  { path: 'build.artifacts[].image', runs: false },
  { path: 'build.artifacts[].kaniko.image', runs: false },
  { path: 'build.artifacts[].kaniko.initImage', runs: false },
  { path: 'build.artifacts[].buildpacks.builder', runs: false },
  { path: 'build.artifacts[].buildpack.builder', runs: false },
  { path: 'build.artifacts[].buildpacks.runImage', runs: true },
  { path: 'build.artifacts[].buildpack.runImage', runs: true },
  { path: 'build.artifacts[].jib.fromImage', runs: true },
  { path: 'build.artifacts[].ko.fromImage', runs: true },
  { path: 'verify[].container.image', runs: false },
  { path: 'customActions[].containers[].image', runs: false },
];

interface Place extends YamlFound {
  readonly runs: boolean;
  readonly isArtifact: boolean;
}

function placesIn({ root }: YamlDocument): Place[] {
  return ['', 'profiles[].'].flatMap(start =>
    PLACES.flatMap(({ path, runs }) =>
      findPath(root, start + path).map(found => ({ ...found, runs, isArtifact: path === ARTIFACT })),
    ),
  );
}

const ARTIFACT = 'build.artifacts[].image';

function artifactsOf(root: YamlNode | undefined): string[] {
  return ['', 'profiles[].'].flatMap(start =>
    findPath(root, start + ARTIFACT).flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value] : [])),
  );
}

function meaningIn(text: string, built: ReadonlySet<string>) {
  return (scalar: Parameters<typeof writtenImage>[0], place: Place): ImageSubject | OpaqueSubject | undefined => {
    if (scalar.value === '') return undefined;
    if (place.isArtifact || built.has(scalar.value)) return opaqueImage(scalar.value, 'workspace');
    return writtenImage(scalar, text, { runs: place.runs });
  };
}
