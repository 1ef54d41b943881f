import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../../../syntax/yaml-paths.ts';
import { type Build, dockerfilePath, type GivenArgument, MOST_ARGUMENTS } from './build-arguments.ts';
import { isNull } from './written-image.ts';

/**
 * The builds of Dockerfiles that a configuration of Skaffold describes, in profiles too (skaffold,
 * pkg/skaffold/schema/latest/config.go, `DockerArtifact`, `KanikoArtifact`): with `buildArgs`, and with the artifacts
 * that an image `requires`, each under its alias. An argument without a value takes that of the environment.
 */
export function skaffoldBuilds({ root }: YamlDocument, file: string): Build[] {
  let left = MOST_ARGUMENTS;
  return ['', 'profiles[].']
    .flatMap(start => findPath(root, `${start}build.artifacts[]`))
    .flatMap(({ value: artifact }): Build[] => {
      if (left < 0 || artifact?.kind !== 'map') return [];
      const builder = builderOf(artifact);
      if (builder === undefined) return [];
      const gives = new Map<string, GivenArgument>();
      for (const { value: required } of findPath(artifact, 'requires[]')) {
        left -= 1;
        const alias = required?.kind === 'map' ? textAt(required, 'alias') : undefined;
        const image = required?.kind === 'map' ? entryOf(required, 'image') : undefined;
        if (alias !== undefined && image !== undefined) gives.set(alias, { ...image, prefix: '' });
      }
      for (const found of findPath(builder, 'buildArgs.*')) {
        left -= 1;
        const { entry, value } = found;
        if (entry === undefined || value?.kind !== 'scalar') continue;
        if (value.isString || !isNull(value.value)) gives.set(entry.key.value, { ...found, prefix: '' });
      }
      const context = textOr(artifact, 'context', '.');
      const dockerfile = textOr(builder, 'dockerfile', 'Dockerfile');
      const path =
        context === undefined || dockerfile === undefined ? undefined : dockerfilePath(file, context, dockerfile);
      return path === undefined ? [] : [{ dockerfile: path, gives }];
    });
}

/**
 * What says how an artifact's Dockerfile is built; `undefined` where it has none. Without a builder, it is Docker's.
 */
function builderOf(artifact: YamlMap): YamlMap | undefined {
  const named = BUILDERS.flatMap(key => entryOf(artifact, key) ?? []);
  const [first] = named;
  if (first === undefined) return artifact;
  const isDockerfile = ['docker', 'kaniko'].includes(first.entry?.key.value ?? '');
  return isDockerfile && first.value?.kind === 'map' ? first.value : undefined;
}

const BUILDERS = ['docker', 'kaniko', 'bazel', 'jib', 'ko', 'buildpacks', 'buildpack', 'custom'];

function textOr(map: YamlMap, key: string, without: string): string | undefined {
  return entryOf(map, key) === undefined ? without : textAt(map, key);
}
