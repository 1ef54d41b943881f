import type { Reader } from '../../../model/reader.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { writtenImage } from '../syntax/written-image.ts';

/**
 * Bitbucket Pipelines (support.atlassian.com, "Docker image options" and "Step options"), in steps wherever they are
 * defined.
 */
export const bitbucketPipelines: Reader = {
  id: 'bitbucket-pipelines',
  files: ['bitbucket-pipelines.{yml,yaml}'],
  languages: [],
  read: text =>
    readImages(text, ['image', 'name'], document => {
      const images = IMAGES.flatMap(path => findPath(document.root, path));
      // `pipe: owner/name:version` is looked up in a catalogue of Atlassian's, which alone knows the image.
      const pipes = PIPES.flatMap(path => findPath(document.root, path)).filter(
        ({ value }) => value?.kind === 'scalar' && value.value.startsWith(DOCKER),
      );
      return imagesAt(document, [...images, ...pipes], (scalar, found) =>
        writtenImage(scalar, text, { runs: false, prefixes: found.entry?.key.value === 'pipe' ? [DOCKER] : [] }),
      );
    }),
};

const DOCKER = 'docker://';
const IMAGES = ['image', '**.step.image', 'definitions.services.*.image'].flatMap(path => [path, `${path}.name`]);
const PIPES = ['**.script[].pipe', '**.after-script[].pipe'];
