import type { Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import { shiftReading } from '../../../model/shift-reading.ts';
import { textUnder } from '../../../model/span.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { yamlDocuments } from '../../../syntax/yaml-documents.ts';
import type { YamlDocument, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { writtenImage } from '../syntax/written-image.ts';

/**
 * Skaffold's configurations, some in one file (skaffold, pkg/skaffold/schema/latest/config.go, and its older versions):
 * the images that builds start from or run in, and those of tests and actions. An artifact's `image` is what is built;
 * `cacheFrom` names what earlier builds may have left.
 */
export const skaffold: Reader = {
  id: 'skaffold',
  files: ['skaffold*.{yaml,yml}', '*{-,_,.}skaffold.{yaml,yml}'],
  languages: [],
  makes: true,
  recognises: text => /^["']?apiVersion["']?[ \t]*:[ \t]*["']?skaffold\//m.test(text),
  read: text => {
    const parts = yamlDocuments(text);
    const built = new Set<string>();
    for (const part of parts) for (const name of artifactsOf(parseYaml(textUnder(text, part)).root)) built.add(name);
    const readings = parts.map(part => {
      const document = textUnder(text, part);
      return shiftReading(
        readImages(document, ['image'], parsed => imagesAt(parsed, placesIn(parsed), meaningIn(document, built))),
        part.start,
      );
    });
    return {
      references: readings.flatMap(({ references }) => references),
      ignores: readings.flatMap(({ ignores }) => ignores),
    };
  },
};

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
